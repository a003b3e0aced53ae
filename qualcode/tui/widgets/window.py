"""What a pane shows of a transcript: the rows from one place of its roll on."""

from collections.abc import Iterator, Mapping

from rich.segment import Segment
from textual.strip import Strip

from qualcode.coding.turn_maps import TurnMap
from qualcode.tui.pages import Pages
from qualcode.tui.selection import Stretch
from qualcode.tui.widgets.laid_turns import LaidTurns
from qualcode.tui.widgets.roll import Place, Roll


class Window:
    """`rows` rows of the turns `laid` out, from `top` on; with `shown`, of these turns only."""

    def __init__(self, laid: LaidTurns) -> None:
        self.laid = laid
        self.shown: TurnMap | None = None
        self.rows = 1
        self.top = Place(1, 0)
        self.seen: list[Place] = []
        self.thumb = range(0)  # rows of the scroll bar that are filled
        self._turns = 0

    @property
    def roll(self) -> Roll:
        """The transcript's rows at the width of now."""
        return Roll(self._turns, lambda turn: self.laid[turn].height, self.shown, self.laid.columns.gap)

    def open(self, pages: Pages, number: int) -> None:
        """Stand before turn `number` of another transcript, and show all of its turns."""
        self.laid.take_up(pages, number)
        self._turns, self.shown = pages.turns, None
        self.top, self.seen, self.thumb = Place(number, 0), [], range(0)

    def look(self, top: Place) -> list[int]:
        """Show what stands from `top` on; gives the rows where something else stood."""
        seen, thumb = self.seen, self.thumb
        self.top, self.seen = top, self.roll.seen(top, self.rows)
        self.thumb = self.roll.thumb(self.seen, self.rows)
        return [y for y in range(self.rows) if seen[y : y + 1] != self.seen[y : y + 1] or (y in thumb) != (y in self.thumb)]

    def fit(self, width: int, rows: int, *, compact: bool) -> None:
        """Take another size; the words at the top stay where they are, whatever the new width does to the lines."""
        char = self.laid[self.top.turn].first(self.top.row) if self.seen else 0
        self.rows = max(1, rows)
        self.laid.fit(max(12, width - 1), compact=compact)  # the last column is the scroll bar
        if self.seen:
            self.top = self._place(self.top.turn, char)

    def top_for(self, turn: int, *, upwards: bool = False) -> Place:
        """The first row with which the turn is in view."""
        return self.roll.top_for(turn, self.top, self.rows, upwards=upwards)

    def top_with(self, turn: int, char: int) -> Place:
        """The first row with which this character of the turn is in view."""
        return self.roll.top_with(self._place(turn, char), self.top, self.rows)

    def top_after(self, rows: int) -> Place:
        """The first row after moving down by so many, or up; never below the last words."""
        moved = self.roll.shifted(self.top, rows)
        return max(self.roll.settled(moved, self.rows), min(moved, self.top))

    def strip(self, y: int, cursor: int, selected: Stretch | None, labels: Mapping[int, str]) -> Strip:
        """Row `y` as it is shown, with its piece of the scroll bar; `labels` are letters beside turns."""
        looks, thumb = self.laid.looks, y in self.thumb
        if y >= len(self.seen):
            return Strip([Segment(" " * self.laid.columns.width, looks.plain), looks.scroll_bar(thumb=thumb)])
        turn, row = self.seen[y]
        laid = self.laid[turn]
        strip = laid.strip(row, here=turn == cursor, thumb=thumb, selected=laid.selected(row, selected))
        if row == 0 and (label := labels.get(turn)):
            before, _, after = strip.divide([1, 1 + len(label), strip.cell_length])
            strip = Strip.join([before, Strip([Segment(label, looks.hit)]), after])
        return strip

    def chosen(self, place: Place, selected: Stretch | None) -> tuple[int, int] | None:
        """What of a row is selected, as offsets into its turn."""
        return self.laid[place.turn].selected(place.row, selected) if selected else None

    def of(self, *turns: int) -> Iterator[int]:
        """The rows where these turns stand."""
        return (y for y, place in enumerate(self.seen) if place.turn in turns)

    def parts(self, turn: int) -> list[int]:
        """The rows of turn `turn`, by its own count, that are seen."""
        return [place.row for place in self.seen if place.turn == turn]

    def begun(self) -> list[int]:
        """The turns that begin in view."""
        return [place.turn for place in self.seen if place.row == 0]

    def _place(self, turn: int, char: int) -> Place:
        return Place(turn, self.laid[turn].row_of(char))
