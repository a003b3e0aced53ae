import math

import pytest
from studies import Study

from qualcode.analysis.agreement import AgreementReport, agreement
from qualcode.analysis.disagreements import disagreements
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError


@pytest.fixture
def pair(study: Study) -> Study:
    """Two coders who have done all six turns of one transcript, and agree on some."""
    study.talk("north")
    for coder in ("ana", "ben"):
        study.done(coder, "north")
    study.code("ana", "north", "money", 2)
    study.code("ben", "north", "money", 2)
    study.code("ben", "north", "money", 4)
    study.code("ana", "north", "trust", 6)
    return study


def report(study: Study, ci: str = "none", **filters: object) -> AgreementReport:
    return agreement(study.store, Selection.of(**filters), ci=ci)  # type: ignore[arg-type]


def value(found: AgreementReport, code: str, name: str) -> float | None:
    return next(each for each in found.codes if each.code == code).coefficients[name].value


def test_counts_and_coefficients_of_a_small_project(pair: Study) -> None:
    found = report(pair)
    money = next(code for code in found.codes if code.code == "money")
    assert (found.total, found.pairable, found.not_done) == (6, 6, {"ana": 0, "ben": 0})
    assert money.applications == {"ana": 1, "ben": 2}
    assert money.pairs[0].as_dict() == {"coders": ["ana", "ben"], "both": 1, "only_first": 0, "only_second": 1, "neither": 4}
    assert value(found, "money", "percent_agreement") == pytest.approx(5 / 6)
    assert value(found, "money", "positive_agreement") == pytest.approx(2 / 3)
    expected = (1 * 2 + 5 * 4) / 36
    assert value(found, "money", "cohen_kappa") == pytest.approx((5 / 6 - expected) / (1 - expected))
    assert value(found, "money", "krippendorff_alpha") == pytest.approx(1 - 11 * 1 / (9 * 3))


def test_trap_3_self_overlap_changes_nothing(pair: Study) -> None:
    before = report(pair).as_dict()
    start, end = pair.place("north", "Nobody wanted to pay")
    pair.code("ana", "north", "money", (start, end))
    pair.code("ana", "north", "money", 2)
    assert report(pair).as_dict() == before


def test_trap_3_one_coder_alone_never_agrees_with_herself(study: Study) -> None:
    study.talk("north")
    study.code("ana", "north", "money", 2)
    study.code("ana", "north", "money", 2)
    with pytest.raises(QualcodeError, match="only ana is at work in round main"):
        report(study)


def test_trap_4_the_order_of_codings_changes_nothing(study: Study) -> None:
    study.talk("north")
    for coder, codes in (("ana", ("money", "trust")), ("ben", ("trust", "money"))):
        for code in codes:
            study.code(coder, "north", code, 2)
        study.done(coder, "north")
    found = report(study)
    assert value(found, "money", "cohen_kappa") == 1
    assert found.overall["alpha_jaccard"].value == 1


def test_trap_5_stacked_codes_are_not_dropped(pair: Study) -> None:
    pair.code("ben", "north", "trust", 2)
    assert value(report(pair), "money", "positive_agreement") == pytest.approx(2 / 3)
    assert value(report(pair), "trust", "positive_agreement") == 0


def test_trap_6_what_is_not_done_is_missing_and_never_absent(pair: Study) -> None:
    before = report(pair)
    pair.talk("south", [("Ines", "One."), ("Omar", "Two."), ("Ines", "Three.")])
    pair.code("ana", "south", "money", 2)
    after = report(pair)
    assert (after.total, after.pairable, after.not_done) == (9, 6, {"ana": 2, "ben": 3})
    for name in ("percent_agreement", "positive_agreement", "cohen_kappa", "krippendorff_alpha"):
        assert value(after, "money", name) == value(before, "money", name)


def test_trap_6_different_transcripts_give_no_figure(study: Study) -> None:
    study.talk("north")
    study.talk("south", [("Ines", "One."), ("Omar", "Two.")])
    study.code("ana", "north", "money", 2)
    study.code("ben", "south", "money", 2)
    found = report(study)
    assert found.pairable == 0
    for code in found.codes:
        assert all(result.value is None and result.undefined for result in code.coefficients.values())


def test_trap_6_a_coding_makes_its_turn_done(study: Study) -> None:
    study.talk("north")
    study.code("ana", "north", "money", 2)
    study.code("ben", "north", "trust", 2)
    found = report(study, codes="money")
    assert (found.pairable, found.not_done) == (1, {"ana": 5, "ben": 5})
    assert value(found, "money", "percent_agreement") == 0


def test_trap_7_undefined_says_why_and_json_holds_no_nan(pair: Study) -> None:
    found = report(pair)
    late = next(code for code in found.codes if code.code == "late")
    alpha = late.coefficients["krippendorff_alpha"]
    assert alpha.value is None
    assert alpha.undefined is not None
    assert "neither coder used this code" in alpha.undefined
    assert late.coefficients["percent_agreement"].value == 1
    assert not any(isinstance(each, float) and not math.isfinite(each) for each in _leaves(found.as_dict()))


def test_trap_8_the_unit_stands_beside_every_figure(pair: Study) -> None:
    assert report(pair).as_dict()["unit"] == "turn"
    with pytest.raises(QualcodeError, match="by sentence cannot be computed yet"):
        agreement(pair.store, Selection(), unit="sentence")
    with pytest.raises(QualcodeError, match='no unit "line"'):
        agreement(pair.store, Selection(), unit="line")


def test_interviewer_turns_are_part_of_it_unless_left_out(pair: Study) -> None:
    found = report(pair)
    assert (found.total, found.interviewer_turns) == (6, 3)
    left = report(pair, without_roles="interviewer")
    assert (left.total, left.interviewer_turns) == (3, 0)
    assert value(left, "money", "percent_agreement") == pytest.approx(2 / 3)


def test_an_ordered_group_is_ordinal_over_the_turns_with_levels(pair: Study) -> None:
    for number, ana, ben in ((1, "early", "early"), (2, "late", "late"), (3, "early", "middle"), (4, "late", None)):
        pair.code("ana", "north", ana, number)
        if ben:
            pair.code("ben", "north", ben, number)
    stage, side = report(pair).groups
    assert (stage.group, stage.level, stage.units, stage.several) == ("stage", "ordinal", 3, 0)
    # Three pairs, (1 1) (3 3) (1 2): mid-ranks 1.5, 3.5 and 5; Do = 2 · 2²; De = 2 · (3·1·2² + 3·2·3.5² + 1·2·1.5²) / 5.
    assert stage.coefficients["krippendorff_alpha"].value == pytest.approx(1 - 8 / 36)
    assert (side.group, side.level, side.units) == ("side", "nominal", 6)
    assert side.coefficients["krippendorff_alpha"].undefined is not None


def test_none_is_a_value_of_a_nominal_group(pair: Study) -> None:
    pair.code("ana", "north", "for", 1)
    pair.code("ben", "north", "for", 1)
    pair.code("ana", "north", "against", 3)
    [_, side] = report(pair).groups
    assert side.coefficients["percent_agreement"].value == pytest.approx(5 / 6)


def test_two_levels_in_parts_of_one_turn_are_missing_and_counted(pair: Study) -> None:
    pair.code("ana", "north", "for", pair.place("north", "Slowly."))
    pair.code("ana", "north", "against", pair.place("north", "Nobody wanted"))
    [_, side] = report(pair).groups
    assert (side.units, side.several) == (5, 1)


def test_a_group_is_left_out_when_some_of_its_codes_are(pair: Study) -> None:
    assert [group.group for group in report(pair, codes=["for", "against", "early"]).groups] == ["side"]


def test_rounds_are_compared_one_at_a_time_and_the_newest_by_default(pair: Study) -> None:
    pair.round("second")
    pair.code("ana", "north", "trust", 1, round="second")
    pair.code("ben", "north", "trust", 1, round="second")
    assert report(pair).round == "second"
    assert report(pair).pairable == 1
    assert report(pair, rounds="main").pairable == 6
    with pytest.raises(QualcodeError, match="within one round"):
        report(pair, rounds=["main", "second"])


@pytest.mark.parametrize(
    ("filters", "message"),
    [({"coders": "ana"}, "Name ben as well"), ({"speakers": "Ines", "without_roles": "interviewer"}, "No turn fits")],
)
def test_what_cannot_be_compared_is_told(pair: Study, filters: dict[str, object], message: str) -> None:
    with pytest.raises(QualcodeError, match=message):
        report(pair, **filters)


def test_nobody_at_work_is_told_with_the_way_out(study: Study) -> None:
    study.talk("north")
    with pytest.raises(QualcodeError, match="nobody is at work"):
        report(study)


def test_three_coders_have_no_two_coder_figures(pair: Study) -> None:
    pair.done("cem", "north", 1, 2, 3)
    money = next(code for code in report(pair).codes if code.code == "money")
    assert "cohen_kappa" not in money.coefficients
    assert len(money.pairs) == 3


def test_disagreements_list_who_did_and_who_did_not(pair: Study) -> None:
    pair.done("cem", "north", 4)
    pair.code("cem", "north", "against", 4)
    found = [(each.turn, each.code, each.present, each.absent) for each in disagreements(pair.store, Selection())]
    assert found == [
        (4, "money", ("ben",), ("ana", "cem")), (4, "against", ("cem",), ("ana", "ben")), (6, "trust", ("ana",), ("ben",)),
    ]  # fmt: skip
    assert disagreements(pair.store, Selection(codes=("trust",)))[0].text == pair.turn("north", 6).text


def test_trap_6_no_disagreement_with_who_has_not_done_the_turn(study: Study) -> None:
    study.talk("north")
    study.code("ana", "north", "money", 2)
    study.code("ben", "north", "trust", 4)
    assert disagreements(study.store, Selection()) == []


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, list | tuple):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]
