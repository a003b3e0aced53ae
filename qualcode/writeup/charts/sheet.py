"""The sheet that charts are drawn on by matplotlib, in inches: what all of them share."""

from typing import TYPE_CHECKING

from wcwidth import wcswidth

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 6.3  # between the margins of A4
MARGIN = 0.15
POINTS = 8  # of the labels
INK, FAINT = "#222222", "#767676"
_COLUMN = 0.075  # that one column of a label takes at most


def room(labels: list[str], points: float = POINTS) -> float:
    """What labels of that size take beside their axis."""
    return MARGIN + _COLUMN * points / POINTS * max((wcswidth(label) for label in labels), default=0)


def page(height: float, *, left: float, right: float, top: float, bottom: float, across: float) -> "tuple[Figure, Axes]":
    """A figure with one pair of axes `across` inches wide; `height` is the whole height."""
    from matplotlib.figure import Figure

    width = left + across + right
    figure = Figure(figsize=(width, height))
    return figure, figure.add_axes((left / width, bottom / height, across / width, (height - top - bottom) / height))
