"""One layer file against the layer as it is here: what it changes, and what a person should know of it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from qualcode.team.layer_file import Layer
from qualcode.team.layer_here import ALL_MEMOS, Row, memos_here, rows_here
from qualcode.team.layer_rows import CodingLine, DecisionLine, DoneLine, EventLine, FlagLine, MemoLine, Payload
from qualcode.team.names import Ask, Names
from qualcode.team.union import RowT, Union, unite, unite_memos
from qualcode.text import one_line

_ELSEWHERE = """
    SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(:ids)) AND NOT (coder_id = :coder_id AND round_id = :round_id)
"""
_DECIDED_ELSEWHERE = """
    SELECT id FROM decision WHERE id IN (SELECT value FROM json_each(:ids)) AND round_id <> :round_id
"""
_OTHERS_MEMOS = "SELECT id FROM memo WHERE id IN (SELECT value FROM json_each(:ids)) AND coder_id <> :coder_id"
_EVENTS_HERE = "SELECT id FROM event WHERE id IN (SELECT value FROM json_each(:ids))"
_WRITTEN = """
    SELECT target_kind, target_id, clock, CAST(before AS TEXT) AS before FROM event
     WHERE verb = 'memo' AND coder_id = :coder_id ORDER BY clock
"""


@dataclass(frozen=True)
class Changes:
    """What a layer file changes here. `memos` are those that are new or other than here; `live` is by how many codings the
    layer grows; `twins` whether two rows say the same afterwards."""

    codings: Union[CodingLine]
    done: Union[DoneLine]
    flags: Union[FlagLine]
    decisions: Union[DecisionLine]
    memos: list[MemoLine]
    events: list[EventLine]
    foreign: int
    live: int
    twins: bool
    conflicts: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether there is anything to write."""
        unions = (self.codings, self.done, self.flags, self.decisions)
        return any(union.new or union.gone for union in unions) or bool(self.memos or self.events)


def changes(names: Names, layer: Layer, revisions: Mapping[int, int], exclusive: Mapping[str, str]) -> Changes:
    """`revisions` are the numbers here by those of the file, `exclusive` the groups of the codes that cannot stand together."""
    ask = names.ask
    here = list(rows_here(ask, names))
    theirs = [replace(line, revision=revisions[line.revision]) for line in layer.of(CodingLine)]
    codings = _united(ask, here, CodingLine, theirs)
    done = _united(ask, here, DoneLine, layer.of(DoneLine))
    flags = _united(ask, here, FlagLine, layer.of(FlagLine))
    decisions = _united(ask, here, DecisionLine, layer.of(DecisionLine))
    mine = [line for line in here if isinstance(line, CodingLine)]
    memos = list(memos_here(ask, names, ALL_MEMOS))
    own, foreign_memos = _own(ask, memos, layer.of(MemoLine))
    together = unite_memos(memos, own)
    known_memos = {memo.id: memo for memo in memos}
    known_events = {row["id"] for row in ask(_EVENTS_HERE, ids=json.dumps([event.id for event in layer.of(EventLine)]))}
    foreign = set(codings.foreign)
    after = _live(mine, theirs, foreign)
    return Changes(
        codings,
        done,
        flags,
        decisions,
        [memo for memo in together.values() if known_memos.get(memo.id) != memo],
        [event for event in layer.of(EventLine) if event.id not in known_events],
        sum(len(union.foreign) for union in (codings, done, flags, decisions)) + foreign_memos,
        len(after) - sum(not line.deleted for line in mine),
        max(Counter(_mark(line) for line in after.values()).values(), default=0) > 1,
        (*_lost_memos(memos, layer, together, names), *_rivals(mine, codings.new, after, exclusive, names)),
    )


def _united(ask: Ask, here: Iterable[Row], kind: type[RowT], theirs: Iterable[RowT]) -> Union[RowT]:
    mine = {line.id: line for line in here if isinstance(line, kind)}
    theirs = list(theirs)
    unknown = json.dumps([line.id for line in theirs if line.id not in mine])
    elsewhere = ask(_DECIDED_ELSEWHERE if kind is DecisionLine else _ELSEWHERE.format(table=kind.kind), ids=unknown)
    return unite(mine, theirs, [row["id"] for row in elsewhere])


def _own(ask: Ask, mine: Iterable[MemoLine], theirs: Iterable[MemoLine]) -> tuple[list[MemoLine], int]:
    """Those memos that are not somebody else's or on something else here, and how many are."""
    theirs = list(theirs)
    hang = {memo.id: (memo.on, memo.target) for memo in mine}
    others = {row["id"] for row in ask(_OTHERS_MEMOS, ids=json.dumps([memo.id for memo in theirs]))}
    own = [
        memo for memo in theirs if memo.id not in others and hang.get(memo.id, (memo.on, memo.target)) == (memo.on, memo.target)
    ]
    return own, len(theirs) - len(own)


def _live(mine: Iterable[CodingLine], theirs: Iterable[CodingLine], foreign: set[str]) -> dict[str, CodingLine]:
    """What stands afterwards, said by sets alone: in either copy, and taken off in none."""
    both = [*mine, *(line for line in theirs if line.id not in foreign)]
    gone = {line.id for line in both if line.deleted}
    return {line.id: line for line in both if line.id not in gone}


def _mark(line: CodingLine) -> tuple[str, str, int, int]:
    return line.code, line.transcript, line.start_char, line.end_char


def _lost_memos(mine: Iterable[MemoLine], layer: Layer, together: Mapping[str, MemoLine], names: Names) -> Iterator[str]:
    """Memos that give way to another although nobody who wrote that had read them."""
    over = {(row["target_kind"], names.name(row["target_kind"], row["target_id"]), _text(json.loads(row["before"] or "null"))):
            row["clock"] for row in names.ask(_WRITTEN)}  # fmt: skip
    over |= {(event.on, event.target, _text(event.before)): event.clock for event in layer.of(EventLine) if event.verb == "memo"}
    standing = {(memo.on, memo.target): memo.text for memo in together.values() if not memo.deleted}
    for memo in {(memo.on, memo.target, memo.text): memo for memo in (*mine, *layer.of(MemoLine)) if not memo.deleted}.values():
        kept = standing.get((memo.on, memo.target), "")
        if memo.text != kept and over.get((memo.on, memo.target, memo.text), -1) < memo.clock:
            where = names.shown(memo.on, memo.target)
            said = f"Kept: “{one_line(kept)[:80]}”. In the log only: “{one_line(memo.text)[:80]}”."
            yield f"The memo on {where} was written on both sides. {said}"


def _text(before: Payload) -> str:
    return str((before or {}).get("text", ""))


def _rivals(
    mine: Iterable[CodingLine],
    new: Iterable[CodingLine],
    after: Mapping[str, CodingLine],
    exclusive: Mapping[str, str],
    names: Names,
) -> Iterator[str]:
    """Codes that cannot stand together, one of which came from each side."""
    came = {line.id for line in new}
    places: dict[tuple[str, str], list[CodingLine]] = {}
    for line in after.values():
        if line.code in exclusive:
            places.setdefault((exclusive[line.code], line.transcript), []).append(line)
    for lines in places.values():
        lines.sort(key=lambda line: (line.start_char, line.id))
        for at, one in enumerate(lines):
            for other in lines[at + 1 :]:
                if other.start_char >= one.end_char:
                    break
                if one.code != other.code and (one.id in came) != (other.id in came):
                    where = names.place(one.transcript, other.start_char)
                    yield f"{one.code} and {other.code} both stand on {where}, where only one can. Take one of them off."
