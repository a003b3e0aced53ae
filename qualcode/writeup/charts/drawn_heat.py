"""Heat maps drawn by matplotlib."""

from typing import TYPE_CHECKING

from qualcode.writeup.charts.model import HeatMap
from qualcode.writeup.charts.sheet import INK, MARGIN, POINTS, WIDTH, page, room
from qualcode.writeup.charts.words import mark, number, short_label
from qualcode.writeup.printable import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDEST_CELL, _TALLEST = 0.6, 7.2  # inches: a cell, all rows
_SCALE, _SCALE_WIDTH = 0.6, 2.5  # inches below for its scale
_DARK = 0.6  # shades beyond it need white figures
_EMPTY = "#eeeeee"
_COLOURS = "Blues"  # one hue from light to dark: the same order to every kind of colour vision, and on a grey print


def heat(chart: HeatMap) -> "Figure":
    """A heat map with its numbers where there is room for them."""
    rows, columns = ([short_label(printable(name)) for name in names] for names in (chart.rows, chart.columns))
    wide, high, points = _sizes(rows, len(columns))
    left, upright = room(rows, points), room(columns, points) > wide
    top = room(columns, points) if upright else 2 * MARGIN
    across, down = wide * max(1, len(columns)), high * max(1, len(rows))
    figure, axes = page(
        top + down + _SCALE, left=left, right=max(MARGIN, _SCALE_WIDTH - across), top=top, bottom=_SCALE, across=across
    )
    _cells(figure, axes, chart)
    axes.set_yticks([row + 0.5 for row in range(len(rows))], rows, fontsize=points)
    axes.set_xticks([column + 0.5 for column in range(len(columns))], columns, fontsize=points, rotation=90 if upright else 0)
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    if wide >= room([number(value) for row in chart.values for value in row]) - MARGIN:
        _numbers(axes, chart)
    return figure


def _sizes(rows: list[str], columns: int) -> tuple[float, float, float]:
    """Inches that a cell is wide and high, and points of the labels: smaller ones leave more room for the cells."""

    def sizes(points: float) -> tuple[float, float]:
        wide = min(_WIDEST_CELL, (WIDTH - room(rows, points) - MARGIN) / max(1, columns))
        return wide, min(wide, _TALLEST / max(1, len(rows)))

    points: float = POINTS
    for _ in range(4):
        points = min(POINTS, 65 * min(sizes(points)))
    return *sizes(points), points


def _cells(figure: "Figure", axes: "Axes", chart: HeatMap) -> None:
    """The shades, with a scale below them."""
    from matplotlib import colormaps

    shades = [[float("nan") if value is None else value for value in row] for row in chart.values]
    axes.patch.set(facecolor=_EMPTY, edgecolor="#c4c4c4", hatch="//////", linewidth=0)
    axes.spines[:].set_visible(False)
    if not (chart.rows and chart.columns):
        return
    low, high = chart.scale()
    # Of 50 colours and more a scale becomes an image, which a page that trusts nobody does not load.
    colours = colormaps[_COLOURS].resampled(40)
    mesh = axes.pcolormesh(shades, cmap=colours, vmin=low, vmax=high, edgecolors="white", linewidth=0.4)
    axes.invert_yaxis()
    width, height = figure.get_size_inches()
    scale = figure.add_axes((axes.get_position().x0, 0.42 / height, 2 / width, 0.1 / height))
    figure.colorbar(
        mesh, cax=scale, orientation="horizontal", label=printable(chart.measure), format=lambda value, _: mark(value)
    )


def _numbers(axes: "Axes", chart: HeatMap) -> None:
    for y, (values, shades) in enumerate(zip(chart.values, chart.shades(), strict=True)):
        for x, (value, shade) in enumerate(zip(values, shades, strict=True)):
            ink = "white" if (shade or 0) > _DARK else INK
            axes.text(x + 0.5, y + 0.5, number(value), ha="center", va="center", color=ink)
