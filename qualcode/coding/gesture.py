"""What a coder did, as values for the screen, and in one sentence for its status line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.coding.codes import Codes
from qualcode.project.events import Step
from qualcode.text import count, one_line

OPPOSITES = {
    "apply": "remove", "remove": "apply", "memo": "memo",
    "done": "not done", "not done": "done", "flagged": "not flagged", "not flagged": "flagged",
    "decide": "not decided", "not decided": "decide",
}  # fmt: skip
_TURN_VERBS = ("done", "not done", "flagged", "not flagged")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different now: `what` is a verb of `OPPOSITES`, `code` the key of the code concerned.

    A memo on a code or the project lies in no transcript (None) and no turns.
    """

    what: str
    transcript_id: str | None
    turns: Sequence[int]
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Gesture:
    """A gesture that is saved. `verb` is that of its last step, or undo, redo or again (one brought back)."""

    id: str
    verb: str
    summary: str
    changes: tuple[Change, ...]


def change(step: Step, codes: Codes) -> Change:
    """What a step of a gesture means for the screen."""
    payload = _payload(step)
    code = codes[payload["code_id"]].key if "code_id" in payload else None
    return Change(step.verb, payload.get("transcript_id"), _numbers(payload), code)


def inverse(step: Step) -> Step:
    """The step that takes `step` back."""
    return Step(OPPOSITES[step.verb], step.target_kind, step.target_id, step.after, step.before)


def merged(steps: Sequence[Step]) -> list[Step]:
    """The steps with those of one memo made one: while somebody writes, each pause is a step of the same gesture.

    So is each change of the reason of a decision; of these the last stands.
    """
    found: dict[tuple[str, str, str], Step] = {}
    changed = {step.target_id for step in steps if step.verb == "decide"}
    changed &= {step.target_id for step in steps if step.verb == "not decided"}
    for place, step in enumerate(steps):
        if step.target_id in changed:
            continue
        key = (step.target_kind, step.target_id, step.verb if step.verb == "memo" else str(place))
        earlier = found.get(key, step)
        found[key] = Step(step.verb, step.target_kind, step.target_id, earlier.before, step.after)
    return list(found.values())


def summary(steps: Sequence[Step], codes: Codes) -> str:
    """What the steps of one gesture did: "+ vision on turn 12", "integration instead of irritation on turn 9", …"""
    applied = [step for step in steps if step.verb == "apply"]
    removed = [step for step in steps if step.verb == "remove"]
    if decided := [step for step in steps if step.verb in {"decide", "not decided"}]:
        return _decisions(decided, codes)
    if applied and {_mark(step) for step in applied} == {_mark(step) for step in removed}:
        return _doubts(applied, codes)
    if len(applied) == 1 and removed:
        return _instead(applied[0], removed, codes)
    parts = [_codings("+", "on", applied, codes), _codings("−", "from", removed, codes)]
    parts += [_turn_marks(verb, [step for step in steps if step.verb == verb]) for verb in _TURN_VERBS]
    memos = [step for step in steps if step.verb == "memo"]
    parts.append(count(len(memos), "memo") if len(memos) > 1 else "".join(map(_memo, memos)))
    return ", ".join(part for part in parts if part)


def _decisions(steps: Sequence[Step], codes: Codes) -> str:
    """What was decided; where nothing was any more, that it is open again."""
    decided = [step for step in steps if step.verb == "decide"]
    told = {(_name(step, codes), _turns(_numbers(_payload(step)))): _payload(step) for step in decided or steps}
    if len(told) > 1:
        return f"{count(len(told), 'decision')}{'' if decided else ' taken back'}"
    [((name, place), payload)] = told.items()
    words = f"{one_line(payload['outcome'])} ({one_line(payload['reason'])})" if decided else "not decided"
    return f"{name} on {place}: {words}"


def _doubts(applied: Sequence[Step], codes: Codes) -> str:
    """The same codes on the same places: only how sure the coder is of them has changed."""
    what = _name(applied[0], codes) if len(applied) == 1 else count(len(applied), "coding")
    numbers = [number for step in applied for number in _numbers(_payload(step))]
    where = _place(applied[0]) if len(applied) == 1 else _turns(range(min(numbers), max(numbers) + 1))
    return f"{what} {'unsure' if _payload(applied[0])['unsure'] else 'sure'} on {where}"


def _instead(applied: Step, removed: Sequence[Step], codes: Codes) -> str:
    new, others = _name(applied, codes), dict.fromkeys(_name(step, codes) for step in removed)
    if rivals := [other for other in others if other != new]:
        return f"{new} instead of {' and '.join(rivals)} on {_place(applied)}"
    return f"{new} with other borders, on {_place(applied)}"


def _codings(sign: str, preposition: str, steps: Sequence[Step], codes: Codes) -> str:
    if len(steps) > 1:
        return f"{sign} {count(len(steps), 'coding')}"
    return "".join(f"{sign} {_name(step, codes)} {preposition} {_place(step)}" for step in steps)


def _turn_marks(verb: str, steps: Sequence[Step]) -> str:
    if not steps:
        return ""
    numbers = sorted(number for step in steps for number in _numbers(_payload(step)))
    places = {_payload(step)["transcript_id"] for step in steps}
    if len(places) == 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{_turns(numbers)} {verb}"
    return f"{count(len(numbers), 'turn')} {verb}"


def _memo(step: Step) -> str:
    numbers = _numbers(_payload(step))
    where = _turns(numbers) if numbers else f"the {step.target_kind}"
    return f"memo on {where}" if _payload(step)["text"] else f"memo taken off {where}"


def _name(step: Step, codes: Codes) -> str:
    return one_line(codes[_payload(step)["code_id"]].key)


def _mark(step: Step) -> tuple[Any, ...]:
    payload = _payload(step)
    return payload["code_id"], payload["transcript_id"], payload["start_char"], payload["end_char"]


def _place(step: Step) -> str:
    payload = _payload(step)
    return ("" if payload["whole"] else "part of ") + _turns(_numbers(payload))


def _turns(numbers: Sequence[int]) -> str:
    return f"turn {numbers[0]}" if len(numbers) == 1 else f"turns {numbers[0]}–{numbers[-1]}"


def _numbers(payload: dict[str, Any]) -> Sequence[int]:
    first, last = payload.get("turns") or (1, 0)
    return range(first, last + 1)


def _payload(step: Step) -> dict[str, Any]:
    return step.after or step.before or {}
