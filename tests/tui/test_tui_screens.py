"""The first run, the palette, sizes, and what holds for the keys of all screens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tui_study import build, grid, screen_of, settled, type_keys, until

from qualcode.coding.session import CodingSession
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp
from qualcode.tui.book_keys import BOOKS
from qualcode.tui.compare_keys import COMPARES
from qualcode.tui.keymap import Keymap
from qualcode.tui.keys import ATTRIBUTES, FOOTERS, MEMOS, every
from qualcode.tui.remembered import remembered_coder


async def test_first_run_asks_for_the_name_and_the_transcript(store: Store) -> None:
    app = CodingApp(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Ana", "enter")
        await until(pilot, lambda: bool(getattr(app.screen, "done", None)))
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "P08 long" in grid(app)
        assert "turn 1/3" in grid(app)
    app.close()
    assert remembered_coder(store.folder) == "Ana"


async def test_the_second_run_asks_for_the_transcript_only(store: Store) -> None:
    first = CodingApp(store)
    async with first.run_test() as pilot:
        await pilot.press(*"Ana", "enter", "escape")
    first.close()
    second = CodingApp(store)
    async with second.run_test() as pilot:
        await pilot.pause()
        assert "Choose a transcript" in grid(second)
        await pilot.press("enter")
        await pilot.pause()
        assert "coder Ana" in grid(second)
    second.close()


async def test_a_name_that_does_not_do_is_refused(store: Store) -> None:
    app = CodingApp(store)
    async with app.run_test() as pilot:
        await pilot.press("space", "enter")
        await pilot.pause()
        assert "does not do as a coder" in " ".join(grid(app).split())


async def test_the_transcript_chosen_while_coding(app: CodingApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+t", "down", "enter")
        await pilot.pause()
        assert "P08 long" in grid(app)


@pytest.mark.parametrize("query", ["trust", "P08", "undo"])
async def test_the_palette_finds_codes_transcripts_and_actions(app: CodingApp, query: str) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("b")
        await settled(pilot)
        await pilot.press("ctrl+p", *query)
        await pilot.pause(0.4)
        await pilot.press("enter", "enter")
        await pilot.pause(0.2)
        await settled(pilot)
        coding = screen_of(app)
        codes = [coding_.code for coding_ in coding.pen.turn.codings]
        assert (codes, coding.transcript.name) == {
            "trust": (["barrier", "trust"], "P07 Amina"), "P08": ([], "P08 long"), "undo": ([], "P07 Amina")
        }[query]  # fmt: skip


async def test_a_turn_of_many_screens_can_be_read_to_its_end(store: Store) -> None:
    app = CodingApp(store, "ana", "P08")
    async with app.run_test(size=(80, 24)) as pilot:
        pane = screen_of(app).pane
        await pilot.press("down")
        seen = set()
        for _ in range(60):
            seen |= {place.row for place in pane.window.seen if place.turn == 2}
            if pane.cursor != 2:
                break
            await pilot.press("down")
        assert pane.cursor == 3
        assert len(seen) == pane.laid[2].height
        await pilot.press("home", "pagedown", "pagedown", "pagedown")
        assert pane.cursor == 2
    app.close()


async def test_a_resize_keeps_the_words_at_the_top(app: CodingApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        pane = screen_of(app).pane
        for key in ["pagedown"] * 4:
            await pilot.press(key)
        top = pane.window.top.turn
        for size in [(80, 24), (40, 12), (20, 5), (120, 36)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert abs(pane.window.top.turn - top) <= 3
            assert pane.cursor in {place.turn for place in pane.window.seen}


async def test_at_20_by_5_turns_can_still_be_coded(app: CodingApp) -> None:
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.press("b", "semicolon")
        await pilot.pause()
        assert "Access" in grid(app)
        await pilot.press("escape")
        await pilot.pause()
        await settled(pilot)
        assert [coding.code for coding in screen_of(app).pen.turn.codings] == ["barrier"]
        assert "1/120" in grid(app)


def test_the_footer_names_at_most_eight_keys() -> None:
    assert all(len(Keymap().footer(doing)) <= 8 for doing in FOOTERS)


def test_every_binding_has_id_group_and_tooltip() -> None:
    bindings = list(every())
    assert all(binding.id and binding.group and binding.tooltip and binding.description for binding in bindings)
    assert len({binding.id for binding in bindings}) == len(bindings)


def test_no_binding_takes_a_key_of_the_codebook() -> None:
    told = {
        binding.id for place in (*BOOKS, *COMPARES, MEMOS, ATTRIBUTES) for binding in place
    }  # there no code is put on anything
    keys = [key for binding in every() if binding.id not in told for key in binding.key.split(",")]
    assert [key for key in keys if len(key) == 1 and (key.islower() or key.isdigit())] == []


def test_before_the_first_painting_nothing_heavy_is_imported() -> None:
    heavy = {"sqlmodel", "sqlalchemy", "pydantic", "numpy", "textual.widgets._text_area", "yaml", "qualcode.tui.commands"}
    heavy |= {"qualcode.writeup", "qualcode.analysis.attributes", "qualcode.team"}  # what only results and comparing need
    script = f"import sys, qualcode.cli.coding, qualcode.api, qualcode.tui.app; print(sorted({heavy} & {{*sys.modules}}))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ)
    assert found.stdout.strip() == "[]"


async def test_fast_keys_in_the_first_run_are_not_lost(store: Store) -> None:
    app = CodingApp(store, "ana", "P08")
    async with app.run_test(size=(80, 24)) as pilot:
        type_keys(app, ["b", "space", "a", "ctrl+q"])
        await pilot.pause(0.1)
    app.close()
    assert store.reader.value("SELECT count(*) FROM coding WHERE NOT deleted") == 2


def test_what_is_not_there_is_told_before_anything_is_drawn(store: Store, tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match='There is no transcript "P99"'):
        CodingApp(store, "ana", "P99")
    for coder in ("ana", None):  # nobody is asked for a name in vain
        with pytest.raises(QualcodeError, match="There is no round"):
            CodingApp(store, coder, None, "nowhere")
    with build(tmp_path / "empty") as empty, pytest.raises(QualcodeError, match="There is no transcript in this project yet"):
        CodingApp(empty)


async def test_a_coding_on_part_of_a_turn_is_underlined_and_its_chip_counts_the_words(store: Store) -> None:
    turn = store.reader.row("SELECT transcript_id, start_char FROM turn WHERE number = 1 ORDER BY transcript_id")
    assert turn is not None
    session = CodingSession(store, "ana")
    session.apply(turn["transcript_id"], "barrier", turn["start_char"] + 4, turn["start_char"] + 21)
    session.apply(turn["transcript_id"], "trust", turn["start_char"] + 13, turn["start_char"] + 21)
    app = CodingApp(store, "ana", "P07 Amina")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("home")
        await pilot.pause()
        row = screen_of(app).pane.render_line(0)
        once = "".join(segment.text for segment in row if segment.style and segment.style.underline)
        twice = "".join(segment.text for segment in row if segment.style and segment.style.underline2)
        assert (once, twice) == ("when the ", "ward was")
        assert "b  Barrier · 4 words" in grid(app)
        assert "t  Trust · 2 words" in grid(app)
    app.close()
