"""How coders differ about a turn, code by code: pure, on what each of their layers holds there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from qualcode.coding.desk import CodingView, TurnView

KINDS: Final = ("one", "boundary", "other", "equal")
"""one coder only (or some of several) · borders differ · another code on the same words · equal."""


class Place(NamedTuple):
    """`[start_char, end_char)` of a transcript."""

    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Item:
    """One code on one turn: `codings` has each layer's, in the layers' order.

    A layer that has not done the turn has none and is not counted. `overlap` is the share of the characters coded by anyone
    that everyone who gave the code coded; `others` are the codes that coders without this one gave the same words.
    """

    code: str
    kind: str
    codings: tuple[tuple[CodingView, ...], ...]
    overlap: float
    others: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[tuple[Place, ...], ...]:
        """Where each layer has the code."""
        return tuple(tuple(Place(coding.start_char, coding.end_char) for coding in here) for here in self.codings)


def items(views: Sequence[TurnView]) -> tuple[Item, ...]:
    """Every code on the turn, of which `views` are what each layer holds; where fewer than two have done it, none.

    In the order in which the codes stand in the turn.
    """
    if sum(view.done for view in views) < 2:
        return ()
    codes = dict.fromkeys(coding.code for view in views for coding in view.codings)
    given = {code: tuple(tuple(c for c in view.codings if c.code == code) for view in views) for code in codes}
    return tuple(_item(code, given[code], views, given) for code in codes)


def _item(
    code: str,
    codings: tuple[tuple[CodingView, ...], ...],
    views: Sequence[TurnView],
    given: dict[str, tuple[tuple[CodingView, ...], ...]],
) -> Item:
    places = [merged(here) for here, view in zip(codings, views, strict=True) if view.done]
    overlap = _overlap([here for here in places if here])
    if all(places):
        return Item(code, "equal" if all(here == places[0] for here in places) else "boundary", codings, overlap)
    others = tuple(other for other in given if other != code and _instead(codings, given[other], views))
    return Item(code, "other" if others else "one", codings, overlap, others)


def _instead(mine: Sequence[Sequence[CodingView]], theirs: Sequence[Sequence[CodingView]], views: Sequence[TurnView]) -> bool:
    """Whether nobody gave both codes, somebody each, and on some of the same words."""
    if any(one and other for one, other in zip(mine, theirs, strict=True)):
        return False
    return any(meet(one, other) for here in mine for one in here for there in theirs for other in there)


def meet(one: CodingView | Place, other: CodingView | Place) -> bool:
    """Whether the two share a character."""
    return one.start_char < other.end_char and other.start_char < one.end_char


def merged(codings: Iterable[CodingView | Place]) -> list[Place]:
    """Touching and overlapping codings of one layer are one place: who codes a passage in two halves does not differ."""
    found: list[Place] = []
    for start, end in sorted((coding.start_char, coding.end_char) for coding in codings):
        if found and start <= found[-1].end_char:
            found[-1] = Place(found[-1].start_char, max(end, found[-1].end_char))
        else:
            found.append(Place(start, end))
    return found


def _overlap(layers: Sequence[Sequence[Place]]) -> float:
    covered = [{char for start, end in places for char in range(start, end)} for places in layers]
    union = set().union(*covered)
    return len(set.intersection(*covered)) / len(union) if union else 0.0
