"""Widgets that draw their rows whole."""

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Drawn(Widget):
    """A widget whose `render_line` gives finished rows: as wide as it is, with their ground, in no need of a cache.

    It has no border, no padding and no opacity, so it does without Textual's way of putting these round every row, which
    takes as long again as drawing the rows of a transcript.
    """

    ALLOW_SELECT = False

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop`, its columns of them."""
        strips = [self.render_line(y) for y in crop.line_range]
        if filters := self.get_line_filters():
            ground = self.background_colors[1]
            for each in filters:
                strips = [strip.apply_filter(each, ground) for strip in strips]
        if crop.column_span == (0, self.outer_size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]


class Divider(Drawn):
    """A line between what stands side by side, instead of a border, which would have Textual draw all that is inside twice."""

    DEFAULT_CSS = "Divider { width: 1; height: 1fr; color: $primary; }"

    def render_line(self, y: int) -> Strip:
        """A piece of it."""
        return Strip([Segment("│", self.visual_style.rich_style)], 1)


class Beside(Horizontal):
    """Places others side by side and shows nothing of itself, so it need not be drawn under them."""

    BLANK: ClassVar[bool] = True


class Stack(Vertical):
    """Places others one over the other, and as little."""

    BLANK: ClassVar[bool] = True


def finished(segments: Iterable[Segment], width: int, ground: Style) -> Strip:
    """A row of just `width` cells on `ground`."""
    row = Segment.adjust_line_length([segment for segment in segments if segment.text], width)
    return Strip(Segment.apply_style(row, ground), width)
