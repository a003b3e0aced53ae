"""Sums over groups of rows, for wide rows: `np.add.reduceat` adds down the columns one number at a time, this adds whole rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.table import Ints

Number = TypeVar("Number", bound=np.number[Any])


@dataclass(frozen=True)
class GroupSums:
    """Which rows belong together. `kinds` (groups,) rising. A row may be in several groups.

    In every one of `halvings` (left, place of the sum, right) the rows of a group are added in pairs, until one is left.
    """

    kinds: Ints
    halvings: tuple[tuple[Ints, Ints, Ints], ...]

    @classmethod
    def of(cls, kinds: Ints, rows: Ints) -> "GroupSums":
        """Row rows[i] belongs to the group kinds[i]."""
        order = np.argsort(kinds, kind="stable")
        groups, sizes = np.unique(kinds[order], return_counts=True)
        halvings = [(rows[order], np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)), *_halvings(sizes)]
        if len(halvings) > 1:
            left, place, right = halvings.pop(1)
            halvings[0] = (rows[order][left], place, rows[order][right])
        return cls(groups, tuple(halvings))

    def added(self, rows: NDArray[Number]) -> NDArray[Number]:
        """(rows, width) -> (groups, width)."""
        for left, place, right in self.halvings:
            halved = rows[left]
            halved[place] = halved[place] + rows[right]
            rows = halved
        return rows


def _halvings(sizes: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    while (sizes > 1).any():
        rank = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        left, right = np.flatnonzero(rank % 2 == 0), np.flatnonzero(rank % 2 == 1)
        yield left, np.searchsorted(left, right - 1), right
        sizes = (sizes + 1) // 2
