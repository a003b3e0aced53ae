"""The differences one goes through: read as they are found, each once, with what is decided kept in step."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from qualcode.coding.gesture import Change
from qualcode.team.comparing import Wanted
from qualcode.team.outcomes import Point
from qualcode.tui.sitting import Batch, Entry

Turn = tuple[str, int]  # transcript id, number


class Agenda:
    """The entries of `wanted` and a place among them: the first, or `at` when it is read."""

    def __init__(self, wanted: Wanted, at: Point | None = None) -> None:
        self.wanted = wanted
        self.entries: list[Entry] = []
        self.decided: set[Point] = set()
        self.expected: Counter[Point] = Counter()  # what is on its way to be decided
        self.kinds: Counter[str] = Counter()
        self.whole = False  # all of it is read
        self.place = 0
        self._at = at
        self._places: dict[Point, int] = {}
        self._on: Counter[Turn] = Counter()  # entries

    @property
    def here(self) -> Entry | None:
        """The entry one is at; None where there is none."""
        return self.entries[self.place] if self.entries else None

    def add(self, batch: Batch) -> bool:
        """Take up more of it; tells whether another entry is under attention now."""
        before = self.here
        self._take_up(entry for entry in batch.entries if entry.point not in self._places)
        self.whole = batch.last
        if self._at in self._places:
            self.place, self._at = self._places[self._at], None
        return self.here is not before

    def renew(self, turns: Mapping[Turn, Sequence[Entry]]) -> bool:
        """Take up what there is on these turns now; tells whether anything of it is new.

        What is decided costs nothing; where coders differ in something else, all of it is put in order anew.
        """
        new = False
        for turn, entries in turns.items():
            if self._on[turn] != len(entries) or any(self._kind(entry.point) != entry.kind for entry in entries):
                self._put_in_order(turns)
                return True
            new |= any(entry.decided != (entry.point in self.decided) for entry in entries)
            for entry in entries:
                self._settle(entry.point, decided=entry.decided)
        return new

    def step(self, steps: int) -> bool:
        """So many entries on; tells whether that is another one."""
        before, self.place = self.place, max(0, min(self.place + steps, len(self.entries) - 1))
        return before != self.place

    def next_open(self) -> bool:
        """To the next entry that nobody has decided on, from the start again after the end; tells whether there is one."""
        number = len(self.entries)
        for step in range(1, number + 1):
            place = (self.place + step) % number
            point = self.entries[place].point
            if point not in self.decided and not self.expected[point]:
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
                for point in here:
                    self._settle(point, decided=change.what == "decide")
        return points

    def _settle(self, point: Point, *, decided: bool) -> None:
        if decided and point in self._places:
            self.decided.add(point)
        else:
            self.decided.discard(point)

    def _take_up(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._places[entry.point] = len(self.entries)
            self.entries.append(entry)
            self.kinds[entry.kind] += 1
            self._on[entry.point[:2]] += 1
            self._settle(entry.point, decided=entry.decided)

    def _kind(self, point: Point) -> str | None:
        return self.entries[self._places[point]].kind if point in self._places else None

    def _put_in_order(self, turns: Mapping[Turn, Sequence[Entry]]) -> None:
        """The entries of these turns in the place of those they had; of turns that had none, at the end."""
        here, before, decided, left = self.here, self.entries, self.decided, dict(turns)
        self.entries, self.decided, self._places = [], set(), {}
        self.kinds, self._on = Counter(), Counter()
        for entry in before:
            self._take_up(left.pop(entry.point[:2], ()) if entry.point[:2] in turns else (entry,))
        self._take_up(chain.from_iterable(left.values()))
        self.decided |= decided & {point for point in self._places if point[:2] not in turns}
        self.place = min(self.place, max(0, len(self.entries) - 1))
        self.go_to([here.point] if here else [])
