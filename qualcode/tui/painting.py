"""Turns as a gesture will leave them, painted before it is saved. What the project then says is painted over them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import reduce
from typing import Protocol

from qualcode.codebook.model import Codebook
from qualcode.coding.desk import CodingView, TurnView

Turns = Sequence[TurnView]
Mark = tuple[str, int, int]  # code, start and end
_UNSAVED = ""  # the id of a coding that has none yet


class Place(Protocol):
    """`[start_char, end_char)` of a transcript: a turn, a coding, what is selected."""

    @property
    def start_char(self) -> int:
        """Its first character."""

    @property
    def end_char(self) -> int:
        """The one after its last."""


def toggled(turns: Turns, place: Place, key: str, codebook: Codebook) -> list[TurnView]:
    """The turns with the code put on `place`, or taken off if it stands on just that."""
    if any(key in codes_on(turn, place) for turn in turns):
        return removed(turns, place, key)
    return applied(turns, CodingView(_UNSAVED, key, place.start_char, place.end_char, False, ""), codebook)


def applied_all(turns: Turns, place: Place, keys: Sequence[str], codebook: Codebook) -> list[TurnView]:
    """The turns with several codes put on `place`, one after another."""
    return reduce(lambda painted, key: toggled(painted, place, key, codebook), keys, list(turns))


def moved(turns: Turns, coding: CodingView, place: Place, codebook: Codebook) -> list[TurnView]:
    """The turns with the coding on `place` instead of where it was."""
    there = replace(coding, id=_UNSAVED, start_char=place.start_char, end_char=place.end_char)
    return applied(removed(turns, coding, coding.code), there, codebook)


def applied(turns: Turns, coding: CodingView, codebook: Codebook) -> list[TurnView]:
    """The turns with the coding on those it lies in, and without its rivals there, wherever else those reach."""
    rivals = codebook.rivals(coding.code) if coding.code in codebook.by_key else ()  # a retired code replaces none
    gone = {other for turn in turns for other in turn.codings if other.code in rivals and overlap(other, coding)}
    order = {code.key: place for place, code in enumerate(codebook)}

    def painted(turn: TurnView) -> TurnView:
        kept = [other for other in turn.codings if other not in gone]
        if not overlap(turn, coding):
            return turn if len(kept) == len(turn.codings) else replace(turn, codings=tuple(kept))
        codings = sorted([*kept, coding], key=lambda each: (each.start_char, order.get(each.code, len(order)), each.end_char))
        return replace(turn, codings=tuple(codings), done=True)

    return [painted(turn) for turn in turns]


def removed(turns: Turns, place: Place, key: str) -> list[TurnView]:
    """The turns without the code on just that place."""
    return [
        replace(turn, codings=tuple(each for each in turn.codings if each.code != key or not same(each, place)))
        if key in codes_on(turn, place)
        else turn
        for turn in turns
    ]


def doubted(turns: Turns, marks: Collection[Mark], *, unsure: bool) -> list[TurnView]:
    """The turns with these codings unsure, or sure."""

    def painted(turn: TurnView) -> TurnView:
        codings = tuple(replace(each, unsure=unsure) if mark(each) in marks else each for each in turn.codings)
        return turn if codings == turn.codings else replace(turn, codings=codings)

    return [painted(turn) for turn in turns]


def mark(coding: CodingView) -> Mark:
    """Code and place, by which a coding is known before it is saved."""
    return coding.code, coding.start_char, coding.end_char


def quoted(turn: TurnView, coding: CodingView) -> str:
    """What of the turn the coding stands on, with … where it goes on in another turn; "" for the whole turn."""
    if same(coding, turn):
        return ""
    words = turn.text[max(0, coding.start_char - turn.start_char) : coding.end_char - turn.start_char]
    return "…" * (coding.start_char < turn.start_char) + words.strip() + "…" * (coding.end_char > turn.end_char)


def codes_on(turn: TurnView, place: Place) -> tuple[str, ...]:
    """Keys of the codes in the turn that stand on just that place."""
    return tuple(coding.code for coding in turn.codings if same(coding, place))


def same(one: Place, other: Place) -> bool:
    """Whether both are the same place."""
    return (one.start_char, one.end_char) == (other.start_char, other.end_char)


def overlap(one: Place, other: Place) -> bool:
    """Whether the two share a character."""
    return one.start_char < other.end_char and other.start_char < one.end_char
