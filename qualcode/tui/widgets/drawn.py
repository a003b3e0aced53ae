"""Widgets that draw their rows whole."""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
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
        for each in self.get_line_filters():
            strips = [strip.apply_filter(each, self.background_colors[1]) for strip in strips]
        if crop.column_span == (0, self.outer_size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]


def finished(segments: Iterable[Segment], width: int, ground: Style) -> Strip:
    """A row of just `width` cells on `ground`."""
    row = Segment.adjust_line_length([segment for segment in segments if segment.text], width)
    return Strip(Segment.apply_style(row, ground), width)
