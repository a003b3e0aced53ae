"""All keys and codes on one screen, made from the bindings and the codebook."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qualcode.codebook.model import Codebook
from qualcode.text import one_line
from qualcode.tui.keys import by_group
from qualcode.tui.widgets.wrap import cells, shorten

_KEYS = 12


class HelpScreen(ModalScreen[None]):
    """Closes on esc, ? or q."""

    BINDINGS: ClassVar = [("escape,question_mark,q", "dismiss", "Back")]
    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll { width: 92; max-width: 100%; height: auto; max-height: 100%; background: $surface; padding: 1 2; }
    """

    def __init__(self, codebook: Codebook) -> None:
        super().__init__()
        self.codebook = codebook

    def compose(self) -> ComposeResult:
        """Groups of keys, then the codes."""
        with VerticalScroll():
            yield Static(Content("\n").join([Content.styled("Keys   esc goes back", "bold"), *self._keys(), *self._codes()]))

    def _keys(self) -> list[Content]:
        lines = []
        for group, rows in by_group():
            lines += [Content(), Content.styled(group, "bold")]
            lines += [_line(keys, tooltip) for keys, _, tooltip in rows]
        return lines

    def _codes(self) -> list[Content]:
        lines = [Content(), Content.styled(f"Codes of {one_line(self.codebook.title)}", "bold")]
        lines.append(_line("a–z 0–9", "Put the code on the turn; again takes it off. A code on a turn says that it is done"))
        for code in self.codebook:
            path = " › ".join(one_line(name) for name in self.codebook.paths[code.key])
            lines.append(_line(one_line(code.hotkey or "·"), path))
        return lines


def _line(keys: str, text: str) -> Content:
    keys = shorten(keys, _KEYS)
    return Content.assemble("  ", (keys, "bold"), " " * (_KEYS - cells(keys) + 2), text)
