"""Decisions about what coders differ in: rows of the consensus, written and taken back within its gestures.

Of one code on one turn one decision stands; to decide anew takes the former one back.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import RowMapping, text
from sqlmodel import insert

from qualcode.coding.open_gesture import OpenGesture
from qualcode.project.events import Step
from qualcode.project.ids import new_id
from qualcode.project.tables import Decision as Row

_COLUMNS = """
    SELECT decision.id, decision.transcript_id, number, decision.start_char, decision.end_char, code_id, outcome, reason, note,
           coder.name AS coder
      FROM decision JOIN coder ON coder.id = decision.coder_id
      JOIN turn ON turn.transcript_id = decision.transcript_id AND turn.start_char = decision.start_char
     WHERE round_id = :round_id AND NOT deleted
"""
_HERE = f"""{_COLUMNS} AND decision.transcript_id = :transcript_id AND decision.start_char = :start_char
       AND code_id = :code_id ORDER BY at, decision.id"""
_MADE_BY = "SELECT gesture FROM event WHERE target_kind = 'decision' AND target_id = :id AND verb = 'decide'"
# Decided together: in a coding over several turns, or about codes that exclude each other.
_ALONG = f"""{_COLUMNS} AND decision.id IN
           (SELECT target_id FROM event WHERE gesture = :gesture AND target_kind = 'decision' AND verb = 'decide')
     ORDER BY at, decision.id"""
_TAKE_BACK = text("UPDATE decision SET deleted = TRUE WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is agreed about a code on the turn `[start_char, end_char)`, and why; `coder` is the name of who decided."""

    transcript_id: str
    number: int
    start_char: int
    end_char: int
    code_id: str
    outcome: str
    reason: str
    note: str
    coder: str


def decide(now: OpenGesture, decision: Decision) -> None:
    """Let this stand, and nothing else about the code on the turn."""
    standing = _standing(now, decision.transcript_id, decision.start_char, decision.code_id)
    for id, former in standing.items():
        if former != decision:
            _delete(now, id, former)
    if decision in standing.values():
        return
    id = new_id()
    [coder] = now.rows("SELECT id FROM coder WHERE name = :name", name=decision.coder)
    columns = {name: value for name, value in _content(decision).items() if name != "coder"}
    layer = {"id": id, "round_id": now.round_id, "coder_id": coder["id"], "at": now.at, "deleted": False}
    now.write(insert(Row), [columns | layer])
    now.steps.append(Step("decide", "decision", id, None, _payload(now, decision)))


def open_again(now: OpenGesture, transcript_id: str, start_char: int, code_id: str) -> None:
    """Let nothing stand about the code on the turn that starts there."""
    for id, decision in _standing(now, transcript_id, start_char, code_id).items():
        _delete(now, id, decision)


def made_along(now: OpenGesture, id: str) -> tuple[str, list[Decision]]:
    """The gesture that made this decision, and what else stands of what was decided in it."""
    [gesture] = {row["gesture"] for row in now.rows(_MADE_BY, id=id)}
    return gesture, [_decision(row) for row in now.rows(_ALONG, gesture=gesture)]


def overtaken(now: OpenGesture, steps: Sequence[Step]) -> bool:
    """Whether something else was decided since, so that these steps would undo somebody's newer decision."""
    ended = [_of(step) for step in steps if step.verb == "not decided"]
    begun = [_of(step) for step in steps if step.verb == "decide"]
    standing = {each: _standing(now, each.transcript_id, each.start_char, each.code_id).values() for each in (*ended, *begun)}
    return any(each not in standing[each] for each in ended) or any(
        other not in ended for each in begun for other in standing[each]
    )


def replay(now: OpenGesture, steps: Sequence[Step]) -> None:
    """Do those of these steps that are decisions, in order."""
    for step in steps:
        decision = _of(step) if step.target_kind == "decision" else None
        if decision and step.verb == "decide":
            decide(now, decision)
        elif decision:
            open_again(now, decision.transcript_id, decision.start_char, decision.code_id)


def _standing(now: OpenGesture, transcript_id: str, start_char: int, code_id: str) -> dict[str, Decision]:
    """By id; more than one where two people decided without knowing of each other."""
    rows = now.rows(_HERE, transcript_id=transcript_id, start_char=start_char, code_id=code_id)
    return {row["id"]: _decision(row) for row in rows}


def _delete(now: OpenGesture, id: str, decision: Decision) -> None:
    now.write(_TAKE_BACK, [{"id": id}])
    now.steps.append(Step("not decided", "decision", id, _payload(now, decision)))


def _decision(row: RowMapping) -> Decision:
    return Decision(**{name: row[name] for name in Decision.__slots__})


def _content(decision: Decision) -> dict[str, Any]:
    return {name: value for name, value in asdict(decision).items() if name != "number"}


def _payload(now: OpenGesture, decision: Decision) -> dict[str, Any]:
    return _content(decision) | now.place(decision.transcript_id, decision.number, decision.number)


def _of(step: Step) -> Decision:
    payload = step.after or step.before or {}
    return Decision(number=payload["turns"][0], **{name: payload[name] for name in Decision.__slots__ if name != "number"})
