"""Charts drawn with characters, for a terminal, a text file or a block of code."""

from math import floor

from wcwidth import ljust

from qualcode.text import one_line
from qualcode.writeup.charts.characters_heat import heat
from qualcode.writeup.charts.model import Bars, Chart, ForestPlot, ForestRow, HeatMap, RowChart, Steps, Strips
from qualcode.writeup.charts.words import beside, label_lines, mark, reference, widest

_WIDTH = 80
_NARROWEST = 20  # columns for an axis; narrower than that nobody could read it
_FEW = 20  # rows; with more, labels keep to one line
_GAP = "  "
_FULL, _OLD = "▆", "░"


def drawn(chart: Chart, width: int | None = None) -> str:
    """The chart in lines of at most `width` columns (80 without it), where its labels leave room for that."""
    return heat(chart, width or _WIDTH) if isinstance(chart, HeatMap) else _rows(chart, width or _WIDTH)


def _rows(chart: RowChart, width: int) -> str:
    """Labels, what is drawn on one axis for all rows, and figures."""
    marks, told = chart.axis(), beside(chart)
    labels = [label_lines(row.label, 3 if len(chart.rows) <= _FEW else 1) for row in chart.rows]
    left, right = widest(line for lines in labels for line in lines), widest(told)
    axis = _Axis(marks[0], marks[-1], max(_NARROWEST, width - left - right - 2 * len(_GAP)))
    margin = " " * left + _GAP
    lines = _head(chart, axis, margin)
    for drawn_row, [first, *more], figure in zip(_drawn(chart, axis), labels, told, strict=True):
        lines += [ljust(first, left) + _GAP + drawn_row + _GAP + figure, *more]
    ends = axis.labelled([(value, mark(value)) for value in marks])
    lines += [margin + axis.line(marks), margin + ends, margin + one_line(chart.measure)]
    return "\n".join(line.rstrip() for line in lines)


def _head(chart: RowChart, axis: "_Axis", margin: str) -> list[str]:
    match chart:
        case ForestPlot(references=references) if references:
            return [margin + axis.labelled([(value, reference(value)) for value in references])]
        case Steps():
            return [f"{margin}{_OLD} had before, {_FULL} new"]
    return []


def _drawn(chart: RowChart, axis: "_Axis") -> list[str]:
    """Each row in as many columns as the axis has."""
    match chart:
        case ForestPlot(rows, _, references):
            return [axis.row(row, references) for row in rows]
        case Bars(rows):
            return [axis.filled([(0, row.value, _FULL)]) for row in rows]
        case Strips(rows):
            return [axis.filled([(first - 1, last, _FULL) for first, last in row.runs]) for row in rows]
        case Steps(rows):
            return [axis.filled([(0, row.total - row.new, _OLD), (row.total - row.new, row.total, _FULL)]) for row in rows]


class _Axis:
    """A run of `size` columns that stands for the numbers from `low` to `high`."""

    def __init__(self, low: float, high: float, size: int) -> None:
        self.low, self.high, self.size = low, high, size

    def column(self, value: float) -> int:
        return round((value - self.low) / (self.high - self.low) * (self.size - 1))

    def row(self, row: ForestRow, references: tuple[float, ...]) -> str:
        columns = [" "] * self.size
        for value in references:
            columns[self.column(value)] = "┊"
        if row.low is not None and row.high is not None:
            start, end = self.column(row.low), self.column(row.high)
            columns[start : end + 1] = ["─"] * (end + 1 - start)
            columns[start], columns[end] = "├", "┤"
        if row.value is not None:
            columns[self.column(row.value)] = "●"
        return "".join(columns)

    def filled(self, parts: list[tuple[float, float, str]]) -> str:
        """From where to where which sign stands; whatever has any length has a column at least."""
        columns = [" "] * self.size
        for low, high, sign in parts:
            if low < high:
                scale = self.size / (self.high - self.low)
                start = min(floor((low - self.low) * scale), self.size - 1)
                end = max(start + 1, round((high - self.low) * scale))
                columns[start:end] = [sign] * (end - start)
        return "".join(columns)

    def line(self, marks: list[float]) -> str:
        places = {self.column(value) for value in marks}
        return "".join("┴" if column in places else "─" for column in range(self.size))

    def labelled(self, labels: list[tuple[float, str]]) -> str:
        """Each label under its number; one that would touch the label before it gives way to the right, or is left out."""
        line = ""
        for value, label in labels:
            start = min(max(0, self.column(value) - len(label) // 2), self.size - len(label))
            if not line or start > len(line):
                line = ljust(line, start) + label
            elif len(line) + 1 + len(label) <= self.size and start >= len(line) - len(label):
                line += f" {label}"
        return line
