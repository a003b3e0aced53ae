"""The marks a coder has put on a stretch of a transcript, in memory: what is there, and what a new mark would replace.

Knows no database, so that one gesture and an import of a hundred thousand go by the same rules.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple


class Mark(NamedTuple):
    """A code on `[start_char, end_char)`. A layer has it once or not at all, so this is its identity."""

    code_id: str
    start_char: int
    end_char: int


class TurnPlace(NamedTuple):
    """Where a turn lies in its transcript."""

    id: str
    number: int
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One row of a mark. `first_id` is the first row of a coding that was taken off and put back, or moved."""

    id: str
    mark: Mark
    unsure: bool
    deleted: bool
    first_id: str


class Turns:
    """Consecutive turns of one transcript."""

    def __init__(self, places: Sequence[TurnPlace]) -> None:
        self._places = places
        self._starts = [place.start_char for place in places]

    def over(self, start_char: int, end_char: int) -> Sequence[TurnPlace]:
        """The turns that `[start_char, end_char)` overlaps."""
        first = max(bisect_right(self._starts, start_char) - 1, 0)
        found = self._places[first : bisect_left(self._starts, end_char)]
        return found[1:] if found and found[0].end_char <= start_char else found

    def hold(self, start_char: int, end_char: int) -> bool:
        """Whether `[start_char, end_char)` begins and ends with something said."""
        over = self.over(start_char, end_char)
        return start_char < end_char and bool(over) and over[0].start_char <= start_char and over[-1].end_char >= end_char


class Marks:
    """A layer's marks over some turns of one transcript, kept in step with what a gesture puts and takes."""

    def __init__(self, turns: Turns, rows: Iterable[MarkRow]) -> None:
        self.turns = turns
        self._live: dict[Mark, list[MarkRow]] = {}
        self._newest: dict[Mark, tuple[str, str]] = {}  # id and first id of the last row each mark had
        self._first_of_row: dict[str, str] = {}
        self._by_turn: dict[int, set[Mark]] = defaultdict(set)
        self._numbers: dict[tuple[int, int], range] = {}
        for row in rows:
            self.put(row)

    def numbers(self, mark: Mark) -> range:
        """Numbers of the turns the mark lies in."""
        place = mark[1:]
        if place not in self._numbers:
            over = self.turns.over(*place)
            self._numbers[place] = range(over[0].number, over[-1].number + 1)
        return self._numbers[place]

    def live(self, mark: Mark) -> Sequence[MarkRow]:
        """The rows that make the mark stand: none, one, or, after a merge of one coder's two copies, more."""
        return self._live.get(mark, ())

    def first_id(self, mark: Mark, row_id: str = "") -> str | None:
        """Id of the first row of the coding that row `row_id` belongs to, else of the one that stood as this mark last."""
        return self._first_of_row.get(row_id) or self._newest.get(mark, (row_id, None))[1]

    def rivals(self, mark: Mark, code_ids: Set[str]) -> list[Mark]:
        """The marks of these codes that overlap the mark, in order of place."""
        if not code_ids:
            return []
        return sorted(set(self._rivals(mark, code_ids)), key=lambda rival: (rival.start_char, rival))

    def put(self, row: MarkRow) -> None:
        """Take up a row."""
        self._newest[row.mark] = max(self._newest.get(row.mark, ("", "")), (row.id, row.first_id))
        self._first_of_row[row.id] = row.first_id
        if row.deleted:
            return
        self._live.setdefault(row.mark, []).append(row)
        for number in self.numbers(row.mark):
            self._by_turn[number].add(row.mark)

    def take(self, mark: Mark) -> list[MarkRow]:
        """Take the mark off; gives its rows."""
        taken = self._live.pop(mark, [])
        for number in self.numbers(mark) if taken else ():
            self._by_turn[number].discard(mark)
        return taken

    def _rivals(self, mark: Mark, code_ids: Set[str]) -> Iterator[Mark]:
        for number in self.numbers(mark):
            for other in self._by_turn[number]:
                if other.code_id in code_ids and other.start_char < mark.end_char and other.end_char > mark.start_char:
                    yield other
