"""The coder's own keys, the vim preset, help made from the bindings, and what the palette does."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.command import CommandPalette
from tui_study import grid, screen_of, settled, until

from qualcode.cli.main import app as command_line
from qualcode.coding.session import CodingSession
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp
from qualcode.tui.keycard import key_card
from qualcode.tui.keyfile import choose_preset, keyfile, read_keymap
from qualcode.tui.keymap import PRESETS, Keymap
from qualcode.tui.keys import every, told
from qualcode.writeup.writers import write as write_document

SIZE = (120, 36)


def write(text: str) -> None:
    """This is the coder's file."""
    keyfile().parent.mkdir(parents=True, exist_ok=True)
    keyfile().write_text(text, encoding="utf-8")


def codings(store: Store, coder: str = "ana") -> list[tuple[int, str]]:
    """(turn, code) of every live coding of the coder's."""
    sql = """SELECT turn.number, code.key FROM coding JOIN code ON code.id = coding.code_id
             JOIN coder ON coder.id = coding.coder_id
             JOIN turn USING (transcript_id, start_char) WHERE NOT coding.deleted AND coder.name = :coder ORDER BY 1, 2"""
    return [tuple(row) for row in store.reader.rows(sql, coder=coder)]


def test_without_a_file_the_keys_are_those_of_the_table() -> None:
    assert read_keymap() == Keymap()
    write("# nothing yet\n")
    assert read_keymap() == Keymap()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("keys: {turn.nxt: f2}", '"turn.nxt", but nothing is called that'),
        ("keys: {memo: ctrl+y}", "both memo and redo on ctrl+y"),
        ("keys: {memo: ctrl+q}", "both memo and quit on ctrl+q"),
        ("keys: {memo: n}", "the key n, but lower-case letters and digits belong to the codebook"),
        ("keys: {memo: 5}", "the key 5, but lower-case"),
        ("preset: vim\nkeys: {memo: n}", "the key n, but"),
        ("keys: {memo: downn}", 'the key "downn", which is unknown'),
        ("keys: {memo: hyper+x}", 'the key "hyper+x", which is unknown'),
        ("keys: {memo: }", "gives memo no key"),
        ("keys: {find.apply: f2}", "find.apply, which cannot be changed"),
        ("preset: emacs", 'the preset "emacs". There are codebook and vim'),
        ("kees: {}", 'an entry "kees"'),
        ("keys: [memo]", "no list of keys"),
        ("- memo", "does not say `keys:`"),
        ("keys:\n  memo: '", "is not YAML in line"),
        ("keys: {\x1b[31m: f2}", "is not YAML"),
    ],
)
def test_a_wrong_file_is_told_before_anything_is_drawn(store: Store, text: str, said: str) -> None:
    write(text)
    with pytest.raises(QualcodeError) as error:
        CodingApp(store, "ana", "P07 Amina")
    assert said in str(error.value)
    assert "keys.yaml" in str(error.value)
    assert "\x1b" not in str(error.value)


async def test_own_keys_are_pressed_and_named_everywhere(store: Store) -> None:
    write('keys: {turn.todo: "L,f4", memo: ctrl+n, transcript.next: "&", help: I}')
    app = CodingApp(store, "ana", "P08 long")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "L", "space", "t")
        await settled(pilot)
        assert codings(store) == [(1, "barrier"), (2, "trust")]
        footer = grid(app).splitlines()[-1]
        assert "L done" in footer
        assert "ctrl+n memo" in footer
        await pilot.press("I", *"needs me")
        assert "L f4            This turn is done" in grid(app)
        await pilot.press("escape", "end", "f4", "f4")
        assert "& goes to the next transcript" in grid(app)
    app.close()


def test_every_key_of_a_preset_is_of_a_binding_and_clashes_with_none() -> None:
    ids = {binding.id for binding in every()}
    for name, keys in PRESETS.items():
        assert set(keys) <= ids
        write(f"preset: {name}")
        assert read_keymap().preset == name


async def test_vim_moves_and_undoes_by_letters_that_are_then_no_code_keys(store: Store) -> None:
    book = store.codebook()
    assert book.by_key["early"].hotkey == "1"
    write("preset: vim")
    app = CodingApp(store, "ana", "P07 Amina")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "b", "j", "j", "t", "k", "a", "u")
        await settled(pilot)
        assert codings(store) == [(2, "barrier"), (4, "trust")]
        assert screen_of(app).pane.cursor == 3
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert codings(store) == [(2, "barrier"), (3, "access"), (4, "trust")]
    app.close()


async def test_a_code_whose_letter_vim_takes_is_found_by_its_name(tmp_path: Path) -> None:
    from tui_study import build, transcript

    book = "title: T\ncodes:\n  - {key: joy, name: Joy, hotkey: j}\n  - {key: grief, name: Grief, hotkey: g}\n"
    with build(tmp_path / "joy", transcript("P1", [("A", "One."), ("B", "Two.")]), codebook=book) as store:
        write("preset: vim")
        app = CodingApp(store, "ana")
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("j", "semicolon", *"joy", "enter", "g")
            await settled(pilot)
            assert codings(store) == [(2, "grief"), (2, "joy")]
            assert " ·  Joy" in grid(app)
            await pilot.press("question_mark", *"are not the codebook")
            assert "; finds codes on them" in grid(app)
        app.close()


async def test_the_palette_chooses_a_preset_and_keeps_the_rest_of_the_file(app: CodingApp, store: Store) -> None:
    write("# mine\npreset: codebook # as it was\nkeys:\n  memo: f2 # quick\n")
    app.keymap = read_keymap()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "down")
        await settled(pilot)
        await pilot.press("ctrl+p", *"vim preset")
        await palette_found(pilot, "Keys: vim preset")
        await pilot.press("enter")
        await until(pilot, lambda: "The keys are those of the vim preset now" in grid(app))
        await pilot.press("j", "b")
        await settled(pilot)
        assert codings(store) == [(1, "barrier"), (3, "barrier")]
    assert keyfile().read_text(encoding="utf-8") == "# mine\npreset: vim\nkeys:\n  memo: f2 # quick\n"


def test_a_preset_that_clashes_with_own_keys_changes_nothing() -> None:
    write("keys:\n  memo: ctrl+r\n")
    with pytest.raises(QualcodeError, match=r"both memo and redo on ctrl\+r|both redo and memo on ctrl\+r"):
        choose_preset("vim")
    assert keyfile().read_text(encoding="utf-8") == "keys:\n  memo: ctrl+r\n"


async def palette_found(pilot: object, name: str) -> None:
    """Wait until the palette has found this."""
    from textual.pilot import Pilot

    assert isinstance(pilot, Pilot)
    app = pilot.app
    assert isinstance(app, CodingApp)
    await until(pilot, lambda: isinstance(app.screen, CommandPalette) and name in grid(app))


@pytest.mark.parametrize(("before", "told"), [((), "no coding"), (("interviewer",), "coding again")])
async def test_the_palette_says_whose_turns_need_coding(app: CodingApp, store: Store, before: tuple[str, ...], told: str) -> None:
    store.set_no_coding(before)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p", *told)
        await palette_found(pilot, f"Role interviewer: its turns need {told}")
        await pilot.press("enter")
        await until(pilot, lambda: store.no_coding == {"interviewer"} - {*before} and f"interviewer need {told}" in grid(app))
        await settled(pilot)
        assert screen_of(app).slate.need == (120 if before else 60)


async def test_the_palette_makes_me_another_coder_whose_layer_is_apart(app: CodingApp, store: Store) -> None:
    turn = store.reader.row("SELECT transcript_id, start_char, end_char FROM turn ORDER BY transcript_id, number LIMIT 1")
    assert turn is not None
    CodingSession(store, "ben").apply(turn["transcript_id"], "trust", turn["start_char"], turn["end_char"])
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b", "down", "down")
        await settled(pilot)
        await pilot.press("ctrl+p", *"Coder ben")
        await palette_found(pilot, "Coder: ben")
        await pilot.press("enter")
        await until(pilot, lambda: "You are ben now" in grid(app))
        assert app.work is not None
        assert app.work.coder == "ben"
        assert screen_of(app).pane.cursor == 3
        await pilot.press("a")
        await settled(pilot)
        await pilot.press("ctrl+z", "ctrl+z")
        await settled(pilot)
    assert codings(store, "ana") == [(1, "barrier")]
    assert codings(store, "ben") == []


async def test_the_palette_goes_to_what_a_memo_hangs_on(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down", "apostrophe", *"their own list", "escape", "home")
        await settled(pilot)
        assert screen_of(app).pane.cursor == 1
        await pilot.press("ctrl+p", *"Memo their")
        await palette_found(pilot, "Memo: their own list")
        await pilot.press("enter")
        await until(pilot, lambda: screen_of(app).pane.cursor == 3)


@pytest.mark.parametrize(
    "keys", [[], ["semicolon"], ["apostrophe"], ["ctrl+t"]], ids=["coding", "finding", "memo", "transcripts"]
)
async def test_help_tells_every_binding_of_the_screen(app: CodingApp, keys: list[str]) -> None:
    async with app.run_test(size=(92, 160)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        rows = [binding for _, binding in told(app.screen)]
        assert {"help", "palette", "quit"} <= {row.id for row in rows}
        await pilot.press("f1")
        await pilot.pause()
        seen = " ".join(grid(app).split())
        assert [row.id for row in rows if row.tooltip not in seen] == []


async def test_help_finds_what_is_typed(app: CodingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", *"undo")
        await pilot.pause()
        assert "ctrl+z" in grid(app)
        assert "PgDn" not in grid(app)
        await pilot.press(*"zzz")
        await pilot.pause()
        assert "Nothing like that." in grid(app)
        await pilot.press("escape", "b")
        await settled(pilot)
        assert {coding.code for coding in screen_of(app).pen.turn.codings} == {"barrier"}


def test_the_key_card_of_the_documentation_is_the_bindings() -> None:
    page = (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8")
    assert page == write_document(key_card(Keymap()), "md"), "run `python docs/keys.py`"


def test_the_command_lists_the_keys_of_the_coder() -> None:
    write("preset: vim\nkeys: {memo: shift+f2}")
    result = CliRunner().invoke(command_line, ["keys", "--json"])
    listed = json.loads(result.stdout)
    assert listed["preset"] == "vim"
    keys = {row["id"]: row["keys"] for row in listed["keys"]}
    assert list(keys) == [binding.id for binding in every()]
    assert (keys["turn.next"], keys["memo"], keys["redo"]) == ("j ↓", "⇧f2", "ctrl+r ctrl+y")
    assert "j, k, u and v are no code keys here" in CliRunner().invoke(command_line, ["keys"]).stdout
    write("keys: {memo: a}")
    refused = CliRunner().invoke(command_line, ["keys"])
    assert (refused.exit_code, refused.stdout) == (1, "")
