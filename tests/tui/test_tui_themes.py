"""The themes: what is written in them can be read, and nothing is told by colour alone."""

import dataclasses
from collections.abc import Iterator

import pytest
from rich.color import ColorType
from rich.style import Style
from textual.color import Color
from tui_study import grid, screen_of, settled

from qualcode.codebook.model import Code, Codebook
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp
from qualcode.tui.colours import COLOURLESS, THEMES
from qualcode.tui.themes import Looks, contrast, looks

OWN = ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#777777", "#ffff00", "#0072b2", "#800000"]
CODES = [Code(key=f"own{place}", name="n", color=color) for place, color in enumerate(OWN)]
BOOK = Codebook(title="t", codes=(*CODES, *(Code(key=f"none{place}", name="n") for place in range(9))))
COLOURED = [name for name, theme in THEMES.items() if not theme.ansi]


def written(look: Looks, grounds: list[Color]) -> Iterator[tuple[str, Color, Color]]:
    """(what, ink, ground) of everything that is written."""

    def ink(style: Style) -> Color:
        assert style.color is not None
        return Color.from_rich_color(style.color)

    for ground in grounds:
        for field in ("plain", "here", "dim", "bar", "good", "bad"):
            yield field, ink(getattr(look, field)), ground
        for key in look.spans:
            yield f"span {key}", ink(look.spans[key]), ground
            yield f"lane {key}", ink(look.lanes[key]), ground
    for key, chip in look.chips.items():
        assert chip.bgcolor is not None
        yield f"chip {key}", ink(chip), Color.from_rich_color(chip.bgcolor)


@pytest.mark.parametrize("name", COLOURED)
def test_all_that_is_written_stands_out(name: str) -> None:
    variables = THEMES[name].to_color_system().generate()
    look = looks(THEMES[name], variables, BOOK)
    grounds = [Color.parse(variables[ground]) for ground in ("background", "surface")]
    least = 7.0 if name == "high-contrast" else 4.5
    assert [(what, ink, round(contrast(ink, ground), 2)) for what, ink, ground in written(look, grounds)
            if contrast(ink, ground) < least - 0.05] == []  # fmt: skip
    panel, bars = Color.parse(variables["panel"]), ("foreground", "success", "error", "primary", "warning")
    assert [bar for bar in bars if contrast(Color.parse(variables[bar]), panel) < least] == []
    dim = panel.blend(Color.parse(variables["foreground"]), 0.66)
    assert contrast(dim, panel) >= least - 0.05


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.005)


def test_for_colour_blind_eyes_the_codes_have_colours_made_for_them() -> None:
    mine = dataclasses.replace(BOOK, codes=tuple(dataclasses.replace(code, color=None) for code in BOOK.codes))
    variables = THEMES["colour-blind"].to_color_system().generate()
    assert looks(THEMES["colour-blind"], variables, BOOK).chips == looks(THEMES["colour-blind"], variables, mine).chips


@pytest.mark.parametrize("theme", [THEMES["ansi"], COLOURLESS], ids=["ansi", "colourless"])
def test_on_a_terminal_of_sixteen_colours_there_are_no_others(theme: object) -> None:
    chosen = THEMES["ansi"] if theme is THEMES["ansi"] else COLOURLESS
    look = looks(chosen, chosen.to_color_system().generate(), BOOK)
    styles = [
        look.plain,
        look.dim,
        look.bar,
        look.good,
        look.bad,
        *look.chips.values(),
        *look.spans.values(),
        *look.lanes.values(),
    ]
    colors = [color for style in styles for color in (style.color, style.bgcolor) if color]
    assert {color.type for color in colors} <= {ColorType.STANDARD, ColorType.DEFAULT}
    assert all(style.underline for style in look.spans.values())
    assert all(style.bgcolor or style.reverse for style in look.chips.values())
    if chosen is COLOURLESS:
        assert {color.type for color in colors} <= {ColorType.DEFAULT}


@pytest.mark.parametrize("name", list(THEMES))
async def test_each_theme_tells_the_same(store: Store, name: str) -> None:
    app = CodingApp(store, "ana", "P07 Amina", theme=name)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("b", "1")
        await settled(pilot)
        shown = grid(app)
        assert " b  Barrier   1  Early" in shown
        app.theme = "dark"
        await pilot.pause()
        assert grid(app) == shown
    app.close()


def test_the_theme_is_kept_for_the_next_time(store: Store) -> None:
    for theme in ("light", None):
        app = CodingApp(store, "ana", "P07 Amina", theme=theme)
        assert app.theme == "light"
        app.close()
    with pytest.raises(QualcodeError, match=r"There is no theme .pink.*dark, light"):
        CodingApp(store, "ana", "P07 Amina", theme="pink")


@pytest.mark.parametrize(("term", "theme"), [("linux", "ansi"), ("xterm-256color", "dark")])
def test_a_terminal_of_few_colours_gets_its_own(store: Store, monkeypatch: pytest.MonkeyPatch, term: str, theme: str) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("COLORTERM", raising=False)
    app = CodingApp(store, "ana", "P07 Amina")
    assert app.theme == theme
    app.close()


async def test_no_color_leaves_no_colour(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = CodingApp(store, "ana", "P07 Amina", theme="light")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await settled(pilot)
        for keys in ([], ["ctrl+t"], ["escape", "question_mark"], ["escape", "ctrl+p"], ["escape", "apostrophe"]):
            await pilot.press(*keys)
            await pilot.pause(0.1)
            strips, ground = app.screen._compositor.render_strips(), app.screen.background_colors[1]
            for filter_ in app.get_line_filters():
                strips = [strip.apply_filter(filter_, ground) for strip in strips]
            styles = [segment.style for strip in strips for segment in strip if segment.style]
            assert {c.type for style in styles for c in (style.color, style.bgcolor) if c} <= {ColorType.DEFAULT}
            assert any(style.reverse for style in styles), keys  # a chip or a cursor
            if "ctrl+t" in keys:
                assert any(style.underline for style in styles), keys  # the choice
    assert screen_of(app).work.coder == "ana"
    app.close()


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["wide", "narrow"])
async def test_compact_shows_more_turns_and_is_kept(store: Store, size: tuple[int, int]) -> None:
    app = CodingApp(store, "ana", "P07 Amina")
    async with app.run_test(size=size) as pilot:
        await pilot.press(*["down"] * 4)
        roomy = len({place.turn for place in screen_of(app).pane.window.seen})
        await pilot.press("Z")
        await pilot.pause()
        assert len({place.turn for place in screen_of(app).pane.window.seen}) > roomy
        await pilot.press("end", "b")
        await settled(pilot)
        assert " b  Barrier" in grid(app)
    app.close()
    again = CodingApp(store, "ana", "P07 Amina")
    async with again.run_test(size=size) as pilot:
        assert screen_of(again).pane.compact
        await pilot.press("Z")
        assert not screen_of(again).pane.compact
    again.close()
