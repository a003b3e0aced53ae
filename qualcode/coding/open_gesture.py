"""A gesture while it is being made: inside one transaction, rows are read, decided on and written together with the events.

Putting a code back on a place where it once stood continues that coding, so its memos are there again.
"""

import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Executable, RowMapping, text
from sqlmodel import insert

from qualcode.coding.codes import Codes
from qualcode.coding.gesture import Gesture, change, summary
from qualcode.coding.marks import Mark, MarkRow, Marks, TurnPlace, Turns
from qualcode.errors import QualcodeError
from qualcode.project.checksums import coding_checksum
from qualcode.project.clock import now
from qualcode.project.events import Step, record_steps
from qualcode.project.ids import new_id
from qualcode.project.layers import CODINGS_HERE
from qualcode.project.people import CONSENSUS
from qualcode.project.tables import Coding, Done, Flag, Memo
from qualcode.text import one_line

if TYPE_CHECKING:
    from sqlmodel import Session

_LAYER = "SELECT round.name, state, coder.kind FROM round, coder WHERE round.id = :round_id AND coder.id = :coder_id"
_TURNS = """
    SELECT id, number, start_char, end_char FROM turn
     WHERE transcript_id = :transcript_id AND end_char > :start AND start_char < :end AND start_char >= coalesce(
            (SELECT max(start_char) FROM turn WHERE transcript_id = :transcript_id AND start_char <= :start), 0)
     ORDER BY start_char
"""
# The ids asked for come as one JSON list, so that a thousand turns are one question.
_TURNS_BY_ID = """
    SELECT id, transcript_id, number FROM turn WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY transcript_id, number
"""
# Done marks and flags are rows of one shape.
_TURN_MARKS = """
    SELECT id, turn_id FROM {table} WHERE coder_id = :coder_id AND round_id = :round_id AND NOT deleted
       AND turn_id IN (SELECT value FROM json_each(:ids))
"""
_CODINGS_BY_ID = """
    SELECT coding.id, coalesce(replaces, coding.id) AS first_id, coding.transcript_id, min(number) AS first, max(number) AS last
      FROM coding JOIN turn ON turn.transcript_id = coding.transcript_id
       AND turn.end_char > coding.start_char AND turn.start_char < coding.end_char AND turn.start_char >= coalesce(
            (SELECT max(start_char) FROM turn AS first
              WHERE first.transcript_id = coding.transcript_id AND first.start_char <= coding.start_char), 0)
     WHERE coding.id IN (SELECT value FROM json_each(:ids)) GROUP BY coding.id
"""
_MEMOS = """
    SELECT id, target_id, text, clock, deleted FROM memo WHERE coder_id = :coder_id AND target_kind = :kind
       AND target_id IN (SELECT value FROM json_each(:ids)) ORDER BY clock
"""


class OpenGesture:
    """What a coder does to one layer in one transaction. Every change is decided in memory; `finish` writes them all."""

    def __init__(  # noqa: PLR0917  # what it is written with, and whose layer
        self, session: "Session", declared: dict[str, int], codes: Codes, coder_id: str, round_id: str, by: str = ""
    ) -> None:
        self.id = new_id()
        self.steps: list[Step] = []
        self.codes = codes
        self.coder_id, self.round_id = coder_id, round_id
        self.by = by  # name of the person who writes in a layer that is not their own, the consensus
        self.at = now()
        self._connection = session.connection()
        self._session, self._declared = session, declared  # as `Writer.transaction` wants to know it
        self._marks: dict[str, Marks] = {}
        self._codings: list[dict[str, Any]] = []
        self._gone: list[str] = []
        [layer] = self.rows(_LAYER)
        refuse_closed(**layer)  # again: it may have been closed since the session began

    def rows(self, sql: str, **params: Any) -> list[RowMapping]:
        """What the project holds, this transaction's finished writes included."""
        layer = {"coder_id": self.coder_id, "round_id": self.round_id, "by": self.by}
        return list(self._connection.execute(_statement(sql), layer | params).mappings())

    def read(self, transcript_id: str, start_char: int, end_char: int) -> Marks:
        """The layer's marks over a stretch of a transcript; what follows about this transcript must lie inside it."""
        rows = [
            MarkRow(row["id"], Mark(row["code_id"], row["start_char"], row["end_char"]), bool(row["unsure"]),
                    bool(row["deleted"]), row["first_id"])
            for row in self.rows(CODINGS_HERE, transcript_id=transcript_id, start=start_char, end=end_char)
        ]  # fmt: skip
        start = min([start_char, *(row.mark.start_char for row in rows)])
        end = max([end_char, *(row.mark.end_char for row in rows)])
        turns = [TurnPlace(**row) for row in self.rows(_TURNS, transcript_id=transcript_id, start=start, end=end)]
        self._marks[transcript_id] = Marks(Turns(turns), rows)
        return self._marks[transcript_id]

    def apply(self, transcript_id: str, mark: Mark, *, unsure: bool = False, continued: str = "") -> bool:
        """Put a mark on, in place of its rivals there; tells whether anything had to change.

        `continued` is the row of a coding that goes on in this mark, if it is not the one that stood here last.
        """
        marks = self._marks[transcript_id]
        live = marks.live(mark)
        if live and all(row.unsure == unsure for row in live):
            return False
        for rival in (mark, *marks.rivals(mark, self.codes.rivals(mark.code_id))):
            self.remove(transcript_id, rival)
        id, first_id = new_id(), marks.first_id(mark, continued)
        row = MarkRow(id, mark, unsure, deleted=False, first_id=first_id or id)
        self._codings.append(self._coding(transcript_id, row, first_id))
        marks.put(row)
        self.steps.append(Step("apply", "coding", row.id, None, self._coding_payload(transcript_id, mark, unsure)))
        return True

    def move(self, transcript_id: str, old: Mark, new: Mark) -> None:
        """Have the coding that stands as one mark stand as another, with the same memos."""
        if old != new:
            [row, *_] = self._marks[transcript_id].live(old)
            self.remove(transcript_id, old)
            self.apply(transcript_id, new, unsure=row.unsure, continued=row.id)

    def remove(self, transcript_id: str, mark: Mark) -> bool:
        """Take a mark off; tells whether it was there."""
        marks = self._marks[transcript_id]
        taken = marks.take(mark)
        for row in taken:
            self._gone.append(row.id)
            self.steps.append(Step("remove", "coding", row.id, self._coding_payload(transcript_id, mark, row.unsure)))
        return bool(taken)

    def set_done(self, turn_ids: Collection[str], *, done: bool) -> None:
        """Say of turns that they are done, or take that back; those where it is so already stay as they are."""
        self._mark_turns(Done, turn_ids, "done", on=done)

    def set_flags(self, turn_ids: Collection[str], *, flagged: bool) -> None:
        """Flag turns for discussion, or take that back; those where it is so already stay as they are."""
        self._mark_turns(Flag, turn_ids, "flagged", on=flagged)

    def _mark_turns(self, kind: type[Done | Flag], turn_ids: Collection[str], verb: str, *, on: bool) -> None:
        table, find = kind.__tablename__, _TURN_MARKS.format(table=kind.__tablename__)
        ids = json.dumps(list(turn_ids))
        marked = {row["turn_id"]: row["id"] for row in self.rows(find, ids=ids)}
        turns = [turn for turn in self.rows(_TURNS_BY_ID, ids=ids) if (turn["id"] in marked) != on]
        layer = {"coder_id": self.coder_id, "round_id": self.round_id, "at": self.at, "deleted": False}
        if on:
            self.write(insert(kind), [{"id": new_id(), "turn_id": turn["id"]} | layer for turn in turns])
        else:
            gone = [{"id": row["id"]} for row in self.rows(find, ids=json.dumps([turn["id"] for turn in turns]))]
            self.write(text(f"UPDATE {table} SET deleted = TRUE WHERE id = :id"), gone)
        for turn in turns:
            payload = self.place(turn["transcript_id"], turn["number"], turn["number"])
            states = (None, payload) if on else (payload, None)
            self.steps.append(Step(verb if on else f"not {verb}", "turn", turn["id"], *states))

    def set_memos(self, kind: str, texts: Mapping[str, str]) -> None:
        """Write the coder's memo on each target; an empty text takes it off."""
        memos = self._memo_rows(kind, texts)
        before_texts = _standing(memos)
        places = self._memo_places(kind, list(texts))
        for target_id, words in texts.items():
            before, rows = before_texts.get(target_id, ""), memos.get(target_id, [])
            if before != words:
                self._set_memo(kind, target_id, words, rows)
                place = places.get(target_id, {"round_id": self.round_id})
                self.steps.append(Step("memo", kind, target_id, place | {"text": before}, place | {"text": words}))

    def memos(self, kind: str, ids: Collection[str]) -> dict[str, str]:
        """The texts of the coder's memos on these targets; a target without one is left out."""
        return _standing(self._memo_rows(kind, ids))

    def first_codings(self, ids: Collection[str]) -> dict[str, str]:
        """The first row of each of these codings, which is where memos hang."""
        return {row["id"]: row["first_id"] for row in self.rows(_CODINGS_BY_ID, ids=json.dumps(list(ids)))}

    def save_codings(self) -> None:
        """Write the coding rows decided on so far, so that memos can be put on them."""
        self._declared[self.coder_id] = self._declared.get(self.coder_id, 0) + len(self._codings) - len(self._gone)
        self.write(insert(Coding), self._codings)
        self.write(_statement("UPDATE coding SET deleted = TRUE WHERE id = :id"), [{"id": id} for id in self._gone])
        self._codings, self._gone = [], []

    def finish(self, *, header: Step | None = None, told: str = "") -> Gesture | None:
        """Write what was decided, with its events; None where nothing had to change. The transaction's end saves it.

        `header` says which gesture this one takes back, `told` what to tell of it instead of what its steps did.
        """
        steps = [header, *self.steps] if header else self.steps
        if not steps:
            return None
        self.save_codings()
        record_steps(self._session, self.coder_id, self.id, [_signed(step, self.by) for step in steps] if self.by else steps)
        changes = tuple(change(step, self.codes) for step in self.steps)
        return Gesture(self.id, (header or steps[-1]).verb, told or summary(self.steps, self.codes), changes)

    def _memo_rows(self, kind: str, ids: Collection[str]) -> dict[str, list[RowMapping]]:
        memos: dict[str, list[RowMapping]] = {}
        for row in self.rows(_MEMOS, kind=kind, ids=json.dumps(list(ids))):
            memos.setdefault(row["target_id"], []).append(row)
        return memos

    def _set_memo(self, kind: str, target_id: str, words: str, rows: Sequence[RowMapping]) -> None:
        # The newest row is written over, so that later writing wins a merge by its clock; others are leftovers of a merge.
        values = {"text": words, "clock": max(time.time_ns(), *(row["clock"] + 1 for row in rows), 0), "deleted": not words}
        if rows:
            self.write(text("UPDATE memo SET deleted = TRUE WHERE id = :id"), [{"id": row["id"]} for row in rows[:-1]])
            sql = "UPDATE memo SET text = :text, clock = :clock, deleted = :deleted WHERE id = :id"
            self.write(text(sql), [values | {"id": rows[-1]["id"]}])
        else:
            target = {"id": new_id(), "coder_id": self.coder_id, "target_kind": kind, "target_id": target_id}
            self.write(insert(Memo), [target | values])

    def _memo_places(self, kind: str, ids: list[str]) -> dict[str, dict[str, Any]]:
        if kind == "turn":
            return {
                row["id"]: self.place(row["transcript_id"], row["number"], row["number"])
                for row in self.rows(_TURNS_BY_ID, ids=json.dumps(ids))
            }
        if kind == "coding":
            return {
                row["id"]: self.place(row["transcript_id"], row["first"], row["last"])
                for row in self.rows(_CODINGS_BY_ID, ids=json.dumps(ids))
            }
        return {}

    def _coding(self, transcript_id: str, row: MarkRow, first_id: str | None) -> dict[str, Any]:
        coding = {
            "id": row.id, "coder_id": self.coder_id, "round_id": self.round_id, "transcript_id": transcript_id,
            **row.mark._asdict(), "created_at": self.at, "revision": self.codes.revision, "unsure": row.unsure,
            "deleted": False, "replaces": first_id,
        }  # fmt: skip
        return coding | {"checksum": coding_checksum(coding)}

    def _coding_payload(self, transcript_id: str, mark: Mark, unsure: bool) -> dict[str, Any]:
        over = self._marks[transcript_id].turns.over(mark.start_char, mark.end_char)
        whole = (over[0].start_char, over[-1].end_char) == (mark.start_char, mark.end_char)
        place = self.place(transcript_id, over[0].number, over[-1].number)
        return place | mark._asdict() | {"unsure": unsure, "whole": whole}

    def place(self, transcript_id: str, first: int, last: int) -> dict[str, Any]:
        """What every event tells of where it was: round, transcript, first and last turn."""
        return {"round_id": self.round_id, "transcript_id": transcript_id, "turns": [first, last]}

    def write(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Have the statement done for each of the rows."""
        if rows:
            self._connection.execute(statement, rows)


_statement = lru_cache(maxsize=64)(text)  # made once: gestures ask the same things again and again


def _signed(step: Step, by: str) -> Step:
    """The step with who did it."""
    before, after = step.before, step.after
    if after is not None:
        return replace(step, after=after | {"by": by})
    return replace(step, before=(before or {}) | {"by": by})


def refuse_closed(name: str, state: str, kind: str = "human") -> None:
    """QualcodeError where the round is not open. What its coders agreed on (`kind` consensus) is written after that, too."""
    if state != "open" and kind != CONSENSUS:
        raise QualcodeError(f'The round "{one_line(name)}" is closed: nothing in it can be changed. Code in an open one.')


def _standing(memos: Mapping[str, Sequence[RowMapping]]) -> dict[str, str]:
    standing = {target_id: [row["text"] for row in rows if not row["deleted"]] for target_id, rows in memos.items()}
    return {target_id: texts[-1] for target_id, texts in standing.items() if texts}
