"""Which codes occur together: on one turn, on the same words, or one on the turn behind the other.

Two codes are together where one layer put both: what one coder calls A and another B is a disagreement. What several layers put
together counts once. The measure is Jaccard's, n12 / (n1 + n2 − n12), which other programs call the c-coefficient
(Jaccard 1912).
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from qualcode.analysis.coded import About, Coded, CodeName, crosstab, read_coded
from qualcode.analysis.material import Numbers
from qualcode.analysis.said import Words, read_words
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.text import listed, one_line

Way = Literal["same-turn", "overlapping", "following"]
WAYS: Final[tuple[Way, ...]] = ("same-turn", "overlapping", "following")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes that occur together. `both` (n12), `first` (n1) and `second` (n2) count turns, or words where they overlap."""

    codes: tuple[str, str]
    both: int
    first: int
    second: int

    @property
    def coefficient(self) -> float | None:
        """Jaccard's; None where neither code occurs."""
        either = self.first + self.second - self.both
        return self.both / either if either else None


@dataclass(frozen=True)
class Together:
    """How often each code (rows) occurs together with each other (columns).

    `counts` is square; its diagonal is how often a code occurs at all, and where they follow, how often it follows itself.
    `firsts` are how often each occurs as the first of two (where they follow: on a turn that another follows), `seconds` as
    the second. Counted are turns, and words where codes overlap.
    """

    about: About
    way: Way
    codes: tuple[CodeName, ...]
    counts: tuple[tuple[int, ...], ...]
    firsts: tuple[int, ...]
    seconds: tuple[int, ...]

    @property
    def unit(self) -> str:
        """What is counted."""
        return "word" if self.way == "overlapping" else "turn"

    @property
    def directed(self) -> bool:
        """Whether it matters which code comes first."""
        return self.way == "following"

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every pair that occurs, the most frequent first; a code with itself only where it can follow itself."""
        places = range(len(self.codes))
        found = [self._pair(one, other) for one in places for other in places if self.directed or one < other]
        return tuple(sorted((pair for pair in found if pair.both), key=lambda pair: -pair.both))

    def _pair(self, one: int, other: int) -> Pair:
        keys = (self.codes[one].key, self.codes[other].key)
        return Pair(keys, self.counts[one][other], self.firsts[one], self.seconds[other])


def together(store: Store, selection: Selection, way: str = "same-turn") -> Together:
    """Raises QualcodeError as `read_coded` does, and on a way that is not known."""
    if way not in WAYS:
        raise QualcodeError(f'Codes cannot occur together "{one_line(way)}". Choose {listed(list(WAYS), "or")}.')
    with store.reader.snapshot():
        coded = read_coded(store, selection)
        words = read_words(store, coded.turns, coded.chosen) if way == "overlapping" else None
    if words is not None:
        return overlapping(coded, words)
    return following(coded) if way == "following" else on_one_turn(coded)


def on_one_turn(coded: Coded) -> Together:
    """Codes on the same turn."""
    size = len(coded.codes)
    counts = _square(_pairs(coded.hits, coded.hits), size)
    return _found(coded, "same-turn", counts, counts.diagonal(), counts.diagonal())


def following(coded: Coded) -> Together:
    """The next of the chosen turns in the same transcript: without interviewers, the participants' next turn."""
    turns, size = np.flatnonzero(coded.chosen), len(coded.codes)
    transcript = coded.turns.transcript_of[turns]
    before = np.full(len(coded.chosen), -1)
    same = transcript[1:] == transcript[:-1]
    before[turns[1:][same]] = turns[:-1][same]
    layer, turn, code = coded.hits.T
    later = np.stack([layer, before[turn], code], axis=1)[before[turn] >= 0]
    earlier = coded.hits[np.isin(turn, before[before >= 0])]
    counts = _square(_pairs(earlier, later), size)
    firsts, seconds = (np.bincount(np.unique(rows[:, 1:], axis=0)[:, 1], minlength=size) for rows in (earlier, later))
    return _found(coded, "following", counts, firsts, seconds)


def overlapping(coded: Coded, words: Words) -> Together:
    """Codings cut the text into pieces, on each of which a code lies wholly or not at all; a piece weighs its words."""
    first, last = words.within(coded.starts, coded.ends)
    edges = np.unique(np.concatenate([first, last]))
    low, high = np.searchsorted(edges, first), np.searchsorted(edges, last)
    coding = np.repeat(np.arange(len(low)), high - low)
    piece = np.arange(len(coding)) - np.repeat(np.cumsum(high - low) - (high - low), high - low) + low[coding]
    rows = np.unique(np.stack([coded.layer[coding], piece, coded.code[coding]], axis=1), axis=0)
    pieces = _pairs(rows, rows)
    size = len(coded.codes)
    counts = np.bincount(pieces[:, 1] * size + pieces[:, 2], weights=np.diff(edges)[pieces[:, 0]], minlength=size * size)
    square = counts.astype(np.int64).reshape(size, size)
    return _found(coded, "overlapping", square, square.diagonal(), square.diagonal())


def _pairs(first: Numbers, second: Numbers) -> Numbers:
    """(pairs, 3) place, code of `first`, code of `second`: each two that one layer has at one place, once.

    Both are (n, 3) layer, place and code, in rising order.
    """
    width = 1 + max(first[:, 1].max(initial=0), second[:, 1].max(initial=0))
    here, there = (rows[:, 0] * width + rows[:, 1] for rows in (first, second))
    low, high = np.searchsorted(there, here, side="left"), np.searchsorted(there, here, side="right")
    one = np.repeat(np.arange(len(here)), high - low)
    other = np.arange(len(one)) - np.repeat(np.cumsum(high - low) - (high - low), high - low) + low[one]
    return np.unique(np.stack([first[one, 1], first[one, 2], second[other, 2]], axis=1), axis=0)


def _square(pairs: Numbers, size: int) -> Numbers:
    return crosstab(pairs[:, 1], pairs[:, 2], (size, size))


def _found(coded: Coded, way: Way, counts: Numbers, firsts: Numbers, seconds: Numbers) -> Together:
    square = tuple(tuple(map(int, row)) for row in counts)
    return Together(coded.about, way, coded.codes, square, tuple(map(int, firsts)), tuple(map(int, seconds)))
