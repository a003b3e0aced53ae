"""Lanes: beside the words, a line for every span, as far down as it goes. Spans that share a row have lanes of their own."""

from collections.abc import Iterator, Sequence

from rich.segment import Segment
from rich.style import Style

Rows = tuple[int, int]  # the first and the last row of a span


def lanes(spans: Sequence[Rows]) -> list[int]:
    """The lane of each span, from 0: the first that is free when they are taken from the top down. No more than needed."""
    ends: list[int] = []  # the last row taken of each lane
    found = [0] * len(spans)
    for place in sorted(range(len(spans)), key=lambda place: spans[place]):
        first, last = spans[place]
        lane = next((lane for lane, end in enumerate(ends) if end < first), len(ends))
        ends[lane : lane + 1] = [last]
        found[place] = lane
    return found


def draw_lanes(row: int, spans: Sequence[tuple[Rows, int, Style]], width: int) -> Iterator[Segment]:
    """Row `row` of spans (rows, lane, style) in `width` cells; where there are more lanes, the last two cells count the rest."""
    here = {lane: style for (first, last), lane, style in spans if first <= row <= last}
    shown = width if max(here, default=-1) < width else width - 2
    for lane in range(shown):
        yield Segment("┃" if lane in here else " ", here.get(lane))
    if rest := sum(lane >= shown for lane in here):
        yield Segment(f"+{rest}" if rest < 10 else "++")
