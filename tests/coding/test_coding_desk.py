import subprocess
import sys
from pathlib import Path

import pytest
from coding_projects import SAID, Seat, project, transcript

from qualcode.coding import reading_window
from qualcode.coding.desk import Desk, Progress, TranscriptView
from qualcode.coding.scribe import Scribe
from qualcode.project.layers import LONG
from qualcode.project.store import Store


def test_a_page_shows_the_words_as_they_stand(ana: Seat) -> None:
    page = ana.desk.page(ana.transcript_id, 2, 3)
    assert [(turn.number, turn.speaker, turn.text) for turn in page] == [
        (2, "P07", SAID[1]),
        (3, "Int", SAID[2]),
        (4, "P07", SAID[3]),
    ]
    assert ana.desk.page(ana.transcript_id, 7, 64) == []
    assert ana.desk.page("gone", 1, 64) == []


def test_a_desk_shows_its_own_layer_only(ana: Seat, store: Store) -> None:
    """Coding is blind: what others did in the round would sway the coder."""
    ben = Seat.at(store, "ben")
    ben.apply("wait", 2)
    ben.session.memo("turn", ben.turn(2).id, "aha")
    ben.session.memo("coding", ben.coding("wait", 2).id, "aha")
    ben.done(1, 3)
    assert all(not turn.codings and not turn.memo and not turn.done for turn in ana.desk.page(ana.transcript_id, 1, 6))
    assert (ana.desk.counts(), ana.desk.progress(ana.transcript_id)) == ({}, Progress(6, 6, 0))
    ana.apply("wait", 2)
    assert (ana.turn(2).memo, ana.coding("wait", 2).memo) == ("", "")


def test_codings_stand_in_the_order_of_place_and_codebook(ana: Seat) -> None:
    for code, span in (("late", (0, 5)), ("wait", (0, 5)), ("list", (0, 5)), ("wait", (2, 9))):
        ana.apply(code, 2, span)
    assert [(c.code, c.start_char - ana.place(2)[0]) for c in ana.turn(2).codings] == [
        ("wait", 0),
        ("list", 0),
        ("late", 0),
        ("wait", 2),
    ]


def test_a_coding_over_a_page_from_afar_is_seen(tmp_path: Path) -> None:
    """Codings far longer than a turn are found from the middle and the end of them, as short ones are."""
    said = tuple(f"Turn {number} of many, and none of them is short." for number in range(300))
    with project(tmp_path / "many", transcript("ward", said)) as store:
        ana = Seat.at(store)
        turns = ana.desk.page(ana.transcript_id, 1, 300)
        assert turns[-1].end_char > 2 * LONG
        ana.session.apply(ana.transcript_id, "wait", turns[1].start_char, turns[298].end_char)
        ana.session.apply(ana.transcript_id, "list", turns[150].start_char - 2 - 5, turns[150].start_char + LONG - 10)
        expected = {1: [], 2: ["wait"], 150: ["list", "wait"], 151: ["list", "wait"], 299: ["wait"], 300: []}
        for number, codes in expected.items():
            assert ana.codes(number) == codes
            assert ana.turn(number).done == bool(codes)
        assert ana.desk.progress(ana.transcript_id) == Progress(300, 300, 298)
        assert [ana.desk.next_todo(ana.transcript_id, after) for after in (0, 1, 150, 300)] == [1, 300, 300, 1]


class TestNextTodo:
    def test_from_here_on_and_around(self, ana: Seat) -> None:
        ana.done(1, 2, 4)
        ana.apply("wait", 5)
        desk = ana.desk
        assert [desk.next_todo(ana.transcript_id, after) for after in range(7)] == [3, 3, 3, 6, 6, 6, 3]

    def test_last_of_all_the_turn_itself_and_then_none(self, ana: Seat) -> None:
        desk = ana.desk
        ana.done(1, 2, 3, 4, 5)
        assert desk.next_todo(ana.transcript_id, 6) == 6
        ana.apply("wait", 6)
        assert desk.next_todo(ana.transcript_id, 6) is None
        assert desk.next_todo("gone", 0) is None

    def test_it_follows_what_any_program_writes(self, ana: Seat, store: Store) -> None:
        desk, elsewhere = ana.desk, Seat.at(store)
        assert desk.next_todo(ana.transcript_id, 0) == 1
        elsewhere.done(1)
        elsewhere.apply("wait", 2)
        assert (desk.next_todo(ana.transcript_id, 0), desk.progress(ana.transcript_id).done) == (3, 2)
        elsewhere.session.undo()
        assert desk.next_todo(ana.transcript_id, 0) == 2
        elsewhere.session.undo()
        assert desk.next_todo(ana.transcript_id, 0) == 1
        Seat.at(store, "ben").done(1)
        assert desk.next_todo(ana.transcript_id, 0) == 1


def test_counts_per_code(tmp_path: Path) -> None:
    with project(tmp_path / "two", transcript("a"), transcript("b", SAID[:2])) as store:
        seats = [Seat.at(store, "ana", name) for name in "ab"]
        for seat in seats:
            seat.apply("wait", 2)
        seats[0].apply("list", 2)
        desk = seats[0].desk
        assert desk.counts() == {"wait": 2, "list": 1}
        assert desk.counts(seats[1].transcript_id) == {"wait": 1}
        assert desk.transcripts() == [
            TranscriptView(seats[0].transcript_id, "a", "a", 6),
            TranscriptView(seats[1].transcript_id, "b", "b", 2),
        ]
        assert [desk.progress(seat.transcript_id).done for seat in seats] == [1, 1]


def test_find_turn_at(ana: Seat) -> None:
    place = ana.turn(2)
    chars = (0, 27, place.start_char, place.end_char - 1, place.end_char)
    assert [ana.desk.find_turn_at(ana.transcript_id, char) for char in chars] == [1, None, 2, 2, None]


def test_two_copies_of_a_coding_after_a_merge_are_one(ana: Seat, store: Store) -> None:
    """The same coder coded the same turn on two machines: both rows stand after the merge, as one coding."""
    ana.apply("wait", 2)
    with store.writer.transaction() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO coding SELECT 'other', coder_id, round_id, transcript_id, code_id, start_char, end_char, created_at, "
            "revision, unsure, deleted, replaces, checksum FROM coding"
        )
    assert ana.codes(2) == ["wait"]
    ana.toggle("wait", 2)
    assert ana.codes(2) == []
    ana.session.undo()
    assert ana.codes(2) == ["wait"]


def test_a_new_coders_desk_is_empty(store: Store, ana: Seat) -> None:
    desk = Desk(store, "", ana.session.round_id)
    assert desk.next_todo(ana.transcript_id, 0) == 1
    assert [turn.done for turn in desk.page(ana.transcript_id, 1, 2)] == [False, False]


def test_reading_needs_no_database_toolkit() -> None:
    code = "import sys, qualcode.coding.desk, qualcode.coding.scribe; print({'sqlalchemy', 'numpy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "set()\n"


class TestScribe:
    def test_gestures_are_written_in_order_and_all_of_them(self, ana: Seat) -> None:
        with Scribe() as scribe:
            futures = [scribe.submit(lambda number=number: ana.apply("wait", number)) for number in (3, 1, 2)]  # type: ignore[misc]
        assert [future.result().summary for future in futures] == [f"+ wait on turn {number}" for number in (3, 1, 2)]

    def test_one_that_fails_holds_up_none(self, ana: Seat) -> None:
        with Scribe() as scribe:
            wrong, right = scribe.submit(lambda: ana.apply("wiat", 1)), scribe.submit(lambda: ana.apply("wait", 1))
        assert "no code" in str(wrong.exception())
        assert right.result() is not None

    def test_nothing_can_be_submitted_once_closed(self) -> None:
        scribe = Scribe()
        scribe.close()
        with pytest.raises(RuntimeError):
            scribe.submit(int)


class TestStart:
    def test_where_work_went_on_last(self, ana: Seat) -> None:
        desk = ana.desk
        assert desk.start(ana.transcript_id) == 1
        ana.apply("wait", 3)
        assert desk.start(ana.transcript_id) == 4  # and not 1, which was passed over
        ana.session.undo()
        assert desk.start(ana.transcript_id) == 3
        ana.done(1, 2, 3, 4, 5, 6)
        assert desk.start(ana.transcript_id) == 1

    def test_what_others_do_and_what_is_done_elsewhere_moves_nothing(self, tmp_path: Path) -> None:
        with project(tmp_path / "two", transcript("a"), transcript("b", SAID[:4])) as store:
            first, second = (Seat.at(store, "ana", name) for name in "ab")
            first.apply("wait", 2)
            second.apply("wait", 3)
            Seat.at(store, "ben", "a").apply("wait", 5)
            assert [seat.desk.start(seat.transcript_id) for seat in (first, second)] == [3, 4]


def test_another_thread_counts_while_work_goes_on(tmp_path: Path) -> None:
    said = tuple(f"Turn {number}." for number in range(2000))
    with project(tmp_path / "many", transcript("ward", said)) as store:
        ana = Seat.at(store)
        desk = ana.desk
        with Scribe() as other:
            counted = [other.submit(lambda: desk.progress(ana.transcript_id).done) for _ in range(20)]
            for number in range(1, 31):
                ana.apply("wait", number * 60)
                assert desk.next_todo(ana.transcript_id, number * 60 - 1) == number * 60 + 1
        done = [future.result() for future in counted]
        assert done == sorted(done)
        assert desk.progress(ana.transcript_id) == Progress(2000, 2000, 30)


def test_far_places_of_a_long_text_read_the_same(ana: Seat, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = store.reader.value("SELECT text FROM transcript WHERE id = :id", id=ana.transcript_id)
    monkeypatch.setattr(reading_window, "WINDOW", 16)
    window = reading_window.ReadingWindow(store.reader)
    for start in (0, 40, 47, 33, len(whole) - 3, 5, 0):
        for end in (start, start + 1, start + 15, len(whole)):
            assert window.between(ana.transcript_id, start, end) == whole[start:end]
    assert window.between("gone", 0, 9) == ""
