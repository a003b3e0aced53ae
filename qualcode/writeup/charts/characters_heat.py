"""Heat maps drawn with characters."""

from wcwidth import ljust, rjust

from qualcode.text import one_line
from qualcode.writeup.charts.model import HeatMap
from qualcode.writeup.charts.words import number, widest
from qualcode.writeup.numbers import NOTHING

_SHADES = "·░▒▓█"
_GAP = "  "


def heat(chart: HeatMap, width: int) -> str:
    """Columns are numbered like the rows where they are the same, else listed below; numbers where there is room for them."""
    keys = [str(place) for place in range(1, len(chart.columns) + 1)]
    names = [one_line(name) for name in chart.rows]
    if chart.rows == chart.columns:
        names = [f"{key} {name}" for key, name in zip(keys, names, strict=True)]
    cells = [
        [number(value) + _shade(shade) for value, shade in zip(values, shades, strict=True)]
        for values, shades in zip(chart.values, chart.shades(), strict=True)
    ]
    left, size = widest(names), widest([*keys, *(cell for row in cells for cell in row)])
    if left + len(keys) * (len(_GAP) + size) > width:
        lines = _shaded(chart, names, keys)
    else:
        rows = zip(["", *names], [keys, *cells], strict=True)
        lines = [ljust(name, left) + "".join(_GAP + rjust(cell, size) for cell in row) for name, row in rows]
    return "\n".join(line.rstrip() for line in [*lines, *_key(chart)])


def _shaded(chart: HeatMap, names: list[str], keys: list[str]) -> list[str]:
    """One column a cell; the numbers of the columns stand upright."""
    left, tall = widest(names), widest(keys)
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
