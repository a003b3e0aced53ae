"""The differences one goes through: read as they are found, each once, with what is decided kept in step."""

from collections import Counter
from collections.abc import Iterable

from qualcode.coding.gesture import Change
from qualcode.team.comparing import Wanted
from qualcode.team.outcomes import Point
from qualcode.tui.sitting import Batch, Entry


class Agenda:
    """The entries of `wanted` and a place among them."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.entries: list[Entry] = []
        self.decided: set[Point] = set()
        self.kinds: Counter[str] = Counter()
        self.whole = False  # all of it is read
        self.place = 0
        self._places: dict[Point, int] = {}

    @property
    def here(self) -> Entry | None:
        """The entry one is at; None where there is none."""
        return self.entries[self.place] if self.entries else None

    def add(self, batch: Batch) -> None:
        """Take up more of it."""
        for entry in batch.entries:
            self._places[entry.point] = len(self.entries)
            self.entries.append(entry)
            self.kinds[entry.kind] += 1
            if entry.decided:
                self.decided.add(entry.point)
        self.whole = batch.last

    def step(self, steps: int) -> bool:
        """So many entries on; tells whether that is another one."""
        before, self.place = self.place, max(0, min(self.place + steps, len(self.entries) - 1))
        return before != self.place

    def next_open(self) -> bool:
        """To the next entry that nobody has decided on, from the start again after the end; tells whether there is one."""
        number = len(self.entries)
        for step in range(1, number + 1):
            place = (self.place + step) % number
            if self.entries[place].point not in self.decided:
                self.place = place
                return True
        return False

    def go_to(self, points: Iterable[Point]) -> bool:
        """To the first of these that is in the queue; tells whether any is."""
        place = next((self._places[point] for point in points if point in self._places), None)
        self.place = self.place if place is None else place
        return place is not None

    def note(self, changes: Iterable[Change]) -> list[Point]:
        """Keep in step with a gesture; gives the points it was about."""
        points: list[Point] = []
        for change in changes:
            if change.what in {"decide", "not decided"} and change.transcript_id and change.code:
                here = [Point(change.transcript_id, number, change.code) for number in change.turns]
                points += here
                settle = self.decided.add if change.what == "decide" else self.decided.discard
                for point in here:
                    if point in self._places:
                        settle(point)
        return points
