"""When something goes wrong under the screen: it says what, takes its paint back, and goes on."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import pytest
from real_terminal import terminal
from textual.pilot import Pilot
from tui_study import build, grid, screen_of, settled, transcript, until

from qualcode.coding.desk import Desk
from qualcode.project.store import Store, open_store
from qualcode.tui.app import CodingApp
from qualcode.tui.screens.transcripts import TranscriptsScreen

SIZE = (120, 36)


def coded(store: Store) -> list[tuple[int, str]]:
    """(turn, code) of every live coding."""
    sql = """SELECT number, key FROM coding JOIN code ON code.id = code_id JOIN turn USING (transcript_id, start_char)
             WHERE NOT coding.deleted ORDER BY 1, 2"""
    return [tuple(row) for row in store.reader.rows(sql)]


@contextmanager
def written_by_another(path: Path) -> Iterator[None]:
    """Another program in the middle of writing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def refused(pilot: "Pilot[None]", app: CodingApp, sentence: str) -> None:
    """`b` on this turn is not saved, its paint is taken back, and words say why."""
    await pilot.press("b")
    await settled(pilot)
    assert screen_of(app).pen.turn.codings == ()
    assert not screen_of(app).pen.turn.done
    assert "✗ not saved" in grid(app)
    assert sentence in " ".join(grid(app).split()).replace(" │ ", " ")
    assert "Traceback" not in grid(app)


async def test_another_program_writes_for_too_long(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.project.sqlite_file.BUSY_SECONDS", 0.2)
    app = CodingApp(store, "ana", "P07 Amina")
    async with app.run_test(size=SIZE) as pilot:
        with written_by_another(store.folder / "project.db"):
            await refused(pilot, app, "is in use")
        await pilot.press("b")
        await settled(pilot)
        assert "✓ saved" in grid(app)
        assert coded(store) == [(1, "barrier")]
    app.close()


@pytest.mark.parametrize("headless", [True, False], ids=["raised in tests", "told to people"])
async def test_a_mistake_of_ours_in_the_background_is_seen(store: Store, monkeypatch: pytest.MonkeyPatch, headless: bool) -> None:
    def fail(*_: object) -> None:
        raise LookupError("no such column: nonsense")

    monkeypatch.setattr(Desk, "counts", fail)
    app = CodingApp(store, "ana", "P07 Amina")
    told = "Something could not be read that should have been (LookupError: no such column: nonsense)."
    with pytest.raises(LookupError) if headless else nullcontext():
        async with app.run_test(size=SIZE) as pilot:
            monkeypatch.setattr(CodingApp, "is_headless", headless)
            await until(pilot, lambda: told in grid(app))
            await pilot.press("b")
            await until(pilot, lambda: coded(store) == [(1, "barrier")])
    app.close()


async def test_the_disk_is_full(app: CodingApp, store: Store) -> None:
    def allow(pages: int) -> None:
        with store.writer.transaction() as session:
            session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a", "down")
        await settled(pilot)
        allow(store.reader.value("PRAGMA page_count"))
        while coded(store)[-1][1] == "access" and "✓ saved" in grid(app):  # what is free in the last pages is used up first
            await pilot.press("a", "down")
            await settled(pilot)
        await refused(pilot, app, "is full. Nothing was changed; make room and try again.")
        saved = coded(store)
        allow(1_000_000)
        await pilot.press("b")
        await settled(pilot)
        assert len(coded(store)) == len(saved) + 1


async def test_the_database_is_replaced_under_us(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a", "down")
        await settled(pilot)
        shutil.copy(store.folder / "project.db", store.folder / "other.db")
        os.replace(store.folder / "other.db", store.folder / "project.db")
        await refused(pilot, app, "was replaced while it was open")
    with open_store(store.folder) as again:
        assert coded(again) == [(1, "access")]


async def test_the_transcript_is_taken_out_of_the_project_by_somebody_else(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        with closing(sqlite3.connect(store.folder / "project.db")) as other:
            [[id]] = other.execute("SELECT id FROM transcript WHERE name = 'P07 Amina'")
            other.execute("DELETE FROM turn WHERE transcript_id = ?", [id])
            other.execute("DELETE FROM transcript WHERE id = ?", [id])
            other.commit()
        await refused(pilot, app, "a transcript that is not here")
        await pilot.press("end")
        assert '"P07 Amina" is not in the project any more. Choose another transcript.' in grid(app)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(app.screen, TranscriptsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: screen_of(app).transcript.name == "P08 long")
        await pilot.press("b")
        await settled(pilot)
        assert "P08 long" in grid(app)
        assert coded(store) == [(1, "barrier")]


async def test_a_window_drawn_very_small_and_back(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a", "down", "b")
        await settled(pilot)
        before = grid(app)
        for size in ((20, 5), (1, 1), (20, 5)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await pilot.press("t")
        await pilot.resize_terminal(*SIZE)
        await settled(pilot)
        assert "▌✓  2 Amina" in before
        assert "▌✓  2 Amina" in grid(app)
        assert coded(store) == [(1, "access"), (2, "barrier"), (2, "trust")]


async def test_a_project_that_cannot_be_read_any_more_ends_the_program_with_a_sentence(tmp_path: Path) -> None:
    with build(tmp_path / "gone", transcript("long", [("Ana", f"Turn {n}") for n in range(600)])) as store:
        app = CodingApp(store, "ana")
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            with closing(sqlite3.connect(store.folder / "project.db")) as other:
                other.execute("DELETE FROM turn")
                other.commit()
            screen_of(app).pane.laid._kept.clear()
            screen_of(app).pane.pages._pages.clear()  # type: ignore[union-attr]
            app.refresh()
            screen_of(app).pane.refresh()
            await pilot.pause()
        app.close()
    assert "is not in the project any more" in str(app.failure)


@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGTERM])
def test_a_terminal_that_is_closed_loses_nothing(store: Store, end: signal.Signals) -> None:
    with terminal("code", "--project", store.folder, "--coder", "ana", "P07 Amina") as session:
        session.wait_for(b"turn 1/120")
        session.type("b at'they wait")
        session.wait_for(b"they wait")
        session.process.send_signal(end)
        assert session.end() == 0
        assert b"Traceback" not in session.seen
    assert coded(store) == [(1, "barrier"), (2, "access"), (2, "trust")]
    assert store.reader.value("SELECT text FROM memo") == "they wait"
