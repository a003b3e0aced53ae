"""What is written at a chart and said of it: numbers, labels, and a description for those who cannot see it."""

import re
from collections.abc import Iterable

from wcwidth import wcswidth, wrap

from qualcode.text import one_line
from qualcode.writeup.charts.model import Bars, Chart, ForestPlot, ForestRow, HeatMap, RowChart, Steps, Strips
from qualcode.writeup.numbers import coefficient, interval

_ONE_LINE = 40  # columns of a label that keeps to one line
_LABEL_COLUMNS = 26  # of the display, a line; what fits beside a chart on a page


def described(chart: Chart) -> str:
    """All figures of a chart; of a heat map what stands on its sides and the range of its numbers."""
    match chart:
        case ForestPlot():
            return _forest(chart)
        case HeatMap():
            return _heat(chart)
        case Bars(rows, measure):
            return _listed("Bars", measure, (f"{one_line(row.label)} {row.figures}" for row in rows))
        case Strips(rows, length, measure):
            places = f"{measure}, {length:,} in all"
            return _listed("Strips", places, (f"{one_line(row.label)} {_runs(row.runs)}" for row in rows))
        case Steps(rows, measure):
            return _listed("Steps", measure, (f"{one_line(row.label)} {row.figures}" for row in rows))


def _listed(kind: str, measure: str, rows: Iterable[str]) -> str:
    return f"{kind}, {one_line(measure)}: {'; '.join(rows) or 'nothing'}."


def _runs(runs: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs) or "nowhere"


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


def beside(chart: RowChart) -> list[str]:
    """What stands beside each row."""
    return [figures(row) if isinstance(row, ForestRow) else row.figures for row in chart.rows]


def number(value: float | None) -> str:
    """As it stands in a cell: counts whole, coefficients with two decimals."""
    return f"{value:,}" if isinstance(value, int) else coefficient(value)


def reference(value: float) -> str:
    """`.667`, `.80`: a threshold is known by the digits it is usually written with."""
    return coefficient(value) if round(value, 2) == value else f"{value:.3f}".replace("0.", ".", 1)


def mark(value: float) -> str:
    """A number at an axis: `0`, `.2`, `1`."""
    return f"{value:,.0f}" if value == round(value) else re.sub(r"^(-?)0\.", r"\1.", f"{value:g}")


def short_label(label: str) -> str:
    """A label on one line. Of a longer one the middle is left to the description: what tells codes apart often stands last."""
    text = one_line(label)
    if wcswidth(text) <= _ONE_LINE:
        return text
    head, tail = text, text
    while wcswidth(head) > _ONE_LINE * 2 // 3:
        head = head[:-1]
    while wcswidth(tail) > _ONE_LINE - _ONE_LINE * 2 // 3 - 1:
        tail = tail[1:]
    return f"{head.rstrip()}…{tail.lstrip()}"


def label_lines(label: str, most: int = 3) -> list[str]:
    """A label on up to `most` lines; the end of a longer one is left to the description, and marked."""
    if most == 1:
        return [short_label(label)]
    lines = wrap(one_line(label), _LABEL_COLUMNS) or [""]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while wcswidth(last) >= _LABEL_COLUMNS:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def widest(texts: Iterable[str]) -> int:
    """Columns that the widest of them takes in a terminal."""
    return max((max(wcswidth(text), 0) for text in texts), default=0)
