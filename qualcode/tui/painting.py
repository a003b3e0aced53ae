"""A turn as a gesture will leave it, painted before it is saved. What the project then says is painted over it."""

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


def whole(turn: TurnView) -> tuple[str, ...]:
    """Keys of the codes on the whole turn."""
    return tuple(coding.code for coding in turn.codings if covers(coding, turn))


def covers(coding: CodingView, turn: TurnView) -> bool:
    """Whether the coding is on exactly this turn."""
    return (coding.start_char, coding.end_char) == (turn.start_char, turn.end_char)
