"""Layers side by side: what each coder has on a turn, how they differ, and what has been decided about it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from qualcode.analysis.compared import Layer, compared
from qualcode.analysis.selection import Selection
from qualcode.coding.desk import CodingView, Desk, TurnView
from qualcode.coding.news import Heard, News
from qualcode.project.people import coder_id, consensus_id
from qualcode.project.rounds import find_round
from qualcode.project.store import Store
from qualcode.project.transcripts import find_transcript, list_transcripts
from qualcode.team.differing import KINDS, Item, items

_BLOCK = 256  # turns read at a time
_DECISIONS = """
    SELECT decision.id, transcript_id, start_char, end_char, code.key AS code, outcome, reason, note, coder.name AS coder, at
      FROM decision JOIN code ON code.id = code_id JOIN coder ON coder.id = coder_id
     WHERE round_id = :round_id AND transcript_id = :transcript_id AND start_char >= :start AND start_char < :end
       AND NOT deleted ORDER BY at, decision.id
"""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What was decided about a code on a turn, by whom and why. `at` is UTC, ISO 8601.

    `against`: earlier decisions that stand, too, for they were made where this one was not known. To decide anew ends both.
    """

    id: str
    code: str
    outcome: str
    reason: str
    note: str
    coder: str
    at: str
    against: "tuple[DecisionView, ...]" = ()


@dataclass(frozen=True, slots=True)
class ComparedTurn:
    """A turn with what every layer holds on it, in the layers' order, and the decisions by code."""

    transcript_id: str
    transcript: str
    views: tuple[TurnView, ...]
    items: tuple[Item, ...]
    decisions: dict[str, DecisionView]
    final: tuple[CodingView, ...] = ()
    """What stands in the consensus."""

    def everyone(self, code: str) -> list[CodingView]:
        """Everybody's codings with this code, that of the consensus with them."""
        return [coding for here in (*(view.codings for view in self.views), self.final) for coding in here if coding.code == code]

    @property
    def turn(self) -> TurnView:
        """The turn itself: number, speaker, words."""
        return self.views[0]

    @property
    def shared(self) -> bool:
        """Whether two of the layers or more have done the turn: of others there is nothing to compare."""
        return sum(view.done for view in self.views) > 1

    @property
    def open_items(self) -> tuple[Item, ...]:
        """The items that coders differ in and nobody has decided about."""
        return tuple(item for item in self.items if item.kind != "equal" and item.code not in self.decisions)


@dataclass(frozen=True)
class Wanted:
    """Which items are looked for. An empty field means all; `decided` None means whether or not.

    With a `pair` (places of two layers), only what these two differ in, and in the way they do.
    """

    kinds: tuple[str, ...] = KINDS[:-1]
    codes: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    pair: tuple[int, int] | None = None
    decided: bool | None = None

    def of(self, turn: ComparedTurn) -> tuple[Item, ...]:
        """The items of `turn` that are wanted."""
        if self.speakers and turn.turn.speaker not in self.speakers:
            return ()
        if self.transcripts and turn.transcript not in self.transcripts:
            return ()
        kinds = {item.code: item.kind for item in items([turn.views[place] for place in self.pair])} if self.pair else {}
        return tuple(
            item
            for item in turn.items
            if (kinds.get(item.code) if self.pair else item.kind) in self.kinds
            and (not self.codes or item.code in self.codes)
            and self.decided in {None, item.code in turn.decisions}
        )


class Comparison:
    """The layers of a selection: coders in one round, or one coder in several. Raises QualcodeError as `compared` does."""

    def __init__(self, store: Store, selection: Selection) -> None:
        chosen = compared(store, selection)
        self.store = store
        self.layers: tuple[Layer, ...] = chosen.layers
        self.names = chosen.names
        self.selection = chosen.selection
        self.round = find_round(store, chosen.layers[-1].round)
        self._names = {id: name for id, name, _ in self.transcripts()}
        self._consensus: Desk | None = None  # made with the first decision
        self._desks = [
            Desk(store, coder_id(store, layer.coder, create=False), find_round(store, layer.round).id) for layer in self.layers
        ]
        self._news = News(store.reader)

    @property
    def decidable(self) -> bool:
        """Whether there is a consensus to be found: of people in one round, not of one of them in two."""
        return len({layer.round for layer in self.layers}) == 1 and not any(
            desk.coder_id == consensus_id(self.store) for desk in self._desks
        )

    def transcripts(self) -> list[tuple[str, str, int]]:
        """(id, name, turns) of the transcripts chosen."""
        chosen = {find_transcript(self.store, name).id for name in self.selection.transcripts}
        return [(each.id, each.name, each.turns) for each in list_transcripts(self.store) if not chosen or each.id in chosen]

    def length(self, transcript_id: str) -> int:
        """How many turns a transcript has."""
        return next(turns for id, _, turns in self.transcripts() if id == transcript_id)

    def speakers(self) -> list[str]:
        """Who speaks in the transcripts chosen, by name."""
        return sorted({name for id in self._names for name, _ in self._desks[0].speakers(id)})

    def turns(self, transcript_id: str, first_number: int, count: int) -> list[ComparedTurn]:
        """Up to `count` turns of a transcript, whoever has done them."""
        with self.store.reader.snapshot():
            layers = [desk.page(transcript_id, first_number, count) for desk in self._desks]
            decisions = self._decisions(transcript_id, layers[0])
            consensus = self._final(transcript_id, first_number, count)
        return [
            ComparedTurn(
                transcript_id,
                self._names[transcript_id],
                views,
                items(views),
                decisions.get(views[0].start_char, {}),
                consensus.get(views[0].number, ()),
            )
            for views in zip(*layers, strict=True)
        ]

    def linked(self, transcript_id: str, number: int, code: str) -> list[ComparedTurn]:
        """The turn, and with it all that codings of this code reach into which reach into it: what is decided together."""
        first, last = number, number
        while turns := self.turns(transcript_id, first, last - first + 1):
            codings = [coding for turn in turns for coding in turn.everyone(code)]
            ends = [self._desks[0].find_turn_at(transcript_id, char) for each in codings for char in _ends(each)]
            reached = [first, last, *(end for end in ends if end)]
            if (min(reached), max(reached)) == (first, last):
                break
            first, last = min(reached), max(reached)
        return turns

    def all_turns(self) -> Iterator[ComparedTurn]:
        """Every turn of the selection, read block by block."""
        for transcript_id, _, turns in self.transcripts():
            for first in range(1, turns + 1, _BLOCK):
                yield from self.chosen_turns(transcript_id, first, _BLOCK)

    def chosen_turns(self, transcript_id: str, first_number: int, count: int) -> list[ComparedTurn]:
        """Of these turns those in the selection."""
        return list(filter(self._chosen, self.turns(transcript_id, first_number, count) if transcript_id in self._names else ()))

    def queue(self, wanted: Wanted | None = None) -> Iterator[ComparedTurn]:
        """The turns that have a wanted item, in order."""
        look_for = wanted or Wanted()
        return (turn for turn in self.all_turns() if look_for.of(turn))

    def hear(self) -> Heard:
        """What was changed in these layers and in the consensus since it was last asked for."""
        self._news.coder_ids = (*(desk.coder_id for desk in self._desks), consensus_id(self.store) or "")
        return self._news.hear()

    def _chosen(self, turn: ComparedTurn) -> bool:
        chosen, said = self.selection, turn.turn
        return (
            (not chosen.speakers or said.speaker in chosen.speakers)
            and (not chosen.roles or said.role in chosen.roles)
            and said.role not in chosen.without_roles
            and chosen.says(said.text)
        )

    def _final(self, transcript_id: str, first_number: int, count: int) -> dict[int, tuple[CodingView, ...]]:
        """What stands in the consensus, by the turn's number."""
        if self._consensus is None and (id := consensus_id(self.store)):
            self._consensus = Desk(self.store, id, self.round.id)
        if self._consensus is None or not self.decidable:
            return {}
        return {view.number: view.codings for view in self._consensus.page(transcript_id, first_number, count)}

    def _decisions(self, transcript_id: str, turns: Sequence[TurnView]) -> dict[int, dict[str, DecisionView]]:
        """By where the turn starts and the code; the newest, where two people decided without knowing of each other."""
        found: dict[int, dict[str, DecisionView]] = {}
        if turns and self.decidable:
            place = {"transcript_id": transcript_id, "start": turns[0].start_char, "end": turns[-1].end_char}
            for row in self.store.reader.rows(_DECISIONS, round_id=self.round.id, **place):
                here = found.setdefault(row["start_char"], {})
                view = DecisionView(**{name: row[name] for name in DecisionView.__slots__ if name != "against"})
                former = here.get(view.code)
                here[view.code] = replace(view, against=(*former.against, former)) if former else view
        return found


def _ends(coding: CodingView) -> tuple[int, int]:
    return coding.start_char, coding.end_char - 1


def counts(turns: Collection[ComparedTurn]) -> dict[str, int]:
    """How many items there are of each kind, and how many are decided ("decided")."""
    every = [(turn, item) for turn in turns for item in turn.items]
    found = {kind: sum(item.kind == kind for _, item in every) for kind in KINDS}
    return found | {"decided": sum(item.code in turn.decisions for turn, item in every)}
