"""Coefficients for categories without an order, and for codes (present or absent).

Every function takes sums over units (see `sums`) of any leading shape and gives an array of that shape; a cell that is
not defined is nan. Values that depend on chance are (po - pe)/(1 - pe): 1 is full agreement, 0 what chance gives,
below 0 less than chance. All are undefined where no unit has two coders, or where everybody always gave one and the
same value in those that have: nothing was told apart, even where a formula (AC1, Brennan and Prediger) would give 1.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from qualcode.agreement.sums import (
    Named,
    PairSums,
    Statistic,
    Sums,
    pair_features,
    pair_width,
    pairs_of,
    unit_features,
    unit_width,
)
from qualcode.agreement.table import Bools, Floats, Ints

ABSENT, PRESENT = 0, 1
NAMES = (
    "percent_agreement", "positive_agreement", "negative_agreement", "cohen_kappa", "light_kappa", "conger_kappa",
    "scott_pi", "fleiss_kappa", "brennan_prediger", "gwet_ac1", "krippendorff_alpha", "kappa_max", "prevalence_index",
    "bias_index", "holsti",
)  # fmt: skip


def ratio(above: Floats, below: Floats) -> Floats:
    """above/below, nan where below is not above 0."""
    defined = below > 0
    return np.where(defined, above / np.where(defined, below, 1.0), np.nan)


def chance_corrected(observed: Floats, expected: Floats) -> Floats:
    """(po - pe)/(1 - pe); nan where chance alone agrees always."""
    return ratio(observed - expected, 1.0 - expected)


def percent_agreement(sums: Sums) -> Floats:
    """Mean over pairable units of the share of agreeing pairs; 0 to 1 (Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed.).

    Undefined without a unit seen by two coders. Not corrected for chance.
    """
    return ratio(sums.agreement, sums.pairable)


def specific_agreement(sums: Sums, category: int) -> Floats:
    """Chance that another coder gives `category` where one does; 0 to 1.

    Two coders: 2a/(2a+b+c) (Cicchetti & Feinstein 1990, J Clin Epidemiol 43:551); several: Σ k(k-1)/(m-1) over Σ k
    (Fleiss 1981, §13.1). Undefined where no one gave the category in a unit seen by two coders.
    """
    return ratio(sums.matches[..., category], sums.values[..., category])


def fleiss_kappa(sums: Sums) -> Floats:
    """pe = Σ π_c², π_c = mean of n_c/m over rated units; about -1 to 1.

    Fleiss 1971 (Psychol Bull 76:378); with missing values in the form of Gwet 2014 (eq. 5.13 ff.).
    """
    return _corrected(sums, (_shares(sums) ** 2).sum(axis=-1))


def conger_kappa(sums: Sums) -> Floats:
    """pe = mean over pairs of coders of Σ p_gc p_hc, p_gc coder g's own shares; -1 to 1.

    Conger 1980 (Psychol Bull 88:322); Cohen's kappa for two coders who saw the same units. Coders who saw nothing do
    not count.
    """
    given = sums.by_coder.sum(axis=-1, keepdims=True)
    shares = np.where(given > 0, sums.by_coder / np.maximum(given, 1), 0.0)
    coders = (given[..., 0] > 0).sum(axis=-1).astype(np.float64)
    both = (shares.sum(axis=-2) ** 2).sum(axis=-1) - (shares**2).sum(axis=(-2, -1))
    return _corrected(sums, ratio(both, coders * (coders - 1)))


def brennan_prediger(sums: Sums) -> Floats:
    """pe = 1/q (Brennan & Prediger 1981, EPM 41:687); for two categories PABAK, for many coders Randolph's free-marginal."""
    return _corrected(sums, np.full_like(sums.agreement, 1.0 / sums.share.shape[-1]))


def gwet_ac1(sums: Sums) -> Floats:
    """pe = Σ π_c(1-π_c)/(q-1) (Gwet 2008, Br J Math Stat Psychol 61:29); resists extreme prevalence."""
    shares = _shares(sums)
    expected = (shares * (1 - shares)).sum(axis=-1) / max(shares.shape[-1] - 1, 1)
    return _corrected(sums, expected)


def disagreements(sums: Sums) -> tuple[Floats, Floats]:
    """Observed and expected pairs of differing values: n - Σ o_cc and (n² - Σ n_c²)/(n - 1)."""
    number = sums.values.sum(axis=-1)
    expected = (number**2 - (sums.values**2).sum(axis=-1)) / np.maximum(number - 1, 1)
    return number - sums.matches.sum(axis=-1), expected


def krippendorff_alpha(sums: Sums) -> Floats:
    """1 - (n-1)(n - Σ o_cc)/(n² - Σ n_c²), units with fewer than two values left out; up to 1.

    Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section D. Undefined where n has a single category.
    """
    observed, expected = disagreements(sums)
    return 1.0 - ratio(observed, expected)


def pair_kappas(pairs: PairSums) -> Floats:
    """Cohen's kappa of each pair over the units both saw (…, pairs) (Cohen 1960, EPM 20:37)."""
    return chance_corrected(*pair_chances(pairs))


def pair_chances(pairs: PairSums) -> tuple[Floats, Floats]:
    """Observed agreement and that expected from the two coders' own shares, per pair (…, pairs)."""
    # Category by category: `sum` over an axis of two costs five times as much.
    products = pairs.first[..., 0] * pairs.second[..., 0]
    for category in range(1, pairs.first.shape[-1]):
        products = products + pairs.first[..., category] * pairs.second[..., category]
    return ratio(pairs.agreements, pairs.units), ratio(products, pairs.units**2)


def light_kappa(pairs: PairSums) -> Floats:
    """Mean of Cohen's kappa over the pairs that share units (Light 1971, Psychol Bull 76:365).

    Undefined as soon as one of these pairs has no variation.
    """
    return _pair_mean(pair_kappas(pairs), pairs)


def holsti(pairs: PairSums) -> Floats:
    """Mean over pairs of 2a/(applications of the one + of the other): F1 on applications (Holsti 1969, p. 140).

    0 to 1. Undefined as soon as a pair that shares units has no application.
    """
    first, second = pairs.first[..., PRESENT], pairs.second[..., PRESENT]
    return _pair_mean(ratio(pairs.agreements + first + second - pairs.units, first + second), pairs)


def scott_pi(pairs: PairSums) -> Floats:
    """Two coders: pe from the shares of both together (Scott 1955, Public Opin Q 19:321)."""
    expected = ratio(((pairs.first + pairs.second) ** 2).sum(axis=-1), 4 * pairs.units**2)
    return chance_corrected(ratio(pairs.agreements, pairs.units), expected)[..., 0]


def kappa_max(pairs: PairSums) -> Floats:
    """The largest Cohen's kappa these two coders' shares allow (Cohen 1960, p. 42)."""
    largest = ratio(np.minimum(pairs.first, pairs.second).sum(axis=-1), pairs.units)
    return chance_corrected(largest, pair_chances(pairs)[1])[..., 0]


def prevalence_index(pairs: PairSums) -> Floats:
    """(a - d)/n: present to both less absent to both; -1 to 1 (Byrt, Bishop & Carlin 1993, J Clin Epidemiol 46:423)."""
    present = pairs.first[..., PRESENT] + pairs.second[..., PRESENT]
    return ratio(present - pairs.units, pairs.units)[..., 0]


def bias_index(pairs: PairSums) -> Floats:
    """(b - c)/n: how much more often the first coder says present; -1 to 1 (Byrt, Bishop & Carlin 1993)."""
    return ratio(pairs.first[..., PRESENT] - pairs.second[..., PRESENT], pairs.units)[..., 0]


def statistics(coders: int, categories: int, presence: bool) -> tuple[Statistic, Statistic]:
    """The coefficients that exist: over units and over pairs. `presence`: category 1 is "present", 0 "absent"."""
    return (
        unit_statistic(coders, categories, partial(over_units, presence=presence)),
        pair_statistic(coders, categories, partial(over_pairs, presence=presence)),
    )


def unit_statistic(coders: int, categories: int, formulas: Callable[[Sums], Named]) -> Statistic:
    """Formulas on `Sums`."""

    def features(values: Ints) -> Floats:
        return unit_features(values, categories)

    def figures(flat: Floats) -> Named:
        return formulas(Sums.unpacked(flat, coders, categories))

    return Statistic(features, figures, unit_width(coders, categories))


def pair_statistic(coders: int, categories: int, formulas: Callable[[PairSums], Named]) -> Statistic:
    """Formulas on `PairSums`."""

    def features(values: Ints) -> Floats:
        return pair_features(values, categories)

    def figures(flat: Floats) -> Named:
        return formulas(PairSums.unpacked(flat, len(pairs_of(coders)), categories))

    return Statistic(features, figures, pair_width(coders, categories))


def over_units(sums: Sums, presence: bool) -> Named:
    """Every coefficient that is a formula on `Sums`."""
    found = {
        "percent_agreement": percent_agreement(sums),
        "conger_kappa": conger_kappa(sums),
        "fleiss_kappa": fleiss_kappa(sums),
        "brennan_prediger": brennan_prediger(sums),
        "gwet_ac1": gwet_ac1(sums),
        "krippendorff_alpha": krippendorff_alpha(sums),
    }
    if presence:
        found["positive_agreement"] = specific_agreement(sums, PRESENT)
        found["negative_agreement"] = specific_agreement(sums, ABSENT)
    return found


def over_pairs(pairs: PairSums, presence: bool) -> Named:
    """Every coefficient that is a formula on `PairSums`."""
    found = {"light_kappa": light_kappa(pairs)}
    if presence:
        found["holsti"] = holsti(pairs)
    if pairs.units.shape[-1] != 1:
        return found
    found |= {"cohen_kappa": pair_kappas(pairs)[..., 0], "scott_pi": scott_pi(pairs), "kappa_max": kappa_max(pairs)}
    if presence:
        found |= {"prevalence_index": prevalence_index(pairs), "bias_index": bias_index(pairs)}
    return found


def _shares(sums: Sums) -> Floats:
    return sums.share / np.maximum(sums.rated, 1)[..., None]


def _corrected(sums: Sums, expected: Floats) -> Floats:
    return np.where(_varied(sums), chance_corrected(percent_agreement(sums), expected), np.nan)


def _varied(sums: Sums) -> Bools:
    """Whether units of two coders or more hold more than one category; what one coder alone saw tells nothing apart."""
    return np.asarray((sums.values > 0).sum(axis=-1) > 1)


def _pair_mean(figure: Floats, pairs: PairSums) -> Floats:
    shared = pairs.units > 0
    return ratio(np.where(shared, figure, 0.0).sum(axis=-1), shared.sum(axis=-1).astype(np.float64))
