"""Krippendorff's α for values with an order or a size: ordinal, interval, ratio.

α = 1 - Do/De with Do = Σ over units of Σ over ordered pairs of its coders of δ²/(m-1), and De = Σ_ck n_c n_k δ²_ck/(n-1);
n_c values c in units with at least two, n all of them (Krippendorff 2011, section E). Undefined where De is 0: no unit
with two values, or a single value only. With q categories, `points` (q,) holds their numbers in rising order.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from qualcode.agreement.nominal import ratio
from qualcode.agreement.ordinal import ALPHA, OrdinalAlpha
from qualcode.agreement.sums import Measure, Named, Statistic
from qualcode.agreement.table import NOT_SEEN, Floats, Ints, counted_values


def measure(level: str, points: Floats) -> Measure:
    """α at the level "ordinal", "interval" or "ratio"."""
    levels: dict[str, Callable[[Floats], Measure]] = {"ordinal": _ordinal, "interval": interval, "ratio": ratio_scaled}
    return levels[level](points)


def _ordinal(points: Floats) -> Measure:
    return OrdinalAlpha(len(points))


def interval(points: Floats) -> Statistic:
    """δ = c - k. Sums of n, Σv and Σv² suffice; v is centred and scaled, which α does not see."""
    spread = float(points.max() - points.min()) if len(points) else 0.0
    scaled = (points - points.mean()) / spread if spread > 0 else np.zeros_like(points)
    return Statistic(partial(_moments, points=scaled), _interval_alpha, 4)


def ratio_scaled(points: Floats) -> Statistic:
    """δ = (c - k)/(c + k), for values from 0 up."""
    total = points[:, None] + points
    delta = ((points[:, None] - points) / np.where(total > 0, total, 1.0)) ** 2
    return weighted(delta, ALPHA)


def weighted(delta: Floats, name: str) -> Statistic:
    """α for any fixed table of squared differences δ² (q, q), symmetric, 0 on its diagonal."""
    return Statistic(partial(_differences, delta=delta), partial(_weighted_alpha, delta=delta, name=name), 1 + len(delta))


def exact_agreement() -> Statistic:
    """Percent agreement on the very same value (see `nominal.percent_agreement`)."""
    return Statistic(_agreeing, _exact_agreement, 2)


def _agreeing(values: Ints) -> Floats:
    seen = values != NOT_SEEN
    coders = seen.sum(axis=1)
    agreed = np.zeros(len(values))
    for first in range(values.shape[1]):
        for second in range(first):
            agreed += seen[:, first] & (values[:, first] == values[:, second])
    pairs = coders * (coders - 1) / 2
    return np.stack([pairs > 0, agreed / np.maximum(pairs, 1)], axis=1).astype(np.float64)


def _exact_agreement(flat: Floats) -> Named:
    return {"percent_agreement": ratio(flat[..., 1], flat[..., 0])}


def _moments(values: Ints, points: Floats) -> Floats:
    seen = values != NOT_SEEN
    given = np.where(seen, points[np.where(seen, values, 0)], 0.0)
    number = seen.sum(axis=1).astype(np.float64)
    total, squares = given.sum(axis=1), (given**2).sum(axis=1)
    differing = 2 * (number * squares - total**2) / np.maximum(number - 1, 1)
    return np.where(number[:, None] >= 2, np.stack([number, total, squares, differing], axis=1), 0.0)


def _interval_alpha(flat: Floats) -> Named:
    number, total, squares, differing = np.moveaxis(flat, -1, 0)
    expected = 2 * (number * squares - total**2)
    # A single value gives 0 only up to rounding.
    expected = np.where(expected > 1e-12 * number**2, expected, 0.0)
    return {ALPHA: 1.0 - ratio((number - 1) * differing, expected)}


def _differences(values: Ints, delta: Floats) -> Floats:
    seen = values != NOT_SEEN
    others = np.maximum(seen.sum(axis=1) - 1, 1)
    total = np.zeros(len(values))
    for first in range(values.shape[1]):
        for second in range(first):
            both = seen[:, first] & seen[:, second]
            total += np.where(both, delta[values[:, first], values[:, second]], 0.0)
    return np.concatenate([(2 * total / others)[:, None], counted_values(values, len(delta))], axis=1)


def _weighted_alpha(flat: Floats, delta: Floats, name: str) -> Named:
    observed, count = flat[..., 0], flat[..., 1:]
    expected = ((count @ delta) * count).sum(axis=-1)
    return {name: 1.0 - ratio((count.sum(axis=-1) - 1) * observed, expected)}
