"""Coding by keys: what was typed is in the project, in order, and the screen says what happened."""

import sqlite3
from typing import Any

import pytest
from tui_study import grid, screen_of, settled, type_keys

from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp

SIZE = (120, 36)


def codings(store: Store) -> list[tuple[int, str]]:
    """(turn, code) of every live coding on a whole turn, in order."""
    sql = """SELECT turn.number, code.key FROM coding JOIN code ON code.id = coding.code_id
             JOIN turn ON turn.transcript_id = coding.transcript_id AND turn.start_char = coding.start_char
                      AND turn.end_char = coding.end_char
             WHERE NOT coding.deleted ORDER BY turn.number, code.key"""
    return [tuple(row) for row in store.reader.rows(sql)]


def done(store: Store) -> list[int]:
    """Numbers of the turns with a live done mark."""
    sql = "SELECT number FROM done JOIN turn ON turn.id = done.turn_id WHERE NOT done.deleted ORDER BY number"
    return [row[0] for row in store.reader.rows(sql)]


async def test_a_letter_codes_the_turn_and_again_takes_it_off(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b")
        await settled(pilot)
        assert codings(store) == [(1, "barrier")]
        assert " b  Barrier" in grid(app).split("2 Amina")[0]
        await pilot.press("b")
        await settled(pilot)
        assert codings(store) == []


async def test_two_keys_code_a_turn_and_go_on(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "space", "a", "t", "space", "space")
        await settled(pilot)
        assert codings(store) == [(1, "barrier"), (2, "access"), (2, "trust")]
        assert done(store) == [3]
        assert screen_of(app).pane.cursor == 4
        assert "turn 4/120" in grid(app)


async def test_keys_faster_than_any_commit_arrive_in_order(app: CodingApp, store: Store) -> None:
    keys = ["b", "space", "a", "space", "t", "b", "b", "space", "down", "1", "2", "up", "a", "ctrl+z", "t"]
    async with app.run_test(size=SIZE) as pilot:
        type_keys(app, keys)
        await settled(pilot)
        assert codings(store) == [(1, "barrier"), (2, "access"), (3, "trust"), (4, "trust"), (5, "late")]


async def test_one_stage_replaces_the_other(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1", "2")
        assert {coding.code for coding in screen_of(app).pen.turn.codings} == {"late"}
        await settled(pilot)
        assert codings(store) == [(1, "late")]


async def test_space_skips_what_is_done_and_comes_round(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "b", "up", "space")
        assert screen_of(app).pane.cursor == 3
        await pilot.press("end", "space")
        assert screen_of(app).pane.cursor == 3
        await settled(pilot)
        assert done(store) == [1, 120]


async def test_when_all_is_done_space_says_so(store: Store) -> None:
    app = CodingApp(store, "ana", "P08")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "space", "space")
        assert "Every turn of this transcript is done" in grid(app)
        await settled(pilot)
        assert "100%" in grid(app)
        await pilot.press("space")
        assert done(store) == [1, 2, 3]
    app.close()


async def test_a_flag_is_put_on_taken_off_and_undone(app: CodingApp, store: Store) -> None:
    flagged = "SELECT number FROM flag JOIN turn ON turn.id = turn_id WHERE NOT deleted"
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("asterisk", "down", "asterisk", "asterisk")
        await settled(pilot)
        assert [row[0] for row in store.reader.rows(flagged)] == [1]
        assert " 1⚑Ines" in grid(app)
        assert "turn 2 not flagged" in grid(app)
        await pilot.press("backspace", "backspace", "backspace")
        await settled(pilot)
        assert [row[0] for row in store.reader.rows(flagged)] == []
        assert "undone: turn 1 flagged" in grid(app)


async def test_repeat_puts_the_last_codes_on_another_turn(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("full_stop")
        assert "nothing to repeat yet" in grid(app)
        await pilot.press("a", "t", "down", "full_stop", "down", "full_stop")
        await settled(pilot)
        assert codings(store) == [(n, code) for n in (1, 2, 3) for code in ("access", "trust")]
        assert "+ 2 codings" in grid(app)
        await pilot.press("backspace")
        await settled(pilot)
        assert codings(store) == [(n, code) for n in (1, 2) for code in ("access", "trust")]


async def test_a_code_is_found_by_letters_of_its_name(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        type_keys(app, ["semicolon", "t", "r", "u", "s", "enter", "space"])
        await settled(pilot)
        assert codings(store) == [(1, "trust")]
        assert screen_of(app).pane.cursor == 2


async def test_looking_for_a_code_and_leaving_changes_nothing(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("semicolon", "a", "b", "backspace", "down", "escape")
        await settled(pilot)
        assert codings(store) == []
        await pilot.press("a")
        await settled(pilot)
        assert codings(store) == [(1, "access")]


async def test_undo_and_redo_go_where_the_change_was(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "end", "backspace")
        await settled(pilot)
        assert codings(store) == []
        assert screen_of(app).pane.cursor == 1
        await pilot.press("ctrl+y")
        await settled(pilot)
        assert codings(store) == [(1, "barrier")]
        await pilot.press("ctrl+z", "ctrl+z")
        await settled(pilot)
        assert "nothing left" in grid(app)


async def test_undo_reaches_back_over_a_restart(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b")
        await settled(pilot)
    again = CodingApp(store, "ana", "P07 Amina")
    async with again.run_test(size=SIZE) as pilot:
        assert screen_of(again).pane.cursor == 2
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert codings(store) == []
        assert screen_of(again).pane.cursor == 1
    again.close()


async def test_a_memo_is_written_kept_and_taken_away(app: CodingApp, store: Store) -> None:
    def memos() -> list[str]:
        return [row[0] for row in store.reader.rows("SELECT text FROM memo WHERE NOT deleted")]

    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe")
        type_keys(app, [*"their list b a", "escape", "b"])
        await settled(pilot)
        assert memos() == ["their list b a"]
        assert codings(store) == [(1, "barrier")]
        assert "✎ their list b a" in grid(app)
        await pilot.press("apostrophe", *["backspace"] * 14, "escape")
        await settled(pilot)
        assert memos() == []
        assert "✎" not in grid(app)


async def test_an_open_memo_is_saved_when_the_program_is_left(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", "x", "ctrl+q")
    app.close()
    assert store.reader.value("SELECT text FROM memo") == "x"


async def test_counts_and_share_move_with_every_key(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "down", "b", "down", "b", "b", "down", "space")
        slate = screen_of(app).slate
        painted = (slate.counts["barrier"], slate.done)
        await settled(pilot)
        assert (slate.counts["barrier"], slate.done) == (2, 3)
        assert painted[0] == 2


async def test_what_failed_is_taken_back_and_said(app: CodingApp, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from qualcode.coding.session import CodingSession

    def refuse(*_: Any, **__: Any) -> None:
        raise QualcodeError("The disk is full. Make room, then try again.")

    async with app.run_test(size=SIZE) as pilot:
        with monkeypatch.context() as patch:
            patch.setattr(CodingSession, "toggle", refuse)
            await pilot.press("b")
            await settled(pilot)
        assert screen_of(app).pen.turn.codings == ()
        assert "Not saved: The disk is full." in grid(app)
        assert "✗ not saved" in grid(app)
        await pilot.press("b")
        await settled(pilot)
        assert "✓ saved" in grid(app)
        assert codings(store) == [(1, "barrier")]


async def test_saved_is_said_only_after_the_commit(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a")
        await settled(pilot)
        with sqlite3.connect(store.folder / "project.db") as other:
            other.execute("BEGIN IMMEDIATE")
            await pilot.press("b")
            await pilot.pause(0.1)
            assert "… saving" in grid(app)
            assert " b  Barrier" in grid(app)
            other.rollback()
        other.close()
        await settled(pilot)
        assert "✓ saved" in grid(app)
        assert codings(store) == [(1, "access"), (1, "barrier")]


async def test_transcripts_are_changed_while_gestures_are_on_their_way(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        type_keys(app, ["b", "greater_than_sign", "b", "less_than_sign", "a", "greater_than_sign"])
        await settled(pilot)
        assert codings(store) == [(1, "access"), (1, "barrier"), (1, "barrier")]
        assert screen_of(app).slate.counts["barrier"] == 2
        await pilot.press("greater_than_sign")
        assert "This is the last transcript" in grid(app)


async def test_a_click_moves_and_a_click_on_a_code_codes(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        coding = screen_of(app)
        row = next(y for y, place in enumerate(coding.pane.window.seen) if place.turn == 4)
        await pilot.click(coding.pane, offset=(30, row))
        assert coding.pane.cursor == 4
        await pilot.click(coding.codes, offset=(10, 2))
        await settled(pilot)
        assert codings(store) == [(4, "barrier")]


async def test_coders_see_only_their_own_layer(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b")
        await settled(pilot)
    other = CodingApp(store, "ben", "P07 Amina")
    async with other.run_test(size=SIZE) as pilot:
        assert screen_of(other).pen.turn.codings == ()
        assert screen_of(other).pane.cursor == 1
        await pilot.press("a")
        await settled(pilot)
        assert screen_of(other).slate.done == 1
        assert screen_of(other).slate.counts["barrier"] == 0
    other.close()
