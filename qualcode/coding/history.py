"""Which gesture of a layer undo and redo reach: read from the event log, so that it outlives the program.

The log is a line that only grows. An undo notes where the gesture it takes back began, a redo where the undo began that it
takes back: from there on, the log before is as if the two had never been. So each step back is one look-up, however long
the log. A new gesture ends what can be redone; all of it stays in the log.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.coding.marks import Mark
from qualcode.coding.open_gesture import OpenGesture
from qualcode.project.events import Step

_NEWEST = """
    SELECT gesture FROM event WHERE coder_id = :coder_id AND clock < :before AND :round_id =
           coalesce(json_extract(after, '$.round_id'), json_extract(before, '$.round_id'))
     ORDER BY clock DESC LIMIT 1
"""
_FIRST = "SELECT clock, verb, after FROM event WHERE gesture = :gesture ORDER BY clock LIMIT 1"
_STEPS = "SELECT verb, target_kind, target_id, before, after FROM event WHERE gesture = :gesture ORDER BY clock"
_NO_END = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Past:
    """A gesture in the log. `back` is what an undo or redo notes: the clock before which the log counts on from there."""

    gesture: str
    verb: str
    began: int
    back: int


def undoable(now: OpenGesture) -> Past | None:
    """The newest gesture of the layer that stands, or None."""
    past = _newest(now, _NO_END)
    while past and past.verb == "undo":
        past = _newest(now, past.back)
    return past


def redoable(now: OpenGesture) -> Past | None:
    """The undo that a redo takes back, or None where something new was done since."""
    past = _newest(now, _NO_END)
    while past and past.verb == "redo":
        past = _newest(now, past.back)
    return past if past and past.verb == "undo" else None


def steps_of(now: OpenGesture, past: Past) -> list[Step]:
    """What a gesture did, in order."""
    rows = now.rows(_STEPS, gesture=past.gesture)
    steps = [Step(row["verb"], row["target_kind"], row["target_id"], _value(row["before"]), _value(row["after"])) for row in rows]
    return [step for step in steps if step.target_kind != "gesture"]


def header(verb: str, past: Past, round_id: str) -> Step:
    """The event that says that this gesture takes back another."""
    return Step(verb, "gesture", past.gesture, None, {"round_id": round_id, "back": past.began})


def replay(now: OpenGesture, steps: Sequence[Step]) -> None:
    """Do the steps; what is so already, or was changed by somebody since, is left as it is."""
    _read_stretches(now, steps)
    for step in steps:
        payload = step.after or step.before or {}
        if step.target_kind == "coding" and step.verb in {"apply", "remove"}:
            mark = Mark(payload["code_id"], payload["start_char"], payload["end_char"])
            if step.verb == "apply":
                now.apply(payload["transcript_id"], mark, unsure=payload["unsure"])
            else:
                now.remove(payload["transcript_id"], mark)
    for sign in ("", "not "):
        now.set_done([step.target_id for step in steps if step.verb == f"{sign}done"], done=not sign)
        now.set_flags([step.target_id for step in steps if step.verb == f"{sign}flagged"], flagged=not sign)
    for kind in {step.target_kind for step in steps if step.verb == "memo"}:
        _replay_memos(now, kind, [step for step in steps if step.verb == "memo" and step.target_kind == kind])


def _replay_memos(now: OpenGesture, kind: str, steps: Sequence[Step]) -> None:
    standing = now.memos(kind, [step.target_id for step in steps])
    meant = {step.target_id: (step.before or {}, step.after or {}) for step in steps}
    unchanged = {id: after["text"] for id, (before, after) in meant.items() if standing.get(id, "") == before["text"]}
    now.set_memos(kind, unchanged)


def _read_stretches(now: OpenGesture, steps: Sequence[Step]) -> None:
    places: dict[str, list[int]] = {}
    for step in steps:
        if step.verb in {"apply", "remove"}:
            payload = step.after or step.before or {}
            places.setdefault(payload["transcript_id"], []).extend((payload["start_char"], payload["end_char"]))
    for transcript_id, ends in places.items():
        now.read(transcript_id, min(ends), max(ends))


def _newest(now: OpenGesture, before: int) -> Past | None:
    found = now.rows(_NEWEST, before=before)
    if not found:
        return None
    [first] = now.rows(_FIRST, gesture=found[0]["gesture"])
    after = _value(first["after"]) or {}
    return Past(found[0]["gesture"], first["verb"], first["clock"], after.get("back", first["clock"]))


def _value(stored: str | None) -> dict[str, Any] | None:
    value: dict[str, Any] | None = json.loads(stored or "null")
    return value
