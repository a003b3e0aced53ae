"""Memos by keys: on what they are written, how they are saved, and the screen that lists them all."""

import shutil
from pathlib import Path

import pytest
from real_terminal import terminal
from tui_study import grid, screen_of, settled, until

from qualcode.coding.memos import MemoInfo, list_memos
from qualcode.coding.session import CodingSession
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp

SIZE = (120, 36)


def memos(store: Store) -> list[tuple[str, str]]:
    """(kind, text) of every memo, the oldest first."""
    return [(memo.kind, memo.text) for memo in reversed(list_memos(store))]


def session_of(store: Store) -> CodingSession:
    return CodingSession(store, "ana")


def turn_ids(store: Store) -> list[str]:
    return [row[0] for row in store.reader.rows("SELECT id FROM turn ORDER BY id")]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that no test has to wait for."""
    monkeypatch.setattr("qualcode.tui.widgets.memo.PAUSE", 0.05)


@pytest.mark.usefixtures("quick")
async def test_what_is_written_is_saved_at_every_pause_and_is_one_step(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", *"who")
        await until(pilot, lambda: memos(store) == [("turn", "who")])
        assert screen_of(app).pen.turn.memo == "who"
        await pilot.press(*" waits")
        await until(pilot, lambda: memos(store) == [("turn", "who waits")])
        await pilot.press("?", "escape")
        await settled(pilot)
        assert memos(store) == [("turn", "who waits?")]
        assert store.reader.value("SELECT count(DISTINCT gesture) FROM event WHERE verb = 'memo'") == 1
        await pilot.press("backspace")
        await settled(pilot)
        assert memos(store) == []
        await pilot.press("ctrl+y")
        await settled(pilot)
        assert memos(store) == [("turn", "who waits?")]


async def test_somebody_who_never_stops_is_saved_all_the_same(
    app: CodingApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.tui.widgets.memo.LONGEST", 0.0)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("apostrophe", *"on")
        await until(pilot, lambda: bool(memos(store)))


async def test_a_memo_on_the_coding_that_is_selected(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "b", "a", "apostrophe")
        assert "Memo on which?" in grid(app)
        assert "the code Barrier on “And”" in grid(app)
        await pilot.press("2", *"first", "escape")
        await settled(pilot)
        assert memos(store) == [("coding", "first")]
        [memo] = list_memos(store)
        assert (memo.code, memo.words) == ("barrier", "And")
        await pilot.press("right", "apostrophe", *"on the turn", "escape")
        await settled(pilot)
        assert memos(store)[1] == ("turn", "on the turn")


async def test_memos_on_the_code_the_transcript_and_the_project(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", "quotation_mark")
        assert "3  the project Nurses 2026" in grid(app)
        await pilot.press("escape")
        for digit, words in (("1", "wide"), ("2", "quiet"), ("3", "whose")):
            await pilot.press("quotation_mark", digit, *words, "escape")
        await pilot.press("quotation_mark", "down", "escape", "quotation_mark", "down", "enter", *"er", "escape")
        await settled(pilot)
    assert sorted(memos(store)) == [("code", "wide"), ("project", "whose"), ("transcript", "quieter")]
    assert next(memo.code for memo in list_memos(store) if memo.kind == "code") == "barrier"


async def test_a_memo_that_cannot_be_saved_is_not_lost(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b")
        await settled(pilot)
        with store.writer.transaction() as session:
            session.connection().exec_driver_sql("UPDATE round SET state = 'closed'")
        await pilot.press("apostrophe", *"long thought", "escape")
        await until(pilot, lambda: "long thought" in grid(app))
        assert "Not saved" in grid(app)
        with store.writer.transaction() as session:
            session.connection().exec_driver_sql("UPDATE round SET state = 'open'")
        await pilot.press("escape")
        await settled(pilot)
        assert memos(store) == [("turn", "long thought")]


def many(store: Store) -> None:
    """A memo of each kind by ana, and one by ben."""
    session = session_of(store)
    [first, second, *_] = turn_ids(store)
    transcript = store.reader.value("SELECT id FROM transcript WHERE name = 'P07 Amina'")
    start, end = store.reader.row("SELECT start_char, end_char FROM turn WHERE id = :id", id=second)  # type: ignore[misc]
    session.apply(transcript, "trust", start, end)
    coding = store.reader.value("SELECT id FROM coding")
    for kind, target, text in (
        ("project", "project", "Whose list?"), ("transcript", transcript, "A quiet talk"),
        ("code", session.codes.id("barrier"), "Too wide [b]"), ("coding", coding, "their LIST"), ("turn", first, "silence"),
    ):  # fmt: skip
        session.memo(kind, target, text)
    CodingSession(store, "ben").memo("turn", first, "not yours")


async def test_the_memo_screen_lists_searches_and_filters_my_memos(app: CodingApp, store: Store) -> None:
    many(store)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("M")
        await until(pilot, lambda: "5 memos" in grid(app))
        assert "not yours" not in grid(app)
        rows = [line for line in grid(app).splitlines() if "today" in line]
        assert [word in line for word, line in zip(("silence", "LIST", "[b]", "quiet", "Whose"), rows, strict=True)] == [True] * 5
        await pilot.press("slash", *"list")
        await until(pilot, lambda: "2 memos of 5" in grid(app))
        await pilot.press("enter", "F", "F")
        await until(pilot, lambda: "1 memo of 5" in grid(app))
        assert "Trust" in grid(app) or "trust" in grid(app)
        await pilot.press("escape", "escape")
        assert app.screen is app.coding


async def test_enter_goes_to_what_a_memo_hangs_on(app: CodingApp, store: Store) -> None:
    many(store)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end")
        for downs, turn, code in ((0, 1, None), (1, 2, "trust"), (2, 2, "barrier")):
            await pilot.press("M")
            await until(pilot, lambda: "5 memos" in grid(app))
            await pilot.press(*["down"] * downs, "enter")
            await until(pilot, lambda: app.screen is app.coding)
            assert screen_of(app).pane.cursor == turn
            assert code is None or screen_of(app).codes.attention == code


@pytest.mark.usefixtures("quick")
async def test_a_memo_is_written_on_in_the_list(app: CodingApp, store: Store) -> None:
    many(store)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("M")
        await until(pilot, lambda: "5 memos" in grid(app))
        await pilot.press("e", *" falls", "escape")
        await until(pilot, lambda: ("turn", "silence falls") in memos(store))
        assert "silence falls" in grid(app)
        await pilot.press("escape")
        await settled(pilot)
        assert screen_of(app).slate.turn(1).memo == "silence falls"


async def test_ten_thousand_memos(app: CodingApp, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    memo = MemoInfo("turn", "x", "ana", "2026-03-01T10:00:00+00:00", "word", "P07", 1, "Ines", "", "said", 0, 4, True)
    found = [*[memo] * 9_999, MemoInfo(**{name: getattr(memo, name) for name in memo.__slots__} | {"text": "needle"})]
    monkeypatch.setattr("qualcode.tui.screens.memos.list_memos", lambda store, coders: found)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("M")
        await until(pilot, lambda: "10,000 memos" in grid(app))
        await pilot.press("end")
        assert "needle" in grid(app)
        await pilot.press("slash", *"need")
        await until(pilot, lambda: "1 memo of 10,000" in grid(app))


@pytest.mark.slow
def test_a_killed_terminal_keeps_a_memo_up_to_the_last_pause(store: Store, tmp_path: Path) -> None:
    """Nothing but SIGKILL, in the middle of writing."""
    with terminal("code", "--project", store.folder, "--coder", "ana", "P07 Amina") as session:
        session.wait_for(b"turn 1/120")
        session.type("'what I thought of it")
        session.wait_for(b"memo on turn 1")
        session.type(" and")
        session.process.kill()
        session.process.wait()
    shutil.copytree(store.folder, tmp_path / "after")
    assert memos(store)[0][1].startswith("what I thought of it")
