"""Widgets that draw their rows whole look as they would drawn by Textual."""

import pytest
from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from tui_study import screen_of, settled

from qualcode.project.store import Store
from qualcode.tui.app import CodingApp
from qualcode.tui.widgets.drawn import Drawn


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
        assert len(drawn) == 5
        for widget in drawn:
            width, height = widget.outer_size
            for crop in (Region(0, 0, width, height), Region(3, 1, width - 5, height - 1)):
                assert cells_of(widget.render_lines(crop)) == cells_of(Widget.render_lines(widget, crop))
    app.close()
