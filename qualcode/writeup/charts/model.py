"""What a chart shows, without a word about how it is drawn: names, numbers and the marks to read them by."""

from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True)
class ForestRow:
    """A figure with the bounds of its interval; without a value it is not defined, without bounds it has no interval."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ForestPlot:
    """One point with its interval per row, on one axis; `references` are the values that lines are drawn at."""

    rows: tuple[ForestRow, ...]
    measure: str
    references: tuple[float, ...] = ()

    def axis(self) -> list[float]:
        """The marks of the axis, from end to end: at least 0 to 1, and all that is drawn lies between them."""
        drawn = [number for row in self.rows for number in (row.value, row.low, row.high) if number is not None]
        return _ticks(min([0, *drawn, *self.references]), max([1, *drawn, *self.references]))


@dataclass(frozen=True)
class HeatMap:
    """Numbers of `rows` by `columns` as shades; None is a place without a number. Whole numbers are counts.

    The darkest shade stands for `most`; without it for the largest count, or for 1.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    measure: str
    most: float | None = None

    def scale(self) -> tuple[float, float]:
        """The numbers that the lightest and the darkest shade stand for."""
        known = self.known()
        if self.most is not None:
            return min([0, *known]), self.most
        whole = all(isinstance(value, int) for value in known)
        return min([0, *known]), max([1, *known]) if known and not whole else max([0, *known])

    def shades(self) -> tuple[tuple[float | None, ...], ...]:
        """The values on a scale from 0, the lightest, to 1, the darkest."""
        low, high = self.scale()
        size = high - low or 1
        return tuple(tuple(None if value is None else (value - low) / size for value in row) for row in self.values)

    def known(self) -> list[float]:
        """The numbers there are."""
        return [value for row in self.values for value in row if value is not None]


@dataclass(frozen=True)
class Bar:
    """A count; `figures` is what stands beside its bar."""

    label: str
    value: int
    figures: str


@dataclass(frozen=True)
class Bars:
    """One bar a row, on one axis from 0."""

    rows: tuple[Bar, ...]
    measure: str

    def axis(self) -> list[float]:
        """The marks of the axis, whole numbers from end to end."""
        return _counts(max((row.value for row in self.rows), default=0))


@dataclass(frozen=True)
class Strip:
    """Where something stands along a course: (first, last) of each run, both included, counted from 1."""

    label: str
    runs: tuple[tuple[int, int], ...]

    @property
    def figures(self) -> str:
        """How many places it stands on."""
        return f"{sum(last - first + 1 for first, last in self.runs):,}"


@dataclass(frozen=True)
class Strips:
    """One strip a row, along `length` places."""

    rows: tuple[Strip, ...]
    length: int
    measure: str

    def axis(self) -> list[float]:
        """The marks of the axis: round numbers of places, the last at or behind the end."""
        return _counts(self.length)


@dataclass(frozen=True)
class Step:
    """A case: how many are new with it, and how many there have been by then."""

    label: str
    new: int
    total: int

    @property
    def figures(self) -> str:
        """`2 new, 9 so far`."""
        return f"{self.new:,} new, {self.total:,} so far"


@dataclass(frozen=True)
class Steps:
    """What grows case by case: totals, what is new apart from what was there before; `most` is as far as it can grow."""

    rows: tuple[Step, ...]
    measure: str
    most: int

    def axis(self) -> list[float]:
        """The marks of the axis of counts."""
        return _counts(self.most)


Row = ForestRow | Bar | Strip | Step
RowChart = ForestPlot | Bars | Strips | Steps
Chart = RowChart | HeatMap


def _counts(most: int) -> list[float]:
    """Whole round numbers from 0 to at least `most`, and to 1."""
    marks = _ticks(0, max(most, 1))
    return marks if marks[1] >= 1 else [float(number) for number in range(max(most, 1) + 1)]


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers at even distances, the first at or below `low`, the last at or above `high`."""
    rough = (high - low) / 6
    power = 10.0 ** floor(log10(rough))
    step = next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough)
    return [step * place for place in range(floor(low / step), ceil(high / step) + 1)]
