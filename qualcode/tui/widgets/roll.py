"""A transcript as a roll of rows of which one screenful is seen. Nobody ever counts all its rows.

A place on the roll is (turn, row in that turn). Every question costs as many turns as it passes, so a screen's work is a
screen's size at a thousand turns and at a million.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.coding.turn_maps import TurnMap


class Place(NamedTuple):
    """Row `row` (from 0) of turn `turn` (from 1)."""

    turn: int
    row: int


@dataclass(frozen=True)
class Roll:
    """`turns` turns, or those of them that are `shown`; `height(turn)` is its rows, the last `gap` of them empty."""

    turns: int
    height: Callable[[int], int]
    shown: TurnMap | None = None
    gap: int = 1

    @property
    def first(self) -> int:
        """The first turn shown."""
        return self.after(0) or 1

    @property
    def last(self) -> int:
        """The last turn shown."""
        return self.before(self.turns + 1) or self.turns

    def after(self, turn: int) -> int | None:
        """The turn shown after `turn`, or None."""
        if self.shown is not None:
            return self.shown.after(turn)
        return turn + 1 if turn < self.turns else None

    def before(self, turn: int) -> int | None:
        """The turn shown before `turn`, or None."""
        if self.shown is not None:
            return self.shown.before(turn)
        return turn - 1 if turn > 1 else None

    def shifted(self, place: Place, rows: int) -> Place:
        """The place `rows` further down (or up, if negative), or the roll's first or last row."""
        turn, row = place.turn, place.row + rows
        while row < 0 and (before := self.before(turn)):
            turn = before
            row += self.height(turn)
        while row >= self.height(turn) and (after := self.after(turn)):
            row -= self.height(turn)
            turn = after
        return Place(turn, max(0, min(row, self.height(turn) - 1)))

    def seen(self, top: Place, screen: int) -> list[Place]:
        """The places of the rows on a screen of `screen` rows, fewer where the roll ends."""
        places: list[Place] = []
        turn, row = (top.turn if top.turn <= self.turns else None), top.row
        while turn and len(places) < screen:
            height = self.height(turn)
            places += [Place(turn, at) for at in range(row, min(height, row + screen - len(places)))]
            turn, row = self.after(turn), 0
        return places

    def settled(self, top: Place, screen: int) -> Place:
        """`top`, or a place above it with which no room is left empty below the last words.

        Far from the end nothing of the end is asked for.
        """
        if self.shifted(top, screen - 1).turn != self.last:
            return top
        return min(top, self.shifted(self._last_words(self.last), 1 - screen))

    def top_for(self, turn: int, top: Place, screen: int, *, upwards: bool = False) -> Place:
        """The first row that shows `turn`: `top` if it is in view already, else one that puts the turn a third down.

        Of a turn taller than the screen its beginning is shown, or its end when one comes `upwards` from below it.
        """
        first, last = Place(turn, 0), self._last_words(turn)
        bottom = self.shifted(top, screen - 1)
        if top <= first and last <= bottom:
            return top
        if self.height(turn) - self.gap > screen:
            return self.shifted(last, 1 - screen) if upwards else first
        above = min(screen // 3, screen - self.height(turn) + self.gap)
        return self.settled(self.shifted(first, -above), screen)

    def top_with(self, place: Place, top: Place, screen: int) -> Place:
        """The first row that shows `place`: `top` if it is in view already, else one that puts it a third down."""
        if top <= place <= self.shifted(top, screen - 1):
            return top
        return self.settled(self.shifted(place, -(screen // 3)), screen)

    def thumb(self, seen: Sequence[Place], screen: int) -> range:
        """The rows of a scroll bar that stand for the turns in view; it counts all turns. None where all are in view."""
        shown = seen[-1].turn - seen[0].turn + 1 if seen else self.turns
        if shown >= self.turns:
            return range(0)
        first = (seen[0].turn - 1) * screen // self.turns
        return range(first, max(first, (seen[0].turn - 1 + shown) * screen // self.turns - 1) + 1)

    def _last_words(self, turn: int) -> Place:
        return Place(turn, self.height(turn) - self.gap - 1)
