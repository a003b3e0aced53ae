"""Random gestures of one coder on one turn, with undo, redo and restarts, against sets in memory."""

import shutil
import tempfile
from pathlib import Path

import pytest
from coding_projects import Seat, project, transcript
from engines import on_engine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from qualcode.project.checks import check
from qualcode.project.store import open_store

TURN = "We sat in the corridor."
RIVALS = {"early": "late", "late": "early"}
PLACES = ((0, len(TURN)), (3, 10))
codes = st.sampled_from(["wait", "early", "late"])
places = st.sampled_from(PLACES)

# (codings, done mark, memo, flag): what a gesture may change. Undo goes back along these.
State = tuple[frozenset[tuple[str, int, int]], bool, str, bool]


class Coder(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "p"
        on_engine(shutil.copytree(self.template, self.folder))
        self.store = open_store(self.folder)
        self.seat = Seat.at(self.store)
        self.past: list[State] = []
        self.state: State = (frozenset(), False, "", False)
        self.future: list[State] = []

    def gesture(self, new: State) -> bool:
        if new == self.state:
            return False
        self.past.append(self.state)
        self.state, self.future = new, []
        return True

    def put(self, code: str, place: tuple[int, int]) -> frozenset[tuple[str, int, int]]:
        kept = {mark for mark in self.state[0] if mark[0] != RIVALS.get(code)}  # the two places overlap
        return frozenset(kept | {(code, *place)})

    @rule(code=codes, place=places)
    def toggle(self, code: str, place: tuple[int, int]) -> None:
        mark = (code, *place)
        marks = self.state[0] - {mark} if mark in self.state[0] else self.put(code, place)
        self.gesture((marks, *self.state[1:]))
        assert self.seat.toggle(code, 1, place) is not None

    @rule(code=codes, place=places)
    def apply(self, code: str, place: tuple[int, int]) -> None:
        changed = (code, *place) not in self.state[0]
        if changed:
            self.gesture((self.put(code, place), *self.state[1:]))
        assert (self.seat.apply(code, 1, place) is not None) == changed

    @rule(code=codes, place=places)
    def remove(self, code: str, place: tuple[int, int]) -> None:
        changed = self.gesture((self.state[0] - {(code, *place)}, *self.state[1:]))
        assert (self.seat.remove(code, 1, place) is not None) == changed

    @rule()
    def done(self) -> None:
        changed = self.gesture((self.state[0], True, *self.state[2:]))
        assert (self.seat.done(1) is not None) == changed

    @rule(words=st.sampled_from(["", "hm", "list?"]))
    def memo(self, words: str) -> None:
        changed = self.gesture((*self.state[:2], words, self.state[3]))
        assert (self.seat.session.memo("turn", self.seat.turn(1).id, words) is not None) == changed

    @rule()
    def flag(self) -> None:
        self.gesture((*self.state[:3], not self.state[3]))
        assert self.seat.session.flag([self.seat.turn(1).id], self.state[3]) is not None

    @rule()
    def undo(self) -> None:
        assert (self.seat.session.undo() is not None) == bool(self.past)
        if self.past:
            self.future.append(self.state)
            self.state = self.past.pop()

    @rule()
    def redo(self) -> None:
        assert (self.seat.session.redo() is not None) == bool(self.future)
        if self.future:
            self.past.append(self.state)
            self.state = self.future.pop()

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = open_store(self.folder)
        self.seat = Seat.at(self.store)

    @invariant()
    def shows_what_the_model_says(self) -> None:
        turn = self.seat.turn(1)
        marks, done, memo, flagged = self.state
        shown = [(coding.code, coding.start_char, coding.end_char) for coding in turn.codings]
        assert sorted(shown) == sorted(marks)
        assert (turn.done, turn.memo, turn.flagged) == (done or bool(marks), memo, flagged)
        assert self.seat.desk.progress(self.seat.transcript_id).done == turn.done

    def teardown(self) -> None:
        last, first = self.seat.view(), [(1, False, False, "", ())]
        undone = len(self.past)
        while self.seat.session.undo():
            pass
        assert self.seat.view() == first
        for _ in range(undone):
            self.seat.session.redo()
        assert self.seat.view() == last
        self.store.close()
        assert check(self.folder) == []
        shutil.rmtree(self.folder.parent)


@pytest.mark.parametrize(
    ("examples", "steps"), [pytest.param(5, 15), pytest.param(150, 40, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_any_gestures_undone_and_redone_in_any_order(tmp_path: Path, examples: int, steps: int) -> None:
    project(tmp_path / "new", transcript("ward", (TURN,))).close()
    Coder.template = tmp_path / "new"
    checks = list(HealthCheck)
    run_state_machine_as_test(
        Coder,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks),
    )
