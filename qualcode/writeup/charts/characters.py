"""Charts drawn with characters, for a terminal, a text file or a block of code."""

from wcwidth import ljust, rjust, wcswidth

from qualcode.text import one_line
from qualcode.writeup.charts.model import Chart, ForestPlot, ForestRow, HeatMap
from qualcode.writeup.charts.words import figures, label_lines, mark, number, reference
from qualcode.writeup.numbers import NOTHING

_WIDTH = 80
_NARROWEST = 20  # columns for an axis; narrower than that nobody could read it
_SHADES = "·░▒▓█"
_GAP = "  "


def drawn(chart: Chart, width: int | None = None) -> str:
    """The chart in lines of at most `width` columns (80 without it), where its labels leave room for that."""
    match chart:
        case ForestPlot():
            return _forest(chart, width or _WIDTH)
        case HeatMap():
            return _heat(chart, width or _WIDTH)


def _forest(plot: ForestPlot, width: int) -> str:
    marks = plot.axis()
    labels = [label_lines(row.label) for row in plot.rows]
    left = _widest([line for lines in labels for line in lines])
    right = _widest([figures(row) for row in plot.rows])
    size = max(_NARROWEST, width - left - right - 2 * len(_GAP))
    axis = _Axis(marks[0], marks[-1], size)
    lines = (
        [" " * left + _GAP + axis.labelled([(value, reference(value)) for value in plot.references])] if plot.references else []
    )
    for row, [first, *more] in zip(plot.rows, labels, strict=True):
        lines.append(ljust(first, left) + _GAP + axis.row(row, plot.references) + _GAP + figures(row))
        lines += more
    ends = axis.labelled([(value, mark(value)) for value in marks])
    lines += [" " * left + _GAP + axis.line(marks), " " * left + _GAP + ends, " " * left + _GAP + one_line(plot.measure)]
    return "\n".join(line.rstrip() for line in lines)


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


def _heat(chart: HeatMap, width: int) -> str:
    """Columns are numbered like the rows where they are the same, else listed below; numbers where there is room for them."""
    keys = [str(place) for place in range(1, len(chart.columns) + 1)]
    names = [one_line(name) for name in chart.rows]
    if chart.rows == chart.columns:
        names = [f"{key} {name}" for key, name in zip(keys, names, strict=True)]
    cells = [
        [number(value) + _shade(shade) for value, shade in zip(values, shades, strict=True)]
        for values, shades in zip(chart.values, chart.shades(), strict=True)
    ]
    left, size = _widest(names), _widest([*keys, *(cell for row in cells for cell in row)])
    if left + len(keys) * (len(_GAP) + size) > width:
        lines = _shaded(chart, names, keys)
    else:
        rows = zip(["", *names], [keys, *cells], strict=True)
        lines = [ljust(name, left) + "".join(_GAP + rjust(cell, size) for cell in row) for name, row in rows]
    return "\n".join(line.rstrip() for line in [*lines, *_key(chart)])


def _shaded(chart: HeatMap, names: list[str], keys: list[str]) -> list[str]:
    """One column a cell; the numbers of the columns stand upright."""
    left, tall = _widest(names), _widest(keys)
    heads = ["".join(digits) for digits in zip(*(rjust(key, tall) for key in keys), strict=True)]
    rows = ["".join(_shade(shade) or NOTHING for shade in row) for row in chart.shades()]
    return [ljust(name, left) + _GAP + row for name, row in zip([""] * len(heads) + names, heads + rows, strict=True)]


def _key(chart: HeatMap) -> list[str]:
    low, high = chart.scale()
    columns = [] if chart.rows == chart.columns else [f"{place} {one_line(name)}" for place, name in enumerate(chart.columns, 1)]
    scale = f"{_SHADES[0]} {number(low)} to {_SHADES[-1]} {number(high)}, {NOTHING} no number"
    return [*columns, f"{one_line(chart.measure)}: {scale}"]


def _shade(shade: float | None) -> str:
    return "" if shade is None else _SHADES[round(shade * (len(_SHADES) - 1))]


def _widest(texts: list[str]) -> int:
    return max((max(wcswidth(text), 0) for text in texts), default=0)
