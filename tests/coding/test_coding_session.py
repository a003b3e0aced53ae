from pathlib import Path

import pytest
from coding_projects import Seat, summary

from qualcode.coding.session import PROJECT_ID, CodingSession
from qualcode.errors import QualcodeError
from qualcode.project.checks import check
from qualcode.project.rounds import open_round
from qualcode.project.store import Store, open_store


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.reader.rows(sql)]


def test_a_code_is_put_on_a_turn_and_taken_off_by_the_same_key(ana: Seat) -> None:
    assert summary(ana.toggle("wait", 2)) == "+ wait on turn 2"
    assert ana.codes(2) == ["wait"]
    assert summary(ana.toggle("wait", 2)) == "− wait from turn 2"
    assert ana.codes(2) == []


def test_the_same_code_is_on_a_place_once(ana: Seat, store: Store) -> None:
    ana.apply("wait", 2)
    assert ana.apply("wait", 2) is None
    assert ana.remove("list", 2) is None
    assert rows(store, "SELECT count(*) FROM coding") == [(1,)]


def test_a_gesture_tells_what_changed_and_where(ana: Seat) -> None:
    gesture = ana.apply("wait", 2, (3, 6))
    assert gesture is not None
    assert gesture.summary == "+ wait on part of turn 2"
    [change] = gesture.changes
    assert (change.what, change.transcript_id, list(change.turns), change.code) == ("apply", ana.transcript_id, [2], "wait")


def test_a_coding_may_lie_over_several_turns(ana: Seat) -> None:
    start, end = ana.turn(2).start_char + 5, ana.turn(4).end_char
    assert summary(ana.session.apply(ana.transcript_id, "wait", start, end)) == "+ wait on part of turns 2–4"
    assert [ana.codes(number) for number in range(1, 6)] == [[], ["wait"], ["wait"], ["wait"], []]
    assert [ana.turn(number).done for number in range(1, 6)] == [False, True, True, True, False]


class TestExclusiveGroups:
    def test_one_stage_replaces_the_other_in_one_gesture(self, ana: Seat) -> None:
        ana.apply("early", 4)
        ana.apply("wait", 4)
        gesture = ana.toggle("late", 4)
        assert summary(gesture) == "late instead of early on turn 4"
        assert ana.codes(4) == ["late", "wait"]
        ana.session.undo()
        assert ana.codes(4) == ["early", "wait"]

    def test_what_overlaps_is_replaced_and_what_only_touches_stays(self, ana: Seat) -> None:
        ana.apply("early", 2, (0, 10))
        ana.apply("middle", 2, (10, 20))
        ana.apply("late", 2, (15, 30))
        assert ana.codes(2) == ["early", "late"]

    def test_the_same_stage_may_stand_on_overlapping_places(self, ana: Seat) -> None:
        ana.apply("early", 2, (0, 10))
        ana.apply("early", 2, (5, 20))
        assert ana.codes(2) == ["early", "early"]

    def test_a_stage_over_several_turns_gives_way_as_a_whole(self, ana: Seat) -> None:
        ana.session.apply(ana.transcript_id, "early", ana.turn(1).start_char, ana.turn(5).end_char)
        ana.apply("late", 3)
        assert [ana.codes(number) for number in range(1, 6)] == [[], [], ["late"], [], []]
        ana.session.undo()
        assert [ana.codes(number) for number in range(1, 6)] == [["early"]] * 5

    def test_another_coders_stage_stays(self, ana: Seat, store: Store) -> None:
        ben = Seat.at(store, "ben")
        ben.apply("early", 3)
        ana.apply("late", 3)
        assert (ana.codes(3), ben.codes(3)) == (["late"], ["early"])


class TestBorders:
    def test_a_coding_is_moved_with_its_memo_and_undo_brings_the_old_borders_back(self, ana: Seat) -> None:
        ana.apply("wait", 2, (0, 6), unsure=True)
        ana.session.memo("coding", ana.coding("wait", 2).id, "hm")
        before, after = ana.place(2, (0, 6)), (ana.turn(2).start_char + 3, ana.turn(3).end_char)
        gesture = ana.session.move_borders(ana.transcript_id, "wait", before, after)
        assert summary(gesture) == "wait with other borders, on part of turns 2–3"
        seen = []
        for step in (lambda: None, ana.session.undo, ana.session.redo):
            step()
            coding = ana.coding("wait", 2)
            seen.append(((coding.start_char, coding.end_char), coding.unsure, coding.memo, ana.codes(3)))
        moved = (after, True, "hm", ["wait"])
        assert seen == [moved, (before, True, "hm", []), moved]
        assert ana.session.move_borders(ana.transcript_id, "wait", after, after) is None
        assert check(ana.session.store.folder) == []

    def test_on_a_place_with_a_past_of_its_own_the_memo_is_still_the_movers(self, ana: Seat) -> None:
        ana.apply("wait", 2, (3, 6))
        ana.session.memo("coding", ana.coding("wait", 2).id, "another thought")
        ana.remove("wait", 2, (3, 6))
        ana.apply("wait", 2, (0, 6))
        ana.session.memo("coding", ana.coding("wait", 2).id, "mine")
        ana.session.move_borders(ana.transcript_id, "wait", ana.place(2, (0, 6)), ana.place(2, (3, 6)))
        for step in (lambda: None, ana.session.undo, ana.session.redo):
            step()
            assert ana.coding("wait", 2).memo == "mine"

    def test_new_borders_replace_rivals_and_come_back_in_one_step(self, ana: Seat) -> None:
        ana.apply("early", 2, (0, 6))
        ana.apply("late", 2, (10, 20))
        before = ana.view()
        gesture = ana.session.move_borders(ana.transcript_id, "early", ana.place(2, (0, 6)), ana.place(2, (0, 12)))
        assert summary(gesture) == "early instead of late on part of turn 2"
        assert ana.codes(2) == ["early"]
        ana.session.undo()
        assert ana.view() == before

    @pytest.mark.parametrize(
        ("before", "after", "why"),
        [((0, 5), (0, 9), "is not on this place any more"), ((0, 6), (3, 6), "stands on that place already"),
         ((0, 6), (0, 10_000), "are not a place in what was said")],
    )  # fmt: skip
    def test_a_move_that_would_lose_something_is_refused(
        self, ana: Seat, before: tuple[int, int], after: tuple[int, int], why: str
    ) -> None:
        ana.apply("wait", 2, (0, 6))
        ana.apply("wait", 2, (3, 6))
        view = ana.view()
        with pytest.raises(QualcodeError, match=why):
            ana.session.move_borders(ana.transcript_id, "wait", ana.place(2, before), ana.place(2, after))
        assert ana.view() == view


class TestDone:
    def test_a_turn_is_done_when_said_so_or_coded(self, ana: Seat) -> None:
        assert summary(ana.done(1)) == "turn 1 done"
        ana.apply("wait", 2)
        assert [ana.turn(number).done for number in (1, 2, 3)] == [True, True, False]

    def test_taking_the_only_code_off_makes_a_turn_undone_again(self, ana: Seat) -> None:
        ana.toggle("wait", 2)
        ana.toggle("wait", 2)
        assert not ana.turn(2).done

    def test_many_turns_are_one_gesture(self, ana: Seat) -> None:
        assert summary(ana.done(1, 2, 3)) == "turns 1–3 done"
        assert ana.done(1, 3) is None
        assert summary(ana.done(2, 4, 6)) == "2 turns done"
        ana.session.undo()
        ana.session.undo()
        assert ana.desk.progress(ana.transcript_id).done == 0

    def test_done_can_be_taken_back_but_not_of_a_coded_turn(self, ana: Seat) -> None:
        ana.done(1, 2)
        ana.apply("wait", 2)
        with pytest.raises(QualcodeError, match=r"Turn 2 is coded, and what is coded is done\. Take the codes off first"):
            ana.done(1, 2, done=False)
        assert ana.turn(1).done
        assert summary(ana.done(1, done=False)) == "turn 1 not done"
        assert not ana.turn(1).done


class TestMemos:
    def test_a_coder_has_one_memo_on_a_target(self, ana: Seat, store: Store) -> None:
        turn = ana.turn(2).id
        assert summary(ana.session.memo("turn", turn, " cf. P03 ")) == "memo on turn 2"
        ana.session.memo("turn", turn, "cf. P04")
        assert ana.session.memo("turn", turn, "cf. P04") is None
        assert (ana.turn(2).memo, ana.desk.memo_text("turn", turn)) == ("cf. P04", "cf. P04")
        assert rows(store, "SELECT count(*) FROM memo") == [(1,)]
        assert summary(ana.session.memo("turn", turn, "")) == "memo taken off turn 2"
        assert ana.turn(2).memo == ""

    def test_undo_brings_back_the_words_that_stood_before(self, ana: Seat) -> None:
        turn = ana.turn(2).id
        for words in ("first", "second", ""):
            ana.session.memo("turn", turn, words)
        seen = []
        while ana.session.undo():
            seen.append(ana.turn(2).memo)
        assert seen == ["second", "first", ""]

    def test_an_accidental_unmark_loses_neither_the_coding_nor_its_memo(self, ana: Seat) -> None:
        ana.apply("wait", 2)
        ana.session.memo("coding", ana.coding("wait", 2).id, "agency after waiting?")
        ana.remove("wait", 2)
        ana.session.undo()
        assert ana.coding("wait", 2).memo == "agency after waiting?"
        ana.toggle("wait", 2)
        ana.toggle("wait", 2)
        again = ana.coding("wait", 2)
        assert (again.memo, ana.desk.memo_text("coding", again.id)) == ("agency after waiting?", "agency after waiting?")

    @pytest.mark.parametrize("kind", ["code", "transcript", "project"])
    def test_memos_on_what_is_no_place(self, ana: Seat, store: Store, kind: str) -> None:
        target = PROJECT_ID if kind == "project" else store.reader.value(f"SELECT id FROM {kind}")
        assert summary(ana.session.memo(kind, target, "to discuss")) == f"memo on the {kind}"
        assert ana.desk.memo_text(kind, target) == "to discuss"

    def test_a_memo_on_what_is_not_there_is_refused(self, ana: Seat) -> None:
        with pytest.raises(QualcodeError, match="The turn of this memo is not in the project"):
            ana.session.memo("turn", "gone", "x")
        with pytest.raises(QualcodeError, match='A memo cannot be on a "mood"'):
            ana.session.memo("mood", "gone", "x")

    def test_words_no_database_keeps_do_no_harm(self, ana: Seat) -> None:
        ana.session.memo("turn", ana.turn(1).id, "a\0b\udcff\x1b[31m")
        assert ana.turn(1).memo == "ab?\x1b[31m"


class TestUndo:
    def test_undo_and_redo_reach_back_over_restarts(self, tmp_path: Path, ana: Seat, store: Store) -> None:
        ana.apply("wait", 2)
        ana.apply("early", 3)
        before = ana.view()
        ana.toggle("late", 3)
        after = ana.view()
        store.close()
        with open_store(tmp_path / "waiting") as reopened:
            seat = Seat.at(reopened)
            gesture = seat.session.undo()
            assert summary(gesture) == "undone: late instead of early on turn 3"
            assert seat.view() == before
            assert summary(seat.session.redo()) == "redone: late instead of early on turn 3"
            assert seat.view() == after

    def test_each_coder_undoes_only_their_own(self, ana: Seat, store: Store) -> None:
        ben = Seat.at(store, "ben")
        ana.apply("wait", 2)
        ben.apply("list", 2)
        assert summary(ana.session.undo()) == "undone: + wait on turn 2"
        assert ana.session.undo() is None
        assert ben.codes(2) == ["list"]

    def test_a_new_gesture_ends_what_can_be_redone_and_the_log_keeps_all(self, ana: Seat, store: Store) -> None:
        ana.apply("wait", 2)
        ana.session.undo()
        ana.apply("list", 2)
        assert ana.session.redo() is None
        verbs = rows(store, "SELECT verb FROM event WHERE target_kind IN ('coding', 'gesture') ORDER BY clock")
        assert verbs == [("apply",), ("undo",), ("remove",), ("apply",)]

    def test_nothing_to_undo_or_redo(self, ana: Seat, store: Store) -> None:
        events = rows(store, "SELECT count(*) FROM event")
        assert (ana.session.undo(), ana.session.redo()) == (None, None)
        assert rows(store, "SELECT count(*) FROM event") == events

    def test_undo_skips_what_is_so_already(self, ana: Seat, store: Store) -> None:
        """A merge may have taken the same coding off, with no gesture of this log."""
        ana.apply("wait", 2)
        with store.writer.transaction({ana.session.coder_id: -1}) as session:
            session.connection().exec_driver_sql("UPDATE coding SET deleted = TRUE")
        assert summary(ana.session.undo()) == "undone: + wait on turn 2 (it was so already)"
        assert ana.session.undo() is None
        assert summary(ana.session.redo()) == "redone: nothing (it was so already)"
        assert ana.codes(2) == []

    def test_an_unsure_coding_comes_back_unsure(self, ana: Seat) -> None:
        ana.apply("wait", 2)
        assert summary(ana.apply("wait", 2, unsure=True)) == "wait unsure on turn 2"
        assert ana.coding("wait", 2).unsure
        ana.session.undo()
        assert not ana.coding("wait", 2).unsure
        ana.session.redo()
        assert ana.coding("wait", 2).unsure

    def test_several_codings_become_unsure_in_one_gesture_and_keep_their_memos(self, ana: Seat) -> None:
        ana.apply("wait", 2)
        ana.apply("list", 4, (0, 5))
        ana.session.memo("coding", ana.coding("wait", 2).id, "hm")
        places = [("wait", *ana.place(2)), ("list", *ana.place(4, (0, 5))), ("late", *ana.place(3))]
        assert summary(ana.session.set_unsure(ana.transcript_id, places, True)) == "2 codings unsure on turns 2–4"
        assert (ana.coding("wait", 2).unsure, ana.coding("wait", 2).memo, ana.coding("list", 4).unsure) == (True, "hm", True)
        assert ana.codes(3) == []
        assert ana.session.set_unsure(ana.transcript_id, places, True) is None
        assert summary(ana.session.set_unsure(ana.transcript_id, places[1:2], False)) == "list sure on part of turn 4"
        ana.session.undo()
        assert summary(ana.session.undo()) == "undone: 2 codings unsure on turns 2–4"
        assert not ana.coding("wait", 2).unsure

    def test_two_sessions_of_one_coder_share_one_line_of_gestures(self, ana: Seat, store: Store) -> None:
        other = Seat.at(store)
        ana.apply("wait", 2)
        other.apply("list", 4)
        assert summary(ana.session.undo()) == "undone: + list on turn 4"
        assert summary(other.session.undo()) == "undone: + wait on turn 2"

    def test_undo_stays_in_its_round(self, ana: Seat, store: Store) -> None:
        ana.apply("wait", 2)
        open_round(store, "second")
        second = CodingSession(store, "ana", "second")
        assert second.undo() is None
        second.apply(ana.transcript_id, "list", *ana.place(3))
        assert summary(ana.session.undo()) == "undone: + wait on turn 2"
        assert summary(second.undo()) == "undone: + list on turn 3"


class TestRefusals:
    def test_an_unknown_code_names_the_nearest(self, ana: Seat) -> None:
        with pytest.raises(QualcodeError, match=r'no code "wiat".*wait'):
            ana.apply("wiat", 2)

    @pytest.mark.parametrize("place", [(-1, 3), (3, 3), (9, 4), (0, 10_000), (27, 29), (0, 28)])
    def test_a_place_that_nobody_said_is_refused(self, ana: Seat, store: Store, place: tuple[int, int]) -> None:
        with pytest.raises(QualcodeError, match=r"Characters .* of ward are not a place in what was said"):
            ana.session.apply(ana.transcript_id, "wait", *place)
        assert rows(store, "SELECT count(*) FROM coding") == [(0,)]

    def test_a_closed_round_is_refused_at_the_start_and_under_way(self, ana: Seat, store: Store) -> None:
        open_round(store, "second")
        with store.writer.transaction() as session:
            session.connection().exec_driver_sql("UPDATE round SET state = 'closed' WHERE name = 'main'")
        with pytest.raises(QualcodeError, match='The round "main" is closed'):
            CodingSession(store, "ana", "main")
        with pytest.raises(QualcodeError, match='The round "main" is closed'):
            ana.apply("wait", 2)
        assert CodingSession(store, "ana").round_id != ana.session.round_id


def test_every_gesture_leaves_a_project_that_checks_clean(ana: Seat, store: Store) -> None:
    ana.apply("wait", 2)
    ana.session.memo("coding", ana.coding("wait", 2).id, "hm")
    ana.toggle("early", 2)
    ana.toggle("late", 2)
    ana.done(1, 3)
    ana.session.undo()
    ana.session.redo()
    assert check(store.folder) == []
    assert rows(store, "SELECT count(DISTINCT gesture) FROM event WHERE coder_id IS NOT NULL AND target_kind != 'coder'") == [
        (7,)
    ]


def test_several_codes_at_once_are_one_gesture(ana: Seat) -> None:
    gesture = ana.session.apply_all(ana.transcript_id, ["wait", "early", "late"], *ana.place(2))
    assert ana.codes(2) == ["late", "wait"]  # of the stages the last one stands, as when they are pressed one by one
    assert gesture is not None
    assert gesture.verb == "apply"
    ana.session.undo()
    assert ana.codes(2) == []
    ana.session.redo()
    assert ana.codes(2) == ["late", "wait"]
