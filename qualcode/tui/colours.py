"""The colours of the themes. Tests hold the contrast of all that is written in them: 4.5, in high contrast 7."""

from textual.theme import Theme

_TERMINAL = "ansi_default"  # the terminal's own ink or ground
_GROUNDS = dict.fromkeys(
    ("surface", "panel", "ansi-background", "ansi-foreground", "scrollbar-background", "scrollbar-background-hover",
     "scrollbar-background-active"),
    _TERMINAL,
)  # fmt: skip
_CURSOR = {"input-cursor-text-style": "reverse", "input-cursor-foreground": _TERMINAL, "input-cursor-background": _TERMINAL}


def _theme(
    name: str, *, ink: str, ground: str, raised: str, panel: str, bar: str, good: str, warning: str, bad: str, accent: str,
    dark: bool = True,
) -> Theme:  # fmt: skip
    return Theme(
        name, foreground=ink, background=ground, surface=raised, panel=panel, primary=bar, secondary=bar, success=good,
        warning=warning, error=bad, accent=accent, dark=dark,
    )  # fmt: skip


def _terminal(name: str, colors: dict[str, str], variables: dict[str, str]) -> Theme:
    return Theme(
        name, colors["primary"], colors["primary"], colors["warning"], colors["error"], colors["success"], colors["accent"],
        foreground=_TERMINAL, background=_TERMINAL, surface=_TERMINAL, panel=_TERMINAL, ansi=True,
        variables=_GROUNDS | _CURSOR | variables,
    )  # fmt: skip


THEMES = {
    theme.name: theme
    for theme in (
        _theme("dark", ink="#dfe2e6", ground="#121417", raised="#1d2025", panel="#22262c", bar="#6cb6ff", good="#6fdd8b",
               warning="#e3b341", bad="#ff938a", accent="#d2a8ff"),
        _theme("light", ink="#1c1f23", ground="#fcfcfa", raised="#f0f0ed", panel="#eaeae6", bar="#0550ae", good="#0f5c2b",
               warning="#7a4a00", bad="#a40e26", accent="#6639ba", dark=False),
        _theme("high-contrast", ink="#ffffff", ground="#000000", raised="#000000", panel="#1c1c1c", bar="#ffd75f", good="#afffaf",
               warning="#ffd75f", bad="#ffafaf", accent="#afd7ff"),
        # Blue for good and orange for bad: no pair of red and green tells anything.
        _theme("colour-blind", ink="#e2e2e2", ground="#131313", raised="#1f1f1f", panel="#242424", bar="#56b4e9", good="#56b4e9",
               warning="#f0e442", bad="#ff9f40", accent="#e5a5c8"),
        _terminal("ansi", {"primary": "ansi_cyan", "warning": "ansi_yellow", "error": "ansi_red", "success": "ansi_green",
                           "accent": "ansi_magenta"},
                  {"block-cursor-foreground": "ansi_black", "block-cursor-background": "ansi_cyan", "border": "ansi_cyan"}),
    )
}  # fmt: skip
# With NO_COLOR: no colour at all, and a line below what another ground would tell elsewhere.
COLOURLESS = _terminal(
    "no-colour",
    dict.fromkeys(("primary", "warning", "error", "success", "accent"), _TERMINAL),
    {"block-cursor-text-style": "bold underline"}
    | dict.fromkeys(("block-cursor-foreground", "block-cursor-background", "border", "border-blurred", "scrollbar"), _TERMINAL),
)
