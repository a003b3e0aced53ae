"""Krippendorff's α for values that have an order and no size.

δ_ck = the values between c and k, half of those at c and at k: the difference of their mid-ranks R (Krippendorff 2011, section
E). The ranks change with every draw, so nothing but the patterns can be summed beforehand:
Do = Σ_units (m ΣR² - (ΣR)²)·2/(m-1) over the unit's coders, and De = 2 Σ_c n_c (R_c - mean)²·n/(n-1).
"""

from dataclasses import dataclass

import numpy as np

from qualcode.agreement.nominal import ratio
from qualcode.agreement.sums import Named
from qualcode.agreement.table import NOT_SEEN, Floats, Ints, Table, blocks, counted_values

ALPHA = "krippendorff_alpha"


@dataclass(frozen=True)
class OrdinalAlpha:
    """α over `number` categories in rising order. Undefined where no unit has two values, or all values are the same."""

    number: int

    def of(self, weights: Floats | Ints, values: Ints) -> Named:
        """Weights (…, patterns) of values (patterns, coders) -> name -> (…)."""
        flat = weights.reshape(-1, len(values)).astype(np.float64, copy=False)
        given, alpha = counted_values(values, self.number), np.empty(len(flat))
        for rows in blocks(len(flat), values.size):
            count = flat[rows] @ given
            ranks = _ranks(count)
            observed = (flat[rows] * _differing(ranks[:, values], values)).sum(axis=1)
            alpha[rows] = _alpha(observed, count, ranks)
        return {ALPHA: alpha.reshape(weights.shape[:-1])}

    def left_out(self, table: Table) -> Named:
        """Name -> (1, patterns): without one unit of the pattern."""
        given = counted_values(table.values, self.number)
        met = self._coincidences(table)
        alpha = np.empty(len(given))
        for rows in blocks(len(given), self.number):
            count = met.sum(axis=1) - given[rows]
            ranks = _ranks(count)
            all_units = 2 * ((ranks**2) @ met.sum(axis=1) - ((ranks @ met) * ranks).sum(axis=1))
            values = table.values[rows]
            own = _differing(np.take_along_axis(ranks, np.maximum(values, 0), axis=1), values)
            alpha[rows] = _alpha(all_units - own, count, ranks)
        return {ALPHA: alpha[None, :]}

    def _coincidences(self, table: Table) -> Floats:
        """o_ck (categories, categories) of all units."""
        values, found = table.values, np.zeros((self.number, self.number))
        each = table.totals[0] / np.maximum(table.seen - 1, 1)
        for first in range(values.shape[1]):
            for second in range(values.shape[1]):
                if first != second:
                    at = (values[:, first] != NOT_SEEN) & (values[:, second] != NOT_SEEN)
                    np.add.at(found, (values[at, first], values[at, second]), each[at])
        return found


def _ranks(count: Floats) -> Floats:
    """Mid-ranks, their mean 0 over all values; counts and ranks (…, categories)."""
    ranks = np.cumsum(count, axis=-1) - count / 2
    mean = (ranks * count).sum(axis=-1, keepdims=True) / np.maximum(count.sum(axis=-1, keepdims=True), 1)
    return np.asarray(ranks - mean)


def _differing(given: Floats, values: Ints) -> Floats:
    """Σ over ordered pairs of coders of δ²/(m-1): the ranks given (…, patterns, coders) for values (patterns, coders)."""
    seen = values != NOT_SEEN
    coders, known = seen.sum(axis=1), np.where(seen, given, 0.0)
    total, squares = known.sum(axis=-1), (known**2).sum(axis=-1)
    return np.asarray(np.where(coders >= 2, 2 * (coders * squares - total**2) / np.maximum(coders - 1, 1), 0.0))


def _alpha(observed: Floats, count: Floats, ranks: Floats) -> Floats:
    number = count.sum(axis=-1)
    expected = 2 * number * (count * ranks**2).sum(axis=-1)
    # A single value gives 0 only up to rounding.
    expected = np.where(expected > 1e-12 * number**4, expected, 0.0)
    return 1.0 - ratio((number - 1) * observed, expected)
