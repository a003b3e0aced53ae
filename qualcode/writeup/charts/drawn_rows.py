"""Charts of one row a label on a common axis, drawn by matplotlib: forest plots, bars, strips and steps."""

from typing import TYPE_CHECKING, Literal

from qualcode.writeup.charts.model import Bar, ForestPlot, ForestRow, Row, RowChart, Step, Steps, Strip
from qualcode.writeup.charts.sheet import FAINT, INK, POINTS, WIDTH, page, room
from qualcode.writeup.charts.words import beside, label_lines, mark, reference
from qualcode.writeup.printable import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LINE = 0.15  # inches a line of a label
_GAP = 0.06  # inches between rows
_FEW = 20  # rows; with more, labels keep to one line, so that 40 stand on one page
_LEFT, _RIGHT = 1.95, 1.15  # inches for labels and for figures
_THICK = 0.11  # inches, of a bar
# Light and dark of one hue, told apart by every kind of colour vision and on a grey print.
_FULL, _OLD = "#2171b5", "#bdd7e7"


def rows(chart: RowChart) -> "Figure":
    """Labels on the left, figures on the right, what they show on an axis between them."""
    most = 3 if len(chart.rows) <= _FEW else 1
    labels = [label_lines(printable(row.label), most) for row in chart.rows]
    sizes = [len(lines) * _LINE + _GAP for lines in labels]
    middles = [sum(sizes[:row]) + size / 2 for row, size in enumerate(sizes)]
    top, bottom, tall = 0.3, 0.5, max(sum(sizes), _LINE)
    left = max(_LEFT, room([line for lines in labels for line in lines]))
    figure, axes = page(top + tall + bottom, left=left, right=_RIGHT, top=top, bottom=bottom, across=WIDTH - left - _RIGHT)
    _axes(axes, chart, tall)
    axes.set_yticks(middles, ["\n".join(lines) for lines in labels])
    if isinstance(chart, ForestPlot):
        _references(axes, chart.references)
    if isinstance(chart, Steps):
        _key(axes)
    drawn: tuple[Row, ...] = chart.rows
    for row, middle, said in zip(drawn, middles, beside(chart), strict=True):
        _row(axes, row, middle)
        axes.text(1.03, middle, said, transform=axes.get_yaxis_transform(), va="center_baseline")
    return figure


def _axes(axes: "Axes", chart: RowChart, tall: float) -> None:
    marks = chart.axis()
    axes.set_xlim(marks[0], marks[-1])
    axes.set_ylim(tall, 0)
    axes.set_xticks(marks, [mark(value) for value in marks])
    axes.set_xlabel(printable(chart.measure))
    axes.tick_params(axis="y", length=0)
    axes.spines[["left", "right", "top"]].set_visible(False)


def _row(axes: "Axes", row: Row, y: float) -> None:
    match row:
        case ForestRow():
            _point(axes, row, y)
        case Bar(_, value):
            _filled(axes, 0, value, y, _FULL)
        case Strip(_, runs):
            axes.axhline(y, color=_OLD, linewidth=0.5, zorder=0)
            for first, last in runs:
                _filled(axes, first - 1, last, y, _FULL)
        case Step(_, new, total):
            _filled(axes, 0, total - new, y, _OLD)
            _filled(axes, total - new, total, y, _FULL)


def _filled(axes: "Axes", low: float, high: float, y: float, colour: str) -> None:
    if low < high:
        axes.barh(y, high - low, left=low, height=_THICK, color=colour)


def _point(axes: "Axes", row: ForestRow, y: float) -> None:
    if row.low is not None and row.high is not None:
        half = (row.high - row.low) / 2
        axes.errorbar(row.low + half, y, xerr=half, color=INK, linewidth=1.2, capsize=2.5, clip_on=False)
    if row.value is not None:
        axes.plot(row.value, y, "o", color=INK, markersize=4.5, clip_on=False)


def _key(axes: "Axes") -> None:
    """What the two shades mean, above the rows."""
    from matplotlib.patches import Patch

    axes.legend(
        handles=[Patch(color=_OLD, label="had before"), Patch(color=_FULL, label="new")], loc="lower left",
        bbox_to_anchor=(0, 1), ncols=2, frameon=False, borderaxespad=0.2, fontsize=POINTS,
    )  # fmt: skip


def _references(axes: "Axes", references: tuple[float, ...]) -> None:
    """Dashed lines with their numbers above; the outer two numbers lean outwards, so that near ones stay apart."""
    for place, value in enumerate(references):
        axes.axvline(value, color=FAINT, linestyle=(0, (4, 3)), linewidth=0.9, zorder=0)
        lean: Literal["left", "center", "right"] = "center"
        if len(references) > 1 and place in (0, len(references) - 1):
            lean = "right" if place == 0 else "left"
        axes.text(value, 1, reference(value), transform=axes.get_xaxis_transform(), ha=lean, va="bottom", color=FAINT)
