"""Rows that were laid out, as many as fit; the rest is scrolled to."""

from collections.abc import Callable, Iterable

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.themes import Looks
from qualcode.tui.widgets.drawn import finished

_WHEEL = 2  # rows
LayOut = Callable[[int], tuple[Iterable[Strip], range]]  # for a width: the rows, and which of them are to be in sight


class Sheet(Widget):
    """Shows what was given last, laid out anew for another width. With `title`, a line over it."""

    ALLOW_SELECT = False

    def __init__(self, looks: Looks, title: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.looks = looks
        self.title = title
        self._lay_out: LayOut | None = None
        self._rows: list[Strip] = []
        self._top = 0

    def show(self, lay_out: LayOut) -> None:
        """Show this from now on."""
        self._lay_out = lay_out
        self._fit()

    def on_resize(self) -> None:
        """Another width, other rows."""
        self._fit()

    def render_line(self, y: int) -> Strip:
        """The title, then the rows."""
        width = self.size.width
        if self.title and y == 0:
            strip = Strip([Segment(f"─ {self.title} ".ljust(width, "─")[:width], self.looks.dim)])
        else:
            place = self._top + y - bool(self.title)
            strip = self._rows[place] if 0 <= place < len(self._rows) else Strip([])
        if y == self.size.height - 1 and self._top + self._room < len(self._rows):
            strip = Strip([*strip.adjust_cell_length(width - 2), Segment(" ⋮", self.looks.dim)])
        return finished(strip, width, self.looks.plain)

    @property
    def _room(self) -> int:
        return max(1, self.size.height - bool(self.title))

    def _fit(self) -> None:
        if self._lay_out and self.size.width:
            rows, sight = self._lay_out(self.size.width)
            self._rows = list(rows)
            below = max(self._top, sight.stop - self._room)
            self._top = max(0, min(below, sight.start, max(0, len(self._rows) - self._room)))
            self.refresh()

    def _scroll(self, rows: int) -> None:
        self._top = max(0, min(self._top + rows, len(self._rows) - self._room))
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the rows."""
        event.stop()
        self._scroll(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the rows."""
        event.stop()
        self._scroll(-_WHEEL)
