"""Filters and "the next turn with …": what the indexes find is what looking at every turn finds, after any gestures."""

import shutil
import tempfile
from pathlib import Path

import pytest
from coding_projects import Seat, project, transcript
from engines import on_engine
from hypothesis import given
from hypothesis import strategies as st

from qualcode.coding.turn_filter import TurnFilter
from qualcode.project.store import open_store

TURNS = 6
states = st.none() | st.booleans()
some = lambda *names: st.frozensets(st.sampled_from(names), max_size=2)  # noqa: E731
filters = st.builds(
    TurnFilter, codes=some("wait", "list"), speakers=some("Int", "P07"), roles=some("interviewer", "participant"),
    coded=states, done=states, flagged=states, memo=states,
)  # fmt: skip
numbers = st.integers(1, TURNS)
gestures = st.lists(
    st.tuples(st.sampled_from(["wait", "list", "long", "done", "flag", "unflag", "memo", "coding memo", "undo"]), numbers),
    max_size=12,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("maps") / "p"
    project(folder, transcript("ward"), transcript("other")).close()
    return folder


def make(seat: Seat, gesture: str, number: int) -> None:
    turn = seat.turn(number)
    if gesture in {"wait", "list"}:
        seat.toggle(gesture, number)
    elif gesture == "long":
        seat.session.toggle(seat.transcript_id, "wait", turn.start_char + 1, seat.turn(TURNS).end_char - 1)
    elif gesture == "done":
        seat.done(number)
    elif gesture in {"flag", "unflag"}:
        seat.session.flag([turn.id], gesture == "flag")
    elif gesture == "memo":
        seat.session.memo("turn", turn.id, "" if turn.memo else "hm")
    elif gesture == "coding memo":
        for coding in turn.codings:
            seat.session.memo("coding", coding.id, "" if coding.memo else "why")
    else:
        seat.session.undo()


@given(first=gestures, then=gestures, wanted=filters)
def test_what_is_read_by_index_and_kept_in_step_is_what_stands_on_the_turns(
    template: Path, first: list[tuple[str, int]], then: list[tuple[str, int]], wanted: TurnFilter
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        on_engine(shutil.copytree(template, Path(folder) / "p"))
        with open_store(Path(folder) / "p") as store:
            seat = Seat.at(store)
            make(Seat.at(store, name="other"), "wait", 1)
            make(Seat.at(store, coder="ben"), "flag", 2)
            desk = seat.desk
            for gesture, number in first:
                make(seat, gesture, number)
            desk.maps.next(seat.transcript_id, wanted, 0)
            for gesture, number in then:
                make(seat, gesture, number)
            fits = [turn.number for turn in desk.page(seat.transcript_id, 1, TURNS) if wanted.fits(turn)]
            assert list(desk.maps.read(seat.transcript_id, wanted)) == fits
            for after in range(TURNS + 1):
                expected = next((number for number in [*fits, *fits] if number > after), fits[0] if fits else None)
                found = desk.maps.next(seat.transcript_id, wanted, after)
                assert (found and found.number) == expected
                if found:
                    assert (found.place, found.total) == (fits.index(found.number) + 1, len(fits))
