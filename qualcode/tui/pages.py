"""The turns of one transcript as the screen holds them: pages from the desk, with what was painted but is not saved yet."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from qualcode.coding.desk import Desk, TranscriptView, TurnView
from qualcode.errors import QualcodeError
from qualcode.text import one_line

PAGE = 32
KEPT = 24  # pages: more than any screen shows, and what paging back a little needs


class Pages:
    """Turns by number, from 1. Pages are forgotten only while nothing is unsaved, so a painted turn is never lost."""

    def __init__(self, desk: Desk, transcript: TranscriptView) -> None:
        self.desk = desk
        self.transcript = transcript
        self.unsaved: set[int] = set()
        self._pages: OrderedDict[int, list[TurnView]] = OrderedDict()

    @property
    def turns(self) -> int:
        """How many turns the transcript has."""
        return self.transcript.turns

    def turn(self, number: int) -> TurnView:
        """Turn `number` as it is painted."""
        return self._page(number)[(number - 1) % PAGE]

    def read_around(self, number: int) -> None:
        """Read what a screen that opens at turn `number` shows."""
        for near in (number - PAGE, number, number + PAGE) if self.turns else ():
            self._page(max(1, min(near, self.turns)))

    def speakers(self, number: int) -> set[str]:
        """Who speaks near turn `number`."""
        return {turn.speaker for turn in self._page(number)}

    def paint(self, turn: TurnView) -> None:
        """Show `turn` from now on; it counts as unsaved until it is read again."""
        self._page(turn.number)[(turn.number - 1) % PAGE] = turn
        self.unsaved.add(turn.number)

    def held(self, numbers: Sequence[int]) -> list[int]:
        """Those of `numbers` whose pages are in memory; the others will be read as they are when they are seen."""
        pages = [range(index * PAGE + 1, index * PAGE + PAGE + 1) for index in self._pages]
        return [number for page in pages for number in page if number in numbers]

    def over(self, start_char: int, end_char: int) -> list[TurnView]:
        """The turns in memory that `[start_char, end_char)` overlaps."""
        pages = [page for _, page in sorted(self._pages.items())]
        near = [page for page in pages if page[0].start_char < end_char and page[-1].end_char > start_char]
        return [turn for page in near for turn in page if turn.start_char < end_char and turn.end_char > start_char]

    def read_again(self, numbers: Iterable[int]) -> list[tuple[TurnView, TurnView]]:
        """Take turns that are held as the project has them; (before, after) of those that look different now."""
        wanted = sorted(self.unsaved.union(numbers))
        found = {turn.number: turn for turn in self._read(wanted)}  # first, for it may fail
        changed = []
        for before in [self.turn(number) for number in wanted]:
            # The transcript may have been taken out of the project by somebody else: then nothing stands on it.
            after = found.get(before.number) or replace(before, codings=(), done=False, flagged=False, memo="")
            if before != after:
                self._page(before.number)[(before.number - 1) % PAGE] = after
                changed.append((before, after))
        self.unsaved.clear()
        return changed

    def _read(self, numbers: Iterable[int]) -> Iterator[TurnView]:
        for _, group in groupby(numbers, key=lambda number: (number - 1) // PAGE):
            there = list(group)
            yield from self.desk.page(self.transcript.id, there[0], there[-1] - there[0] + 1)

    def _page(self, number: int) -> list[TurnView]:
        index = (number - 1) // PAGE
        if index not in self._pages:
            turns = self.desk.page(self.transcript.id, index * PAGE + 1, PAGE)
            if not turns:
                name = one_line(self.transcript.name)
                raise QualcodeError(f'"{name}" is not in the project any more. Choose another transcript.')
            self._pages[index] = turns
            while len(self._pages) > KEPT and not self.unsaved:
                self._pages.popitem(last=False)
        self._pages.move_to_end(index)
        return self._pages[index]
