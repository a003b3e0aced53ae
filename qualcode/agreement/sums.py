"""What a pattern of values adds to a coefficient, and the sums every nominal coefficient is a formula of.

A `Statistic` is a row of features per pattern and formulas on their weighted sums. The same formulas serve the point
estimate (weights = counts), the bootstrap (weights = drawn counts) and the jackknife (counts less one unit), for all
codes at once. Inside, a value that is not defined is nan; it never leaves the room as one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np

from qualcode.agreement.table import NOT_SEEN, Floats, Ints, Table, blocks

Named = dict[str, Floats]


class Measure(Protocol):
    """Figures of weighted patterns: a `Statistic`, or α over sets of codes."""

    def of(self, weights: Floats | Ints, values: Ints) -> Named:
        """Weights (…, patterns) of values (patterns, coders) -> name -> (…)."""
        ...

    def left_out(self, table: Table) -> Named:
        """Name -> (codes, patterns): the figures when one unit of a pattern is missing."""
        ...


@dataclass(frozen=True)
class Statistic:
    """features: values (patterns, coders) -> (patterns, width). formulas: sums (…, width) -> name -> (…)."""

    features: Callable[[Ints], Floats]
    formulas: Callable[[Floats], Named]
    width: int

    def of(self, weights: Floats | Ints, values: Ints) -> Named:
        """The figures of weighted patterns: weights (…, patterns) -> name -> (…)."""
        return self.formulas(self._sums(weights, values))

    def left_out(self, table: Table) -> Named:
        """The figures when one unit of a pattern is missing: name -> (codes, patterns)."""
        total = self._sums(table.totals, table.values)
        pieces = [
            self.formulas(np.moveaxis(total.T[:, :, None] - self.features(table.values[rows]).T[:, None, :], 0, -1))
            for rows in blocks(len(table.values), self.width * len(total))
        ]
        return {name: np.concatenate([piece[name] for piece in pieces], axis=1) for name in pieces[0]}

    def _sums(self, weights: Floats | Ints, values: Ints) -> Floats:
        """Weights (…, patterns) -> (…, width), each feature in one piece of memory: formulas add few of them in long rows."""
        flat = weights.reshape(-1, len(values)).astype(np.float64, copy=False)
        total = np.zeros((self.width, len(flat)))
        for rows in blocks(len(values), self.width):
            total += self.features(values[rows]).T @ flat[:, rows].T
        return np.moveaxis(total.reshape(self.width, *weights.shape[:-1]), 0, -1)


@dataclass(frozen=True)
class Sums:
    """Sums over units; q categories, M coders, n_c coders of a unit giving c, m coders of the unit.

    rated: units with m >= 1. pairable: units with m >= 2. agreement: of n_c(n_c-1)/(m(m-1)). share (…, q): of n_c/m.
    by_coder (…, M, q): values each coder gave. values (…, q): n_c over pairable units. matches (…, q): of n_c(n_c-1)/(m-1).
    """

    rated: Floats
    pairable: Floats
    agreement: Floats
    share: Floats
    by_coder: Floats
    values: Floats
    matches: Floats

    @classmethod
    def unpacked(cls, flat: Floats, coders: int, categories: int) -> "Sums":
        """The named sums of a flat row as `unit_features` lays it out."""
        ends = np.cumsum([3, categories, coders * categories, categories])
        first, share, by_coder, values, matches = np.split(flat, ends, axis=-1)
        per_coder = by_coder.reshape(*flat.shape[:-1], coders, categories)
        return cls(first[..., 0], first[..., 1], first[..., 2], share, per_coder, values, matches)


def unit_width(coders: int, categories: int) -> int:
    """Numbers in a row of `unit_features`."""
    return 3 + (coders + 3) * categories


def unit_features(values: Ints, categories: int) -> Floats:
    """(patterns, coders) -> (patterns, width): what one unit of each pattern adds to `Sums`."""
    given = (values[:, :, None] == np.arange(categories)).astype(np.float64)
    count = given.sum(axis=1)
    seen = count.sum(axis=1)
    pairable = seen >= 2
    matches = np.where(pairable[:, None], count * (count - 1) / np.maximum(seen - 1, 1)[:, None], 0.0)
    share = count / np.maximum(seen, 1)[:, None]
    agreement = matches.sum(axis=1) / np.maximum(seen, 1)
    first = np.stack([seen >= 1, pairable, agreement], axis=1)
    return np.concatenate([first, share, given.reshape(len(values), -1), count * pairable[:, None], matches], axis=1)


@dataclass(frozen=True)
class PairSums:
    """Sums per pair of coders over the units both saw: units and agreements (…, pairs), values of each (…, pairs, q)."""

    units: Floats
    agreements: Floats
    first: Floats
    second: Floats

    @classmethod
    def unpacked(cls, flat: Floats, pairs: int, categories: int) -> "PairSums":
        """The named sums of a flat row as `pair_features` lays it out."""
        cells = flat.reshape(*flat.shape[:-1], pairs, 2 + 2 * categories)
        return cls(cells[..., 0], cells[..., 1], cells[..., 2 : 2 + categories], cells[..., 2 + categories :])


def pairs_of(coders: int) -> list[tuple[int, int]]:
    """Every pair of coders, in the order of the table."""
    return list(combinations(range(coders), 2))


def pair_width(coders: int, categories: int) -> int:
    """Numbers in a row of `pair_features`."""
    return len(pairs_of(coders)) * (2 + 2 * categories)


def pair_features(values: Ints, categories: int) -> Floats:
    """(patterns, coders) -> (patterns, width): what one unit of each pattern adds to `PairSums`."""
    given = (values[:, :, None] == np.arange(categories)).astype(np.float64)
    first, second = np.array(pairs_of(values.shape[1]), dtype=np.intp).reshape(-1, 2).T
    both = (values[:, first] != NOT_SEEN) & (values[:, second] != NOT_SEEN)
    same = both & (values[:, first] == values[:, second])
    of_first, of_second = given[:, first] * both[:, :, None], given[:, second] * both[:, :, None]
    cells = np.concatenate([both[:, :, None], same[:, :, None], of_first, of_second], axis=2)
    return cells.reshape(len(values), -1)
