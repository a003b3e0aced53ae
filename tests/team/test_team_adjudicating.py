"""Deciding: what the consensus then holds, why, and how to take it back; what coders did stays as it was."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engines import on_engine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from team_study import at, final, north, place, seen, study, table

from qualcode.analysis.selection import Selection
from qualcode.api import Project, open_project
from qualcode.errors import QualcodeError
from qualcode.project.rounds import close_round
from qualcode.team.adjudicating import Adjudication
from qualcode.team.comparing import Comparison
from qualcode.team.opening import open_for
from qualcode.team.outcomes import EDIT, NEITHER, REASONS, UNION, Rationale, taking

SLIP = Rationale("slip")


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with study(tmp_path_factory.mktemp("coded")) as made:
        return made.folder


@pytest.fixture
def project(coded: Path, tmp_path: Path) -> Iterator[Project]:
    with open_project(on_engine(shutil.copytree(coded, tmp_path / "study"))) as opened:
        yield opened


def consensus(project: Project, number: int) -> list[tuple[str, int, int]]:
    return final(Comparison(project.store, Selection()).turns(north(project), number, 1)[0])


def done(project: Project) -> list[int]:
    sql = """SELECT number FROM done JOIN turn ON turn.id = turn_id JOIN coder ON coder.id = coder_id
              WHERE kind = 'consensus' AND NOT deleted ORDER BY number"""
    return [row[0] for row in project.store.reader.rows(sql)]


def test_each_outcome_puts_what_it_says(project: Project) -> None:
    ana = table(project)
    whole = ("data", 0, 34)
    ana.decide(at(project, 2, "data"), taking("ben"), SLIP)
    assert consensus(project, 2) == [("data", 5, 20)]
    ana.decide(at(project, 2, "data"), UNION, Rationale("boundary", "as long as it goes"))
    assert consensus(project, 2) == [whole]
    ana.decide(at(project, 2, "data"), EDIT, places=[place(project, 2, 0, 10)])
    assert consensus(project, 2) == [("data", 0, 10)]
    ana.decide(at(project, 2, "data"), NEITHER)
    assert consensus(project, 2) == []
    rows = project.store.reader.rows("SELECT outcome, deleted FROM decision ORDER BY at")
    assert [tuple(row) for row in rows] == [("take ben", 1), ("union", 1), ("edit", 1), ("neither", 0)]
    assert done(project) == [2]


def test_nobody_comes_into_the_project_before_anything_is_decided(project: Project) -> None:
    def known() -> list[str]:
        return [row[0] for row in project.store.reader.rows("SELECT name FROM coder ORDER BY id")]

    before = known()
    cleo = table(project, "Cleo")
    assert cleo.undo() is None
    with pytest.raises(QualcodeError, match="Nothing is decided about data here yet"):
        cleo.amend(at(project, 2, "data"), note="so")
    assert known() == before
    cleo.decide(at(project, 2, "data"), UNION)
    assert known() == [*before, "Cleo", "consensus"]
    table(project, "cleo").decide(at(project, 4, "vision"), UNION)
    assert cleo.undo() is not None
    assert known() == [*before, "Cleo", "consensus"]
    [turn] = cleo.comparison.turns(north(project), 2, 1)
    assert {each.coder for each in turn.decisions.values()} == {"Cleo"}


def test_whoever_is_right_about_a_code_is_right_about_what_it_excludes(project: Project) -> None:
    ana = table(project)
    ana.decide(at(project, 4, "irritation"), taking("ben"), SLIP)
    assert [code for code, *_ in consensus(project, 4)] == ["integration"]
    ana.decide(at(project, 4, "irritation"), UNION)
    assert [code for code, *_ in consensus(project, 4)] == ["irritation"]
    [turn] = ana.comparison.turns(north(project), 4, 1)
    assert {code: each.outcome for code, each in turn.decisions.items()} == {"irritation": "union", "integration": "neither"}
    assert {item.code for item in turn.open_items} == {"vision", "finance"}
    assert done(project) == []


def test_what_is_agreed_goes_along_and_can_be_taken_over_at_once(project: Project) -> None:
    ana = table(project)
    ana.decide(at(project, 8, "data"), NEITHER)
    assert consensus(project, 8) == [("vision", 0, 9)]
    gesture = ana.take_agreed()
    assert gesture is not None
    assert consensus(project, 7) == [("finance", 0, 10)]
    assert done(project) == [1, 3, 5, 7, 8, 9, 10, 11, 12]
    assert ana.take_agreed() is None
    ana.undo()
    assert done(project) == [8]


def test_a_coding_over_several_turns_is_decided_on_once(project: Project) -> None:
    session = project.session("ben")
    session.apply(north(project), "relationships", place(project, 9, 3)[0], place(project, 11)[1])
    ana = table(project)
    ana.decide(at(project, 10, "relationships"), taking("ben"), SLIP)
    turns = ana.comparison.turns(north(project), 9, 3)
    assert [turn.decisions["relationships"].outcome for turn in turns] == ["take ben"] * 3
    assert len({coding.id for turn in turns for coding in turn.final}) == 1
    ana.amend(at(project, 11, "relationships"), reason="guideline gap", note="what is one?")
    turns = ana.comparison.turns(north(project), 9, 3)
    assert {(turn.decisions["relationships"].reason, turn.decisions["relationships"].note) for turn in turns} == {
        ("guideline gap", "what is one?")
    }
    ana.undo()  # the reason belongs to the decision
    assert not any(turn.decisions or turn.final for turn in ana.comparison.turns(north(project), 9, 3))


def test_excerpts_quote_the_consensus_only_where_it_is_asked_for(project: Project) -> None:
    before = project.excerpts()
    ana = table(project)
    ana.decide(at(project, 2, "data"), EDIT, places=[place(project, 2, 0, 10)])
    agreed = project.excerpts(coders="consensus", codes="data")
    assert [(each.turn, each.coders) for each in agreed] == [(2, ("consensus",))]
    assert project.excerpts() == before
    ana.undo()
    assert project.excerpts(coders="consensus", codes="data") == []


def test_agreement_stays_what_it_was(project: Project) -> None:
    before = project.agreement(ci="none").as_dict(), project.disagreements(), project.excerpts(), project.codings()
    status = project.status()
    ana = table(project)
    ana.take_agreed()
    ana.decide(at(project, 2, "data"), taking("ben"))
    assert (project.agreement(ci="none").as_dict(), project.disagreements(), project.excerpts(), project.codings()) == before
    assert project.status() == status
    quoted = project.excerpts(coders="consensus")
    assert {(each.code, each.turn, each.coders) for each in quoted} == {
        ("data", 2, ("consensus",)), ("finance", 7, ("consensus",)), ("vision", 8, ("consensus",)),
    }  # fmt: skip
    assert project.agreement(coders=["ana", "consensus"], ci="none").about.coders == ("ana", "consensus")


def test_the_consensus_is_written_when_the_round_is_closed_and_not_while_it_is_blind(project: Project) -> None:
    open_for(project.store, "reliability", ["ana", "ben"], blind=True)
    for coder in ("ana", "ben"):
        project.session(coder, "reliability").apply(north(project), {"ana": "data", "ben": "vision"}[coder], *place(project, 2))
    with pytest.raises(QualcodeError, match="blind until"):
        Comparison(project.store, Selection(rounds=("reliability",)))
    close_round(project.store, "reliability")
    ana = table(project)
    assert ana.comparison.round.name == "reliability"
    assert ana.decide(at(project, 2, "data"), taking("ana")) is not None
    with pytest.raises(QualcodeError, match="closed"):
        project.session("ana", "reliability")
    recoded = Comparison(project.store, Selection(coders=("ana",), rounds=("main", "reliability")))
    with pytest.raises(QualcodeError, match="only be read"):
        Adjudication(recoded, "ana")


def test_what_makes_no_sense_is_refused_and_changes_nothing(project: Project) -> None:
    ana, point = table(project), at(project, 2, "data")
    wrong: list[tuple[str, Rationale, list[tuple[int, int]]]] = [
        ("take eve", SLIP, []),
        (UNION, Rationale("fatigue"), []),
        (EDIT, SLIP, [place(project, 4)]),
        (EDIT, SLIP, [(0, 3)]),
    ]
    before = seen(project)
    for outcome, why, places in wrong:
        with pytest.raises(QualcodeError):
            ana.decide(point, outcome, why, places)
    with pytest.raises(QualcodeError, match="Decide first"):
        ana.amend(point, reason="slip")
    with pytest.raises(QualcodeError, match="A person decides"):
        table(project, "consensus")
    assert seen(project) == before


def test_two_at_once_each_undo_their_own_and_nobody_loses_the_newer(project: Project) -> None:
    ana, ben = table(project), table(project, "ben")
    ana.decide(at(project, 2, "data"), taking("ana"), SLIP)
    ben.decide(at(project, 4, "vision"), NEITHER)
    ben.decide(at(project, 2, "data"), taking("ben"), Rationale("boundary"))
    undone = ana.undo()
    assert undone is not None
    assert undone.summary.endswith("(decided anew since)")
    assert consensus(project, 2) == [("data", 5, 20)]
    ben.undo()
    assert consensus(project, 2) == [("data", 0, 34)]
    assert seen(project)[1][1]["data"][:2] == ("take ana", "slip")
    table(project, "ben").undo()  # after a restart
    assert seen(project)[3][1] == {}


CODES = {2: ["data"], 4: ["vision", "finance", "irritation", "integration"], 6: ["data"], 8: ["vision", "data"]}
DECISION = st.sampled_from(sorted(CODES)).flatmap(
    lambda number: st.tuples(
        st.just(number),
        st.sampled_from(CODES[number]),
        st.sampled_from(["take ana", "take ben", UNION, NEITHER, EDIT]),
        st.sampled_from(REASONS),
    )
)
STEP = st.one_of(
    DECISION,
    st.tuples(st.just("amend"), DECISION),
    st.sampled_from(["undo", "undo", "redo", "agreed"]),
)


STEPS = st.lists(STEP, min_size=3, max_size=8)
HERE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@given(STEPS)
def test_any_decisions_come_out_as_the_model_says_and_undo_to_the_first_view(
    tmp_path_factory: pytest.TempPathFactory, coded: Path, steps: list[Any]
) -> None:
    play(tmp_path_factory, coded, steps)


@pytest.mark.slow
@settings(max_examples=300, suppress_health_check=HERE, deadline=None)
@given(STEPS)
def test_very_many_decisions_do(tmp_path_factory: pytest.TempPathFactory, coded: Path, steps: list[Any]) -> None:
    play(tmp_path_factory, coded, steps)


def play(tmp_path_factory: pytest.TempPathFactory, coded: Path, steps: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("copy") / "study"
    with open_project(on_engine(shutil.copytree(coded, folder))) as project:
        ana = table(project)
        past, future = [("", seen(project))], list[tuple[str, Any]]()
        for step in steps:
            gesture = _do(project, ana, step)
            now = seen(project)
            if step == "undo":
                assert (gesture is None) == (len(past) == 1)
                future += [past.pop()] if gesture else []
            elif step == "redo":
                assert (gesture is None) == (not future)
                past += [(gesture.id, future.pop()[1])] if gesture else []
            elif gesture:
                # A reason given at once is part of the decision; all else is something new.
                past[-1:] = [(gesture.id, now)] if gesture.id == past[-1][0] else [past[-1], (gesture.id, now)]
                future = []
            assert now == past[-1][1]
            if isinstance(step[0], int):
                _holds(now, *step)
        while ana.undo():
            pass
        assert seen(project) == past[0][1]
        assert project.store.reader.value("SELECT count(*) FROM decision WHERE NOT deleted") == 0


def _do(project: Project, ana: Adjudication, step: Any) -> Any:
    if step in {"undo", "redo", "agreed"}:
        return {"undo": ana.undo, "redo": ana.redo, "agreed": ana.take_agreed}[step]()
    if step[0] == "amend":
        number, code, _, reason = step[1]
        decided = code in seen(project)[number - 1][1]
        return ana.amend(at(project, number, code), reason=reason) if decided else None
    number, code, outcome, reason = step
    places = [place(project, number, 0, 4)] if outcome == EDIT else []
    return ana.decide(at(project, number, code), outcome, Rationale(reason), places)


def _holds(now: Any, number: int, code: str, outcome: str, reason: str) -> None:
    """What stands of the code is what its outcome says, and never beside a code that excludes it."""
    length = {2: 34, 4: 9, 6: 34, 8: 9}[number]
    ana = {(2, "data"): [(0, 34)], (4, "vision"): [(0, 9)], (4, "irritation"): [(0, 9)], (6, "data"): [(0, 34)],
           (8, "vision"): [(0, 9)]}  # fmt: skip
    ben = {(2, "data"): [(5, 20)], (4, "finance"): [(0, 9)], (4, "integration"): [(0, 9)], (8, "vision"): [(0, 9)],
           (8, "data"): [(0, 9)]}  # fmt: skip
    given = {"take ana": ana.get((number, code), []), "take ben": ben.get((number, code), []), NEITHER: [], EDIT: [(0, 4)]}
    expected = given.get(outcome, [(0, length)])
    _, decided, final = now[number - 1]
    assert decided[code][:2] == (outcome, reason)
    assert [(start, end) for each, start, end in final if each == code] == expected
    stages = [(start, end) for each, start, end in final if each in {"irritation", "integration"}]
    assert len(stages) == len(set(stages)) <= 1
