"""Standard errors without draws: Gwet's linearised variance, and Fleiss, Cohen & Everitt's for Cohen's kappa.

One coefficient is a mean over units of their linearised contributions; the standard error is that of the mean, the
interval ± Student's t with one degree of freedom less than units that enter it, cut at -1 and 1.
Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., chapter 5, as the R package irrCAC computes it.
"""

from dataclasses import dataclass

import numpy as np

from qualcode.agreement.intervals import CONFIDENCE, t_quantile
from qualcode.agreement.table import NOT_SEEN, Bools, Floats, Ints, Table

_OF_PAIRABLE = ("cohen_kappa", "scott_pi", "krippendorff_alpha")  # units of one coder do not enter these


@dataclass(frozen=True)
class _Units:
    """Patterns of one code with their counts as weights, unrated ones left out; given (patterns, coders, q) of 0/1."""

    weights: Floats
    given: Floats

    @property
    def count(self) -> Floats:
        """n_c (patterns, q)."""
        return np.asarray(self.given.sum(axis=1))

    @property
    def seen(self) -> Floats:
        """m (patterns,)."""
        return np.asarray(self.given.sum(axis=(1, 2)))

    @property
    def number(self) -> float:
        """Rated units."""
        return float(self.weights.sum())

    @property
    def pairable(self) -> Bools:
        """m >= 2 (patterns,)."""
        return self.seen >= 2

    @property
    def agreeing(self) -> Floats:
        """Σ n_c(n_c-1)/(m(m-1)) times rated/pairable units, so that its mean over rated units is percent agreement."""
        matches = (self.count * (self.count - 1)).sum(axis=1) / np.maximum(self.seen * (self.seen - 1), 1)
        return np.asarray(matches * self.number / (self.weights @ self.pairable))

    def mean(self, each: Floats) -> Floats:
        """Weighted mean over units."""
        return np.asarray(self.weights @ each / self.number)

    def standard_error(self, each: Floats, freedom: int = 1) -> float:
        """Of the mean of `each` (patterns,)."""
        spread = float(self.weights @ (each - self.mean(each)) ** 2)
        return float(np.sqrt(spread / (self.number * (self.number - freedom))))


def half_widths(table: Table, code: int) -> dict[str, float]:
    """Half of the interval per coefficient, for one code; only those that can be told. At least two units are needed."""
    weights = table.totals[code].astype(np.float64)
    units = _units(table.values, table.categories, weights)
    pairable = int(weights @ (table.seen >= 2))
    if pairable < 2:
        return {}
    errors = _errors(units)
    if table.coders == 2:
        both = _units(table.values, table.categories, np.where(table.seen >= 2, weights, 0.0))
        # Fleiss, Cohen & Everitt 1969 (Psychol Bull 72:323) divide by n where Gwet divides by n - 1.
        cohen = _corrected(both, *_own_chance(both), freedom=0)
        errors |= {"cohen_kappa": cohen, "scott_pi": _corrected(both, *_shared_chance(both))}
    wide = t_quantile((1 + CONFIDENCE) / 2, int(units.number) - 1)
    wider = t_quantile((1 + CONFIDENCE) / 2, pairable - 1)
    known = {name: error for name, error in errors.items() if np.isfinite(error)}
    return {name: error * (wider if name in _OF_PAIRABLE else wide) for name, error in known.items()}


def _units(values: Ints, categories: int, weights: Floats) -> _Units:
    there = (weights > 0) & (values != NOT_SEEN).any(axis=1)
    given = (values[there][:, :, None] == np.arange(categories)).astype(np.float64)
    return _Units(weights[there], given)


def _errors(units: _Units) -> dict[str, float]:
    categories = units.given.shape[2]
    uniform = np.full(len(units.weights), 1 / categories)
    return {
        "percent_agreement": units.standard_error(units.agreeing),
        "conger_kappa": _corrected(units, *_own_chance(units)),
        "fleiss_kappa": _corrected(units, *_shared_chance(units)),
        "brennan_prediger": _corrected(units, 1 / categories, uniform),
        "gwet_ac1": _corrected(units, *_unlike_chance(units)),
        "krippendorff_alpha": _alpha(units),
    }


def _corrected(units: _Units, chance: float, each: Floats, freedom: int = 1) -> float:
    """Error of (po - pe)/(1 - pe); `each` is what a unit says of pe, its mean is pe."""
    if chance >= 1:
        return np.nan
    own = units.pairable * units.number / (units.weights @ units.pairable)
    kappa = float((units.mean(units.agreeing) - chance) / (1 - chance))
    linear = (units.agreeing - chance * own - 2 * (1 - kappa) * (each - chance)) / (1 - chance)
    return units.standard_error(linear, freedom)


def _shared_chance(units: _Units) -> tuple[float, Floats]:
    share = units.count / units.seen[:, None]
    mean = units.mean(share)
    return float(mean @ mean), share @ mean


def _unlike_chance(units: _Units) -> tuple[float, Floats]:
    share = units.count / units.seen[:, None]
    unlike = (1 - units.mean(share)) / max(share.shape[1] - 1, 1)
    each = share @ unlike
    return float(units.mean(each)), each


def _own_chance(units: _Units) -> tuple[float, Floats]:
    given = units.given[:, units.given.any(axis=(0, 2)), :]
    coders = given.shape[1]
    total = np.tensordot(units.weights, given, axes=1)
    number = total.sum(axis=1)
    share = total / number[:, None]
    others = (share.sum(axis=0) - share) / (coders * max(coders - 1, 1))
    chance = float((share * others).sum())
    moved = (given - given.sum(axis=2, keepdims=True) * share) * (units.number / number)[:, None]
    return chance, chance + (moved * others).sum(axis=(1, 2))


def _alpha(units: _Units) -> float:
    """Over pairable units; a unit weighs as many values as it has."""
    pairable = _Units(units.weights[units.pairable], units.given[units.pairable])
    mean = float(pairable.mean(pairable.seen))
    size = pairable.seen / mean
    matches = (pairable.count * (pairable.count - 1)).sum(axis=1) / (mean * (pairable.seen - 1))
    shares = pairable.mean(pairable.count / mean)
    observed, expected = float(pairable.mean(matches)), float(shares @ shares)
    if expected >= 1:
        return np.nan
    # Gwet takes the small-sample term into the correction for a unit's size only.
    small = 1 / float(pairable.weights @ pairable.seen)
    agreement = matches - ((1 - small) * observed + small) * (size - 1)
    chance = (pairable.count @ shares) / mean - expected * (size - 1)
    alpha = (observed - expected) / (1 - expected)
    linear = (agreement - expected - 2 * (1 - alpha) * (chance - expected)) / (1 - expected)
    return pairable.standard_error(linear)
