"""What the screens look like: Textual's themes that we offer, and the styles that are ours.

Colour is never the only carrier: a code also shows its key and name, a span is underlined, the cursor has its bar.
"""

from dataclasses import dataclass

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color, ColorParseError
from textual.theme import Theme

from qualcode.codebook.model import Codebook

# For codes without a colour of their own, in turn: told apart by most colour-blind eyes (Okabe & Ito 2008).
_PALETTE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a800", "#999999")


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
    chips: dict[str, Style]  # code key: its colour as ground
    spans: dict[str, Style]  # code key: its colour, underlined


def looks(theme: Theme, variables: dict[str, str], codebook: Codebook) -> Looks:
    """The styles for `theme`, whose colours Textual gives as `variables`."""
    ground, ink = ("default", "default") if theme.ansi else (variables["background"], variables["foreground"])
    dim = Style(dim=True) if ground == "default" else Style.parse(_mixed(ink, ground))
    raised = Style() if ground == "default" else Style(bgcolor=_rich(variables["surface"]))
    plain = Style() if ground == "default" else Style(color=_rich(ink), bgcolor=_rich(ground))
    colors = code_colors(codebook)
    return Looks(
        plain=plain,
        here=plain + raised,
        dim=dim,
        label=Style(bold=True),
        bar=Style(bold=True, color=_rich(variables["primary"])),
        good=Style(color=_rich(variables["success"])),
        bad=Style(bold=True, color=_rich(variables["error"])),
        chips={key: Style(color=_contrast(color), bgcolor=_rich(color), bold=True) for key, color in colors.items()},
        spans={key: Style(color=_readable(color, dark=theme.dark), underline=True) for key, color in colors.items()},
    )


def code_colors(codebook: Codebook) -> dict[str, str]:
    """ "#rrggbb" of every code: its own, or one of ours."""
    return {code.key: code.color or _PALETTE[place % len(_PALETTE)] for place, code in enumerate(codebook)}


def _rich(color: str) -> RichColor:
    try:
        return Color.parse(color).rich_color
    except ColorParseError:
        return RichColor.default()


def _contrast(color: str) -> RichColor:
    return _rich("#000000" if Color.parse(color).brightness > 0.5 else "#ffffff")


def _readable(color: str, *, dark: bool) -> RichColor:
    """`color` as ink: lighter on a dark ground, darker on a light one."""
    parsed = Color.parse(color)
    return (parsed.lighten(0.15) if dark else parsed.darken(0.15)).rich_color


def _mixed(ink: str, ground: str) -> str:
    return Color.parse(ground).blend(Color.parse(ink), 0.6).hex6.lower()
