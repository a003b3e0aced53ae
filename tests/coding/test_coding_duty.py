"""Who was given transcripts to do in a round, or a sample, is asked for these turns only, and may code any."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from coding_projects import SAID, Seat, project, transcript

from qualcode.coding.desk import Progress
from qualcode.plain.talk import Talk
from qualcode.project.rounds import assign, find_round, list_rounds, owed
from qualcode.project.store import Store
from qualcode.team.opening import Sample, open_for


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Transcripts a, b and c, of which ana was given c and then b."""
    with project(tmp_path / "p", *(transcript(name, (*SAID, name)) for name in "abc")) as opened:
        ids = {row["name"]: row["id"] for row in opened.reader.rows("SELECT id, name FROM transcript")}
        assign(opened, find_round(opened), "ana", [ids["c"], ids["b"]])
        yield opened


def test_what_was_assigned_comes_first_in_its_order_and_is_all_that_is_asked_for(store: Store) -> None:
    a, b, c = (Seat.at(store, name=name) for name in "abc")
    assert [(each.name, each.assigned) for each in a.desk.transcripts()] == [("c", True), ("b", True), ("a", False)]
    a.apply("wait", 2)
    assert a.desk.next_todo(a.transcript_id, 0) is None
    assert a.desk.progress(a.transcript_id) == Progress(turns=7, need=0, done=0)
    assert [(turn.needs_coding, turn.done) for turn in a.desk.page(a.transcript_id, 1, 2)] == [(False, False), (False, True)]
    assert c.desk.progress(c.transcript_id) == Progress(turns=7, need=7, done=0)
    for seat, then in ((c, "b"), (b, None)):
        seat.done(*range(1, 8))
        first = seat.desk.first_owed()
        assert (first and first.name) == then


def test_who_was_given_nothing_has_everything_to_do(store: Store) -> None:
    ben = Seat.at(store, "ben", "a")
    assert [(each.name, each.assigned) for each in ben.desk.transcripts()] == [(name, True) for name in "abc"]
    assert ben.desk.progress(ben.transcript_id).need == 7
    assert ben.desk.first_owed() is None


def test_of_a_sample_only_the_turns_drawn_are_asked_for(store: Store) -> None:
    open_for(store, "double", ["ana"], ["a", "b"], Sample(4, False, "turn", 3))
    here = [Seat.at(store, name=each.transcript) for each in owed(store, list_rounds(store)[-1])]
    drawn = {
        seat.transcript_id: [turn for turn in seat.desk.page(seat.transcript_id, 1, 9) if turn.needs_coding] for seat in here
    }
    assert sum(map(len, drawn.values())) == 4
    for seat in here:
        numbers = [turn.number for turn in drawn[seat.transcript_id]]
        assert seat.desk.next_todo(seat.transcript_id, 0) == numbers[0]
        seat.done(*numbers)
        assert seat.desk.progress(seat.transcript_id) == Progress(turns=7, need=len(numbers), done=len(numbers))
    assert [each.turns - each.done for each in owed(store, list_rounds(store)[-1])] == [0] * len(here)


def test_line_by_line_it_is_the_same(store: Store) -> None:
    talk = Talk(store, "ana")
    assert talk.transcript.name == "c"
    assert talk.transcripts().splitlines() == [
        "c: 0 of 7 turns done.",
        "b: 0 of 7 turns done.",
        "a: 7 turns, not assigned to you.",
    ]
    talk.open("a")
    assert talk.todo() == "a is not assigned to you. Go on with: open c"
