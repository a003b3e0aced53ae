"""What the coding screen reads: pages of turns with this layer's codes, memos and done marks, and nothing of anyone else's.

Every page costs the same, however long the transcript. Only what is told of a whole transcript (how much is done, how often
a code stands) is read from all of it, at 1e5 turns in half a second; how much is done is then kept in step.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Row

from qualcode.coding.done_turns import DoneTurns
from qualcode.coding.news import News
from qualcode.coding.reading_window import ReadingWindow
from qualcode.coding.searching import Finding, Hit, findings, search
from qualcode.coding.turn_maps import TurnMap, TurnMaps
from qualcode.project.duty import Duty
from qualcode.project.layers import CODINGS_HERE, DONE_HERE
from qualcode.project.store import Store
from qualcode.project.twins import EXTRA, may_have_twins

_TRANSCRIPTS = """
    SELECT id, name, title, coalesce((SELECT max(number) FROM turn WHERE transcript_id = transcript.id), 0) AS turns
      FROM transcript ORDER BY id
"""
_TURNS = """
    SELECT turn.id, number, speaker.name AS speaker, role, start_char, end_char, start_ms
      FROM turn JOIN speaker ON speaker.id = speaker_id
     WHERE transcript_id = :transcript_id AND number >= :first AND number < :first + :count ORDER BY number
"""
_CODINGS = f"""
    SELECT live.id, code.key AS code, start_char, end_char, unsure, first_id
      FROM ({CODINGS_HERE}) AS live JOIN code ON code.id = live.code_id
     WHERE NOT live.deleted ORDER BY start_char, code.position, end_char, code.id, live.id
"""
_COUNTS = """
    SELECT code.key, count(*) FROM coding JOIN code ON code.id = code_id
     WHERE coder_id = :coder_id AND round_id = :round_id AND NOT deleted
       AND (:transcript_id IS NULL OR transcript_id = :transcript_id) GROUP BY code.id
"""
_EXTRA = f"""
    SELECT code.key, sum(extra) FROM ({EXTRA}) AS twins JOIN code ON code.id = code_id
     WHERE :transcript_id IS NULL OR transcript_id = :transcript_id GROUP BY code.id
"""
_FLAGGED = """
    SELECT turn_id FROM flag
     WHERE turn_id IN (SELECT value FROM json_each(:ids)) AND coder_id = :coder_id AND round_id = :round_id AND NOT deleted
"""
_APPLIED = "SELECT after FROM event WHERE coder_id = :coder_id AND verb = 'apply' ORDER BY clock DESC LIMIT :count"
_MEMOS = """
    SELECT target_id, text FROM memo
     WHERE target_kind = :kind AND target_id IN (SELECT value FROM json_each(:ids)) AND coder_id = :coder_id AND NOT deleted
     ORDER BY clock
"""
_WHO_SPEAKS = """
    SELECT name, role FROM speaker
     WHERE EXISTS (SELECT 1 FROM turn WHERE speaker_id = speaker.id AND transcript_id = :transcript_id) ORDER BY name
"""
_LAST_TURN = """
    SELECT last FROM (
        SELECT clock, coalesce(json_extract(after, '$.transcript_id'), json_extract(before, '$.transcript_id')) AS place,
               CAST(coalesce(json_extract(after, '$.turns[1]'), json_extract(before, '$.turns[1]')) AS INTEGER) AS last
          FROM event WHERE coder_id = :coder_id ORDER BY clock DESC LIMIT 500
    ) AS lately WHERE place = :transcript_id AND last IS NOT NULL ORDER BY clock DESC LIMIT 1
"""
_TURN_AT = """
    SELECT number, end_char FROM turn WHERE transcript_id = :transcript_id AND start_char <= :char
     ORDER BY start_char DESC LIMIT 1
"""

_RECENT = 200  # events: a few hours of coding


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """A transcript, with how many turns it has, and whether the coder was given it to do; who was given none has them all."""

    id: str
    name: str
    title: str
    turns: int
    assigned: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a transcript is."""

    turns: int
    need: int  # turns that need coding
    done: int  # of these


@dataclass(frozen=True, slots=True)
class CodingView:
    """A code (by its key) on `[start_char, end_char)` of the transcript, with the coder's memo on it ("" for none)."""

    id: str
    code: str
    start_char: int
    end_char: int
    unsure: bool
    memo: str


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn and everything the layer has on it; a coding over several turns stands in each of them."""

    id: str
    number: int
    speaker: str
    role: str
    start_char: int
    end_char: int
    start_ms: int | None
    text: str
    done: bool
    flagged: bool
    codings: tuple[CodingView, ...]
    memo: str
    needs_coding: bool = True


class Desk:
    """A layer as its coder sees it; others may write meanwhile. From any thread."""

    def __init__(self, store: Store, coder_id: str, round_id: str) -> None:
        self.coder_id, self.round_id = coder_id, round_id
        self._reader = store.reader
        self._layer = {"coder_id": coder_id, "round_id": round_id}
        self._duty = Duty(store.reader, coder_id, round_id, store.no_coding)
        self._done = DoneTurns(store.reader, coder_id, round_id, self._duty)
        self.news = News(store.reader, coder_id)
        self.maps = TurnMaps(store.reader, coder_id, round_id, self._done.turns, self.page)
        self._said = ReadingWindow(store.reader)

    @property
    def given(self) -> tuple[str, ...]:
        """Ids of the transcripts that the coder was given to do, in order; none where everybody shares in everything."""
        return self._duty.transcripts

    def transcripts(self) -> list[TranscriptView]:
        """Every transcript: those assigned to the coder in their order, then the others as they were taken in."""
        views = [TranscriptView(**row, assigned=self._duty.covers(row["id"])) for row in self._reader.rows(_TRANSCRIPTS)]
        order = {id: place for place, id in enumerate(self._duty.transcripts)}
        return sorted(views, key=lambda view: order.get(view.id, len(order)))

    def first_owed(self) -> TranscriptView | None:
        """The first of the transcripts assigned to the coder in which something is left to do."""
        return next((each for each in self.transcripts() if self._duty.transcripts and self.next_todo(each.id, 0)), None)

    def page(self, transcript_id: str, first_number: int, count: int) -> list[TurnView]:
        """Up to `count` turns from number `first_number` on."""
        turns = self._reader.rows(_TURNS, transcript_id=transcript_id, first=first_number, count=count)
        if not turns:
            return []
        place = {"transcript_id": transcript_id, "start": turns[0]["start_char"], "end": turns[-1]["end_char"]}
        here = _by_turn(turns, self._codings(place))
        done = {row[0] for row in self._reader.rows(DONE_HERE, **place, **self._layer)}
        ids = [turn["id"] for turn in turns]
        flagged = {row[0] for row in self._reader.rows(_FLAGGED, ids=json.dumps(ids), **self._layer)}
        memos = self._memos("turn", ids)
        spared = set(self._duty.spared(transcript_id, turns[0]["number"], turns[-1]["number"]))
        first = turns[0]["start_char"]
        text = self._said.between(transcript_id, first, turns[-1]["end_char"])
        return [
            TurnView(
                **turn,
                text=text[turn["start_char"] - first : turn["end_char"] - first],
                done=turn["number"] in done,
                flagged=turn["id"] in flagged,
                codings=tuple(codings),
                memo=memos.get(turn["id"], ""),
                needs_coding=turn["number"] not in spared,
            )
            for turn, codings in zip(turns, here, strict=True)
        ]

    def counts(self, transcript_id: str | None = None) -> dict[str, int]:
        """How many codings each code has, by its key, in one transcript or in all; a code without any is left out."""
        counts = {row[0]: row[1] for row in self._reader.rows(_COUNTS, transcript_id=transcript_id, **self._layer)}
        if may_have_twins(self._reader, self.coder_id):
            for key, extra in self._reader.rows(_EXTRA, transcript_id=transcript_id, **self._layer):
                counts[key] -= extra
        return counts

    def recent_codes(self) -> list[str]:
        """Keys of the codes that the coder put on last, in any round, the newest first."""
        applied = self._reader.rows(_APPLIED, coder_id=self.coder_id, count=_RECENT)
        keys = {row["id"]: row["key"] for row in self._reader.rows("SELECT id, key FROM code WHERE NOT retired")}
        ids = dict.fromkeys(json.loads(row["after"])["code_id"] for row in applied)
        return [keys[id] for id in ids if id in keys]

    def next_todo(self, transcript_id: str, after_number: int, among: TurnMap | None = None) -> int | None:
        """The next turn that is not done, from the start again after the end (so last of all the turn itself); else None.

        With `among`, the next of these.
        """
        return self._done.next_todo(transcript_id, after_number, bytes(among.turns) if among is not None else None)

    def speakers(self, transcript_id: str) -> list[tuple[str, str]]:
        """(name, role) of everybody who speaks in the transcript, by name."""
        return [(row["name"], row["role"]) for row in self._reader.rows(_WHO_SPEAKS, transcript_id=transcript_id)]

    def start(self, transcript_id: str) -> int:
        """Where to begin: the first turn that is not done from the one on where the coder lately worked; 1 if all are."""
        last = self._reader.value(_LAST_TURN, transcript_id=transcript_id, coder_id=self.coder_id) or 1
        return self.next_todo(transcript_id, last - 1) or 1

    def progress(self, transcript_id: str) -> Progress:
        """How many turns the transcript has, how many need coding, and how many of these are done."""
        turns = self._reader.value("SELECT max(number) FROM turn WHERE transcript_id = :id", id=transcript_id)
        return Progress(turns or 0, *self._done.count(transcript_id))

    def search(self, transcript_id: str, words: str, start_char: int = 0) -> Iterator[list[Hit]]:
        """The hits of plain words in what was said, from `start_char` on and then from the beginning, as they are found."""
        return search(self._reader, transcript_id, words, start_char)

    def findings(self, transcript_id: str, words: str) -> Iterator[list[Finding]]:
        """The hits of plain words as they are listed, from the beginning, as they are found."""
        return findings(self._reader, transcript_id, words)

    def memo_text(self, target_kind: str, target_id: str) -> str:
        """The coder's memo on a target, "" for none. On a coding, any of its rows names it."""
        if target_kind == "coding":
            sql = "SELECT coalesce(replaces, id) FROM coding WHERE id = :id"
            target_id = self._reader.value(sql, id=target_id) or target_id
        return self._memos(target_kind, [target_id]).get(target_id, "")

    def find_turn_at(self, transcript_id: str, char: int) -> int | None:
        """Number of the turn that the character stands in; None for one that nobody said."""
        row = self._reader.row(_TURN_AT, transcript_id=transcript_id, char=char)
        return row["number"] if row and char < row["end_char"] else None

    def _codings(self, place: dict[str, object]) -> list[CodingView]:
        rows = self._reader.rows(_CODINGS, **place, **self._layer)
        memos = self._memos("coding", [row["first_id"] for row in rows])
        found: dict[tuple[str, int, int], CodingView] = {}
        for id, code, start_char, end_char, unsure, first_id in rows:
            twin = found.get((code, start_char, end_char))
            view = CodingView(id, code, start_char, end_char, bool(unsure), memos.get(first_id, ""))
            # Of twins the one with a memo speaks, so that writing on goes on there.
            if twin is None or (view.memo and not twin.memo):
                found[code, start_char, end_char] = replace(view, unsure=view.unsure or bool(twin and twin.unsure))
            elif view.unsure:
                found[code, start_char, end_char] = replace(twin, unsure=True)
        return list(found.values())

    def _memos(self, kind: str, ids: list[str]) -> dict[str, str]:
        rows = self._reader.rows(_MEMOS, kind=kind, ids=json.dumps(ids), coder_id=self.coder_id)
        return {row["target_id"]: row["text"] for row in rows}


def _by_turn(turns: Sequence[Row], codings: Sequence[CodingView]) -> list[list[CodingView]]:
    """For each turn the codings that reach into it."""
    found: list[list[CodingView]] = [[] for _ in turns]
    starts, ends = [turn["start_char"] for turn in turns], [turn["end_char"] for turn in turns]
    for coding in codings:
        for place in range(bisect_right(ends, coding.start_char), bisect_left(starts, coding.end_char)):
            found[place].append(coding)
    return found
