"""Draws and their intervals, standard errors, and what is said where there are none."""

from dataclasses import replace

import numpy as np
import pytest

from qualcode.agreement import LEVELS, CodedUnits, Intervals, code_agreement, coefficients, levels, nominal
from qualcode.agreement.distances import Pairs, sums_over_pairs
from qualcode.agreement.group_sums import GroupSums
from qualcode.agreement.intervals import DrawnPatterns, bca_interval, t_quantile, unit_draws
from qualcode.agreement.set_figures import set_figures
from qualcode.agreement.table import table_of_rows

RAW4RATERS = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, None, 3, None],
]  # fmt: skip
ANALYTIC = Intervals("analytic")


def coded(units=300, transcripts=4, seed=3, coders=3, codes=2):
    rng = np.random.default_rng(seed)
    truth = rng.random((codes, units)) < np.linspace(0.3, 0.1, codes)[:, None]
    seen, hits = np.zeros(units, dtype=np.uint8), np.zeros((codes, units), dtype=np.uint8)
    for coder in range(coders):
        looked = rng.random(units) < 0.9
        said = truth ^ (rng.random(truth.shape) < 0.1)
        seen |= looked.astype(np.uint8) << coder
        hits |= (said & looked).astype(np.uint8) << coder
    return CodedUnits(tuple("abcdef"[:codes]), ("ana", "ben", "cleo")[:coders], hits, seen, np.arange(units) % transcripts)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("percent_agreement", 0.12561), ("gwet_ac1", 0.14295), ("fleiss_kappa", 0.15302),
        ("krippendorff_alpha", 0.14557), ("conger_kappa", 0.14917), ("brennan_prediger", 0.14472),
    ],
)  # fmt: skip
def test_standard_errors_are_gwets(name, error):
    """Gwet, irrCAC, cac.raw4raters: t with (rated, or for α pairable, units - 1) degrees of freedom."""
    found = coefficients(RAW4RATERS, intervals=ANALYTIC).coefficients[name]
    freedom = 10 if name == "krippendorff_alpha" else 11
    assert found.ci[0] == pytest.approx(found.value - t_quantile(0.975, freedom) * error, abs=2e-5)
    assert found.ci[1] <= 1
    assert found.ci_method == "analytic"


def test_standard_error_of_cohens_kappa_is_that_of_fleiss_cohen_and_everitt():
    """SAS: kappa .4842, standard error .1380."""
    table = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
    rows = [[a, b] for a, row in enumerate(table) for b, number in enumerate(row) for _ in range(number)]
    found = coefficients(rows, intervals=ANALYTIC).coefficients["cohen_kappa"]
    assert found.value == pytest.approx(0.4842, abs=5e-5)
    assert (found.ci[1] - found.value) / t_quantile(0.975, len(rows) - 1) == pytest.approx(0.138, abs=5e-5)


@pytest.mark.parametrize(("freedom", "expected"), [(1, 12.7062), (2, 4.30265), (4, 2.77645), (11, 2.20099), (99, 1.98422)])
def test_students_t(freedom, expected):
    assert t_quantile(0.975, freedom) == pytest.approx(expected, abs=1e-5)


def test_drawn_counts_are_those_of_the_drawn_units():
    units = coded()
    table = units.table()
    drawn = next(unit_draws(table.units_seen_by(1), 3, Intervals(draws=5)))
    counts = DrawnPatterns(table).counts(drawn)
    assert (drawn.sum(axis=0) == table.units_seen_by(1).sum()).all()
    for draw in range(5):
        for code in range(2):
            expected = np.bincount(table.pattern(code), weights=drawn[:, draw], minlength=len(table.values))
            assert (counts[draw, code] == expected).all()


@pytest.mark.parametrize("level", LEVELS)
def test_leaving_a_unit_out_is_the_figure_without_it(level):
    rows = np.array([[1, 1, 3], [1, 0, -1], [0, 0, 2], [0, 0, 0], [0, 1, -1], [3, 3, 3], [2, 0, 1], [1, -1, -1]])
    table = table_of_rows(rows, 4)
    points = np.array([0.0, 1, 4, 9])
    measure = nominal.statistics(3, 4, presence=False)[0] if level == "nominal" else levels.measure(level, points)
    left_out = measure.left_out(table)["krippendorff_alpha"][0]
    for unit, pattern in enumerate(table.pattern(0)):
        without = np.delete(rows, unit, axis=0)
        given = np.where(without < 0, np.nan, points[without])
        assert left_out[pattern] == pytest.approx(coefficients(given, level).coefficients["krippendorff_alpha"].value)


def test_leaving_a_unit_out_of_sets_is_the_figure_without_it():
    units = coded(40, codes=4)
    figures = set_figures(units.hits, units.seen, units.transcript, 3)
    left_out = figures.left_out()
    for unit in range(40):
        without = code_agreement(units.chosen(np.delete(np.arange(40), unit))).overall
        for name, values in left_out.items():
            assert values[0, unit] == pytest.approx(without[name].value)


@pytest.mark.parametrize("route", [Pairs, sums_over_pairs])
def test_draws_of_sets_are_the_figures_of_the_drawn_units(route, monkeypatch):
    monkeypatch.setattr("qualcode.agreement.set_figures.sums_over_pairs", route)
    units = coded(40, codes=6)
    figures = set_figures(units.hits, units.seen, units.transcript, 3)
    drawn = next(unit_draws(np.ones(40, dtype=bool), 3, Intervals(draws=6)))
    found = figures.of_units(drawn)
    for draw in range(6):
        again = code_agreement(units.chosen(np.repeat(np.arange(40), drawn[:, draw].astype(int)))).overall
        for name, values in found.items():
            assert values[draw, 0] == pytest.approx(again[name].value, rel=1e-5)
    rows = np.array([[2.0, 0, 1, 1], [1, 1, 1, 1]])
    by_transcript = figures.of_transcripts(rows)
    again = code_agreement(units.chosen(np.repeat(np.arange(40), rows[0, units.transcript].astype(int)))).overall
    assert by_transcript["alpha_masi"][0, 0] == pytest.approx(again["alpha_masi"].value)
    assert by_transcript["alpha_jaccard"][1, 0] == pytest.approx(figures.values()["alpha_jaccard"][0])


def test_bca_of_a_mean_is_efrons():
    """Against a plain transcription of Efron 1987 on a skewed sample."""
    rng = np.random.default_rng(5)
    sample = rng.exponential(size=40)
    draws = rng.choice(sample, (4000, 40)).mean(axis=1)
    left_out = (sample.sum() - sample) / 39
    low, high = bca_interval(float(sample.mean()), draws, left_out, np.ones(40, dtype=int))
    plain_low, plain_high = np.quantile(draws, [0.025, 0.975])
    assert low > plain_low
    assert high > plain_high


def test_draws_equal_to_the_value_but_for_rounding_count_as_equal():
    draws = np.repeat([0.1, 0.2, 0.3, 0.4, 0.5], 200)
    moved = draws + np.where(np.arange(1000) % 3, 1e-16, -1e-16)
    left_out, times = np.array([0.29, 0.31, 0.28]), np.ones(3, dtype=int)
    assert bca_interval(0.3, moved, left_out, times) == pytest.approx(bca_interval(0.3, draws, left_out, times), abs=1e-12)
    assert bca_interval(0.1 + 0.2, draws, left_out, times) == bca_interval(0.3, draws, left_out, times)


def test_sums_of_many_drawn_units_do_not_run_over():
    units = np.ones(30_000, dtype=bool)
    drawn = next(unit_draws(units, 3, Intervals(draws=2)))
    given = GroupSums.of(np.zeros(90_000, dtype=int), np.repeat(np.arange(30_000), 3))
    assert given.added(drawn).tolist() == [[90_000, 90_000]]


def test_the_same_seed_gives_the_same_interval_and_another_another():
    units = coded()
    first, again = code_agreement(units, Intervals(draws=300)), code_agreement(units, Intervals(draws=300))
    other = code_agreement(units, Intervals(draws=300, seed=2))
    assert first == again
    assert first.overall["pooled_alpha"].ci != other.overall["pooled_alpha"].ci


def test_every_figure_has_an_interval_around_it():
    found = code_agreement(coded(coders=2), Intervals())
    results = [*found.overall.items(), *(pair for code in found.codes for pair in code.coefficients.items())]
    for name, result in results:
        low, high = result.ci
        assert low <= result.value <= high, name
        assert result.ci_method == "bca"
        assert (len(result.below) == 2) == (name in ("krippendorff_alpha", "pooled_alpha", "alpha_jaccard", "alpha_masi"))


def test_few_transcripts_give_both_intervals_and_a_warning_and_ten_give_one():
    few, many = code_agreement(coded(transcripts=4), Intervals()), code_agreement(coded(transcripts=10), Intervals())
    assert few.codes[0].coefficients["krippendorff_alpha"].cluster_ci is not None
    assert few.overall["alpha_masi"].cluster_ci is not None
    assert "4 transcripts only" in few.notes[0]
    assert many.codes[0].coefficients["krippendorff_alpha"].ci_method == "cluster"
    assert many.overall["pooled_kappa"].ci_method == "cluster"


def test_one_transcript_has_no_interval_over_transcripts():
    found = code_agreement(coded(transcripts=1), Intervals(draws=200))
    assert found.codes[0].coefficients["krippendorff_alpha"].cluster_ci is None


def test_transcripts_that_differ_widen_the_interval():
    """Where whole transcripts are right or wrong, drawing units is far too sure."""
    seen = np.full(400, 3, dtype=np.uint8)
    transcript = np.arange(400) // 50
    code = np.arange(400) % 4 == 0
    hits = np.where(code, np.where(transcript % 2 == 0, 3, 1), np.where((transcript % 2 == 1) & (np.arange(400) % 4 == 1), 2, 0))
    units = CodedUnits(("x",), ("ana", "ben"), hits.astype(np.uint8)[None, :], seen, transcript)
    found = code_agreement(units, Intervals()).codes[0].coefficients["krippendorff_alpha"]
    assert found.cluster_ci[1] - found.cluster_ci[0] > 2 * (found.ci[1] - found.ci[0])


def test_full_agreement_has_no_interval_and_says_why():
    found = coefficients([[1, 1], [0, 0], [0, 0], [1, 1]], intervals=Intervals(draws=200)).coefficients
    assert found["percent_agreement"].ci is None
    assert "every draw gives the same value" in found["percent_agreement"].ci_note


def test_draws_without_variation_are_told():
    rows = [[1, 1], [1, 0], *[[0, 0]] * 40]
    found = coefficients(rows, intervals=Intervals()).coefficients["krippendorff_alpha"]
    assert found.ci is not None
    assert "undefined in" in found.ci_note


@pytest.mark.parametrize("method", ["bootstrap", "analytic"])
def test_nobody_anywhere_is_undefined_with_intervals_too(method):
    units = replace(coded(), hits=np.zeros((2, 300), dtype=np.uint8))
    found = code_agreement(units, Intervals(method, draws=50))
    assert found.codes[0].coefficients["krippendorff_alpha"].undefined
    unseen = code_agreement(replace(units, seen=np.zeros(300, dtype=np.uint8)), Intervals(method, draws=50))
    assert unseen.overall["pooled_alpha"].undefined
    assert unseen.codes[0].prevalence is None


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
@pytest.mark.parametrize("method", ["bootstrap", "analytic"])
def test_levels_have_intervals_or_say_why_not(level, method):
    found = coefficients(RAW4RATERS, level, intervals=Intervals(method, draws=300)).coefficients["krippendorff_alpha"]
    assert (found.ci is not None) == (method == "bootstrap")
    assert found.ci is not None or "no analytic standard error" in found.ci_note


@pytest.mark.slow
def test_coverage_of_alpha_is_near_what_is_told():
    """Two coders, 100 units, prevalence .3: nominally 95 %, at least 90 % in 300 studies."""
    rng = np.random.default_rng(11)

    def study(units):
        truth = rng.random(units) < 0.3
        return (truth[:, None] ^ (rng.random((units, 2)) < 0.1)).astype(int)

    true = coefficients(study(400_000)).coefficients["krippendorff_alpha"].value
    found = [coefficients(study(100), intervals=Intervals(draws=600)).coefficients["krippendorff_alpha"].ci for _ in range(300)]
    assert np.mean([low <= true <= high for low, high in found]) > 0.9
