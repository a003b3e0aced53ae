r"""Charts as a LaTeX `picture`: no file beside, no drawing package; colours by xcolor, upright names by graphicx."""

from collections.abc import Iterator

from qualcode.writeup.charts.model import Bar, Chart, ForestPlot, ForestRow, HeatMap, Row, RowChart, Step, Steps, Strip
from qualcode.writeup.charts.picture_heat import heat
from qualcode.writeup.charts.picture_parts import label, put
from qualcode.writeup.charts.words import beside, label_lines, mark, reference, widest

_WIDTH = 158.0  # millimetres, as everything here: between the margins of A4
_LABELS, _FIGURES = 48.0, 28.0
_LINE, _GAP = 3.6, 1.4  # a line of a label, and between rows
_FEW = 20  # rows; with more, labels keep to one line, so that 40 stand on one page
_COLUMN = 1.75  # one column of a label
_FULL, _OLD = "2171B5", "BDD7E7"


def picture(chart: Chart) -> str:
    """A `picture` environment, at most as wide as a line."""
    width, height, lines = heat(chart) if isinstance(chart, HeatMap) else _rows(chart)
    begin = f"{{\\setlength{{\\unitlength}}{{1mm}}\\scriptsize\n\\begin{{picture}}({width:.2f},{height:.2f})\n"
    return begin + "\n".join(lines) + "\n\\end{picture}}"


def _rows(chart: RowChart) -> tuple[float, float, list[str]]:
    """Labels, what is drawn on one axis for all rows, and figures."""
    labels = [label_lines(row.label, 3 if len(chart.rows) <= _FEW else 1) for row in chart.rows]
    left = max(_LABELS, 4 + _COLUMN * widest(line for lines in labels for line in lines))
    foot, tall = 9.0, sum(len(lines) * _LINE + _GAP for lines in labels)
    axis = _Axis(chart.axis(), left, foot, tall)
    references = chart.references if isinstance(chart, ForestPlot) else ()
    lines = [*axis.drawn(chart.measure), *(line for value in references for line in axis.reference(value))]
    if isinstance(chart, Steps):
        lines += axis.key((("had before", _OLD), ("new", _FULL)))
    rows: tuple[Row, ...] = chart.rows
    top = foot + tall
    for row, names, figure in zip(rows, labels, beside(chart), strict=True):
        middle = top - (len(names) * _LINE + _GAP) / 2
        top -= len(names) * _LINE + _GAP
        upper = middle + (len(names) - 1) * _LINE / 2
        lines += [label(0, upper - place * _LINE, name, "r", left - 3) for place, name in enumerate(names)]
        lines += [*_drawn(axis, row, middle), label(_WIDTH - _FIGURES + 3, middle, figure, "l")]
    return _WIDTH, foot + tall + 5, lines


def _drawn(axis: "_Axis", row: Row, y: float) -> Iterator[str]:
    match row:
        case ForestRow():
            yield from axis.row(row, y)
        case Bar(_, value):
            yield from axis.filled(0, value, y, _FULL)
        case Strip(_, runs):
            for first, last in runs:
                yield from axis.filled(first - 1, last, y, _FULL)
        case Step(_, new, total):
            yield from axis.filled(0, total - new, y, _OLD)
            yield from axis.filled(total - new, total, y, _FULL)


class _Axis:
    """Between the labels and the figures, from `foot` upwards; `marks` from end to end."""

    def __init__(self, marks: list[float], left: float, foot: float, tall: float) -> None:
        self.marks, self.left, self.foot, self.tall = marks, left, foot, tall

    def x(self, value: float) -> float:
        size = _WIDTH - self.left - _FIGURES
        return self.left + (value - self.marks[0]) / (self.marks[-1] - self.marks[0]) * size

    def drawn(self, measure: str) -> Iterator[str]:
        start, end = self.x(self.marks[0]), self.x(self.marks[-1])
        yield put(start, self.foot, rf"\line(1,0){{{end - start:.2f}}}")
        for value in self.marks:
            yield put(self.x(value), self.foot - 1, r"\line(0,1){1}")
            yield label(self.x(value), self.foot - 3, mark(value))
        yield label((start + end) / 2, 1.5, measure)

    def filled(self, low: float, high: float, y: float, colour: str) -> Iterator[str]:
        if low < high:
            wide = self.x(high) - self.x(low)
            yield put(self.x(low), y - 1.1, rf"\textcolor[HTML]{{{colour}}}{{\rule{{{wide:.2f}mm}}{{2.2mm}}}}")

    def key(self, parts: tuple[tuple[str, str], ...]) -> Iterator[str]:
        """What the colours mean, above the rows."""
        x = self.x(self.marks[0])
        for name, colour in parts:
            yield put(x, self.foot + self.tall + 1, rf"\textcolor[HTML]{{{colour}}}{{\rule{{3mm}}{{2.2mm}}}}")
            yield label(x + 4, self.foot + self.tall + 2, name, "l")
            x += 30

    def reference(self, value: float) -> Iterator[str]:
        """Dashed, with its number above."""
        x, dashes = self.x(value), int(self.tall // 2)
        yield rf"{{\color{{gray}}\multiput({x:.2f},{self.foot:.2f})(0,2){{{dashes}}}{{\line(0,1){{1.2}}}}}}"
        yield label(x, self.foot + self.tall + 2, reference(value))

    def row(self, row: ForestRow, y: float) -> Iterator[str]:
        if row.low is not None and row.high is not None:
            start, end = self.x(row.low), self.x(row.high)
            yield put(start, y, rf"\line(1,0){{{end - start:.2f}}}")
            yield from (put(x, y - 0.8, r"\line(0,1){1.6}") for x in (start, end))
        if row.value is not None:
            yield put(self.x(row.value), y, r"\circle*{1.6}")
