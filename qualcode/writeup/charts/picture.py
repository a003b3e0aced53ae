r"""Charts as a LaTeX `picture`: no file beside, no drawing package; colours by xcolor, upright names by graphicx."""

from collections.abc import Iterator

from wcwidth import wcswidth

from qualcode.writeup.charts.model import Chart, ForestPlot, ForestRow, HeatMap
from qualcode.writeup.charts.words import figures, label_lines, mark, number, reference
from qualcode.writeup.latex_text import escaped

_WIDTH = 158.0  # millimetres, as everything here: between the margins of A4
_LABELS, _FIGURES = 48.0, 28.0
_LINE, _GAP = 3.6, 1.4  # a line of a label, and between rows
_FEW = 20  # rows; with more, labels keep to one line, so that 40 stand on one page
_COLUMN = 1.75  # one column of a label
_WIDEST_CELL, _TALLEST = 14.0, 180.0
_TINY = 4.0  # cells smaller than this have tiny labels and no numbers
_BLUES = ((247, 251, 255), (198, 219, 239), (107, 174, 214), (33, 113, 181), (8, 48, 107))
_DARK = 0.6  # shades beyond it need white figures


def picture(chart: Chart) -> str:
    """A `picture` environment, at most as wide as a line."""
    width, height, lines = _forest(chart) if isinstance(chart, ForestPlot) else _heat(chart)
    begin = f"{{\\setlength{{\\unitlength}}{{1mm}}\\scriptsize\n\\begin{{picture}}({width:.2f},{height:.2f})\n"
    return begin + "\n".join(lines) + "\n\\end{picture}}"


def _put(x: float, y: float, what: str) -> str:
    return rf"\put({x:.2f},{y:.2f}){{{what}}}"


def _label(x: float, y: float, text: str, side: str = "", width: float = 0) -> str:
    """Text in the middle of a box of no height; "l" and "r" say at which of its sides."""
    return _put(x, y, rf"\makebox({width:.2f},0){f'[{side}]' if side else ''}{{{escaped(text)}}}")


def _forest(plot: ForestPlot) -> tuple[float, float, list[str]]:
    labels = [label_lines(row.label, 3 if len(plot.rows) <= _FEW else 1) for row in plot.rows]
    foot, tall = 9.0, sum(len(lines) * _LINE + _GAP for lines in labels)
    axis = _Axis(plot.axis(), foot, tall)
    lines = [*axis.drawn(plot.measure), *(line for value in plot.references for line in axis.reference(value))]
    top = foot + tall
    for row, names in zip(plot.rows, labels, strict=True):
        middle = top - (len(names) * _LINE + _GAP) / 2
        top -= len(names) * _LINE + _GAP
        upper = middle + (len(names) - 1) * _LINE / 2
        lines += [_label(0, upper - place * _LINE, name, "r", _LABELS - 3) for place, name in enumerate(names)]
        lines += [*axis.row(row, middle), _label(_WIDTH - _FIGURES + 3, middle, figures(row), "l")]
    return _WIDTH, foot + tall + 5, lines


class _Axis:
    """Between the labels and the figures, from `foot` upwards; `marks` from end to end."""

    def __init__(self, marks: list[float], foot: float, tall: float) -> None:
        self.marks, self.foot, self.tall = marks, foot, tall

    def x(self, value: float) -> float:
        size = _WIDTH - _LABELS - _FIGURES
        return _LABELS + (value - self.marks[0]) / (self.marks[-1] - self.marks[0]) * size

    def drawn(self, measure: str) -> Iterator[str]:
        start, end = self.x(self.marks[0]), self.x(self.marks[-1])
        yield _put(start, self.foot, rf"\line(1,0){{{end - start:.2f}}}")
        for value in self.marks:
            yield _put(self.x(value), self.foot - 1, r"\line(0,1){1}")
            yield _label(self.x(value), self.foot - 3, mark(value))
        yield _label((start + end) / 2, 1.5, measure)

    def reference(self, value: float) -> Iterator[str]:
        """Dashed, with its number above."""
        x, dashes = self.x(value), int(self.tall // 2)
        yield rf"{{\color{{gray}}\multiput({x:.2f},{self.foot:.2f})(0,2){{{dashes}}}{{\line(0,1){{1.2}}}}}}"
        yield _label(x, self.foot + self.tall + 2, reference(value))

    def row(self, row: ForestRow, y: float) -> Iterator[str]:
        if row.low is not None and row.high is not None:
            start, end = self.x(row.low), self.x(row.high)
            yield _put(start, y, rf"\line(1,0){{{end - start:.2f}}}")
            yield from (_put(x, y - 0.8, r"\line(0,1){1.6}") for x in (start, end))
        if row.value is not None:
            yield _put(self.x(row.value), y, r"\circle*{1.6}")


def _heat(chart: HeatMap) -> tuple[float, float, list[str]]:
    rows, columns = ([label_lines(name, 1)[0] for name in names] for names in (chart.rows, chart.columns))
    left, top = _room(rows), _room(columns)
    wide = min(_WIDEST_CELL, (_WIDTH - left) / max(1, len(columns)))
    high = min(wide, _TALLEST / max(1, len(rows)))
    foot, tall = 9.0, high * len(rows)
    small = r"\tiny " if min(wide, high) < _TINY else ""
    lines = [small] if small else []
    for place, name in enumerate(rows):
        lines.append(_label(0, foot + tall - (place + 0.5) * high, name, "r", left - 1.5))
    for place, name in enumerate(columns):
        lines.append(_put(left + (place + 0.5) * wide + 0.8, foot + tall + 1.5, rf"\rotatebox{{90}}{{{escaped(name)}}}"))
    for place, (values, shades) in enumerate(zip(chart.values, chart.shades(), strict=True)):
        y = foot + tall - (place + 1) * high
        for column, (value, shade) in enumerate(zip(values, shades, strict=True)):
            lines += _cell(left + column * wide, y, (wide, high), value, shade)
    return max(left + wide * len(columns), left + 60), foot + tall + top, [*lines, *_scale(chart, left)]


def _cell(x: float, y: float, size: tuple[float, float], value: float | None, shade: float | None) -> Iterator[str]:
    wide, high = size
    yield _put(x, y, rf"\textcolor[HTML]{{{_colour(shade)}}}{{\rule{{{wide - 0.2:.2f}mm}}{{{high - 0.2:.2f}mm}}}}")
    if len(number(value)) * _COLUMN <= wide and min(wide, high) >= _TINY:
        ink = "white" if (shade or 0) > _DARK else "black"
        yield _put(x, y, rf"\makebox({wide - 0.2:.2f},{high - 0.2:.2f}){{\textcolor{{{ink}}}{{{number(value)}}}}}")
    elif value is None:
        yield _put(x, y, rf"\makebox({wide - 0.2:.2f},{high - 0.2:.2f}){{–}}")


def _scale(chart: HeatMap, left: float) -> Iterator[str]:
    low, high = chart.scale()
    for step in range(11):
        yield _put(left + 2 * step, 3.5, rf"\textcolor[HTML]{{{_colour(step / 10)}}}{{\rule{{2mm}}{{2.5mm}}}}")
    yield _label(left, 1.5, number(low), "l")
    yield _label(left, 1.5, number(high), "r", 22)
    yield _label(left + 25, 4.8, chart.measure, "l")


def _colour(shade: float | None) -> str:
    """From the lightest to the darkest blue; grey for nothing."""
    if shade is None:
        return "DDDDDD"
    place = min(int(shade * (len(_BLUES) - 1)), len(_BLUES) - 2)
    part = shade * (len(_BLUES) - 1) - place
    return "".join(f"{round(a + (b - a) * part):02X}" for a, b in zip(_BLUES[place], _BLUES[place + 1], strict=True))


def _room(labels: list[str]) -> float:
    return 4 + _COLUMN * max((wcswidth(label) for label in labels), default=0)
