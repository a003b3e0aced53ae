"""The codebook as a tree to change it in: groups, codes under their parents, with keys and counts."""

from collections import Counter

from textual.content import Content
from textual.style import Style
from textual.widgets import OptionList

from qualcode.codebook.model import Codebook
from qualcode.codebook.rearranging import placed, step, without
from qualcode.text import one_line
from qualcode.tui.book_edits import Place
from qualcode.tui.themes import looks_of
from qualcode.tui.widgets.code_tree import CodeLine, Heading, TreeLine, tree
from qualcode.tui.widgets.wrap import cells, shorten


class BookTree(OptionList):
    """One row is chosen. Groups that no code is in stand last."""

    DEFAULT_CSS = "BookTree { width: 40%; min-width: 30; height: 1fr; border: none; border-right: solid $primary; padding: 0; }"

    def __init__(self, book: Codebook, counts: Counter[str]) -> None:
        super().__init__(compact=True)
        self.book = book
        self.counts = counts
        self.moving: str | None = None  # key of the code that is on its way to another place
        self._entries: list[TreeLine] = []
        self._chips: dict[str, Style] = {}
        self._width = 0

    @property
    def chosen(self) -> Place:
        """What the cursor is on."""
        return _place(self._entries[self.highlighted or 0])

    def show(self, book: Codebook, chosen: Place | None = None) -> None:
        """Draw this codebook, with the cursor on `chosen`, or where it was."""
        chosen = chosen or (self.chosen if self._entries else None)
        chips = looks_of(self.app, book).chips
        self.book, self._chips = book, {key: Style.from_rich_style(chip) for key, chip in chips.items()}
        self._entries = [*tree(book), *_unused(book)]
        self._fill()
        if chosen:
            self.choose(chosen)

    def choose(self, place: Place) -> None:
        """Put the cursor there, if it is there."""
        places = [_place(line) for line in self._entries]
        if place in places:
            self.highlighted = places.index(place)

    def step(self, way: str) -> None:
        """Show the moving code one step further "up", "down", "in" or "out"."""
        assert self.moving is not None
        if target := step(self.book, self.moving, way):
            rest = without(self.book, self.moving)
            self.show(placed(rest, self.book.by_key[self.moving], *target), ("code", self.moving))

    def on_resize(self) -> None:
        """The names get what keys and counts leave."""
        if self._entries and self._width != self.scrollable_content_region.width:
            self._fill()

    def _fill(self) -> None:
        self._width = self.scrollable_content_region.width
        highlighted = self.highlighted
        with self.app.batch_update():
            self.clear_options()
            self.add_options(self._row(line) for line in self._entries)
        self.highlighted = min(highlighted or 0, len(self._entries) - 1)

    def _row(self, line: TreeLine) -> Content:
        if isinstance(line, Heading):
            return Content.assemble(" " * (line.depth + 1), (one_line(line.name), "italic"), (f"  {line.kind}", "dim"))
        code = line.code
        moving = code.key == self.moving
        count = f" ↕ {'moving':<6}" if moving else f"{self.counts[code.key]:,} " if self.counts[code.key] else ""
        level = f"{line.level}. " if line.level else ""
        room = max(4, self._width - line.depth - 6 - cells(count))
        name = shorten(level + one_line(code.name), room)
        gap = " " * max(0, room - cells(name))
        return Content.assemble(
            " " * (line.depth + 1), (f" {one_line(code.hotkey or '·')} ", self._chips[code.key]),
            (f" {name}", "bold" if moving else ""), gap, (count, "dim"),
        )  # fmt: skip


def _place(line: TreeLine) -> Place:
    return ("code", line.code.key) if isinstance(line, CodeLine) else ("group", line.key)


def _unused(book: Codebook) -> list[Heading]:
    used = {code.group for code in book}
    return [Heading(group.name, kind="no code in it", key=group.key) for group in book.groups if group.key not in used]
