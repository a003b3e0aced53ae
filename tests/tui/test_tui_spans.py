"""Codes on parts of turns: selected by keys or by mouse, saved where they were seen, moved and undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from tui_study import build, grid, screen_of, settled, transcript, type_keys

from qualcode.coding.turn_maps import TurnMap
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp

SIZE = (120, 36)
HOSTILE = [
    ("P1", "مرحبا بالعالم، كيف الحال؟ שלום עולם."),
    ("P2", "我們在走廊等。沒有人來。"),
    ("P1", "Cafe\u0301 👨\u200d👩\u200d👧 👍🏽 e\u0301te\u0301\tfin \x1b[31mred\x1b[0m."),
    ("P2", ""),
    ("P1", "Done \u202eback\u202c now. " * 30),
]


def spans(store: Store) -> list[tuple[str, str]]:
    """(code, text) of every live coding, in order of place."""
    sql = """SELECT code.key AS code, substr(text, start_char + 1, end_char - start_char) AS said FROM coding
               JOIN code ON code.id = code_id JOIN transcript ON transcript.id = transcript_id
              WHERE NOT deleted ORDER BY start_char, end_char, code.key"""
    return [(row["code"], row["said"]) for row in store.reader.rows(sql)]


async def pressed(pilot: "Pilot[None]", *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


WARD = "And when the ward was full, what did you do then?"
WAITED = "We just waited. You sit in the corridor and nobody tells you anything, so you start to think they forgot you."
STEPS = {
    "right": "And",
    "right right left": "And",
    "left": "then",
    "right shift+right shift+right shift+left": "And when",
    "right right right shift+left": "when the",
    "right enter right right": "And when the",
    "right enter right enter right": "the",
    "right_square_bracket": WARD,
    "down ctrl+right ctrl+right": "You sit in the corridor and nobody tells you anything, so you start to think they forgot you.",
    "down right right_curly_bracket": "We just waited.",
    "left left_curly_bracket": "And when the ward was full, what did you do then",
    "right escape": WARD,
    "left shift+right": "then?\n\nAmina\nWe",
    "left enter down": "then?",
    "shift+down": WARD + "\n\nAmina\n" + WAITED,
    "right down": WAITED,
}


async def test_what_keys_select_is_what_a_code_goes_on(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        text = store.reader.value("SELECT text FROM transcript ORDER BY id LIMIT 1")
        for keys, said in STEPS.items():
            await pilot.press("home", *keys.split())
            target = screen_of(app).pen.target
            assert text[target.start_char : target.end_char] == said, keys
        await pressed(pilot, "home", "right", "b")
        assert spans(store) == [("barrier", "And")]
        await pressed(pilot, "b")
        assert spans(store) == []


async def test_the_selection_stands_in_reverse_and_its_size_below(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "right", "shift+right")
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        turned = ["".join(each.text for each in strip if each.style and each.style.reverse) for strip in strips]
        assert [text for text in turned if text.strip()] == ["when the"]
        assert "span 2w" in grid(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "span" not in grid(app)


async def test_dot_and_the_search_for_a_code_act_on_the_selection(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "a", "right", "full_stop", "right", "semicolon", *"tru", "enter")
        await settled(pilot)
        assert spans(store) == [("access", "And"), ("access", "when"), ("trust", "the")]


async def test_after_an_undo_the_selection_is_there_for_another_code(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pressed(pilot, "right", "a", "backspace")
        await pressed(pilot, "b")
        assert spans(store) == [("barrier", "And")]


async def test_keys_typed_faster_than_they_are_painted_hit_what_was_selected(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        type_keys(app, ["right", "shift+right", "b", "right", "e", "t", "space", "right", "a"])
        await settled(pilot)
        assert spans(store) == [("barrier", "And when"), ("trust", "the"), ("access", "We")]


async def test_what_is_painted_is_what_will_be_saved(app: CodingApp, store: Store) -> None:
    """Stages replace each other wherever they overlap, over several turns too."""
    async with app.run_test(size=SIZE) as pilot:
        coding = screen_of(app)
        for keys in [
            "shift+down shift+down 1",
            "down b right 2",
            "shift+down 1 b",
            "E shift+right left enter",
            "t U",
            "backspace",
        ]:
            await pilot.press(*keys.split())
            if "backspace" not in keys:
                painted = [coding.slate.turn(number).codings for number in range(1, 8)]
            await settled(pilot)
            saved = [coding.slate.turn(number).codings for number in range(1, 8)]
            if "backspace" not in keys:
                assert [[(c.code, c.start_char, c.end_char, c.unsure) for c in turn] for turn in painted] == [
                    [(c.code, c.start_char, c.end_char, c.unsure) for c in turn] for turn in saved
                ]


async def test_nothing_is_selected_that_a_filter_hides(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        pane = screen_of(app).pane
        pane.show_only(TurnMap(bytearray([1, 0, 1])))
        await pressed(pilot, "left", "shift+right", "right", "b")
        assert spans(store) == [("barrier", "then")]


class TestBorders:
    async def test_are_moved_by_the_same_keys_and_kept_by_enter(self, app: CodingApp, store: Store) -> None:
        async with app.run_test(size=SIZE) as pilot:
            await pressed(pilot, "right", "right", "b", "escape", "E", "right", "right", "shift+left")
            assert "borders of barrier: 4w" in grid(app)
            await pressed(pilot, "enter")
            assert spans(store) == [("barrier", "And when the ward")]
            assert "barrier with other borders" in grid(app)
            await pressed(pilot, "backspace")
            assert spans(store) == [("barrier", "when")]

    async def test_esc_leaves_them_and_another_key_does_its_own_work(self, app: CodingApp, store: Store) -> None:
        async with app.run_test(size=SIZE) as pilot:
            await pressed(pilot, "right", "b", "escape", "E", "right", "escape", "E", "right", "space")
            assert spans(store) == [("barrier", "And")]
            assert screen_of(app).pane.selection is None

    async def test_what_is_selected_is_where_they_go(self, app: CodingApp, store: Store) -> None:
        async with app.run_test(size=SIZE) as pilot:
            await pressed(pilot, "right", "right", "b", "shift+right", "shift+right", "E", "enter")
            assert spans(store) == [("barrier", "when the ward")]

    async def test_several_codes_are_gone_through(self, app: CodingApp, store: Store) -> None:
        async with app.run_test(size=SIZE) as pilot:
            await pressed(pilot, "right", "a", "b", "escape", "E", "E", "right", "enter")
            assert spans(store) == [("access", "And"), ("barrier", "And when")]
            await pressed(pilot, "down", "E")
            assert "There is no code here" in grid(app)


class TestMouse:
    async def test_a_drag_selects_from_sign_to_sign(self, app: CodingApp, store: Store) -> None:
        async with app.run_test(size=SIZE) as pilot:
            pane = screen_of(app).pane
            left = pane.laid.columns.margin
            await pilot.mouse_down(pane, offset=(left + 4, 0))
            await pilot.hover(pane, offset=(left + 8, 0))
            await pilot.mouse_up(pane, offset=(left + 8, 0))
            await pressed(pilot, "b")
            assert spans(store) == [("barrier", "when")]
            await pilot.mouse_down(pane, offset=(left + 3, 3))
            await pilot.hover(pane, offset=(left + 5, 0))
            await pilot.mouse_up(pane, offset=(left + 5, 0))
            await pressed(pilot, "t")
            assert spans(store)[-1] == ("trust", "hen the ward was full, what did you do then?\n\nAmina\nWe j")

    async def test_a_click_takes_the_turn_and_a_second_one_the_word(self, app: CodingApp, store: Store) -> None:
        async with app.run_test(size=SIZE) as pilot:
            pane = screen_of(app).pane
            await pilot.press("right")
            await pilot.click(pane, offset=(pane.laid.columns.margin + 9, 0))
            assert pane.selected is None
            await pilot.click(pane, offset=(pane.laid.columns.margin + 9, 0), times=2)
            await pressed(pilot, "b")
            assert spans(store) == [("barrier", "the")]


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Store]:
    with build(tmp_path / "hostile", transcript("P1", HOSTILE)) as store:
        yield store


async def test_any_script_is_walked_through_and_coded_as_it_was_seen(hostile: Store) -> None:
    app = CodingApp(hostile, "ana", "P1")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(
            "right", "a", "right", "shift+right", "a", "down", "right", "right", "right", "a", "down", "left", "left", "left"
        )
        await pilot.press("a", "down", "down", "left", "a")
        await pilot.press("home", "down", "down", "right", "right", "b", "right", "shift+right", "b")
        await settled(pilot)
        assert spans(hostile) == [
            ("access", "مرحبا"), ("access", "بالعالم، كيف"), ("access", "在"), ("barrier", "👨\u200d👩\u200d👧"),
            ("barrier", "👍🏽 e\u0301te\u0301"), ("access", "fin"), ("access", "now"),
        ]  # fmt: skip
    app.close()
