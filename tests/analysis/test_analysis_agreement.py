import math
import threading
import time
from typing import Any

import pytest
from studies import Study, StudyOf

from qualcode.analysis import material as reading
from qualcode.analysis.agreement import agreement
from qualcode.analysis.disagreements import disagreements
from qualcode.analysis.report import AgreementReport
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.transcripts import TurnInfo, find_transcript, list_turns


@pytest.fixture
def pair(study_of: StudyOf) -> Study:
    """Two coders who have done all six turns of one transcript, and agree on some."""
    return study_of(_code)


def _code(study: Study) -> None:
    study.talk("north")
    for coder in ("ana", "ben"):
        study.done(coder, "north")
    study.code("ana", "north", "money", 2)
    study.code("ben", "north", "money", 2)
    study.code("ben", "north", "money", 4)
    study.code("ana", "north", "trust", 6)


def report(study: Study, ci: str = "none", **filters: object) -> AgreementReport:
    return agreement(study.store, Selection.of(**filters), ci=ci)  # type: ignore[arg-type]


def value(found: AgreementReport, code: str, name: str) -> float | None:
    return next(each for each in found.codes if each.code == code).coefficients[name].value


def test_counts_and_coefficients_of_a_small_project(pair: Study) -> None:
    found = report(pair)
    money = next(code for code in found.codes if code.code == "money")
    assert (found.about.total, found.pairable, found.about.not_done) == (6, 6, {"ana": 0, "ben": 0})
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
    assert (after.about.total, after.pairable, after.about.not_done) == (9, 6, {"ana": 2, "ben": 3})
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
    assert (found.pairable, found.about.not_done) == (1, {"ana": 5, "ben": 5})
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


def test_trap_8_the_unit_changes_the_number_and_stands_beside_it(pair: Study) -> None:
    pair.code("ana", "north", "trust", pair.place("north", "Nobody wanted to pay"))
    pair.code("ben", "north", "trust", pair.place("north", "Slowly. Nobody wanted"))
    found = {unit: agreement(pair.store, Selection(), unit=unit, ci="none") for unit in ("turn", "sentence", "character")}
    assert {unit: report.as_dict()["unit"] for unit, report in found.items()} == {unit: unit for unit in found}
    assert found["sentence"].about.total == 8
    assert found["character"].about.total == sum(len(turn.text) for turn in turns_of(pair))
    alphas = [value(report, "trust", "krippendorff_alpha") for report in found.values()]
    assert len({round(alpha, 6) for alpha in alphas if alpha is not None}) == 3
    with pytest.raises(QualcodeError, match='no unit "line"'):
        agreement(pair.store, Selection(), unit="line")


def turns_of(study: Study) -> list[TurnInfo]:
    return list_turns(study.store, find_transcript(study.store, "north").id)


def test_interviewer_turns_are_part_of_it_unless_left_out(pair: Study) -> None:
    found = report(pair)
    assert (found.about.total, found.about.interviewer_units) == (6, 3)
    left = report(pair, without_roles="interviewer")
    assert (left.about.total, left.about.interviewer_units) == (3, 0)
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
    assert report(pair).about.round == "second"
    assert report(pair).pairable == 1
    assert report(pair, rounds="main").pairable == 6
    with pytest.raises(QualcodeError, match="Name one round to compare coders, or one coder"):
        report(pair, rounds=["main", "second"])


def test_one_coder_in_two_rounds_is_compared_with_herself(pair: Study) -> None:
    pair.round("recode")
    pair.done("ana", "north", 1, 2, 3, 6, round="recode")
    pair.code("ana", "north", "money", 2, round="recode")
    found = report(pair, coders="ana", rounds=["main", "recode"])
    assert found.about.coders == ("ana·main", "ana·recode")
    assert (found.pairable, found.about.not_done) == (4, {"ana·main": 0, "ana·recode": 2})
    assert value(found, "money", "cohen_kappa") == 1
    trust = next(code for code in found.codes if code.code == "trust")
    assert trust.applications == {"ana·main": 1, "ana·recode": 0}
    assert found.rounds is None
    with pytest.raises(QualcodeError, match="ana with ana: --coders ana --round main,recode"):
        report(pair, coders="ana")


def test_coders_who_each_worked_in_one_round_are_compared_across_them(study: Study) -> None:
    study.talk("north")
    study.round("second")
    study.code("ana", "north", "money", 2)
    study.code("ben", "north", "money", 2, round="second")
    found = report(study, rounds=["main", "second"])
    assert found.about.coders == ("ana·main", "ben·second")
    assert found.codes[0].pairs[0].both == 1
    study.round("third")
    study.done("cem", "north", 1)
    with pytest.raises(QualcodeError, match="cem has done nothing in the rounds"):
        report(study, coders=["ben", "cem"], rounds=["second", "third"])


def test_rounds_are_compared_with_the_interval_of_the_change(pair: Study) -> None:
    pair.round("second")
    for coder in ("ana", "ben"):
        pair.done(coder, "north", round="second")
        for number in (2, 4):
            pair.code(coder, "north", "money", number, round="second")
    changed = report(pair, ci="bootstrap").rounds
    assert changed is not None
    assert (changed.earlier, changed.later) == ("main", "second")
    money = next(code for code in changed.codes if code.code == "money")
    assert (money.before, money.after) == (value(report(pair, rounds="main"), "money", "krippendorff_alpha"), 1)
    assert money.applications == (3, 4)
    assert money.ci is not None
    assert money.ci[0] <= money.change <= money.ci[1]
    unchanged = next(code for code in changed.codes if code.code == "late")
    assert (unchanged.before, unchanged.after, unchanged.change, unchanged.ci) == (None, None, None, None)


def test_a_group_stands_for_its_codes(pair: Study) -> None:
    found = report(pair, groups="side", codes="money")
    assert [code.code for code in found.codes] == ["money", "for", "against"]
    assert [group.group for group in found.groups] == ["side"]
    with pytest.raises(QualcodeError, match='no group "sode"'):
        report(pair, groups="sode")


def test_by_character_there_are_the_alphas_of_spans(pair: Study) -> None:
    pair.code("ana", "north", "for", pair.place("north", "Slowly. Nobody"))
    pair.code("ben", "north", "for", pair.place("north", "Nobody wanted"))
    found = agreement(pair.store, Selection(), unit="character", ci="none")
    assert {"u_alpha", "binary_u_alpha", "cu_alpha"} <= set(found.overall)
    assert {"ku_alpha", "binary_u_alpha", "krippendorff_alpha"} <= set(found.codes[0].coefficients)
    side = next(group for group in found.groups if group.group == "side")
    assert set(side.coefficients) == {"u_alpha", "binary_u_alpha", "cu_alpha"}
    assert 0 < (side.coefficients["u_alpha"].value or 0) < 1


def test_a_report_is_of_one_moment(pair: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """What others write while a report reads is in it wholly or not at all, and is not lost."""
    before, read, writers = report(pair).as_dict(), reading.selected_turns, list[threading.Thread]()

    def meanwhile(*args: Any) -> Any:
        found = read(*args)
        writers.append(threading.Thread(target=lambda: pair.code("ben", "north", "trust", 6)))
        writers[0].start()
        time.sleep(0.2)
        return found

    monkeypatch.setattr(reading, "selected_turns", meanwhile)
    assert report(pair).as_dict() == before
    monkeypatch.undo()
    writers[0].join()
    assert report(pair).as_dict() != before


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
