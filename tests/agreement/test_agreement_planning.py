"""How much to code twice, and Shaffer's rho."""

import numpy as np
import pytest

from qualcode.agreement import CodedUnits, Intervals, code_agreement
from qualcode.agreement.planning import units_for_kappa, units_for_precision, values_needed
from qualcode.agreement.shaffer import shaffer_rho
from qualcode.errors import QualcodeError


@pytest.mark.parametrize(("target", "expected"), [(0.8, 139), (0.667, 81)])
def test_values_needed_are_those_of_the_manual_of_atlas(target, expected):
    """ATLAS.ti manual, after Krippendorff 2019: four categories, two coders, 5 %."""
    assert values_needed(target, significance=0.05, prevalence=0.25) == expected


@pytest.mark.parametrize(("k0", "k1", "prevalence", "expected"), [(0.85, 0.7, 0.5, 96), (0.6, 0.8, 0.1, 239)])
def test_units_for_kappa_are_those_of_r_irr(k0, k1, prevalence, expected):
    """R irr 0.84.1, N.cohen.kappa."""
    assert units_for_kappa(k0, k1, prevalence=prevalence, power=0.8, significance=0.05) == expected


def test_two_sides_and_more_power_need_more_units():
    once = units_for_kappa(0.6, 0.8, prevalence=0.3)
    assert units_for_kappa(0.6, 0.8, prevalence=0.3, two_sided=True) > once
    assert units_for_kappa(0.6, 0.8, prevalence=0.3, power=0.95) > once


@pytest.mark.parametrize(
    ("kappa", "sample", "expected", "tolerance"),
    [
        (0.88, {"threshold": 0.9, "base_rate": 0.2, "length": 80}, 0.096, 0.012),
        (0.8, {"threshold": 0.65, "base_rate": 0.1, "length": 100}, 0.0375, 0.01),
    ],
)
def test_rho_is_that_of_rhor(kappa, sample, expected, tolerance):
    """R rhoR 1.3.1, mean of 8 runs of 800."""
    found = shaffer_rho(kappa, **sample)
    assert found.rho == pytest.approx(expected, abs=tolerance)
    assert found.draws >= 4990
    assert found.mc_error == pytest.approx(np.sqrt(found.rho * (1 - found.rho) / found.draws))
    assert shaffer_rho(kappa, **sample) == found


def test_rho_is_one_below_the_mean_of_the_draws_and_falls_with_length():
    assert shaffer_rho(0.3, threshold=0.65, base_rate=0.1, length=100).rho == 1
    rho = [shaffer_rho(0.75, threshold=0.65, base_rate=0.2, length=length).rho for length in (40, 160, 640)]
    assert rho[0] > rho[1] > rho[2]


def test_inflating_the_base_rate_makes_a_test_set_tell_more():
    plain = shaffer_rho(0.8, threshold=0.65, base_rate=0.02, length=60)
    assert shaffer_rho(0.8, threshold=0.65, base_rate=0.02, length=60, inflation=0.3).rho < plain.rho


def coded(units, seed=4):
    rng = np.random.default_rng(seed)
    truth = rng.random(units) < 0.3
    said = [truth ^ (rng.random(units) < 0.1) for _ in range(2)]
    hits = (said[0].astype(np.uint8) | said[1].astype(np.uint8) << 1)[None, :]
    names = (("vision",), ("ana", "ben"))
    return code_agreement(CodedUnits(*names, hits, np.full(units, 3, np.uint8), np.zeros(units, int)), Intervals(draws=400))


def test_units_for_precision_come_true():
    few = coded(200).codes[0]
    plan = units_for_precision(few, 0.05)
    assert plan.units > 200
    assert plan.more == plan.units - 200
    assert plan.applications > np.mean(list(few.applications.values()))
    low, high = coded(plan.units).codes[0].coefficients["krippendorff_alpha"].ci
    assert (high - low) / 2 == pytest.approx(0.05, abs=0.02)


def test_enough_is_enough():
    assert units_for_precision(coded(2000).codes[0], 0.3).more == 0


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (lambda: values_needed(1, prevalence=0.2), "The smallest α is 1"),
        (lambda: values_needed(0.8, prevalence=0), "The prevalence is 0"),
        (lambda: values_needed(float("nan"), prevalence=0.2), "is nan"),
        (lambda: units_for_kappa(0.8, 0.8, prevalence=0.5), "are the same"),
        (lambda: units_for_kappa(0.9, 0.7, prevalence=0.1, prevalence2=0.5), "cannot be where"),
        (lambda: units_for_kappa(1.2, 0.7, prevalence=0.1), "κ₀ is 1.2"),
        (lambda: shaffer_rho(0.8, threshold=0.3, base_rate=0.1, length=50), "The threshold is 0.3"),
        (lambda: shaffer_rho(2, threshold=0.8, base_rate=0.1, length=50), "κ is 2"),
        (lambda: shaffer_rho(0.8, threshold=0.8, base_rate=0, length=50), "The base rate is 0"),
        (lambda: shaffer_rho(0.8, threshold=0.8, base_rate=0.1, length=1), "1 excerpts"),
        (lambda: shaffer_rho(0.8, threshold=0.8, base_rate=0.1, length=50, inflation=1), "inflation is 1"),
        (lambda: shaffer_rho(0.8, threshold=0.8, base_rate=0.1, length=50, draws=100), "100 draws are too few"),
        (lambda: units_for_precision(coded(50).codes[0], 0), "Half of the interval is 0"),
    ],
)
def test_what_cannot_be_is_said(plan, says):
    with pytest.raises(QualcodeError) as caught:
        plan()
    assert says in str(caught.value)


def test_a_code_nobody_used_has_no_interval_to_go_by():
    units = CodedUnits(("vision",), ("ana", "ben"), np.zeros((1, 9), np.uint8), np.full(9, 3, np.uint8), np.zeros(9, int))
    with pytest.raises(QualcodeError, match="neither coder used this code"):
        units_for_precision(code_agreement(units, Intervals(draws=50)).codes[0], 0.1)
