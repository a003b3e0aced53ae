"""What other tools were seen to get wrong."""

import json

import numpy as np
import pytest

from qualcode.agreement import CodedUnits, code_agreement, coefficients, set_coefficients

ANA_BEN = ("ana", "ben")


@pytest.mark.parametrize("prevalence", [0.8, 0.95])
def test_trap_2_independent_coders_have_a_kappa_of_about_zero(prevalence):
    rng = np.random.default_rng(7)
    found = coefficients((rng.random((40_000, 2)) < prevalence).astype(int)).coefficients
    for name in ("cohen_kappa", "scott_pi", "fleiss_kappa", "light_kappa", "conger_kappa", "krippendorff_alpha"):
        assert abs(found[name].value) < 0.02
    assert found["percent_agreement"].value > 0.6


def test_trap_3_a_code_given_twice_by_one_coder_is_no_agreement():
    rows = [[["vision", "vision"], []], [[], ["vision"]], [[], []]]
    once = [[["vision"], []], [[], ["vision"]], [[], []]]
    found = set_coefficients(rows, coders=ANA_BEN)
    assert found == set_coefficients(once, coders=ANA_BEN)
    assert found.codes[0].pairs[0].both == 0


def test_trap_4_the_order_of_codes_in_a_cell_does_not_matter_and_a_missing_one_does():
    same = set_coefficients([[["a", "b"], ["b", "a"]], [["c"], ["c"]], [[], []]])
    less = set_coefficients([[["a", "b"], ["b"]], [["c"], ["c"]], [[], []]])
    for name in ("pooled_alpha", "pooled_kappa", "alpha_jaccard", "alpha_masi"):
        assert same.coefficients[name].value == pytest.approx(1)
        assert less.coefficients[name].value < 1


def test_trap_5_codes_on_top_of_each_other_are_all_counted():
    found = set_coefficients([[["a", "b", "c"], ["a"]], [["a", "b"], ["a"]], [["a"], ["a"]], [[], []]])
    assert {code.code: code.applications for code in found.codes} == {
        "a": {"coder 1": 3, "coder 2": 3},
        "b": {"coder 1": 2, "coder 2": 0},
        "c": {"coder 1": 1, "coder 2": 0},
    }
    assert found.coefficients["pooled_alpha"].value < 1
    assert found.codes[0].coefficients["krippendorff_alpha"].value == pytest.approx(1)


def test_trap_6_units_only_one_coder_has_done_never_count():
    done = [[["a"], ["a"]], [[], ["a"]], [["a"], []], [[], []]]
    alone = [[["a"], None]] * 50 + [[None, []]] * 50
    whole, part = set_coefficients([*done, *alone]), set_coefficients(done)
    assert whole.pairable == 4
    assert whole.units == 104
    assert whole.coefficients == part.coefficients
    for name in ("krippendorff_alpha", "cohen_kappa", "percent_agreement", "positive_agreement"):
        assert whole.codes[0].coefficients[name] == part.codes[0].coefficients[name]


def test_trap_6_coders_who_closed_different_transcripts_have_no_agreement_at_all():
    found = set_coefficients([[["a"], None]] * 5 + [[None, ["a"]]] * 5, coders=ANA_BEN)
    assert found.pairable == 0
    for result in [*found.coefficients.values(), *found.codes[0].coefficients.values()]:
        assert result.value is None
        assert result.undefined == "no overlap: not one of 10 units was seen by two coders"


def test_trap_7_undefined_says_why_with_counts_and_is_never_a_number():
    seen = np.full(30, 3, dtype=np.uint8)
    hits = np.array([np.zeros(30), np.full(30, 3)], dtype=np.uint8)
    found = code_agreement(CodedUnits(("never", "always"), ANA_BEN, hits, seen, np.zeros(30, dtype=int)))
    never, always = (code.coefficients for code in found.codes)
    for name in ("cohen_kappa", "krippendorff_alpha", "fleiss_kappa", "gwet_ac1", "brennan_prediger", "scott_pi"):
        assert never[name].undefined == "no variation: neither coder used this code (30 units)"
        assert always[name].undefined == "no variation: both coders used this code in every one of 30 units"
    assert never["percent_agreement"].value == 1
    assert never["positive_agreement"].value is None
    assert found.overall["pooled_alpha"].value is None
    assert "NaN" not in json.dumps([code.as_dict() for code in found.codes])


def test_trap_7_light_names_the_pair_without_variation():
    rows = [[0, 0, 1], [0, 0, 0], [0, 0, 1]]
    found = coefficients(rows, coders=["ana", "ben", "cleo"]).coefficients
    assert found["light_kappa"].undefined == "no variation between ana and ben over the units both saw"
    assert found["krippendorff_alpha"].value is not None


def test_trap_8_a_result_names_its_unit_and_its_denominator():
    found = coefficients([[0, 1], [1, None], [1, 1]]).as_dict()
    assert found["unit"] == "row"
    assert found["units"] == {"total": 3, "pairable": 2}
