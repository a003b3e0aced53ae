"""Shaffer's rho: how often a test set would give this κ, or a better one, were the agreement on everything below a threshold.

Eagan, Rogers, Serlin, Ruis, Arastoopour Irgens & Shaffer 2017 (CSCL 2017, 1:529); the steps are those of the R package rhoR.
"""

from dataclasses import dataclass

import numpy as np

from qualcode.agreement.intervals import SEED
from qualcode.agreement.nominal import chance_corrected
from qualcode.agreement.table import Floats, Ints
from qualcode.errors import QualcodeError

_CODED = 10_000  # excerpts of a simulated set
_LEAST_KAPPA, _LEAST_PRECISION = 0.4, 0.6
FEWEST_DRAWS = 5000


@dataclass(frozen=True)
class Rho:
    """`rho` is read like a p-value: below .05 the agreement on all excerpts lies above the threshold. `mc_error` is its error."""

    rho: float
    draws: int
    mc_error: float


def shaffer_rho(
    kappa: float,
    *,
    threshold: float,
    base_rate: float,
    length: int,
    inflation: float = 0.0,
    draws: int = FEWEST_DRAWS,
    seed: int = SEED,
) -> Rho:
    """For κ observed on a test set of `length` excerpts, out of coding in which the code has this base rate.

    Coded sets of 10,000 excerpts are simulated with κ ~ U(.4, threshold), precision ~ U(.6, 1) and the recall that follows,
    κP/(2P - 2b - κ + 2bκ); from each a test set is drawn, `inflation` being the least share of it that the first coder
    coded. rho is the share of drawn κ at or above the observed one, and 1 where that lies below their mean. QualcodeError
    on values that cannot be.
    """
    _check(kappa, threshold, base_rate, length, inflation)
    if draws < FEWEST_DRAWS:
        raise QualcodeError(f"{draws:,} draws are too few to tell rho. Take at least {FEWEST_DRAWS:,}.")
    rng = np.random.default_rng(seed)
    drawn = _kappas(_drawn(_simulated(rng, threshold, base_rate, draws), length, inflation, rng))
    known = drawn[np.isfinite(drawn)]  # a test set without variation has no κ
    if not len(known):
        raise QualcodeError("Not one simulated test set holds the code. Give a longer test set, or a base-rate inflation.")
    rho = 1.0 if kappa < known.mean() else float((known >= kappa).mean())
    return Rho(rho, len(known), float(np.sqrt(rho * (1 - rho) / len(known))))


def _simulated(rng: np.random.Generator, threshold: float, base_rate: float, draws: int) -> Ints:
    """(4, draws): excerpts both coders coded, the first only, the second only, neither."""
    kappa = rng.uniform(_LEAST_KAPPA, threshold, draws)
    # Less precise, and recall would have to be above 1.
    least = np.maximum(_LEAST_PRECISION, (2 * base_rate * kappa - 2 * base_rate - kappa) / (kappa - 2))
    precision = rng.uniform(np.minimum(least, 1.0), 1.0)
    recall = kappa * precision / (2 * precision - 2 * base_rate - kappa + 2 * base_rate * kappa)
    coded = max(1, round(_CODED * base_rate))
    both = np.clip(np.rint(coded * recall), 1, coded).astype(np.int64)
    second = np.clip(np.rint(both * (1 - precision) / precision), 0, _CODED - coded).astype(np.int64)
    return np.stack([both, coded - both, second, _CODED - coded - second])


def _drawn(cells: Ints, length: int, inflation: float, rng: np.random.Generator) -> Ints:
    """(4, draws): the test sets, drawn without putting back."""
    sure = min(int(np.ceil(length * inflation)), int(cells[:2, 0].sum()))
    both = rng.hypergeometric(cells[0], cells[1], sure)
    given = np.stack([both, sure - both, np.zeros_like(both), np.zeros_like(both)])
    left, still = cells - given, np.full(cells.shape[1], length - sure)
    for cell in range(4):
        others = left[cell + 1 :].sum(axis=0)
        taken = rng.hypergeometric(left[cell], others, still)
        given[cell] += taken
        still = still - taken
    return given


def _kappas(cells: Ints) -> Floats:
    both, first, second, neither = cells.astype(np.float64)
    number = cells.sum(axis=0)
    one, other = (both + first) / number, (both + second) / number
    return chance_corrected((both + neither) / number, one * other + (1 - one) * (1 - other))


def _check(kappa: float, threshold: float, base_rate: float, length: int, inflation: float) -> None:
    if not -1 <= kappa <= 1:
        raise QualcodeError(f"κ is {kappa:g}. Give a value between -1 and 1.")
    if not _LEAST_KAPPA < threshold <= 1:
        raise QualcodeError(f"The threshold is {threshold:g}. Give a value above {_LEAST_KAPPA:g}, up to 1.")
    if not 0 < base_rate < 1:
        raise QualcodeError(f"The base rate is {base_rate:g}. Give the share of excerpts with the code, between 0 and 1.")
    if not 2 <= length <= _CODED:
        raise QualcodeError(f"The test set has {length:,} excerpts. Give a number from 2 to {_CODED:,}.")
    if not 0 <= inflation < 1:
        raise QualcodeError(f"The base-rate inflation is {inflation:g}. Give a share from 0 to below 1.")
