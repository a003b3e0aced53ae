"""What is written at a chart and said of it: numbers, labels, and a description for those who cannot see it."""

from wcwidth import wcswidth, wrap

from qualcode.text import one_line
from qualcode.writeup.charts.model import Chart, ForestPlot, ForestRow, HeatMap
from qualcode.writeup.numbers import coefficient, interval

_LABEL_COLUMNS = 26  # of the display, a line; what fits beside a chart on a page


def described(chart: Chart) -> str:
    """All of a forest plot's figures; of a heat map what stands on its sides and the range of its numbers."""
    return _forest(chart) if isinstance(chart, ForestPlot) else _heat(chart)


def _forest(plot: ForestPlot) -> str:
    rows = "; ".join(f"{one_line(row.label)} {figures(row)}" for row in plot.rows)
    lines = ", ".join(reference(value) for value in plot.references)
    return f"Forest plot, {one_line(plot.measure)}: {rows}." + (f" Lines at {lines}." if lines else "")


def _heat(chart: HeatMap) -> str:
    known = chart.known()
    numbers = f"from {number(min(known))} to {number(max(known))}" if known else "none"
    rows, columns = (", ".join(one_line(name) for name in names) for names in (chart.rows, chart.columns))
    sides = f"{rows}, each by each" if chart.rows == chart.columns else f"{rows}, by {columns}"
    return f"Heat map, {one_line(chart.measure)}: {sides}. Numbers: {numbers}."


def figures(row: ForestRow) -> str:
    """`.71 [.52, .84]`."""
    if row.value is None:
        return "not defined"
    bounds = (row.low, row.high) if row.low is not None and row.high is not None else None
    return f"{coefficient(row.value)} {interval(bounds)}".rstrip()


def number(value: float | None) -> str:
    """As it stands in a cell: counts whole, coefficients with two decimals."""
    return f"{value:,}" if isinstance(value, int) else coefficient(value)


def reference(value: float) -> str:
    """`.667`, `.80`: a threshold is known by the digits it is usually written with."""
    return coefficient(value) if round(value, 2) == value else f"{value:.3f}".replace("0.", ".", 1)


def mark(value: float) -> str:
    """A number at an axis: `0`, `.2`, `1`."""
    return f"{value:g}".replace("0.", ".", 1)


def label_lines(label: str, most: int = 3) -> list[str]:
    """A label on up to `most` lines; the end of a longer one is left to the description, and marked."""
    lines = wrap(one_line(label), _LABEL_COLUMNS) or [""]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while wcswidth(last) >= _LABEL_COLUMNS:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]
