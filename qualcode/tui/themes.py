"""The styles of a theme: how turns, codes and spans look in it.

Colour is never the only carrier: a code also shows its key and name, a span is underlined, the cursor has its bar.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import BLACK, WHITE, Color, ColorParseError
from textual.theme import Theme

from qualcode.codebook.model import Codebook
from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line
from qualcode.tui.colours import COLOURLESS, THEMES
from qualcode.tui.remembered import remember, remembered

# For codes without a colour of their own, in turn: told apart by most colour-blind eyes (Okabe & Ito 2008).
PALETTE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800", "#999999")
# Where the hues of the terminal's colours end, in degrees: red, yellow, green, cyan, blue, magenta, and red again.
_HUES = ((25, 1), (70, 3), (170, 2), (195, 6), (260, 4), (345, 5))
_DIM = 0.66  # how much of the ink dim text has, as Textual has it
_ENOUGH, _MUCH = 4.5, 7.0  # contrast of text that WCAG 2 asks for at its levels AA and AAA


@dataclass(frozen=True, eq=False)
class Looks:
    """The styles of one theme. Two Looks are never equal, so that strips are kept per theme."""

    plain: Style
    here: Style  # the turn the cursor is on
    dim: Style
    label: Style
    bar: Style
    good: Style
    bad: Style
    hit: Style  # what was searched for
    chips: dict[str, Style]  # code key: its colour as ground
    spans: dict[str, Style]  # code key: its colour, underlined
    lanes: dict[str, Style]  # code key: its colour as ink

    def scroll_bar(self, *, thumb: bool) -> Segment:
        """A row of it, filled where the thumb is."""
        return Segment("▐" if thumb else " ", self.plain + self.dim)


def first_theme(wanted: str | None, *, colours: bool, none: bool) -> str:
    """The theme asked for, or that of the last time, or what the terminal can show: more than 16 `colours`, fewer, or `none`."""
    if wanted and wanted not in THEMES:
        raise QualcodeError(f'There is no theme "{one_line(wanted)}". There are {listed(list(THEMES))}.')
    if wanted:
        remember("theme", wanted)
    if none:
        return COLOURLESS.name
    name = wanted or remembered("theme")
    return name if isinstance(name, str) and name in THEMES else "dark" if colours else "ansi"


def looks_of(app: App[None], codebook: Codebook) -> Looks:
    """The styles for the theme that the app has now."""
    return looks(app.current_theme, app.theme_variables, codebook)


def looks(theme: Theme, variables: dict[str, str], codebook: Codebook) -> Looks:
    """The styles for `theme`, whose colours Textual gives as `variables`."""
    named = {name: Style(bold=True, color=_rich(variables[name])) for name in ("primary", "success", "error")}
    common = {
        "label": Style(bold=True),
        "bar": named["primary"],
        "good": named["success"] + Style(bold=False),
        "bad": named["error"],
    }
    if theme.ansi:
        return _terminal_looks(theme, codebook, common)
    ground, ink, raised = (Color.parse(variables[name]) for name in ("background", "foreground", "surface"))
    ratio = _MUCH if theme.name == "high-contrast" else _ENOUGH
    colors = code_colors(codebook, own=theme.name != "colour-blind")
    inks = {key: Style(color=_readable(color, raised, ratio)) for key, color in colors.items()}
    return Looks(
        **common,
        plain=Style(color=ink.rich_color, bgcolor=ground.rich_color),
        here=Style(color=ink.rich_color, bgcolor=raised.rich_color),
        dim=Style(color=ground.blend(ink, _DIM).rich_color),
        hit=_chip(Color.parse(variables["warning"]), ratio),
        chips={key: _chip(color, ratio) for key, color in colors.items()},
        spans={key: style + Style(underline=True) for key, style in inks.items()},
        lanes=inks,
    )


def _terminal_looks(theme: Theme, codebook: Codebook, common: dict[str, Style]) -> Looks:
    """In the terminal's own colours, of which nobody knows how they look: words keep its ink, whatever code is on them."""
    numbers = {key: 0 if theme is COLOURLESS else _nearest(color) for key, color in code_colors(codebook).items()}
    return Looks(
        **common,
        plain=Style(),
        here=Style(),
        dim=Style(dim=True),
        hit=_terminal_chip(0 if theme is COLOURLESS else 3),
        chips={key: _terminal_chip(number) for key, number in numbers.items()},
        spans=dict.fromkeys(numbers, Style(underline=True)),
        lanes={key: Style(color=RichColor.from_ansi(number)) if number else Style() for key, number in numbers.items()},
    )


def code_colors(codebook: Codebook, *, own: bool = True) -> dict[str, Color]:
    """The colour of every code: its own, or one of ours."""
    return {code.key: Color.parse((own and code.color) or PALETTE[place % len(PALETTE)]) for place, code in enumerate(codebook)}


def contrast(one: Color, other: Color) -> float:
    """From 1 to 21, as WCAG 2 defines it by the relative luminance of both."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _chip(color: Color, ratio: float) -> Style:
    """Black or white on `color`, which is moved away from the ink as far as `ratio` asks."""
    ink = max(BLACK, WHITE, key=lambda sign: contrast(color, sign))
    return Style(color=ink.rich_color, bgcolor=_readable(color, ink, ratio), bold=True)


def _readable(color: Color, beside: Color, ratio: float) -> RichColor:
    """`color`, or the nearest lighter or darker one with this contrast to `beside`."""
    away = max(BLACK, WHITE, key=lambda end: contrast(beside, end))
    return next(shade for shade in _shades(color, away) if contrast(beside, shade) >= ratio).rich_color


def _shades(color: Color, end: Color) -> Iterator[Color]:
    for step in range(20):
        yield color.blend(end, step / 20)
    yield end


def _nearest(color: Color) -> int:
    """The number of the terminal's colour that has nearly this hue: 1 to 6, or 7 for a grey."""
    hue, saturation, _ = color.hsl
    if saturation <= 0.15:
        return 7
    return next((number for end, number in _HUES if hue * 360 < end), 1)


def _terminal_chip(number: int) -> Style:
    if not number:
        return Style(reverse=True, bold=True)
    ink = 15 if number in {1, 4, 5} else 0  # white on red, blue and magenta (7 may be a grey), black on what is lighter
    return Style(color=RichColor.from_ansi(ink), bgcolor=RichColor.from_ansi(number), bold=True)


def _rich(color: str) -> RichColor:
    try:
        return Color.parse(color).rich_color
    except ColorParseError:
        return RichColor.default()
