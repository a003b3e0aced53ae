"""α for several codes on one unit: how far apart two sets of codes are.

Both distances are 0 for equal sets (two empty ones too) and 1 for sets without a common code. They stand where δ² stands
for single values (see `levels`); blocks of distances are made as needed, so that memory stays modest.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.nominal import ratio
from qualcode.agreement.sums import Named
from qualcode.agreement.table import NOT_SEEN, Bools, Floats, Ints, Table, blocks, table_of_rows

MOST_SETS = 2000  # different sets up to which draws take a second or two
Distance = Callable[[Floats, Floats | np.float64, Floats], Floats]


def jaccard(shared: Floats, first: Floats | np.float64, second: Floats) -> Floats:
    """1 - J, J = |A ∩ B|/|A ∪ B|, from the sizes of the intersection and of the two sets."""
    union = first + second - shared
    return np.asarray(np.where(union > 0, 1.0 - shared / np.maximum(union, 1), 0.0))


def masi(shared: Floats, first: Floats | np.float64, second: Floats) -> Floats:
    """1 - J·M, M = 1 for equal sets, 2/3 where one holds the other, 1/3 where they meet, 0 else (Passonneau 2006, LREC)."""
    smaller, larger = np.minimum(first, second), np.maximum(first, second)
    kind = np.select([shared == larger, shared == smaller, shared > 0], [1.0, 2 / 3, 1 / 3], 0.0)
    return np.asarray(1.0 - (1.0 - jaccard(shared, first, second)) * kind)


@dataclass(frozen=True)
class SetAlpha:
    """α over sets (sets, codes) with one distance; the values of the table are rows of `sets`."""

    name: str
    distance: Distance
    sets: Floats

    def of(self, weights: Floats | Ints, values: Ints) -> Named:
        """Weights (…, patterns) -> name -> (…)."""
        flat = weights.reshape(-1, weights.shape[-1]).astype(np.float64)
        count = self._counted(flat, values)
        expected = (self._against(count) * count).sum(axis=1)
        alpha = self._alpha(flat @ self._differing(values), count.sum(axis=1), expected)
        return {self.name: alpha.reshape(weights.shape[:-1])}

    def left_out(self, table: Table) -> Named:
        """Name -> (1, patterns): without one unit of the pattern."""
        total = table.totals.astype(np.float64)
        count = self._counted(total, table.values)
        against, seen = self._against(count)[0], table.values != NOT_SEEN
        differing, number = self._differing(table.values), np.where(table.seen >= 2, table.seen, 0)
        own = np.where(seen & (number > 0)[:, None], against[np.where(seen, table.values, 0)], 0.0).sum(axis=1)
        expected = against @ count[0] - 2 * own + differing * np.maximum(number - 1, 1)
        return {self.name: self._alpha((total @ differing)[:, None] - differing, count.sum() - number, expected)}

    def _alpha(self, observed: Floats, number: Floats, expected: Floats) -> Floats:
        expected = np.where(expected > 1e-9, expected, 0.0)  # a single set gives 0 only up to rounding
        return 1.0 - ratio((number - 1) * observed, expected)

    def _counted(self, weights: Floats, values: Ints) -> Floats:
        """(draws, patterns) -> (draws, sets): how often each set was given in units of two coders or more."""
        seen = values != NOT_SEEN
        pattern, coder = np.nonzero(seen & (seen.sum(axis=1) >= 2)[:, None])
        given = values[pattern, coder]
        order = np.argsort(given, kind="stable")
        kinds, starts = np.unique(given[order], return_index=True)
        found = np.zeros((len(weights), len(self.sets)))
        if len(kinds):
            found[:, kinds] = np.add.reduceat(weights.T[pattern[order]], starts, axis=0).T
        return found

    def _against(self, count: Floats) -> Floats:
        """Count (draws, sets) @ distances (sets, sets)."""
        sizes = self.sets.sum(axis=1)
        found = np.zeros_like(count)
        for size in np.unique(sizes):
            alike = np.flatnonzero(sizes == size)
            for part in blocks(len(alike), len(sizes)):
                found += count[:, alike[part]] @ self._between(alike[part], size, sizes)
        return found

    def _between(self, rows: Ints, size: float, sizes: Floats) -> Floats:
        """Distances (rows, sets) of sets of one size: looked up by the other's size and what is shared."""
        most = int(sizes.max()) + 1
        shared = np.arange(most)[None, :].astype(np.float64)
        possible = self.distance(np.minimum(shared, np.minimum(size, shared.T)), np.float64(size), shared.T)
        at = self.sets[rows].astype(np.float32) @ self.sets.T.astype(np.float32) + (sizes * most).astype(np.float32)
        return np.asarray(possible.reshape(-1)[at.astype(np.intp)])

    def _differing(self, values: Ints) -> Floats:
        """(patterns,): Σ over ordered pairs of coders of their distance, over m - 1."""
        seen, sizes = values != NOT_SEEN, self.sets.sum(axis=1)
        total: Floats = np.zeros(len(values))
        for first in range(values.shape[1]):
            for second in range(first):
                at = np.flatnonzero(seen[:, first] & seen[:, second] & (values[:, first] != values[:, second]))
                one, other = values[at, first], values[at, second]
                shared = (self.sets[one] * self.sets[other]).sum(axis=1)
                total[at] += self.distance(shared, sizes[one], sizes[other])
        return np.asarray(2 * total / np.maximum(seen.sum(axis=1) - 1, 1))


def set_alphas(sets: Bools) -> tuple[SetAlpha, SetAlpha]:
    """α with Jaccard and with MASI distance."""
    numbers = sets.astype(np.float64)
    return SetAlpha("alpha_jaccard", jaccard, numbers), SetAlpha("alpha_masi", masi, numbers)


def set_table(hits: Ints, seen: Ints, transcript: Ints, coders: int) -> tuple[Table, Bools]:
    """Masks as in `table_of_masks` -> a table whose values are sets of codes, and the sets (sets, codes)."""
    bits = np.arange(coders).astype(hits.dtype)
    looked = ((seen[:, None] >> bits) & 1).astype(np.bool_)
    member = np.stack([((code[:, None] >> bits) & 1)[looked].astype(np.bool_) for code in hits], axis=1)
    kinds, which = _distinct(np.packbits(member, axis=1))
    rows = np.full(looked.shape, NOT_SEEN, dtype=np.int64)
    rows[looked] = which
    sets = np.unpackbits(kinds, axis=1, count=len(hits)).astype(np.bool_)
    return table_of_rows(rows, len(sets), transcript), sets


def _distinct(packed: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], Ints]:
    """The different rows of bytes, and for every row which of them it is; many short ones are looked up, not sorted."""
    width = packed.shape[1]
    if width > 8:
        kinds, which = np.unique(packed, axis=0, return_inverse=True)
        return kinds, which.reshape(-1)
    wide = np.zeros((len(packed), 8), dtype=np.uint8)
    wide[:, :width] = packed
    numbers = wide.view("<u8")[:, 0]
    if 1 << 8 * width <= 4 * len(packed):
        present = np.flatnonzero(np.bincount(numbers.astype(np.intp), minlength=1 << 8 * width))
        place = np.zeros(1 << 8 * width, dtype=np.int32)
        place[present] = np.arange(len(present))
        return present.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :width], place[numbers]
    present, which = np.unique(numbers, return_inverse=True)
    return present.view(np.uint8).reshape(-1, 8)[:, :width], which
