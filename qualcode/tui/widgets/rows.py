"""A list of any length, a line an entry: only the lines in sight are made."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from qualcode.tui.keys import ROWS

_ALL = 1 << 40
Draw = Callable[[int, int], Content]  # entry, width in cells


class RowList(Widget, can_focus=True):
    """Lines by number, from 0, and a cursor among them. `count` may grow as one goes on: it is asked for `reach` entries."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar = [*ROWS]
    DEFAULT_CSS = "RowList { height: 1fr; }"

    class Moved(Message):
        """The cursor is on another entry."""

    class Chosen(Message):
        """Enter, or a click on the entry under the cursor."""

    def __init__(self, draw: Draw, count: Callable[[int], int]) -> None:
        super().__init__()
        self.cursor = 0
        self._top = 0
        self._draw = draw
        self._count = count

    def move_to(self, entry: int) -> None:
        """Put the cursor on an entry, or on the last one where there are not so many, and show it."""
        last = self._count(entry + 1 + self.size.height) - 1
        self.cursor = max(0, min(entry, last))
        rows = max(1, self.size.height)
        self._top = max(0, min(self._top, self.cursor), self.cursor - rows + 1)
        self._top = min(self._top, max(0, last - rows + 1))
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Another height: the cursor stays in sight."""
        self.move_to(self.cursor)

    def render(self) -> Content:
        """The entries in sight, that under the cursor marked."""
        end = min(self._top + self.size.height, self._count(self._top + self.size.height))
        return Content("\n").join(self._row(entry) for entry in range(self._top, end))

    def _row(self, entry: int) -> Content:
        here = entry == self.cursor
        row = Content.assemble(("›" if here else " ", "bold $primary"), self._draw(entry, self.size.width - 1))
        return row.stylize("bold $foreground on $surface" if here else "")

    def action_move(self, step: int) -> None:
        """So many entries on."""
        self.move_to(self.cursor + step)

    def action_page(self, pages: int) -> None:
        """So many screens on."""
        self.move_to(self.cursor + pages * max(1, self.size.height - 1))

    def action_outermost(self, side: int) -> None:
        """The first entry (-1) or the last (1)."""
        self.move_to(0 if side < 0 else _ALL)

    def action_choose(self) -> None:
        """This one."""
        self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """A click goes there; one on the cursor chooses."""
        entry = self._top + event.y
        if entry < self._count(entry + 1):
            if entry == self.cursor:
                self.action_choose()
            self.move_to(entry)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel goes through the list."""
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel goes through the list."""
        event.stop()
        self.action_move(-3)
