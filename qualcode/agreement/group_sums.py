"""Sums over groups of rows, for wide rows: `np.add.reduceat` adds down the columns one number at a time, this adds whole rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.table import Ints

Numbers = NDArray[np.number[Any]]


@dataclass(frozen=True)
class GroupSums:
    """Which rows belong together; `kinds` (groups,) in the order of the sums. A row may be in several groups.

    In every one of `halvings` (kept, added) the rows `added` go onto as many of the first rows kept, both of the same
    groups, until each group has one row.
    """

    kinds: Ints
    halvings: tuple[tuple[Ints, Ints], ...]

    @classmethod
    def of(cls, kinds: Ints, rows: Ints) -> "GroupSums":
        """Row rows[i] belongs to the group kinds[i]."""
        groups, halvings = zip(*_halvings(kinds), strict=True)
        kept, added = halvings[0]
        return cls(groups[-1], ((rows[kept], rows[added]), *halvings[1:]))

    def added(self, rows: Numbers) -> Numbers:
        """(rows, width) -> (groups, width), as exact as the rows are."""
        for kept, added in self.halvings:
            halved = rows.take(kept, axis=0)  # much faster than rows[kept]
            first = halved[: len(added)]
            np.add(first, rows.take(added, axis=0), out=first)
            rows = halved
        return rows


def _halvings(group: Ints) -> Iterator[tuple[Ints, tuple[Ints, Ints]]]:
    """The groups of the rows after it, (kept, added); at least once."""
    while True:
        order = np.argsort(group, kind="stable")
        change = np.flatnonzero(np.diff(group[order], prepend=-1))
        rank = np.arange(len(order)) - np.repeat(change, np.diff(change, append=len(order)))
        odd = np.flatnonzero(rank % 2)
        single = np.delete(order, np.concatenate([odd - 1, odd]))
        kept, added = np.concatenate([order[odd - 1], single]), order[odd]
        group = group[kept]
        yield group, (kept, added)
        if len(group) == len(change):
            return
