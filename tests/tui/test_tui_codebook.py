"""The codebook screen by keys: what was typed is in the file, in the database and in the coding screen."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from tui_study import build, grid, screen_of, settled, transcript, type_keys, until

from qualcode.codebook.model import Codebook
from qualcode.project.revisions import edit_codebook
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp
from qualcode.tui.screens.codebook import CodebookScreen

SIZE = (120, 36)


def file(store: Store) -> str:
    return (store.folder / "codebook.yaml").read_text()


def notes(store: Store) -> list[str]:
    return [row[0] for row in store.reader.rows("SELECT note FROM codebook_revision ORDER BY number")][1:]


async def opened(pilot: "Pilot[None]") -> CodebookScreen:
    await pilot.press("B")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, CodebookScreen)
    return screen


async def saved(pilot: "Pilot[None]", revision: int) -> Codebook:
    work = screen_of(pilot.app).work  # type: ignore[arg-type]
    await until(pilot, lambda: work.revision == revision)
    text = (work.store.folder / "codebook.yaml").read_text()
    assert text == work.store.reader.value("SELECT yaml FROM codebook_revision ORDER BY number DESC LIMIT 1")
    return work.codebook


async def test_a_code_is_added_below_the_chosen_one_and_codes_at_once(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        type_keys(app, ["a", *"Waiting", "ctrl+s"])
        await until(pilot, lambda: app.screen.doing == "book note")
        await pilot.press(*"came up twice", "enter")
        book = await saved(pilot, 2)
        assert [code.key for code in book][:2] == ["access", "waiting"]
        assert notes(store) == ["came up twice"]
        await pilot.press("escape", book.by_key["waiting"].hotkey or "")
        await settled(pilot)
        assert [coding.code for coding in screen_of(app).pen.turn.codings] == ["waiting"]
        assert "Waiting" in grid(app)


async def test_fields_are_written_and_an_empty_note_says_what_changed(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("down", "e", *["tab"] * 4, *" Or of mind.", "escape")
        await until(pilot, lambda: app.screen.message.message == 'definition of "Barrier" changed')
        await pilot.press("enter")
        book = await saved(pilot, 2)
        assert book.by_key["barrier"].definition == "What keeps people out. Or of mind."
        assert notes(store) == ['definition of "Barrier" changed']
        await pilot.press("u")
        book = await saved(pilot, 3)
        assert book.by_key["barrier"].definition == "What keeps people out."
        assert notes(store)[1] == 'undone: definition of "Barrier" changed'
        await pilot.press("u")
        await until(pilot, lambda: "nothing left to undo" in grid(app))


async def test_what_cannot_be_is_said_and_what_was_typed_stays(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("e", "tab", "backspace", "b", "ctrl+s")
        await pilot.pause()
        assert "already taken" in grid(app)
        assert screen.writing.form is not None
        await pilot.press("backspace", "x", "ctrl+s", "escape", "tab", "ctrl+s", "ctrl+d")
        await pilot.pause()
        assert screen.writing.form is None
        assert store.revision() == 1


async def test_a_group_is_added_and_a_code_put_into_it(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("g", *"Mood", "tab", "space", "escape", "escape", "ctrl+s", "enter")
        book = await saved(pilot, 2)
        assert [(group.key, group.exclusive) for group in book.groups][1:] == [("mood", True)]
        await pilot.press("home", "e", "tab", "tab", "tab", *"mood", "ctrl+s", "enter")
        assert (await saved(pilot, 3)).by_key["access"].group == "mood"
        assert "Mood  one of" in grid(app)


async def test_a_code_moves_into_another_and_out_again(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("down", "down", "m", "up", "right", "enter", "enter")
        book = await saved(pilot, 2)
        assert book.paths["trust"] == ("Access", "Trust")
        await pilot.press("m", "left", "up", "enter", "enter")
        assert [code.key for code in await saved(pilot, 3)][:2] == ["trust", "access"]
        await pilot.press("m", "down", "escape")
        await pilot.pause()
        assert [code.key for code in app.screen.book_tree.book][:2] == ["trust", "access"]


async def test_a_colour_is_chosen_by_its_digit(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("c", "3", "enter")
        book = await saved(pilot, 2)
        assert book.by_key["access"].color == "#009e73"
        assert screen_of(app).work.codebook is book


async def test_a_file_changed_by_hand_is_told_and_taken_over(app: CodingApp, store: Store) -> None:
    path = store.folder / "codebook.yaml"
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        path.write_text(path.read_text() + "# mine\n")
        await pilot.press("c", "3", "enter")
        await until(pilot, lambda: "changed by hand" in grid(app))
        assert store.revision() == 1
        await pilot.press("escape", "S")
        await saved(pilot, 2)
        await until(pilot, lambda: "Why?" in grid(app))  # what could not be saved was kept
        await pilot.press("enter")
        await saved(pilot, 3)
        assert path.read_text().endswith("# mine\n")


async def test_the_coding_screen_follows_what_another_program_changed(app: CodingApp, store: Store) -> None:
    from qualcode.codebook.editing import edit_code

    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        edit_codebook(store, lambda yaml: edit_code(yaml, "access", name="Way in", hotkey="w"))
        await pilot.press("b")
        await settled(pilot)
        assert "Way in" in grid(app)
        await pilot.press("w")
        await settled(pilot)
        assert {coding.code for coding in screen_of(app).pen.turn.codings} == {"access", "barrier"}


async def test_finding_goes_there_and_esc_goes_back(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("slash", *"lat")
        await pilot.pause()
        assert screen.book_tree.chosen == ("code", "late")
        await pilot.press("escape")
        await pilot.pause()
        assert screen.book_tree.chosen == ("code", "access")
        await pilot.press("slash", *"lat", "enter")
        await pilot.pause()
        assert screen.book_tree.chosen == ("code", "late")


@pytest.mark.slow
async def test_400_codes_at_80_by_24(tmp_path: Path) -> None:
    yaml = "title: Many\ncodes:\n" + "".join(f"  - name: Code {n}\n    key: k{n}\n" for n in range(400))
    with build(tmp_path / "many", transcript("one", [("A", "words")]), codebook=yaml) as store:
        app = CodingApp(store, "ana", "one")
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await opened(pilot)
            await pilot.press("end")
            assert screen.book_tree.chosen == ("code", "k399")
            await pilot.press("m", "up", "up", "enter", "enter")
            book = await saved(pilot, 2)
            assert [code.key for code in book][-3:] == ["k399", "k397", "k398"]
        app.close()


async def test_leaving_the_program_saves_what_was_written(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("e", *" road", "tab", "backspace", "b", "ctrl+q")
        assert app.is_running
        assert "already taken" in grid(app)
        await pilot.press("backspace", "ctrl+q")
    app.close()
    assert "name: Access road" in file(store)
    assert notes(store) == ['name and hotkey of "Access" changed']


async def test_ctrl_n_makes_the_code_that_was_not_found_and_puts_it_on(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("semicolon", *"Long corridor", "ctrl+n")
        await settled(pilot)
        book = store.codebook()
        assert book.by_key["long-corridor"].hotkey == "l"
        assert notes(store) == ['new code "Long corridor"']
        assert [coding.code for coding in screen_of(app).pen.turn.codings] == ["long-corridor"]
        assert "Long corridor" in grid(app)
        await pilot.press("l", "l", "backspace", "backspace", "backspace")
        await settled(pilot)
        assert screen_of(app).pen.turn.codings == ()
        assert "long-corridor" in store.codebook().by_key
        await pilot.press("semicolon", *"long CORRIDOR", "ctrl+n")
        await settled(pilot)
        assert store.revision() == 2
        assert [coding.code for coding in screen_of(app).pen.turn.codings] == ["long-corridor"]


async def test_in_vivo_takes_the_selected_words(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("exclamation_mark")
        assert "Select the words first" in grid(app)
        await pilot.press("down", "right", "shift+right", "shift+right", "exclamation_mark")
        await settled(pilot)
        code = store.codebook().by_key["we-just-waited"]
        assert (code.name, code.examples) == ("We just waited", ("We just waited",))
        [coding] = screen_of(app).pen.turn.codings
        assert (coding.code, coding.end_char - coding.start_char) == ("we-just-waited", len("We just waited"))


async def test_in_vivo_goes_where_the_person_keeps_such_codes(tmp_path: Path) -> None:
    yaml = "title: T\ngroups:\n  - {name: In vivo, key: own}\ncodes:\n  - {name: A, key: a}\n"
    long = "and then " * 12 + "we waited"
    with build(tmp_path / "study", transcript("one", [("A", long)]), codebook=yaml) as store:
        app = CodingApp(store, "ana", "one")
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("right_square_bracket", "exclamation_mark")
            await settled(pilot)
            made = list(store.codebook())[-1]
            assert (made.group, made.name, made.examples) == ("own", "and then " * 6 + "and…", (long,))
        app.close()
