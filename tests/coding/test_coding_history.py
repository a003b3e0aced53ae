"""The history of a layer: stepping to any point, bringing back what was undone, and the list that tells of it."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from coding_projects import Seat, project, summary, transcript
from engines import on_engine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qualcode.coding.gesture import Gesture
from qualcode.coding.past import PastGesture, past_gestures
from qualcode.errors import QualcodeError
from qualcode.project.checks import check
from qualcode.project.store import Store, open_store
from qualcode.project.transcripts import add_transcripts


def past(seat: Seat) -> list[PastGesture]:
    session = seat.session
    return list(past_gestures(session.store, session.coder_id, session.round_id))


def told(seat: Seat) -> list[tuple[str, str]]:
    return [(each.summary, "stands" if each.undone_at is None else "in turn" if each.in_turn else "aside") for each in past(seat)]


def id_of(gesture: Gesture | None) -> str:
    assert gesture is not None
    return gesture.id


def test_the_list_tells_what_stands_what_is_undone_and_when(ana: Seat, store: Store) -> None:
    ana.apply("wait", 2)
    ana.apply("early", 2)
    ana.session.undo()
    ana.apply("list", 4)
    ana.done(1)
    ana.session.undo()
    assert told(ana) == [
        ("turn 1 done", "in turn"), ("+ list on turn 4", "stands"), ("+ early on turn 2", "aside"), ("+ wait on turn 2", "stands")
    ]  # fmt: skip
    newest, *_, oldest = past(ana)
    assert newest.undone_at is not None
    assert newest.undone_at > newest.at > oldest.at
    assert {each.transcript for each in past(ana)} == {"ward"}
    assert past(Seat.at(store, "ben")) == []


def test_stepping_back_over_many_is_one_transaction_and_redo_walks_forward(ana: Seat, store: Store) -> None:
    first = ana.apply("wait", 1)
    for number in (2, 3, 4):
        ana.apply("wait", number)
    there, events = ana.view(), store.reader.value("SELECT count(*) FROM event")
    stepped = ana.session.step_to(id_of(first))
    assert summary(stepped) == "stepped back over 3 changes"
    assert [ana.codes(number) for number in (1, 2, 3, 4)] == [["wait"], [], [], []]
    assert store.reader.value("SELECT count(DISTINCT gesture) FROM event WHERE verb = 'undo'") == 3
    assert store.reader.value("SELECT count(*) FROM event") == events + 6
    assert [summary(ana.session.redo()) for _ in range(3)] == [f"redone: + wait on turn {number}" for number in (2, 3, 4)]
    assert ana.view() == there
    assert summary(ana.session.step_to(None)) == "stepped back over 4 changes"
    assert ana.session.step_to(None) is None
    assert check(store.folder) == []


def test_what_cannot_be_reached_changes_nothing(ana: Seat) -> None:
    lost = ana.apply("wait", 1)
    ana.session.undo()
    ana.apply("list", 2)
    there = ana.view()
    with pytest.raises(QualcodeError, match="it can be brought back alone"):
        ana.session.step_to(id_of(lost))
    with pytest.raises(QualcodeError, match="not in the history"):
        ana.session.step_to("nothing")
    assert ana.view() == there


def test_what_was_undone_long_ago_is_brought_back_alone(ana: Seat) -> None:
    lost = ana.apply("early", 1)
    ana.session.undo()
    ana.apply("list", 1)
    back = ana.session.bring_back(id_of(lost))
    assert (summary(back), ana.codes(1)) == ("again: + early on turn 1", ["early", "list"])
    assert told(ana)[0] == ("again: + early on turn 1", "stands")
    assert ana.session.bring_back(id_of(lost)) is None
    ana.session.undo()
    assert ana.codes(1) == ["list"]


def test_what_would_undo_something_newer_is_not_brought_back(ana: Seat) -> None:
    stage = ana.apply("early", 1)
    ana.session.undo()
    memo = ana.session.memo("turn", ana.turn(2).id, "old")
    ana.session.undo()
    ana.apply("late", 1)
    ana.session.memo("turn", ana.turn(2).id, "new")
    there = ana.view()
    with pytest.raises(QualcodeError, match="early on turn 1” cannot be brought back: late stands there now"):
        ana.session.bring_back(id_of(stage))
    with pytest.raises(QualcodeError, match="the memo was written anew"):
        ana.session.bring_back(id_of(memo))
    assert ana.view() == there


def test_a_writing_saved_at_every_pause_is_one_step(ana: Seat, store: Store) -> None:
    turn = ana.turn(2).id
    gesture = None
    for words in ("We", "We waited", "We waited long."):
        gesture = id_of(ana.session.memo("turn", turn, words, continues=gesture))
    assert told(ana) == [("memo on turn 2", "stands")]
    assert store.reader.value("SELECT count(*) FROM event WHERE gesture = :id", id=gesture) == 3
    ana.session.undo()
    assert ana.turn(2).memo == ""
    ana.session.redo()
    assert ana.turn(2).memo == "We waited long."
    assert check(store.folder) == []


def test_a_writing_with_something_done_in_between_goes_on_as_another_step(ana: Seat) -> None:
    turn = ana.turn(2).id
    first = id_of(ana.session.memo("turn", turn, "We"))
    Seat.at(ana.session.store).apply("wait", 1)
    assert id_of(ana.session.memo("turn", turn, "We waited", continues=first)) != first
    assert [each for each, _ in told(ana)] == ["memo on turn 2", "+ wait on turn 1", "memo on turn 2"]
    ana.session.undo()
    assert ana.turn(2).memo == "We"


def test_a_very_large_gesture_is_told_by_its_numbers(store: Store, ana: Seat) -> None:
    long = transcript("long", tuple(f"Turn {number}." for number in range(300)))
    add_transcripts(store, [long], {})
    seat = Seat.at(store, name="long")
    seat.session.done([turn.id for turn in seat.desk.page(seat.transcript_id, 1, 300)])
    assert told(seat) == [("300 turns done", "stands")]


TURN = "We sat in the corridor."
Marks = frozenset[str]


@dataclass
class Made:
    """A gesture of the model: what it put on or took off."""

    id: str
    puts: Marks
    takes: Marks


class Historian(RuleBasedStateMachine):
    """Codes without rivals on one turn, so that what stands is the sum of the gestures that stand."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "p"
        on_engine(shutil.copytree(self.template, self.folder))
        self.store = open_store(self.folder)
        self.seat = Seat.at(self.store)
        self.made: list[Made] = []
        self.standing: list[Made] = []
        self.undone: list[Made] = []  # in turn, the next to redo last

    @property
    def marks(self) -> Marks:
        marks: Marks = frozenset()
        for gesture in self.standing:
            marks = (marks - gesture.takes) | gesture.puts
        return marks

    def record(self, gesture: Gesture | None, puts: Marks, takes: Marks) -> None:
        self.made.append(Made(id_of(gesture), puts, takes))
        self.standing.append(self.made[-1])
        self.undone = []

    @rule(code=st.sampled_from(["wait", "list"]))
    def toggle(self, code: str) -> None:
        mark = frozenset([code])
        there = mark <= self.marks
        self.record(self.seat.toggle(code, 1), frozenset() if there else mark, mark if there else frozenset())

    @rule()
    def undo(self) -> None:
        assert bool(self.seat.session.undo()) == bool(self.standing)
        if self.standing:
            self.undone.append(self.standing.pop())

    @rule()
    def redo(self) -> None:
        assert bool(self.seat.session.redo()) == bool(self.undone)
        if self.undone:
            self.standing.append(self.undone.pop())

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def step_to(self, data: st.DataObject) -> None:
        wanted = data.draw(st.sampled_from([*self.standing, *self.undone, None]))
        self.seat.session.step_to(wanted and wanted.id)
        while wanted in self.undone:
            self.standing.append(self.undone.pop())
        while self.standing and self.standing[-1] is not wanted:
            self.undone.append(self.standing.pop())

    @precondition(lambda self: len(self.made) > len(self.standing))
    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        aside = [each for each in self.made if each not in self.standing]
        wanted = data.draw(st.sampled_from(aside))
        there = self.marks
        after = (there - wanted.takes) | wanted.puts
        back = self.seat.session.bring_back(wanted.id)
        assert bool(back) == (after != there)
        if back:
            self.record(back, wanted.puts, wanted.takes)

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = open_store(self.folder)
        self.seat = Seat.at(self.store)

    @invariant()
    def the_turn_and_the_list_are_the_models(self) -> None:
        assert frozenset(self.seat.codes(1)) == self.marks
        standing, in_turn = {each.id for each in self.standing}, {each.id for each in self.undone}
        assert [(each.id, each.undone_at is None, each.undone_at is not None and each.in_turn) for each in past(self.seat)] == [
            (each.id, each.id in standing, each.id in in_turn) for each in reversed(self.made)
        ]

    def teardown(self) -> None:
        self.store.close()
        assert check(self.folder) == []
        shutil.rmtree(self.folder.parent)


@pytest.mark.parametrize(
    ("examples", "steps"), [pytest.param(5, 15), pytest.param(150, 40, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_any_walk_through_the_history(tmp_path: Path, examples: int, steps: int) -> None:
    project(tmp_path / "new", transcript("ward", (TURN,))).close()
    Historian.template = tmp_path / "new"
    run_state_machine_as_test(
        Historian,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
