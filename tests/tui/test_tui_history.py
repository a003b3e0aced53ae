"""The undo history on the screen: what stands, what is undone, and any point of it one key away."""

import pytest
from tui_study import grid, screen_of, settled, until

from qualcode.coding.session import CodingSession
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp

SIZE = (120, 36)


def codes(store: Store) -> list[tuple[int, str]]:
    sql = """SELECT number, key FROM coding JOIN code ON code.id = code_id JOIN turn USING (transcript_id, start_char)
             WHERE NOT coding.deleted ORDER BY 1, 2"""
    return [tuple(row) for row in store.reader.rows(sql)]


async def test_enter_steps_back_and_forward_to_any_point(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "down", "a", "down", "t", "end", "H")
        await until(pilot, lambda: "+ trust on turn 3" in grid(app))
        assert "This is where you are" in grid(app)
        await pilot.press("down", "down")
        assert "steps back over 2 changes" in grid(app)
        await pilot.press("enter")
        await until(pilot, lambda: "stepped back over 2 changes" in grid(app))
        assert codes(store) == [(1, "barrier")]
        assert grid(app).count("undone today") == 2
        await pilot.press("home")
        assert "does this again, 2 changes in turn" in grid(app)
        await pilot.press("enter")
        await until(pilot, lambda: "stepped forward over 2 changes" in grid(app))
        assert codes(store) == [(1, "barrier"), (2, "access"), (3, "trust")]
        await pilot.press("end", "enter")
        await until(pilot, lambda: codes(store) == [])
        await pilot.press("escape")
        await settled(pilot)
        assert "✓ saved" in grid(app)
        await pilot.press("ctrl+y")
        await settled(pilot)
        assert codes(store) == [(1, "barrier")]


async def test_what_was_undone_is_brought_back_after_a_restart(store: Store) -> None:
    session = CodingSession(store, "ana")
    transcript = store.reader.value("SELECT id FROM transcript WHERE name = 'P07 Amina'")
    [one, two] = store.reader.rows("SELECT start_char, end_char FROM turn WHERE transcript_id = :id LIMIT 2", id=transcript)
    session.apply(transcript, "early", *one)
    session.undo()
    session.apply(transcript, "trust", *two)
    app = CodingApp(store, "ana", "P07 Amina")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("H", "down")
        assert "brings this one back" in grid(app)
        await pilot.press("enter")
        await until(pilot, lambda: "again: + early on turn 1" in grid(app))
        assert codes(store) == [(1, "early"), (2, "trust")]
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "It is so already" in grid(app))
        await pilot.press("escape", "home", "2")
        await settled(pilot)
        await pilot.press("H", "down", "down", "down", "enter")
        await until(pilot, lambda: "late stands there now" in grid(app))
        assert codes(store) == [(1, "late"), (2, "trust")]
    app.close()


async def test_a_long_history_is_read_as_far_as_one_looks(app: CodingApp, store: Store) -> None:
    session = CodingSession(store, "ana")
    turn = store.reader.value("SELECT id FROM turn WHERE number = 1")
    for number in range(260):
        session.memo("turn", turn, f"thought {number}")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("H")
        await until(pilot, lambda: "memo on turn 1" in grid(app))
        screen = app.screen
        assert len(screen.gestures) == 100  # type: ignore[attr-defined]
        await pilot.press("end")
        assert len(screen.gestures) == 260  # type: ignore[attr-defined]
        assert "the beginning" in grid(app)


async def test_the_quiet_view_hides_progress_and_is_remembered(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "0%" in grid(app)
        await pilot.press("Q")
        await pilot.pause()
        assert "0%" not in grid(app)
        assert "✓ saved" in grid(app)
    again = CodingApp(store, "ana", "P07 Amina")
    async with again.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "0%" not in grid(again)
        await pilot.press("Q")
        await pilot.pause()
        assert "0%" in grid(again)
    again.close()


async def test_the_pace_is_told_once_it_says_something(app: CodingApp, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(0, 10_000, 20))
    monkeypatch.setattr("qualcode.tui.slate.monotonic", lambda: float(next(seconds)))
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(9):
            await pilot.press("space")
        assert "/h" not in grid(app)
        for _ in range(3):
            await pilot.press("space")
        await settled(pilot)
        assert screen_of(app).slate.pace.turns == 12
        assert "196/h" in grid(app)
