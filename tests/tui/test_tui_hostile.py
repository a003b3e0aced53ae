"""People's text may try to command the terminal or Textual: it is shown, and nothing obeys it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tui_study import build, grid, screen_of, settled, transcript

from qualcode.coding.session import CodingSession
from qualcode.project.store import Store, open_store
from qualcode.tui.app import CodingApp

EVIL = "\x1b[31mred \x1b]0;owned\x07 \x9b31m \x85 \u202eback\u202c \u2066i\u2069 \u2028 [/b] [@click=app.quit]quit[/] [laughs] $x"
# What YAML and a coder's name cannot hold is left out there.
TAME = "\u202eback [/b] [@click=app.quit]quit[/] [laughs]"
NAME = "[/b] [@click=app.quit]ana [laughs]"
EVERYWHERE = (
    "e,space,backspace,semicolon e,escape,home,minus,escape,U,tab,escape,apostrophe x,escape,question_mark,escape,"
    "ctrl+t,escape,ctrl+p,b a c k,escape,greater_than_sign"
)
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture(scope="module")
def _evil_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evil") / "study"
    code = {"key": "evil", "name": TAME, "hotkey": "e", "definition": TAME, "use_when": TAME, "avoid_when": TAME,
            "examples": [TAME], "group": "group"}  # fmt: skip
    book = {"title": TAME, "groups": [{"key": "group", "name": TAME, "exclusive": True}], "codes": [code]}
    said = [(f"{EVIL} {number % 2}", EVIL.replace("\n", " ") * 3) for number in range(30)]
    store = build(folder, transcript("a " + EVIL.replace("/", ""), said, title=EVIL), transcript("second [laughs]", said),
                  title=NAME, codebook=yaml.safe_dump(book, allow_unicode=True))  # fmt: skip
    with store:
        session = CodingSession(store, NAME)
        for row in store.reader.rows("SELECT id, transcript_id, start_char, end_char FROM turn WHERE number < 3"):
            session.memo("turn", row["id"], EVIL)
            session.apply(row["transcript_id"], "evil", row["start_char"] + 2, row["end_char"] - 2)
    return folder


@pytest.fixture
def evil(_evil_folder: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(_evil_folder, tmp_path / "evil")
    with open_store(tmp_path / "evil") as store:
        yield store


def check(app: CodingApp) -> None:
    """Nothing on the whole screen that a terminal would obey, and no text of theirs that carries an action."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            assert not FORBIDDEN.search(segment.text), repr(segment.text)
            meta = segment.style.meta if segment.style else {}
            assert "quit" not in str(meta), meta


async def test_the_coding_screen_and_all_that_opens_in_it(evil: Store) -> None:
    name = evil.reader.value("SELECT name FROM transcript ORDER BY id")
    app = CodingApp(evil, NAME, name)
    async with app.run_test(size=(120, 36)) as pilot:
        check(app)
        assert "[laughs]" in grid(app)
        assert "[/b]" in grid(app)
        for keys in EVERYWHERE.split(","):
            await pilot.press(*keys.split())
            await pilot.pause(0.05)
            check(app)
        await pilot.hover(screen_of(app).codes, offset=(8, 2))
        await settled(pilot)
        check(app)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", app.export_screenshot())
    app.close()


async def test_a_narrow_screen(evil: Store) -> None:
    app = CodingApp(evil, NAME, "second")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", "down", "e")
        await settled(pilot)
        check(app)
    app.close()


async def test_the_codebook_screen(tmp_path: Path) -> None:
    code = {"key": "evil", "name": TAME, "definition": EVIL, "use_when": EVIL, "examples": [EVIL], "group": "group"}
    book = {"title": EVIL, "groups": [{"key": "group", "name": EVIL}], "codes": [code]}
    with build(tmp_path / "study", transcript("one", [("A", "words")]), codebook=yaml.safe_dump(book)) as store:
        app = CodingApp(store, "ana", "one")
        async with app.run_test(size=(120, 36)) as pilot:
            for keys in ("B", "e", "x ctrl+s", "escape", "escape ctrl+d", "up", "e", "escape", "m", "c", "slash b", "escape"):
                await pilot.press(*keys.split())
                await pilot.pause(0.05)
                check(app)
        app.close()


async def test_welcome_and_transcripts(evil: Store) -> None:
    app = CodingApp(evil)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        check(app)
        await pilot.press(*"ben", "enter")
        await pilot.pause()
        check(app)
        assert "[laughs]" in grid(app)
    app.close()


async def test_an_error_with_such_text_in_it(evil: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError(EVIL)

    app = CodingApp(evil, NAME, "second")
    async with app.run_test(size=(120, 36)) as pilot:
        monkeypatch.setattr(CodingSession, "toggle", refuse)
        await pilot.press("e")
        await settled(pilot)
        assert "Not saved" in grid(app)
        check(app)
    app.close()


async def test_what_is_stored_stays_as_it_was(evil: Store) -> None:
    def memos() -> list[str]:
        return [row[0] for row in evil.reader.rows("SELECT text FROM memo WHERE NOT deleted AND target_kind = 'turn'")]

    before = memos()
    app = CodingApp(evil, NAME, "second")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("home", "apostrophe", "escape")
        await settled(pilot)
        assert memos() == before
        await pilot.press("apostrophe", "!", "escape")
        await settled(pilot)
    app.close()
    [written] = [text for text in memos() if text.endswith("!")]
    # An editor knows one kind of line end; all else stays, escape sequences too.
    assert written == EVIL.replace("\x85", "\n").replace("\u2028", "\n") + "!"
