"""How far apart two sets of codes are, and the sum of that over all pairs of sets.

Both distances are 0 for equal sets (two empty ones too) and 1 for sets without a common code. They depend on three sizes
only: of the two sets and of what they share. How often each such triple occurs follows from how many sets hold each
common subset: Σ over subsets S of (sets of size s that hold S)·(sets of size t that hold S) counts every pair of sets
C(shared, |S|) times. Codes on one unit are few, so that is far less than all pairs of different sets.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.group_sums import GroupSums
from qualcode.agreement.table import Bools, Floats, Ints, blocks, summed
from qualcode.agreement.words import distinct_words

Distance = Callable[[Floats, Floats, Floats], Floats]
MOST_SETS = 2000  # different sets up to which draws over all their pairs take a second or two
_ENOUGH_SUBSETS = 1 << 16


def jaccard(shared: Floats, first: Floats, second: Floats) -> Floats:
    """1 - J, J = |A ∩ B|/|A ∪ B|, from the sizes of the intersection and of the two sets."""
    union = first + second - shared
    return np.asarray(np.where(union > 0, 1.0 - shared / np.maximum(union, 1), 0.0))


def masi(shared: Floats, first: Floats, second: Floats) -> Floats:
    """1 - J·M, M = 1 for equal sets, 2/3 where one holds the other, 1/3 where they meet, 0 else (Passonneau 2006, LREC)."""
    smaller, larger = np.minimum(first, second), np.maximum(first, second)
    kind = np.select([shared == larger, shared == smaller, shared > 0], [1.0, 2 / 3, 1 / 3], 0.0)
    return np.asarray(1.0 - (1.0 - jaccard(shared, first, second)) * kind)


DISTANCES: dict[str, Distance] = {"alpha_jaccard": jaccard, "alpha_masi": masi}


def by_sizes(distance: Distance, most: int) -> Floats:
    """(most + 1,) * 3: the distance of sets of two sizes that share so many; where that cannot be, of the most they can."""
    size = np.arange(most + 1, dtype=np.float64)
    first, second = size[:, None, None], size[:, None]
    return distance(np.minimum(size, np.minimum(first, second)), first, second)


@dataclass(frozen=True)
class Pairs:
    """Sums over all pairs of different sets, pair by pair: for sets too large to look at their subsets. member (sets, codes)."""

    member: Bools

    @property
    def drawable(self) -> bool:
        """Whether there is time for draws."""
        return len(self.member) <= MOST_SETS

    def expected(self, count: NDArray[np.floating[Any]]) -> Floats:
        """Σ n_A n_B d(A, B) for counts (sets, draws) -> (draws, distances)."""
        found = np.zeros((count.shape[1], len(DISTANCES)))
        for rows, each in self._between():
            found += np.stack([(count[rows] * (apart @ count)).sum(axis=0) for apart in each], axis=1)
        return found

    def against(self, count: Floats) -> Floats:
        """Σ_B n_B d(A, B) for counts (sets,) -> (sets, distances)."""
        return np.concatenate([np.stack([apart @ count for apart in each], axis=1) for _, each in self._between()])

    def _between(self) -> Iterator[tuple[slice, list[Floats]]]:
        """Distances (rows, sets) of some sets from all."""
        member = self.member.astype(np.float64)
        size = member.sum(axis=1)
        for rows in blocks(len(member), len(member)):
            shared = member[rows] @ member.T
            yield rows, [distance(shared, size[rows, None], size) for distance in DISTANCES.values()]


@dataclass(frozen=True)
class Subsets:
    """The same sums by way of common subsets.

    A cell is a subset with a size of sets that hold it. `holds` and `cell` (n,) pair sets with the cells they are in,
    `cells` adds up; a subset one set alone holds is in `alone` (sets, distances) instead. `one`, `other` (m,) are pairs of
    cells of one subset, each once, and `weight` (m, distances) what a pair of their sets adds.
    """

    alone: Floats
    holds: Ints
    cell: Ints
    cells: GroupSums
    one: Ints
    other: Ints
    weight: Floats

    drawable = True

    def expected(self, count: NDArray[np.floating[Any]]) -> Floats:
        """As `Pairs.expected`."""
        found = np.empty((count.shape[1], self.weight.shape[1]))
        for draws in blocks(count.shape[1], len(self.holds) + len(self.one)):
            sets = np.ascontiguousarray(count[:, draws])
            number = self.cells.added(sets)
            pairs = number.take(self.one, axis=0) * number.take(self.other, axis=0)
            found[draws] = (self.alone.T @ sets**2 + self.weight.T @ pairs).T
        return found

    def against(self, count: Floats) -> Floats:
        """As `Pairs.against`."""
        number = summed(self.cell, count[self.holds], len(self.cells.kinds))
        half = [
            summed(self.one, weight * number[self.other], len(self.cells.kinds))
            + summed(self.other, weight * number[self.one], len(self.cells.kinds))
            for weight in self.weight.T / 2
        ]
        shared = [summed(self.holds, each[self.cell], len(count)) for each in half]
        return self.alone * count[:, None] + np.stack(shared, axis=1)


def sums_over_pairs(member: Bools) -> Pairs | Subsets:
    """The cheaper way for these sets (sets, codes)."""
    size = member.sum(axis=1)
    subsets = np.exp2(size.astype(np.float64)).sum()
    if subsets > max(len(member) ** 2, _ENOUGH_SUBSETS):
        return Pairs(member)
    return _subsets(member, size)


def _subsets(member: Bools, size: Ints) -> Subsets:
    holds, subset, within = _held(member, size)
    sets, cells = np.bincount(subset), subset * (int(size.max()) + 1) + size[holds]
    weight = _weights(int(size.max()))
    single = sets[subset] == 1
    at = size[holds[single]]
    alone = np.stack([summed(holds[single], each[at, at, within[single]], len(member)) for each in weight], axis=1)
    order = np.flatnonzero(~single)
    kinds, first, cell = np.unique(cells[order], return_index=True, return_inverse=True)
    one, other = _pairs_within(kinds // (int(size.max()) + 1))
    sums = GroupSums.of(cell, holds[order])
    place = np.argsort(sums.kinds)  # where the sum of each cell stands
    sizes, order_of = kinds % (int(size.max()) + 1), within[order][first]
    times = np.where(one == other, 1.0, 2.0)[:, None]
    apart = np.stack([each[sizes[one], sizes[other], order_of[one]] for each in weight], axis=1) * times
    return Subsets(alone, holds[order], place[cell], sums, place[one], place[other], apart)


def _held(member: Bools, size: Ints) -> tuple[Ints, Ints, Ints]:
    """(n,) for every subset of every set: the set, a number of the subset, how many codes the subset has."""
    rows, keys, sizes = [], [], []
    for number in np.unique(size):
        sets = np.flatnonzero(size == number)
        codes = np.nonzero(member[sets])[1].reshape(len(sets), number)
        key, within = np.zeros((len(sets), 1, -(-member.shape[1] // 64)), dtype=np.uint64), np.zeros(1, dtype=np.int64)
        for column in codes.T:
            bit = np.zeros((len(sets), 1, key.shape[2]), dtype=np.uint64)
            bit[np.arange(len(sets)), 0, column // 64] = np.uint64(1) << (column % 64).astype(np.uint64)
            key, within = np.concatenate([key, key | bit], axis=1), np.concatenate([within, within + 1])
        rows.append(np.repeat(sets, len(within)))
        keys.append(key.reshape(-1, key.shape[2]))
        sizes.append(np.tile(within, len(sets)))
    return np.concatenate(rows), distinct_words(np.concatenate(keys))[1], np.concatenate(sizes)


def _weights(most: int) -> list[Floats]:
    """Per distance w (sizes, sizes, subset sizes) with d(s, t, i) = Σ_j C(i, j) w(s, t, j)."""
    size = range(most + 1)
    turned = np.array([[(-1.0) ** (j - i) * comb(j, i) for j in size] for i in size])
    return [by_sizes(distance, most) @ turned for distance in DISTANCES.values()]


def _pairs_within(groups: Ints) -> tuple[Ints, Ints]:
    """Pairs of places of equal `groups` (rising), every place with itself and with those behind it."""
    last = np.searchsorted(groups, groups, side="right")
    times = last - np.arange(len(groups))
    one = np.repeat(np.arange(len(groups)), times)
    return one, one + np.arange(len(one)) - np.repeat(np.cumsum(times) - times, times)
