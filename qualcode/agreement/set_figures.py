"""α for several codes on one unit: the value a coder gives is the whole set of codes, and sets differ more or less.

α = 1 - (n-1) Σ_units Σ_pairs d/(m-1) / Σ_AB n_A n_B d(A, B), over ordered pairs of coders in units of m >= 2 of them, and
over all pairs of the n sets given there (Krippendorff 2011, section E, with d for δ²; Passonneau 2006, LREC, for sets).
Undefined where all sets given are the same.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.distances import DISTANCES, Pairs, Subsets, by_sizes, sums_over_pairs
from qualcode.agreement.group_sums import GroupSums
from qualcode.agreement.intervals import Drawn
from qualcode.agreement.nominal import ratio
from qualcode.agreement.sums import Named
from qualcode.agreement.table import NOT_SEEN, Floats, Ints, counted, summed
from qualcode.agreement.words import Words, distinct_words, members, ones, words_of

Counts = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class SetFigures:
    """Which set each coder gave each unit: which (units, coders), -1 for not seen or not pairable; words (sets, words).

    weight as in `Table`.
    """

    which: Ints
    words: Words
    codes: int
    transcript: Ints
    weight: Ints | None

    @property
    def drawable(self) -> bool:
        """Whether there is time for draws."""
        return self.sums.drawable

    @cached_property
    def sums(self) -> Pairs | Subsets:
        """Sums over all pairs of sets."""
        return sums_over_pairs(members(self.words, self.codes))

    @cached_property
    def coders(self) -> Ints:
        """(units,): the coders of each, 0 where fewer than two."""
        return np.asarray((self.which != NOT_SEEN).sum(axis=1))

    @cached_property
    def apart(self) -> Floats:
        """(units, distances): Σ over ordered pairs of coders of their distance, over m - 1."""
        size = ones(self.words)
        apart = [by_sizes(distance, int(size.max(initial=0))) for distance in DISTANCES.values()]
        total = np.zeros((len(self.which), len(apart)))
        for first, second in combinations(self.which.T, 2):
            at = np.flatnonzero((first != second) & (first != NOT_SEEN) & (second != NOT_SEEN))
            one, other = first[at], second[at]
            shared = ones(self.words[one] & self.words[other])
            for place, table in enumerate(apart):
                total[at, place] += table[size[one], size[other], shared]
        return 2 * total / np.maximum(self.coders - 1, 1)[:, None]

    def values(self) -> Named:
        """Name -> (1,)."""
        each = self.apart if self.weight is None else self.apart * self.weight[:, None]
        apart = [fsum(column[column > 0]) for column in each.T]  # to the last digit the same in every order of the units
        return self._alphas(self.count[:, None].astype(np.float64), np.array([apart]))

    def of_units(self, drawn: Drawn) -> Named:
        """Drawn (units, draws) -> name -> (draws, 1)."""
        usual, unusual = self._unusual
        count = np.zeros((len(self.words), drawn.shape[1]), dtype=np.float32)  # whole numbers, exact
        count[unusual.kinds] = unusual.added(drawn)
        given, *apart = np.vstack([self.coders, self.apart.T]) @ drawn
        count[usual] = given - count.sum(axis=0)
        alphas = self._alphas(count, np.stack(apart, axis=1))
        return {name: each[:, None] for name, each in alphas.items()}

    def of_transcripts(self, rows: Floats) -> Named:
        """Drawn (draws, transcripts) -> name -> (draws, 1)."""
        count, apart = self._by_transcript
        against = [self.sums.against(each) for each in count]  # as many as transcripts: draws are small products of these
        between = np.tensordot(count, np.stack(against), axes=(1, 1))
        expected = np.einsum("di,ijk,dj->dk", rows, between, rows, optimize=True)
        alphas = self._ratios(rows @ apart, rows @ count.sum(axis=1), expected)
        return {name: each[:, None] for name, each in alphas.items()}

    def left_out(self) -> Named:
        """Name -> (1, units): without one of the units."""
        against = self.sums.against(self.count.astype(np.float64))
        expected = self.count @ against
        given = (self.which != NOT_SEEN)[:, :, None] * against[self.which]
        less = expected - 2 * given.sum(axis=1) + self.apart * np.maximum(self.coders - 1, 1)[:, None]
        number = self.count.sum() - self.coders
        alphas = self._ratios(self.apart.sum(axis=0) - self.apart, number, less)
        return {name: each[None, :] for name, each in alphas.items()}

    @cached_property
    def count(self) -> Ints:
        """(sets,): how often each was given in pairable units."""
        unit, coder = np.nonzero(self.which != NOT_SEEN)
        weight = None if self.weight is None else self.weight[unit]
        return counted(self.which[unit, coder], weight, len(self.words))

    @cached_property
    def _unusual(self) -> tuple[int, GroupSums]:
        """The most frequent set, and where all others were given."""
        usual = int(self.count.argmax())
        unit, coder = np.nonzero((self.which != NOT_SEEN) & (self.which != usual))
        return usual, GroupSums.of(self.which[unit, coder], unit)

    @cached_property
    def _by_transcript(self) -> tuple[Floats, Floats]:
        """Counts (transcripts, sets) and distances within units (transcripts, distances)."""
        shape = (int(self.transcript.max(initial=0)) + 1, len(self.words))
        unit, coder = np.nonzero(self.which != NOT_SEEN)
        weight = None if self.weight is None else self.weight[unit]
        keys = self.transcript[unit] * shape[1] + self.which[unit, coder]
        each = self.apart if self.weight is None else self.apart * self.weight[:, None]
        apart = np.stack([summed(self.transcript, column, shape[0]) for column in each.T], axis=1)
        return counted(keys, weight, shape[0] * shape[1]).reshape(shape).astype(np.float64), apart

    def _alphas(self, count: Counts, apart: Floats) -> Named:
        """Counts (sets, draws), distances within units (draws, distances) -> name -> (draws,)."""
        return self._ratios(apart, count.sum(axis=0, dtype=np.float64), self.sums.expected(count))

    @staticmethod
    def _ratios(apart: Floats, number: Ints | Floats, expected: Floats) -> Named:
        # A single set gives 0 only up to rounding.
        expected = np.where(expected > 1e-12 * number[:, None] ** 2, expected, 0.0)
        found = 1.0 - ratio((number[:, None] - 1) * apart, expected)
        return {name: found[:, place] for place, name in enumerate(DISTANCES)}


def set_figures(hits: Ints, seen: Ints, transcript: Ints, coders: int, weight: Ints | None = None) -> SetFigures:
    """From masks as `table_of_masks` takes them."""
    looked = ((seen[:, None] >> np.arange(coders).astype(seen.dtype)) & 1).astype(np.bool_)
    looked &= (looked.sum(axis=1) >= 2)[:, None]
    words = np.stack([words_of(hits, coder) for coder in range(coders)], axis=1)
    which = np.full(looked.shape, NOT_SEEN, dtype=np.int32)
    kinds = words[:1, 0]
    if looked.any():
        kinds, which[looked] = distinct_words(words[looked])
    return SetFigures(which, kinds, len(hits), transcript, weight)
