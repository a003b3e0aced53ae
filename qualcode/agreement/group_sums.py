"""Sums over groups of rows, for wide rows: `np.add.reduceat` adds down the columns one number at a time, this adds whole rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.table import Ints


@dataclass(frozen=True)
class GroupSums:
    """Which rows belong together; `kinds` (groups,) in the order of the sums. A row may be in several groups.

    In every one of `halvings` (left, right, single) rows of a group are added in pairs, left to right, those left over stay
    single, until each group has one row.
    """

    kinds: Ints
    halvings: tuple[tuple[Ints, Ints, Ints], ...]

    @classmethod
    def of(cls, kinds: Ints, rows: Ints) -> "GroupSums":
        """Row rows[i] belongs to the group kinds[i]."""
        groups, halvings = zip(*_halvings(kinds), strict=True)
        left, right, single = halvings[0]
        return cls(groups[-1], ((rows[left], rows[right], rows[single]), *halvings[1:]))

    def added(self, rows: NDArray[np.number[Any]]) -> NDArray[np.floating[Any]]:
        """(rows, width) -> (groups, width); in single precision unless rows are double, exact up to 2^24 whole units."""
        kind = np.result_type(rows.dtype, np.float32)
        for left, right, single in self.halvings:
            halved = np.empty((len(left) + len(single), rows.shape[1]), dtype=kind)
            np.add(rows[left], rows[right], out=halved[: len(left)])
            halved[len(left) :] = rows[single]
            rows = halved
        return rows.astype(kind, copy=False)


def _halvings(group: Ints) -> Iterator[tuple[Ints, tuple[Ints, Ints, Ints]]]:
    """The groups of the rows after it, (left, right, single); at least once."""
    while True:
        order = np.argsort(group, kind="stable")
        change = np.flatnonzero(np.diff(group[order], prepend=-1))
        rank = np.arange(len(order)) - np.repeat(change, np.diff(change, append=len(order)))
        odd = np.flatnonzero(rank % 2)
        paired = np.zeros(len(order), dtype=np.bool_)
        paired[odd], paired[odd - 1] = True, True
        left, right, single = order[odd - 1], order[odd], order[~paired]
        group = np.concatenate([group[left], group[single]])
        yield group, (left, right, single)
        if not len(odd) or len(np.unique(group)) == len(group):
            return
