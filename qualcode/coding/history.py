"""Which gesture of a layer undo and redo reach, also after a restart, and what doing it again means.

A new gesture ends what can be redone; all of it stays in the log, and each of it can be brought back.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from qualcode.coding import decisions
from qualcode.coding.gesture import Gesture, inverse, summary
from qualcode.coding.leftovers import take_off_leftovers
from qualcode.coding.marks import Mark
from qualcode.coding.open_gesture import OpenGesture
from qualcode.coding.past import NO_END, Past, find, newest, standing, steps_of
from qualcode.errors import QualcodeError
from qualcode.project.events import Step
from qualcode.text import one_line

_TAKEN_BACK_BY = """
    SELECT gesture FROM event WHERE target_kind = 'gesture' AND target_id = :gesture AND verb IN ('undo', 'redo')
     ORDER BY clock DESC LIMIT 1
"""
_IN_LAYER = """
    SELECT 1 FROM event WHERE gesture = :gesture AND coder_id = :coder_id AND :round_id =
           coalesce(json_extract(after, '$.round_id'), json_extract(before, '$.round_id')) LIMIT 1
"""
_NOT_THERE = "This change is not in the history of this layer any more. Open the history again."

Begin = Callable[[], OpenGesture]  # a gesture in the open transaction


def undo(now: OpenGesture) -> Gesture | None:
    """Take back the newest gesture of the layer that stands; None where there is none."""
    found = standing(now.rows)
    if found:
        return _take_back(now, "undo", found[0])
    return None if now.by else take_off_leftovers(now)  # what others decided stands


def redo(now: OpenGesture) -> Gesture | None:
    """Do again what was undone last; None where something new was done since."""
    past = _redoable(now)
    return _take_back(now, "redo", past) if past else None


def step_to(begin: Begin, gesture: str | None, limit: int) -> list[Gesture]:
    """Undo or redo until `gesture` is the newest that stands (None: until nothing does): at most `limit` gestures.

    QualcodeError, before anything is done, for one that cannot be reached because something new was done since.
    """
    now = begin()
    if gesture is None or _stands(now, gesture):
        if gesture is not None and not now.rows(_IN_LAYER, gesture=gesture):
            raise QualcodeError(_NOT_THERE)
        return list(islice(_steps_back(begin, gesture), limit))
    if not _redone_in_turn(now, gesture):
        raise QualcodeError("Something new was done since, so this cannot be redone in turn; it can be brought back alone.")
    return list(islice(_steps_forward(begin, gesture), limit))


def bring_back(now: OpenGesture, gesture: str) -> Gesture | None:
    """Do an undone gesture again, as something new; None where all of it is there.

    QualcodeError where that would undo something newer.
    """
    past = find(now.rows, gesture)
    if past is None:
        raise QualcodeError(_NOT_THERE)
    steps = steps_of(now.rows, gesture)
    _do_again(now, steps)
    again = _header("again", past, now.round_id)
    return now.finish(header=again, told=f"again: {summary(steps, now.codes)}") if now.steps else None


def _redoable(now: OpenGesture) -> Past | None:
    """The undo that a redo takes back, or None."""
    past = newest(now.rows)
    while past and past.verb == "redo":
        past = newest(now.rows, past.back)
    return past if past and past.verb == "undo" else None


def _steps_back(begin: Begin, gesture: str | None) -> Iterator[Gesture]:
    before = NO_END
    while (found := standing((now := begin()).rows, before)) and _first_of(now, found[0]) != gesture:
        past, before = found
        yield _take_back(now, "undo", past)
    if gesture is None and (cleared := take_off_leftovers(begin())):
        yield cleared


def _steps_forward(begin: Begin, gesture: str) -> Iterator[Gesture]:
    while past := _redoable(now := begin()):
        yield _take_back(now, "redo", past)
        if _first_of(now, past) == gesture:
            return


def _redone_in_turn(now: OpenGesture, gesture: str) -> bool:
    past = newest(now.rows)
    while past and past.verb in {"undo", "redo"}:
        if past.verb == "undo" and _first_of(now, past) == gesture:
            return True
        past = newest(now.rows, past.began if past.verb == "undo" else past.back)
    return False


def _stands(now: OpenGesture, gesture: str) -> bool:
    undone = False
    while found := now.rows(_TAKEN_BACK_BY, gesture=gesture):
        gesture, undone = found[0]["gesture"], not undone
    return not undone


def _first_of(now: OpenGesture, past: Past) -> str:
    """Id of the gesture that a chain of undo and redo is about in the end."""
    while past.verb in {"undo", "redo"} and (found := find(now.rows, past.of)):
        past = found
    return past.gesture


def _take_back(now: OpenGesture, verb: str, past: Past) -> Gesture:
    steps = steps_of(now.rows, past.gesture)
    back = [inverse(step) for step in reversed(steps)]
    overtaken = decisions.overtaken(now, back)
    if not overtaken:
        _replay(now, back)
    what = summary(steps if verb == "undo" else back, now.codes) or "nothing"
    why = "" if now.steps else " (decided anew since)" if overtaken else " (it was so already)"
    told = f"{verb}ne: {what}{why}"
    made = now.finish(header=_header(verb, past, now.round_id), told=told)
    assert made is not None
    return made


def _header(verb: str, past: Past, round_id: str) -> Step:
    """The event that says that this gesture takes back another."""
    return Step(verb, "gesture", past.gesture, None, {"round_id": round_id, "back": past.began})


def _replay(now: OpenGesture, steps: Sequence[Step]) -> None:
    """Do the steps; what is so already, or was changed by somebody since, is left as it is."""
    _read_stretches(now, steps)
    for step in steps:
        payload = _payload(step)
        if step.verb == "apply":
            now.apply(payload["transcript_id"], _mark(step), unsure=payload["unsure"], continued=step.target_id)
        elif step.verb == "remove":
            now.remove(payload["transcript_id"], _mark(step))
    decisions.replay(now, steps)
    for sign in ("", "not "):
        if done := [step.target_id for step in steps if step.verb == f"{sign}done"]:
            now.set_done(done, done=not sign)
        if flagged := [step.target_id for step in steps if step.verb == f"{sign}flagged"]:
            now.set_flags(flagged, flagged=not sign)
    for kind in {step.target_kind for step in steps if step.verb == "memo"}:
        _replay_memos(now, kind, [step for step in steps if step.verb == "memo" and step.target_kind == kind])


def _do_again(now: OpenGesture, steps: Sequence[Step]) -> None:
    for step in steps:
        if step.verb == "apply":
            now.codes.id_in_use(now.codes[_mark(step).code_id].key)
    _replay(now, steps)
    own = {_mark(step) for step in steps if step.target_kind == "coding" and step.verb != "memo"}
    displaced = [step for step in now.steps if step.verb == "remove" and _mark(step) not in own]
    if displaced:
        there = one_line(now.codes[_mark(displaced[0]).code_id].key)
        raise QualcodeError(f"{_told(now, steps)} cannot be brought back: {there} stands there now. Take it off first.")
    for step in steps:
        if (
            step.verb == "memo"
            and now.memos(step.target_kind, [step.target_id]).get(step.target_id, "") != _payload(step)["text"]
        ):
            raise QualcodeError(f"{_told(now, steps)} cannot be brought back: the memo was written anew. Nothing was changed.")


def _told(now: OpenGesture, steps: Sequence[Step]) -> str:
    return f"“{summary(steps, now.codes)}”"


def _mark(step: Step) -> Mark:
    payload = _payload(step)
    return Mark(payload["code_id"], payload["start_char"], payload["end_char"])


def _payload(step: Step) -> dict[str, Any]:
    return step.after or step.before or {}


def _replay_memos(now: OpenGesture, kind: str, steps: Sequence[Step]) -> None:
    standing = now.memos(kind, [step.target_id for step in steps])
    meant = {step.target_id: (step.before or {}, step.after or {}) for step in steps}
    unchanged = {id: after["text"] for id, (before, after) in meant.items() if standing.get(id, "") == before["text"]}
    now.set_memos(kind, unchanged)


def _read_stretches(now: OpenGesture, steps: Sequence[Step]) -> None:
    places: dict[str, list[int]] = {}
    for step in steps:
        if step.verb in {"apply", "remove"}:
            payload = _payload(step)
            places.setdefault(payload["transcript_id"], []).extend((payload["start_char"], payload["end_char"]))
    for transcript_id, ends in places.items():
        now.read(transcript_id, min(ends), max(ends))
