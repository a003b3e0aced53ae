"""What is told of turns, codes and gestures, in sentences that can be listened to."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from qualcode.codebook.model import Code, Codebook
from qualcode.coding.desk import CodingView, TurnView
from qualcode.text import count, one_line

if TYPE_CHECKING:
    from qualcode.coding.gesture import Gesture

_QUOTE = 80  # characters of a coded part that are told in full
# Signs that screen readers leave out, though all depends on them.
_SIGNS = ((re.compile(r"(^|[:,] )\+ "), r"\1put "), (re.compile(r"(^|[:,] )− "), r"\1took "))


def told_turn(turn: TurnView, turns: int, codebook: Codebook) -> str:
    """Who says what, and what the coder has made of it."""
    head = f"Turn {turn.number} of {turns}, {one_line(turn.speaker)} ({turn.role}):"
    return f"{head}\n{one_line(turn.text)}\n{told_marks(turn, codebook)}"


def told_marks(turn: TurnView, codebook: Codebook) -> str:
    """Codes, done or not, flag and memo of a turn."""
    codings = ", ".join(_coding(coding, turn, codebook) for coding in turn.codings)
    signs = ("Flagged.", turn.flagged), ("Needs no coding.", not turn.needs_coding)
    state = " ".join(["Done." if turn.done else "Not done.", *(sign for sign, so in signs if so)])
    memo = f"\nMemo: {one_line(turn.memo)}" if turn.memo else ""
    return f"{f'Codes: {codings}.' if codings else 'No codes.'} {state}{memo}"


def told_gesture(gesture: "Gesture | None") -> str:
    """What is saved; signs are said in words."""
    if gesture is None:
        return "Nothing had to be changed."
    words = gesture.summary
    for sign, said in _SIGNS:
        words = sign.sub(said, words)
    return f"Saved: {words}."


def told_codes(codebook: Codebook, counts: Mapping[str, int]) -> str:
    """Every code with its key, where it belongs, and how often the coder has used it."""
    return "\n".join(f"{code.hotkey or code.key}: {_named(code, codebook)}, {count(counts.get(code.key, 0), 'coding')}"
                     for code in codebook)  # fmt: skip


def told_definition(code: Code, codebook: Codebook) -> str:
    """What a code means, and when to use it."""
    return "\n".join(_definition(code, codebook))


def _definition(code: Code, codebook: Codebook) -> Iterator[str]:
    yield f"{_named(code, codebook)}. Type {f'{code.hotkey} or ' if code.hotkey else ''}{code.key}."
    yield one_line(code.definition) or "It has no definition."
    if code.use_when:
        yield f"Use when: {one_line(code.use_when)}"
    if code.avoid_when:
        yield f"Not when: {one_line(code.avoid_when)}"
    yield from (f"Example: {one_line(example)}" for example in code.examples)
    yield from (f"Not an example: {one_line(example)}" for example in code.counter_examples)
    if rivals := codebook.rivals(code.key):
        yield f"Takes the place of {', '.join(rivals)}."


def _named(code: Code, codebook: Codebook) -> str:
    above = [f"under {one_line(codebook.by_key[key].name)}" for key in codebook.parents[code.key][:1]]
    group = next((group for group in codebook.groups if group.key == code.group), None)
    if group:
        above.append(f"{'one of ' if group.exclusive else 'in '}{one_line(group.name)}")
    return f"{one_line(code.name)} ({', '.join(above)})" if above else one_line(code.name)


def _coding(coding: CodingView, turn: TurnView, codebook: Codebook) -> str:
    code = codebook.by_key.get(coding.code)
    parts = [one_line(code.name) if code else f"{one_line(coding.code)} (retired)"]
    if (coding.start_char, coding.end_char) != (turn.start_char, turn.end_char):
        parts.append(_part(coding, turn))
    if coding.unsure:
        parts.append("unsure")
    if coding.memo:
        parts.append(f"with the memo: {one_line(coding.memo)}")
    return " ".join(parts)


def _part(coding: CodingView, turn: TurnView) -> str:
    start, end = max(coding.start_char - turn.start_char, 0), min(coding.end_char, turn.end_char) - turn.start_char
    said = one_line(turn.text[start:end])
    short = said if len(said) <= _QUOTE else f"{said[: _QUOTE // 2].rstrip()} … {said[-_QUOTE // 2 :].lstrip()}"
    beyond = [" from an earlier turn on"] if coding.start_char < turn.start_char else []
    beyond += [" into the next turn"] if coding.end_char > turn.end_char else []
    return f'on "{short}"{"".join(beyond)}'
