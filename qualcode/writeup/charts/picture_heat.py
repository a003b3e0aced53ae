"""Heat maps as a LaTeX `picture`; millimetres."""

from collections.abc import Iterator

from wcwidth import wcswidth

from qualcode.writeup.charts.model import HeatMap
from qualcode.writeup.charts.picture_parts import label, put
from qualcode.writeup.charts.words import number, short_label
from qualcode.writeup.latex_text import escaped

_WIDTH = 158.0  # between the margins of A4
_COLUMN = 1.75  # one column of a label
_WIDEST_CELL, _TALLEST = 14.0, 180.0
_TINY = 4.0  # cells smaller than this have tiny labels and no numbers
_BLUES = ((247, 251, 255), (198, 219, 239), (107, 174, 214), (33, 113, 181), (8, 48, 107))
_DARK = 0.6  # shades beyond it need white figures


def heat(chart: HeatMap) -> tuple[float, float, list[str]]:
    """Width, height and what is drawn."""
    rows, columns = ([short_label(name) for name in names] for names in (chart.rows, chart.columns))
    left, top = _room(rows), _room(columns)
    wide = min(_WIDEST_CELL, (_WIDTH - left) / max(1, len(columns)))
    high = min(wide, _TALLEST / max(1, len(rows)))
    foot, tall = 9.0, high * len(rows)
    small = r"\tiny " if min(wide, high) < _TINY else ""
    lines = [small] if small else []
    for place, name in enumerate(rows):
        lines.append(label(0, foot + tall - (place + 0.5) * high, name, "r", left - 1.5))
    for place, name in enumerate(columns):
        lines.append(put(left + (place + 0.5) * wide + 0.8, foot + tall + 1.5, rf"\rotatebox{{90}}{{{escaped(name)}}}"))
    for place, (values, shades) in enumerate(zip(chart.values, chart.shades(), strict=True)):
        y = foot + tall - (place + 1) * high
        for column, (value, shade) in enumerate(zip(values, shades, strict=True)):
            lines += _cell(left + column * wide, y, (wide, high), value, shade)
    return max(left + wide * len(columns), left + 60), foot + tall + top, [*lines, *_scale(chart, left)]


def _cell(x: float, y: float, size: tuple[float, float], value: float | None, shade: float | None) -> Iterator[str]:
    wide, high = size
    yield put(x, y, rf"\textcolor[HTML]{{{_colour(shade)}}}{{\rule{{{wide - 0.2:.2f}mm}}{{{high - 0.2:.2f}mm}}}}")
    if len(number(value)) * _COLUMN <= wide and min(wide, high) >= _TINY:
        ink = "white" if (shade or 0) > _DARK else "black"
        yield put(x, y, rf"\makebox({wide - 0.2:.2f},{high - 0.2:.2f}){{\textcolor{{{ink}}}{{{number(value)}}}}}")
    elif value is None:
        yield put(x, y, rf"\makebox({wide - 0.2:.2f},{high - 0.2:.2f}){{–}}")


def _scale(chart: HeatMap, left: float) -> Iterator[str]:
    low, high = chart.scale()
    for step in range(11):
        yield put(left + 2 * step, 3.5, rf"\textcolor[HTML]{{{_colour(step / 10)}}}{{\rule{{2mm}}{{2.5mm}}}}")
    yield label(left, 1.5, number(low), "l")
    yield label(left, 1.5, number(high), "r", 22)
    yield label(left + 25, 4.8, chart.measure, "l")


def _colour(shade: float | None) -> str:
    """From the lightest to the darkest blue; grey for nothing."""
    if shade is None:
        return "DDDDDD"
    place = min(int(shade * (len(_BLUES) - 1)), len(_BLUES) - 2)
    part = shade * (len(_BLUES) - 1) - place
    return "".join(f"{round(a + (b - a) * part):02X}" for a, b in zip(_BLUES[place], _BLUES[place + 1], strict=True))


def _room(labels: list[str]) -> float:
    return 4 + _COLUMN * max((wcswidth(label) for label in labels), default=0)
