"""Charts drawn by matplotlib, as SVG for a web page and PNG for a word processor: the width of a printed page."""

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from wcwidth import wcswidth

from qualcode.writeup.charts.model import Chart, ForestPlot, HeatMap
from qualcode.writeup.charts.words import figures, label_lines, mark, number, reference
from qualcode.writeup.printable import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH = 6.3  # inches, between the margins of A4
_LINE = 0.15  # inches a line of a label
_GAP = 0.06  # inches between rows
_FEW = 20  # rows; with more, labels keep to one line, so that 40 stand on one page
_POINTS = 8  # of the labels
_COLUMN = 0.075  # inches that one column of a label takes at most
_MARGIN = 0.15
_WIDEST_CELL, _TALLEST = 0.6, 7.2  # inches: a cell, all rows of a heat map
_SCALE, _SCALE_WIDTH = 0.6, 2.5  # inches below a heat map for its scale
_DARK = 0.6  # shades beyond it need white figures
_DOTS = 200  # an inch, for print
_INK, _FAINT, _EMPTY = "#222222", "#767676", "#eeeeee"
_COLOURS = "Blues"  # one hue from light to dark: the same order to every kind of colour vision, and on a grey print
# For scripts that matplotlib's own DejaVu Sans lacks: what the systems bring along, as far as it is there.
_OTHER_FONTS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Yu Gothic", "Malgun Gothic",
    "Noto Sans Devanagari", "Nirmala UI", "Noto Sans Thai", "Arial Unicode MS",
)  # fmt: skip


def drawn(chart: Chart, format: Literal["svg", "png"]) -> bytes:
    """The chart as a file of that format, `_WIDTH` inches wide, the same bytes for the same chart.

    Imports matplotlib, 1 to 2 s: nothing else of the write-up needs it.
    """
    with _matplotlib():
        figure = _forest(chart) if isinstance(chart, ForestPlot) else _heat(chart)
        buffer = BytesIO()
        undated = {"Date": None} if format == "svg" else {"Software": None}
        figure.savefig(buffer, format=format, dpi=_DOTS, metadata=undated)
        return buffer.getvalue()


@contextmanager
def _matplotlib() -> Iterator[None]:
    """matplotlib as it comes, whatever a matplotlibrc says, and silent on letters that no font has."""
    _import_quietly()
    import matplotlib
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    ours = {
        "font.family": ["DejaVu Sans", *(name for name in _OTHER_FONTS if name in installed)],
        "font.size": _POINTS,
        "text.parse_math": False,  # a price in dollars is no formula
        "svg.fonttype": "none",  # letters stay letters: any script, selectable, read aloud
        "svg.hashsalt": "qualcode",
    }
    # The backend is left alone: no window is wanted, and asking for it would import pyplot.
    defaults = {name: value for name, value in matplotlib.rcParamsDefault.items() if name != "backend"}
    with matplotlib.rc_context({**defaults, **ours}), warnings.catch_warnings():  # type: ignore[dict-item]
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        yield


def _import_quietly() -> None:
    """Import matplotlib so that it leaves nothing behind: its configuration and font cache go into a temporary folder."""
    if "matplotlib" in sys.modules or "MPLCONFIGDIR" in os.environ:
        return
    with tempfile.TemporaryDirectory(prefix="qualcode-") as folder:
        os.environ["MPLCONFIGDIR"] = folder
        try:
            import matplotlib.font_manager  # noqa: F401
        finally:
            del os.environ["MPLCONFIGDIR"]


def _forest(plot: ForestPlot) -> "Figure":
    most = 3 if len(plot.rows) <= _FEW else 1
    labels = [label_lines(printable(row.label), most) for row in plot.rows]
    sizes = [len(lines) * _LINE + _GAP for lines in labels]
    middles = [sum(sizes[:row]) + size / 2 for row, size in enumerate(sizes)]
    top, bottom, tall = 0.3, 0.5, max(sum(sizes), _LINE)
    figure, axes = _page(top + tall + bottom, left=1.95, right=1.15, top=top, bottom=bottom, across=_WIDTH - 3.1)
    marks = plot.axis()
    axes.set_xlim(marks[0], marks[-1])
    axes.set_ylim(tall, 0)
    axes.set_xticks(marks, [mark(value) for value in marks])
    axes.set_xlabel(printable(plot.measure))
    axes.set_yticks(middles, ["\n".join(lines) for lines in labels])
    axes.tick_params(axis="y", length=0)
    axes.spines[["left", "right", "top"]].set_visible(False)
    _references(axes, plot.references)
    for row, middle in zip(plot.rows, middles, strict=True):
        if row.low is not None and row.high is not None:
            axes.errorbar(
                (row.low + row.high) / 2,
                middle,
                xerr=(row.high - row.low) / 2,
                color=_INK,
                linewidth=1.2,
                capsize=2.5,
                clip_on=False,
            )
        if row.value is not None:
            axes.plot(row.value, middle, "o", color=_INK, markersize=4.5, clip_on=False)
        axes.text(1.03, middle, figures(row), transform=axes.get_yaxis_transform(), va="center_baseline")
    return figure


def _references(axes: "Axes", references: tuple[float, ...]) -> None:
    """Dashed lines with their numbers above; the outer two numbers lean outwards, so that near ones stay apart."""
    for place, value in enumerate(references):
        axes.axvline(value, color=_FAINT, linestyle=(0, (4, 3)), linewidth=0.9, zorder=0)
        lean: Literal["left", "center", "right"] = "center"
        if len(references) > 1 and place in (0, len(references) - 1):
            lean = "right" if place == 0 else "left"
        axes.text(value, 1, reference(value), transform=axes.get_xaxis_transform(), ha=lean, va="bottom", color=_FAINT)


def _heat(chart: HeatMap) -> "Figure":
    rows, columns = ([label_lines(printable(name), 1)[0] for name in names] for names in (chart.rows, chart.columns))
    left = _room(rows)
    wide = min(_WIDEST_CELL, (_WIDTH - left - _MARGIN) / max(1, len(columns)))
    high = min(wide, _TALLEST / max(1, len(rows)))
    upright = _room(columns) > wide
    top = _room(columns) if upright else 2 * _MARGIN
    across, down = wide * max(1, len(columns)), high * max(1, len(rows))
    figure, axes = _page(
        top + down + _SCALE, left=left, right=max(_MARGIN, _SCALE_WIDTH - across), top=top, bottom=_SCALE, across=across
    )
    _cells(figure, axes, chart)
    points = min(_POINTS, 65 * min(wide, high))
    axes.set_yticks([row + 0.5 for row in range(len(rows))], rows, fontsize=points)
    axes.set_xticks([column + 0.5 for column in range(len(columns))], columns, fontsize=points, rotation=90 if upright else 0)
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    if wide >= _room([number(value) for row in chart.values for value in row]) - _MARGIN:
        _numbers(axes, chart)
    return figure


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
            ink = "white" if (shade or 0) > _DARK else _INK
            axes.text(x + 0.5, y + 0.5, number(value), ha="center", va="center", color=ink)


def _room(labels: list[str]) -> float:
    """Inches that labels take beside their axis."""
    return _MARGIN + _COLUMN * max((wcswidth(label) for label in labels), default=0)


def _page(height: float, *, left: float, right: float, top: float, bottom: float, across: float) -> "tuple[Figure, Axes]":
    """A figure with one pair of axes `across` inches wide; `height` is the whole height."""
    from matplotlib.figure import Figure

    width = left + across + right
    figure = Figure(figsize=(width, height))
    return figure, figure.add_axes((left / width, bottom / height, across / width, (height - top - bottom) / height))
