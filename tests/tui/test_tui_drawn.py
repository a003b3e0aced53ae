"""Widgets that draw their rows whole look as they would drawn by Textual."""

from functools import partial

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from tui_study import screen_of, settled, until

from qualcode.project.store import Store
from qualcode.tui.app import CodingApp
from qualcode.tui.widgets.drawn import Drawn, Stack, finished
from qualcode.tui.widgets.lines import Line


def cells_of(strips: list[Strip]) -> list[list[Segment]]:
    """Every cell with its style, whatever segments it is in."""
    return [[Segment(sign, segment.style) for segment in strip for sign in segment.text] for strip in strips]


@pytest.mark.parametrize("theme", ["dark", "light", "ansi"])
@pytest.mark.parametrize("no_color", [False, True])
async def test_rows_look_as_textual_would_draw_them(
    store: Store, monkeypatch: pytest.MonkeyPatch, theme: str, no_color: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", "1") if no_color else monkeypatch.delenv("NO_COLOR", raising=False)
    app = CodingApp(store, "ana", "P07 Amina", theme=theme)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("b", "right", "shift+right", "a", "right")
        await settled(pilot)
        drawn = [widget for widget in screen_of(app).query(Drawn) if widget.outer_size]
        assert len(drawn) == 8
        for widget in drawn:
            width, height = widget.outer_size
            for crop in (Region(0, 0, width, height), Region(3, 1, width - 5, height - 1)):
                assert cells_of(widget.render_lines(crop)) == cells_of(Widget.render_lines(widget, crop))
    app.close()


async def test_lines_take_up_the_colours_of_another_theme(store: Store) -> None:
    app = CodingApp(store, "ana", "P07 Amina", theme="dark")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        app.theme = "light"
        await settled(pilot)
        for line in [line for line in screen_of(app).query(Line) if line.outer_size]:
            ink = line.visual_style.rich_style
            assert {segment.style.bgcolor for segment in line.render_line(0) if segment.style} == {ink.bgcolor}
    app.close()


class Numbers(Drawn):
    """Tells in every row how often it was drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: dict[int, int] = {}

    def render_line(self, y: int) -> Strip:
        self.drawn[y] = self.drawn.get(y, 0) + 1
        return finished([Segment(f"{y}: {self.drawn[y]}")], self.outer_size.width, self.visual_style.rich_style)


class Rows(App[None]):
    """Some of them in a stack that they do not fill."""

    CSS = "Numbers { height: 6; background: $panel; }"

    def compose(self) -> ComposeResult:
        self.numbers = Numbers()
        with Stack():
            yield self.numbers


def shown(app: Rows) -> list[str]:
    """The rows that stand on the terminal."""
    return ["".join(segment.text for segment in strip).strip() for strip in app.screen._compositor.render_strips()]


async def test_a_row_is_drawn_again_only_where_something_changed() -> None:
    app = Rows()
    async with app.run_test(size=(20, 8)) as pilot:
        await pilot.pause()
        begun = dict(app.numbers.drawn)
        app.numbers.redraw([4, 1, 2])
        await pilot.pause()
        more = {y: times - begun[y] for y, times in app.numbers.drawn.items()}
        assert more == {0: 0, 1: 1, 2: 1, 3: 0, 4: 1, 5: 0}
        assert shown(app) == [*(f"{y}: {app.numbers.drawn[y]}" for y in range(6)), "", ""]
        app.numbers.redraw([])
        await pilot.pause()
        assert app.numbers.drawn == {y: begun[y] + more[y] for y in begun}


async def test_all_rows_are_drawn_again_at_another_size_and_in_another_theme() -> None:
    app = Rows()
    async with app.run_test(size=(20, 8)) as pilot:
        await pilot.pause()
        for change in (lambda: pilot.resize_terminal(24, 8), lambda: theme(app), lambda: again(app)):
            before = dict(app.numbers.drawn)
            await change()
            await until(pilot, partial(drawn_again, app, before))
            width, ground = app.size.width, app.numbers.visual_style.rich_style.bgcolor
            assert all(strip.cell_length == width for strip in app.numbers.render_lines(Region(0, 0, width, 6)))
            assert {segment.style.bgcolor for segment in app.numbers.render_line(0) if segment.style} == {ground}


def drawn_again(app: Rows, before: dict[int, int]) -> bool:
    return all(app.numbers.drawn[y] > before[y] for y in range(6))


async def theme(app: Rows) -> None:
    app.theme = "textual-light"


async def again(app: Rows) -> None:
    app.numbers.refresh()
