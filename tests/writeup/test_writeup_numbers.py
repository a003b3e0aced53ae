import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.agreement.result import Result
from qualcode.writeup.numbers import NOTHING, coefficient, interval, percent
from qualcode.writeup.verdict import rarity, verdict


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.714, ".71"), (1.0, "1.00"), (-0.05, "-.05"), (0.0, ".00"), (-0.001, ".00"), (None, NOTHING), (-1.0, "-1.00")],
)
def test_coefficients_as_they_are_reported(value: float | None, shown: str) -> None:
    assert coefficient(value) == shown


@given(st.floats(-1, 1))
def test_at_most_three_digits_on_paper(value: float) -> None:
    assert re.fullmatch(r"-?(\d)?\.\d\d", coefficient(value))
    assert len(re.sub(r"\D", "", percent(abs(value)))) <= 3


def test_shares_and_intervals() -> None:
    assert (percent(1), percent(0), percent(0.9409), percent(None)) == ("100 %", "0 %", "94.1 %", NOTHING)
    assert interval((0.52, 0.838)) == "[.52, .84]"
    assert interval(None) == ""


def test_a_share_short_of_all_is_never_shown_as_all() -> None:
    assert percent(0.9999) == "> 99.9 %"
    assert percent(0.0001) == "< 0.1 %"


@pytest.mark.parametrize(
    ("value", "ci", "words"),
    [
        (0.71, (0.52, 0.84), "cannot exclude < .667"),
        (0.75, (0.7, 0.79), "enough for tentative conclusions"),
        (0.85, (0.7, 0.95), "cannot exclude < .80"),
        (0.9, (0.82, 0.97), "reliable"),
        (0.3, (0.1, 0.5), "too low to rely on"),
        (0.9, None, "at least .80, without an interval"),
        (0.7, None, "at least .667, without an interval"),
        (0.1, None, "below .667, without an interval"),
    ],
)
def test_verdicts_by_the_interval(value: float, ci: tuple[float, float] | None, words: str) -> None:
    assert verdict(Result(value, ci=ci)) == words


def test_an_undefined_figure_has_no_verdict() -> None:
    assert verdict(Result(None, undefined="no variation")) == "not defined"


def test_high_agreement_with_low_alpha_is_flagged_with_its_indices() -> None:
    figures = {
        "percent_agreement": Result(0.94),
        "krippendorff_alpha": Result(0.3),
        "gwet_ac1": Result(0.93),
        "prevalence_index": Result(-0.9),
        "bias_index": Result(0.01),
    }
    assert rarity(figures) == "AC1 .93, prevalence index -.90, bias index .01"
    assert rarity(figures | {"gwet_ac1": Result(0.45)}) == ""
    assert rarity(figures | {"krippendorff_alpha": Result(None, undefined="no variation")}) == ""
