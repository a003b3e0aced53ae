"""When something goes wrong under the screen: it says what, takes its paint back, and goes on."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from real_terminal import terminal
from textual.pilot import Pilot
from tui_study import CODEBOOK, build, code, grid, screen_of, settled, transcript, until

from qualcode.analysis.selection import Selection
from qualcode.project.attributes import attribute_table, declare
from qualcode.project.codes import sync_codebook
from qualcode.project.rounds import close_round
from qualcode.project.store import Store, open_store
from qualcode.team.comparing import Comparison, Wanted
from qualcode.tui.app import CodingApp
from qualcode.tui.screens.attributes import AttributesScreen
from qualcode.tui.screens.codebook import CodebookScreen
from qualcode.tui.screens.compare import CompareScreen
from qualcode.tui.screens.history import HistoryScreen
from qualcode.tui.screens.transcripts import TranscriptsScreen
from qualcode.tui.sitting import Sitting

SIZE = (120, 36)


def coded(store: Store) -> list[tuple[int, str]]:
    """(turn, code) of every live coding."""
    sql = """SELECT number, key FROM coding JOIN code ON code.id = code_id JOIN turn USING (transcript_id, start_char)
             WHERE NOT coding.deleted ORDER BY 1, 2"""
    return [tuple(row) for row in store.reader.rows(sql)]


def database(store: Store) -> Path:
    return store.folder / "project.db"


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


@pytest.mark.parametrize("end", [signal.SIGHUP, None, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_terminal_that_is_closed_loses_nothing(store: Store, end: signal.Signals | None) -> None:
    with terminal("code", "--project", store.folder, "--coder", "ana", "P07 Amina") as session:
        session.wait_for(b"turn 1/120")
        session.type("b at'they wait")
        session.wait_for(b"they wait")
        if end:
            session.process.send_signal(end)
        assert (session.end() if end else session.hang_up()) == 0
        assert b"Traceback" not in session.seen
    assert coded(store) == [(1, "barrier"), (2, "access"), (2, "trust")]
    assert store.reader.value("SELECT text FROM memo") == "they wait"


@contextmanager
def kept_by_another(store: Store) -> Iterator[None]:
    """Another program that lets nobody read either."""
    with closing(sqlite3.connect(database(store), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def replaced(store: Store) -> Iterator[None]:
    aside = store.folder / "aside.db"
    os.link(database(store), aside)
    shutil.copy(database(store), store.folder / "other.db")
    os.replace(store.folder / "other.db", database(store))
    yield
    os.replace(aside, database(store))


@contextmanager
def renamed(store: Store) -> Iterator[None]:
    store.folder.rename(store.folder.with_name("elsewhere"))
    yield
    store.folder.with_name("elsewhere").rename(store.folder)


@contextmanager
def read_only(store: Store) -> Iterator[None]:
    places = [database(store), store.folder]
    lock, unlock = (["chattr", "+i"], ["chattr", "-i"]) if os.geteuid() == 0 else (["chmod", "a-w"], ["chmod", "u+w"])
    subprocess.run([*lock, *places], capture_output=True, check=False)
    try:
        with pytest.raises(PermissionError):
            (store.folder / "try").touch()
        yield
    finally:
        subprocess.run([*unlock, *places], capture_output=True, check=False)


@contextmanager
def round_closed(store: Store) -> Iterator[None]:
    with open_store(store.folder) as other:
        close_round(other, "main")
    yield
    with open_store(store.folder) as other, other.writer.transaction() as session:
        session.connection().exec_driver_sql("UPDATE round SET state = 'open'")


FAULTS = {
    "another program writes": (lambda store: written_by_another(database(store)), "is in use"),
    "another program lets nobody read": (kept_by_another, "is in use"),
    "replaced": (replaced, "was replaced while it was open"),
    "renamed": (renamed, "is not there any more"),
    "read only": (read_only, "closed to you"),
    "round closed": (round_closed, 'The round "main"'),  # is, or was closed: whichever is told last
}
ELSEWHERE = ["M", "H", "B", "ctrl+t", "F", "greater_than_sign", "quotation_mark"]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.project.sqlite_file.BUSY_SECONDS", 0.1)
    monkeypatch.setattr("qualcode.tui.widgets.memo.PAUSE", 0.05)


async def told(pilot: "Pilot[None]", app: CodingApp, sentence: str) -> None:
    """Wait for the words that say why something is not saved."""
    await until(pilot, lambda: "✗ not saved" in grid(app) and sentence in " ".join(grid(app).split()))
    assert "Traceback" not in grid(app)


@pytest.mark.parametrize("fault", [pytest.param(each, marks=pytest.mark.slow if each == "replaced" else []) for each in FAULTS])
async def test_a_gesture_is_not_saved_and_the_next_one_is(app: CodingApp, store: Store, fault: str) -> None:
    happen, sentence = FAULTS[fault]
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a", "down")
        await settled(pilot)
        with happen(store):
            await pilot.press("b")
            await told(pilot, app, sentence)
        await settled(pilot)
        await pilot.press("home", "down")
        assert screen_of(app).pen.turn.codings == ()
        await pilot.press("b")
        await settled(pilot)
        assert "✓ saved" in grid(app)
        assert coded(store) == [(1, "access"), (2, "barrier")]
    assert app.failure is None


IN_USE = "in use just now, by another program or for long writing, and cannot be read"


@pytest.fixture
def long_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A transcript of 1,500 turns; what writes waits for ten seconds, as it does when somebody works."""
    monkeypatch.setattr("qualcode.project.sqlite_file.BUSY_SECONDS", 10)
    with build(tmp_path / "long", transcript("long", [("Ana", f"Turn {n}") for n in range(1500)])) as store:
        yield store


async def pressed_at_once(pilot: "Pilot[None]", *keys: str) -> None:
    """Press keys, none of which freezes the screen."""
    for key in keys:
        before = time.monotonic()
        await pilot.press(key)
        assert time.monotonic() - before < 1, key


@pytest.mark.in_a_file
async def test_nobody_at_the_keys_waits_for_a_program_that_keeps_the_project(long_project: Store) -> None:
    store = long_project
    app = CodingApp(store, "ana")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b")
        await settled(pilot)
        with kept_by_another(store):
            for key in ("end", "greater_than_sign", "F", "ctrl+t", "M", "H", "B", "quotation_mark"):
                screen_of(app).message.show("")
                await pressed_at_once(pilot, key)
                await pilot.press("escape")
            await pressed_at_once(pilot, "end")
            assert IN_USE in " ".join(grid(app).split())
            assert screen_of(app).pane.cursor == 1
            await pressed_at_once(pilot, "down", "down", "a", "space", "b")
            assert screen_of(app).pane.cursor == 3
        await settled(pilot)
        assert coded(store) == [(1, "barrier"), (3, "access"), (3, "barrier")]
        await pilot.press("space")
        await settled(pilot)
        assert screen_of(app).pane.cursor == 4
        with kept_by_another(store):
            await pressed_at_once(pilot, "end")
        await until(pilot, lambda: "The project can be read again" in grid(app))
        await pilot.press("end")
        assert screen_of(app).pane.cursor == 1500
        assert "Turn 1499" in grid(app)
    app.close()
    assert app.failure is None


@pytest.mark.in_a_file
async def test_rows_that_cannot_be_read_are_painted_when_they_can_be(long_project: Store) -> None:
    store = long_project
    app = CodingApp(store, "ana")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        with kept_by_another(store):
            pane = screen_of(app).pane
            pane.laid._kept.clear()
            pane.pages._pages.clear()  # type: ignore[union-attr]
            await pilot.resize_terminal(100, 30)
            pane.refresh()
            await until(pilot, lambda: IN_USE in " ".join(grid(app).split()))
            assert "Turn 1" not in grid(app)
        await until(pilot, lambda: "Turn 1" in grid(app))
        await pilot.press("b")
        await settled(pilot)
    app.close()
    assert coded(store) == [(1, "barrier")]
    assert app.failure is None


@pytest.mark.slow
async def test_no_screen_needs_what_cannot_be_read(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        with kept_by_another(store):
            for key in ELSEWHERE:
                await pilot.press(key, "escape")
                await pilot.pause()
                assert "Traceback" not in grid(app)
        await until(pilot, lambda: app.screen is app.coding)
    assert app.failure is None


@pytest.mark.parametrize("left", [False, True], ids=["written on", "left"])
@pytest.mark.parametrize(
    "fault", [pytest.param(each, marks=[] if each == "round closed" else pytest.mark.slow) for each in FAULTS]
)
async def test_a_memo_is_kept_until_it_is_saved(app: CodingApp, store: Store, fault: str, left: bool) -> None:
    happen, sentence = FAULTS[fault]
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", *"so it")
        await until(pilot, lambda: store.reader.value("SELECT text FROM memo") == "so it")
        await settled(pilot)
        with happen(store):
            await pilot.press(*" was", *["escape"] * left)
            await told(pilot, app, sentence)
            await until(pilot, lambda: screen_of(app).notebook.paper.box is not None)
            assert "so it was" in grid(app)
        await pilot.press(*"!", "escape")
        await settled(pilot)
        assert store.reader.value("SELECT text FROM memo") == "so it was!"
    assert app.failure is None


@pytest.mark.parametrize("left", [0, 1], ids=["written on", "left"])
async def test_a_memo_of_the_list_is_kept_until_it_is_saved(app: CodingApp, store: Store, left: int) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", *"so it", "escape")
        await settled(pilot)
        await pilot.press("M")
        await until(pilot, lambda: "1 memo" in grid(app))
        with round_closed(store):
            await pilot.press("e", *" was", *["escape"] * left)
            await until(pilot, lambda: "saved as you write" in grid(app) and "What you wrote stands here" in grid(app))
            assert 'Not saved: The round "main" is closed' in grid(app)
            assert "so it was" in grid(app)
        await pilot.press("!", "escape")
        await until(pilot, lambda: store.reader.value("SELECT text FROM memo") == "so it was!")
        await settled(pilot)
        assert "Not saved" not in grid(app)
    assert app.failure is None


@pytest.mark.in_a_file
async def test_a_memo_of_the_list_that_was_left_comes_back_where_one_is(
    app: CodingApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.project.sqlite_file.BUSY_SECONDS", 1)
    monkeypatch.setattr("qualcode.tui.widgets.memo.PAUSE", 10)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", *"so it", "escape")
        await settled(pilot)
        await pilot.press("M")
        await until(pilot, lambda: "1 memo" in grid(app))
        with written_by_another(database(store)):
            await pilot.press("e", *" was", "escape", "escape")
            assert app.screen is screen_of(app)
            await until(pilot, lambda: "saved as you write" in grid(app))
            assert "Not saved" in grid(app)
            assert "so it was" in grid(app)
        await pilot.press("!", "escape")
        await until(pilot, lambda: store.reader.value("SELECT text FROM memo") == "so it was!")
        await settled(pilot)
    assert app.failure is None


@pytest.mark.in_a_file
async def test_what_was_typed_elsewhere_is_asked_for_again(app: CodingApp, store: Store) -> None:
    with open_store(store.folder) as other:
        declare(other, "speaker.site", "text", ())
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("B")
        await until(pilot, lambda: isinstance(app.screen, CodebookScreen))
        with written_by_another(database(store)):
            await pilot.press("e", *["tab"] * 4, *" Or not.", "ctrl+s", *"met", "enter")
            await until(pilot, lambda: "Not saved" in grid(app) and "Why? met" in grid(app))
        await pilot.press("enter")
        await until(pilot, lambda: store.revision() == 2)
        assert "Or not." in store.codebook().by_key["access"].definition
        await pilot.press("escape", "A")
        await until(pilot, lambda: isinstance(app.screen, AttributesScreen))
        with written_by_another(database(store)):
            await pilot.press("e", *"north", "enter")
            await until(pilot, lambda: "Not saved" in grid(app) and "north▏" in grid(app))
        await pilot.press("enter")
        await until(pilot, lambda: any(each.get("site") == "north" for each in attribute_table(store, "speaker").values.values()))


@pytest.mark.in_a_file
async def test_a_note_on_a_decision_is_asked_for_again(store: Store) -> None:
    code(store, "ana", {2: "barrier", 4: "access"})
    code(store, "ben", {2: "trust", 4: "access"})
    sitting = Sitting(Comparison(store, Selection()), "ana")
    app = CodingApp(store, opening=lambda looks: CompareScreen(sitting, Wanted(), looks))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "1/2" in grid(app))
        await pilot.press("1")
        await until(pilot, lambda: bool(store.reader.value("SELECT count(*) FROM decision")))
        with written_by_another(database(store)):
            await pilot.press("apostrophe", *"because", "enter")
            await until(pilot, lambda: "not saved (enter tries again" in grid(app) and "because▏" in grid(app))
        await pilot.press("enter")
        await until(pilot, lambda: store.reader.value("SELECT note FROM decision WHERE NOT deleted") == "because")
    sitting.close()


@pytest.mark.in_a_file
async def test_comparing_stays_where_it_is_while_another_program_keeps_the_project(store: Store) -> None:
    code(store, "ana", {2: "barrier", 4: "access"})
    code(store, "ben", {2: "trust", 4: "access"})
    sitting = Sitting(Comparison(store, Selection()), "ana")
    app = CodingApp(store, opening=lambda looks: CompareScreen(sitting, Wanted(), looks))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "1/2" in grid(app))
        with kept_by_another(store):
            await pressed_at_once(pilot, "down", "n", "space", "1")
            assert IN_USE in " ".join(grid(app).split())
            assert screen_at(app).scene is not None
            assert "1/2" in grid(app)
            await until(pilot, lambda: not screen_at(app).minutes.on_their_way)
            assert "Not saved" in grid(app)
        await pilot.press("down")
        assert "2/2" in grid(app)
        await pilot.press("1")
        await until(pilot, lambda: bool(store.reader.value("SELECT count(*) FROM decision")))
    sitting.close()
    assert app.failure is None


def screen_at(app: CodingApp) -> CompareScreen:
    assert isinstance(app.screen, CompareScreen)
    return app.screen


@pytest.mark.in_a_file
async def test_a_search_says_why_it_finds_nothing_and_one_of_all_transcripts_goes_on(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        with kept_by_another(store):
            await pilot.press("slash", *"nephew")
            await until(pilot, lambda: "the project is in use: search again" in grid(app))
            await pressed_at_once(pilot, "enter", "n", "n")
        await pilot.press("slash", *"nephew", "tab")
        await until(pilot, lambda: "hits in 1 transcript" in grid(app))
        with kept_by_another(store):
            await pilot.press("backspace", *"waited")
            await until(pilot, lambda: "0 hits in 0 transcripts so far" in grid(app))
            await pilot.pause(0.5)
        await until(pilot, lambda: "140 hits in 2 transcripts" in grid(app) and "so far" not in grid(app))
    assert app.failure is None


@pytest.mark.in_a_file
async def test_the_history_reads_on_when_another_program_is_done(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "down", "a")
        await settled(pilot)
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen) and "+ access on turn 2" in grid(app))
        with kept_by_another(store):
            app.screen.gestures.clear()  # type: ignore[attr-defined]
            app.screen._more, app.screen._whole = app.screen._past(), False  # type: ignore[attr-defined]
            await pressed_at_once(pilot, "down")
            await until(pilot, lambda: IN_USE in " ".join(grid(app).split()))
            assert "the beginning" not in grid(app)
        await pilot.press("down", "down")
        await until(pilot, lambda: "+ barrier on turn 1" in grid(app) and "the beginning" in grid(app))
    assert app.failure is None


def taken_out(store: Store) -> None:
    """As another program would: the first transcript and its turns are gone."""
    with closing(sqlite3.connect(database(store))) as other:
        [[id]] = other.execute("SELECT id FROM transcript WHERE name = 'P07 Amina'")
        other.execute("DELETE FROM turn WHERE transcript_id = ?", [id])
        other.execute("DELETE FROM transcript WHERE id = ?", [id])
        other.commit()


@pytest.mark.parametrize(
    "keys", [["M", "enter"], ["H", "enter"], ["B"], ["slash", "f", "o", "tab", "enter"], ["ctrl+t", "enter"]]
)
@pytest.mark.parametrize("when", [pytest.param("before", marks=pytest.mark.slow), "meanwhile"])
async def test_on_no_screen_a_transcript_that_is_gone_does_harm(app: CodingApp, store: Store, keys: list[str], when: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "apostrophe", *"why", "escape", "down", "a")
        await settled(pilot)
        if when == "before":
            taken_out(store)
        await pilot.press(*keys[:-1])
        await pilot.pause(0.2)
        if when == "meanwhile":
            taken_out(store)
        await pilot.press(keys[-1])
        await pilot.pause(0.2)
        assert "Traceback" not in grid(app)
        await pilot.press("escape", "escape", "ctrl+t", "down", "down", "enter")
        await until(pilot, lambda: screen_of(app).transcript.name == "P08 long")
    assert app.failure is None


async def test_a_codebook_that_somebody_else_revises(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        with open_store(store.folder) as other:
            sync_codebook(other, CODEBOOK.replace("name: Barrier", "name: Hurdle").replace("hotkey: a", "hotkey: z"))
        await pilot.press("b")
        await settled(pilot)
        assert "Hurdle" in grid(app)
        await pilot.press("z", "apostrophe", *"so")
        with open_store(store.folder) as other:
            sync_codebook(other, CODEBOOK.replace("  - {key: trust, name: Trust", "  - {key: faith, name: Faith"))
        await pilot.press("escape", "t")
        await settled(pilot)  # the key is refused, or means nothing any more, if the revision was heard of before it
        assert "Faith" in grid(app)
        assert coded(store) == [(1, "access"), (1, "barrier")]
        assert store.reader.value("SELECT text FROM memo") == "so"


def test_killed_the_state_is_the_last_one_said_saved(store: Store) -> None:
    with terminal("code", "--project", store.folder, "--coder", "ana", "P07 Amina") as session:
        session.wait_for(b"turn 1/120")
        session.type("b a")
        session.wait_for(b"+ access")
        session.type("'they wait")
        until_saved = time.monotonic() + 20
        while not store.reader.value("SELECT text FROM memo") and time.monotonic() < until_saved:
            time.sleep(0.05)
        session.process.kill()
        session.process.wait()
    with open_store(store.folder) as again:
        assert coded(again) == [(1, "barrier"), (2, "access")]
        assert again.reader.value("SELECT text FROM memo") == "they wait"
        assert again.reader.value("PRAGMA integrity_check") == "ok"


@pytest.mark.in_a_file
@pytest.mark.parametrize("listed", [False, True], ids=["of a turn", "of the list"])
async def test_quitting_leaves_nothing_behind_that_was_not_told(
    app: CodingApp, store: Store, monkeypatch: pytest.MonkeyPatch, listed: bool
) -> None:
    monkeypatch.setattr("qualcode.project.sqlite_file.BUSY_SECONDS", 1)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", *"so it", "escape")
        await settled(pilot)
        if listed:
            await pilot.press("M")
            await until(pilot, lambda: "1 memo" in grid(app))
        with written_by_another(database(store)):
            await pilot.press("e" if listed else "apostrophe", *" was", "ctrl+q")
            await until(pilot, lambda: "^q once more leaves without it" in grid(app))
            await until(pilot, lambda: "so it was" in grid(app))
        await pilot.press("!", "ctrl+q")
        await until(pilot, lambda: app.return_code is not None)
    assert store.reader.value("SELECT text FROM memo") == "so it was!"


@pytest.mark.in_a_file
async def test_asked_twice_the_program_ends_whatever_cannot_be_saved(
    app: CodingApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.project.sqlite_file.BUSY_SECONDS", 1)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        with written_by_another(database(store)):
            await pilot.press("apostrophe", *"so it", "ctrl+q")
            await until(pilot, lambda: "^q once more leaves without it" in grid(app))
            await pilot.press("ctrl+q")
            await until(pilot, lambda: app.return_code is not None)
    assert store.reader.value("SELECT count(*) FROM memo") == 0


@pytest.mark.in_a_file
async def test_what_was_not_saved_is_not_told_as_changed_elsewhere(
    app: CodingApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.project.sqlite_file.BUSY_SECONDS", 1)
    monkeypatch.setattr("qualcode.tui.screens.coding.SECONDS", 0.05)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        with kept_by_another(store):
            await pilot.press("b")
            await until(pilot, lambda: "Not saved" in grid(app))
        await until(pilot, lambda: screen_of(app).pen.turn.codings == ())
        await pilot.pause(0.3)
        assert "Changed elsewhere" not in grid(app)
    assert coded(store) == []
