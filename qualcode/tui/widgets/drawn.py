"""Widgets that draw their rows whole."""

from collections.abc import Iterable
from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.containers import Horizontal, Vertical
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class Drawn(Widget):
    """A widget whose `render_line` gives finished rows: as wide as it is, with their ground.

    It has no border, no padding and no opacity, so it does without Textual's way of putting these round every row, which
    takes as long again as drawing the rows of a transcript. A row is kept until it is refreshed: for one row that changes
    anywhere, Textual asks every widget for all of its rows.
    """

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._look: tuple[Color, list[LineFilter], Size] | None = None  # what the rows were finished for
        self._finished: dict[int, Strip] = {}

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw these rows again, or all."""
        if regions:
            for y in {y for region in regions for y in region.line_range}:
                self._finished.pop(y, None)
        else:
            self._finished.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def redraw(self, rows: Iterable[int]) -> None:
        """Draw these rows again, and no others."""
        if regions := [Region(0, run.start, self.outer_size.width, len(run)) for run in _runs(rows)]:
            self.refresh(*regions)

    def notify_style_update(self) -> None:
        """Draw all rows again: in another theme, for one thing."""
        self._finished.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop`, its columns of them."""
        look = self.background_colors[1], list(self.get_line_filters()), self.outer_size
        if look != self._look:
            self._look = look
            self._finished.clear()
        strips = [self._finished.get(y) or self._finish(y) for y in crop.line_range]
        if crop.column_span == (0, self.outer_size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def _finish(self, y: int) -> Strip:
        assert self._look
        strip = self.render_line(y)
        ground, filters, _ = self._look
        for each in filters:
            strip = strip.apply_filter(each, ground)
        self._finished[y] = strip
        return strip


def _runs(rows: Iterable[int]) -> list[range]:
    """Rows that stand one below the other, as one: Textual works on every region that is to be drawn."""
    runs: list[range] = []
    for y in sorted(set(rows)):
        if runs and runs[-1].stop == y:
            runs[-1] = range(runs[-1].start, y + 1)
        else:
            runs.append(range(y, y + 1))
    return runs


class Divider(Drawn):
    """A line between what stands side by side, instead of a border, which would have Textual draw all that is inside twice."""

    DEFAULT_CSS = "Divider { width: 1; height: 1fr; color: $primary; }"

    def render_line(self, y: int) -> Strip:
        """A piece of it."""
        return Strip([Segment("│", self.visual_style.rich_style)], 1)


class _Unseen:
    """Shows nothing of itself: others cover it, and the screen's ground is under them."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing; empty rows would each be cut to pieces with every frame."""
        return []


class Beside(_Unseen, Horizontal):
    """Places others side by side."""


class Stack(_Unseen, Vertical):
    """Places others one over the other."""


def finished(segments: Iterable[Segment], width: int, ground: Style) -> Strip:
    """A row of just `width` cells on `ground`."""
    row = Segment.adjust_line_length([segment for segment in segments if segment.text], width)
    return Strip(Segment.apply_style(row, ground), width)
