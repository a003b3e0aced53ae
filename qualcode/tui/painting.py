"""A turn as a gesture will leave it, painted before it is saved. What the project then says is painted over it."""

from collections.abc import Collection
from dataclasses import replace

from qualcode.codebook.model import Codebook
from qualcode.coding.desk import CodingView, TurnView

_UNSAVED = ""  # the id of a coding that has none yet


def toggled(turn: TurnView, key: str, codebook: Codebook) -> TurnView:
    """`turn` with the code put on all of it, or taken off if it stands there."""
    if key in whole(turn):
        return replace(turn, codings=tuple(c for c in turn.codings if c.code != key or not covers(c, turn)))
    rivals = codebook.rivals(key)
    kept = [c for c in turn.codings if c.code not in rivals or not covers(c, turn)]
    added = CodingView(_UNSAVED, key, turn.start_char, turn.end_char, False, "")
    return replace(turn, codings=(*kept, added), done=True)


def without(turn: TurnView, coding: CodingView) -> TurnView:
    """`turn` without one coding."""
    return replace(turn, codings=tuple(c for c in turn.codings if mark(c) != mark(coding)))


def doubted(turn: TurnView, codings: Collection[CodingView], *, unsure: bool) -> TurnView:
    """`turn` with these codings unsure, or sure."""
    meant = {mark(coding) for coding in codings}
    return replace(turn, codings=tuple(replace(c, unsure=unsure) if mark(c) in meant else c for c in turn.codings))


def mark(coding: CodingView) -> tuple[str, int, int]:
    """Code and place, by which a coding is known before it is saved."""
    return coding.code, coding.start_char, coding.end_char


def quoted(turn: TurnView, coding: CodingView) -> str:
    """What of the turn the coding stands on, with … where it goes on in another turn; "" for the whole turn."""
    if covers(coding, turn):
        return ""
    words = turn.text[max(0, coding.start_char - turn.start_char) : coding.end_char - turn.start_char]
    return "…" * (coding.start_char < turn.start_char) + words.strip() + "…" * (coding.end_char > turn.end_char)


def whole(turn: TurnView) -> tuple[str, ...]:
    """Keys of the codes on the whole turn."""
    return tuple(coding.code for coding in turn.codings if covers(coding, turn))


def covers(coding: CodingView, turn: TurnView) -> bool:
    """Whether the coding is on exactly this turn."""
    return (coding.start_char, coding.end_char) == (turn.start_char, turn.end_char)
