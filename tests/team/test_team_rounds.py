"""Rounds: what coders owe, what is drawn for them, and what nobody is shown before the time."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import on_engine
from hypothesis import given
from hypothesis import strategies as st

from qualcode.api import Project, create_project, open_project
from qualcode.coding.sheet import mark_done
from qualcode.errors import QualcodeError
from qualcode.project.rounds import close_round, find_round, hidden_rounds, open_early, owed
from qualcode.team.opening import Sample, open_for, turns_for
from qualcode.team.sampling import draw

TALK = "Iris: What did the garden bring?\n\nTom: Neighbours, and beans.\n\nIris: And money?\n\nTom: None yet.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "study") as made:
        for name, times in (("north", 5), ("south", 2)):
            (tmp_path / f"{name}.txt").write_text(f"{name}\n\n" + TALK * times, encoding="utf-8")
            made.import_transcript(tmp_path / f"{name}.txt")
    with open_project(on_engine(tmp_path / "study")) as opened:
        yield opened


def code(project: Project, coder: str, round: str, turn: int = 2) -> None:
    place = project.turns("north")[turn - 1]
    project.session(coder, round).apply(project.transcript("north").id, "data", place.start_char, place.end_char)


@given(st.dictionaries(st.text(max_size=2), st.integers(0, 40), min_size=1), st.data(), st.integers(0, 9))
def test_a_draw_takes_from_every_stratum_its_share(sizes: dict[str, int], data: st.DataObject, seed: int) -> None:
    strata = {name: [(name, place) for place in range(size)] for name, size in sizes.items()}
    there = sum(sizes.values())
    if not there:
        return
    size = data.draw(st.integers(1, there))
    drawn = draw(strata, size, seed)
    assert len(drawn) == len(set(drawn)) == size
    assert drawn == draw(strata, size, seed)
    per_stratum = Counter(name for name, _ in drawn)
    assert all(abs(per_stratum[name] - of * size / there) < 1 for name, of in sizes.items())


def test_another_seed_draws_others() -> None:
    assert draw({"": range(1000)}, 30, 1) != draw({"": range(1000)}, 30, 2)


def test_a_blind_round_shows_nothing_until_everybody_is_done(project: Project) -> None:
    round_ = open_for(project.store, "reliability", ["ana", "ben"], ["north"], blind=True)
    code(project, "ana", "main")
    code(project, "ana", "reliability")
    assert [coding.round for coding in project.codings()] == ["main"]
    assert {excerpt.coders for excerpt in project.excerpts()} == {("ana",)}
    with pytest.raises(QualcodeError, match="blind until ana and ben are done or it is closed"):
        project.codings(rounds="reliability")
    with pytest.raises(QualcodeError, match="blind until"):
        project.agreement(rounds="reliability")
    mark_done(project.store, "ana", ["north"])
    with pytest.raises(QualcodeError, match="blind until ben is done"):
        project.disagreements(rounds="reliability")
    mark_done(project.store, "ben", ["north"])
    assert hidden_rounds(project.store) == []
    assert [each.done for each in owed(project.store, round_)] == [20, 20]
    assert {coding.round for coding in project.codings()} == {"main", "reliability"}
    assert [(each.present, each.absent) for each in project.disagreements()] == [(("ana",), ("ben",))]


def test_memos_of_coders_in_a_blind_round_stay_with_them(project: Project) -> None:
    project.session("ana").memo("turn", project.turns("north")[0].id, "beans?")
    project.session("zoe").memo("project", "project", "who owns the soil")
    open_for(project.store, "reliability", ["ana"], blind=True)
    assert [memo.coder for memo in project.memos()] == ["zoe"]
    close_round(project.store, "reliability")
    assert [memo.coder for memo in project.memos()] == ["zoe", "ana"]


def test_closing_a_round_lifts_the_blind_and_ends_the_work(project: Project) -> None:
    open_for(project.store, "reliability", blind=True)
    code(project, "ana", "reliability")
    assert project.codings() == []
    close_round(project.store, "reliability")
    assert [coding.round for coding in project.codings()] == ["reliability"]
    with pytest.raises(QualcodeError, match="closed"):
        code(project, "ana", "reliability", 3)


def test_opening_early_takes_a_reason_that_stands_in_log_and_report(project: Project) -> None:
    open_for(project.store, "reliability", ["ana", "ben"], ["south"], blind=True)
    for coder in ("ana", "ben"):
        code(project, coder, "reliability")
    with pytest.raises(QualcodeError, match="Say why"):
        open_early(project.store, "reliability", " \n ")
    assert hidden_rounds(project.store)
    open_early(project.store, "reliability", "the guideline had a gap")
    report = project.agreement(rounds="reliability", ci="none")
    assert any("the guideline had a gap" in note for note in report.as_dict()["notes"])
    events = project.store.reader.rows("SELECT after FROM event WHERE verb = 'open early'")
    assert ["the guideline had a gap" in event["after"] for event in events] == [True]
    with pytest.raises(QualcodeError, match="not blind"):
        open_early(project.store, "main", "why not")


def test_a_round_is_compared_in_the_unit_it_was_opened_for(project: Project) -> None:
    open_for(project.store, "sentences", unit="sentence")
    for coder in ("ana", "ben"):
        code(project, coder, "sentences")
        code(project, coder, "main")
    assert project.agreement(ci="none").about.unit == "sentence"
    assert project.agreement(rounds="main", ci="none").about.unit == "turn"
    assert project.agreement(unit="character", ci="none").about.unit == "character"


def test_a_sample_is_owed_by_every_coder_and_nothing_else(project: Project) -> None:
    open_for(project.store, "reliability", ["ana", "ben"], sample=Sample(50, True, "turn", 3), blind=True)
    todo = owed(project.store, find_round(project.store, "reliability"))
    assert [(each.coder, each.transcript, each.turns) for each in todo] == [
        ("ana", "north", 10), ("ana", "south", 4), ("ben", "north", 10), ("ben", "south", 4),
    ]  # fmt: skip
    names = "SELECT count(DISTINCT speaker_id) FROM sample JOIN turn ON turn.id = turn_id"
    assert project.store.reader.value(names) == 2
    open_for(project.store, "two", ["ana"], sample=Sample(1, False, "transcript", 3))
    assert len(owed(project.store, find_round(project.store, "two"))) == 1


def test_the_plan_says_how_many_turns_are_drawn(project: Project) -> None:
    for coder, turns in (("ana", (2, 4, 6, 8)), ("ben", (2, 4, 6, 10))):
        for turn in turns:
            code(project, coder, "main", turn)
        mark_done(project.store, coder, ["north"])
    few, many = (turns_for(project.store, "data", width) for width in (0.3, 0.2))
    assert 1 <= few < many
    with pytest.raises(QualcodeError, match="no interval to go by"):
        turns_for(project.store, "vision", 0.2)


def test_a_round_that_cannot_be_opened_leaves_nothing(project: Project) -> None:
    wrong = [
        ("main", ["ana"], None),
        ("12", [], None),
        ("x", [], Sample(3, False, "turn", 1)),
        ("x", ["ana"], Sample(99, False, "turn", 1)),
    ]
    for name, coders, sample in wrong:
        with pytest.raises(QualcodeError):
            open_for(project.store, name, coders, sample=sample)
    assert [round_.name for round_ in project.rounds()] == ["main"]
    assert project.store.reader.value("SELECT count(*) FROM coder") == 0


def test_status_says_who_owes_what_and_counts_no_blind_codings(project: Project) -> None:
    open_for(project.store, "reliability", ["ana"], ["north"], blind=True)
    code(project, "ana", "reliability")
    [ana] = [each for each in project.status() if each.round == "reliability"]
    assert [(each.name, each.owed, each.codings) for each in ana.transcripts] == [("north", 19, None), ("south", None, None)]
