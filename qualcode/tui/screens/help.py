"""The keys of the screen one is in, those of what has the focus first, and the codes: made from the bindings."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from qualcode.codebook.model import Codebook
from qualcode.text import listed, one_line
from qualcode.tui.keymap import Keymap, keymap_of
from qualcode.tui.keys import CODE_KEYS, told
from qualcode.tui.widgets.wrap import cells, shorten, wrap

_WIDTH, _KEYS = 92, 14
Row = tuple[str, str]  # keys, what they do
Group = tuple[str, list[Row]]


class HelpScreen(ModalScreen[None]):
    """What `screen` answers to. Typing keeps the lines that hold the letters; esc goes back."""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss", "Back"),
        *(Binding(key, f"scroll('{key}')", show=False, priority=True) for key in ("up", "down", "pageup", "pagedown")),
    ]
    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen Vertical { width: 92; max-width: 100%; height: auto; max-height: 100%; background: $surface; padding: 1 2; }
    HelpScreen VerticalScroll { height: auto; max-height: 1fr; }
    """

    def __init__(self, screen: Screen[object], codebook: Codebook | None) -> None:
        super().__init__()
        self.told = [binding for _, binding in told(screen)]
        self.codebook = codebook
        self.lines = Static()

    def compose(self) -> ComposeResult:
        """What to look for, and the lines that hold it."""
        with Vertical():
            yield Static(Content.assemble(("Keys", "bold"), ("   type to search · ↓ ↑ scroll · esc goes back", "dim")))
            yield Input(compact=True, placeholder="search")
            with VerticalScroll(can_focus=False):
                yield self.lines

    def on_resize(self) -> None:
        """Lines of another width; everything, until something is looked for."""
        self._show(self.query_one(Input).value)

    @on(Input.Changed)
    def look_for(self, event: Input.Changed) -> None:
        """Only what holds these letters."""
        self._show(event.value)

    def action_scroll(self, key: str) -> None:
        """A line or a page."""
        {"up": self._scroll.scroll_up, "down": self._scroll.scroll_down, "pageup": self._scroll.scroll_page_up,
         "pagedown": self._scroll.scroll_page_down}[key](animate=False)  # fmt: skip

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def _show(self, query: str) -> None:
        wanted, width = query.casefold().split(), min(_WIDTH, self.size.width) - 8  # with the scrollbar
        lines: list[Content] = []
        for group, rows in self._groups():
            found = [row for row in rows if all(word in f"{group} {' '.join(row)}".casefold() for word in wanted)]
            if found:
                lines += [Content(), Content.styled(group, "bold"), *(line for row in found for line in _lines(*row, width))]
        self.lines.update(Content("\n").join(lines or [Content("\nNothing like that.")]))

    def _groups(self) -> Iterator[Group]:
        keymap = keymap_of(self)
        rows = [keymap.row(binding) for binding in self.told]
        for group in dict.fromkeys(row.group for row in rows):
            yield group, [(row.keys, row.does) for row in rows if row.group == group]
        if self.codebook:
            yield f"Codes of {one_line(self.codebook.title)}", list(_codes(self.codebook, keymap))


def _codes(codebook: Codebook, keymap: Keymap) -> Iterator[Row]:
    yield CODE_KEYS[0], "Put the code on the turn; again takes it off. A code on a turn says that it is done"
    if keymap.reserved:
        yield "", f"{listed(sorted(keymap.reserved))} are not the codebook's here: {keymap.key('code.find')} finds codes on them"
    for code in codebook:
        yield one_line(code.hotkey or "·"), " › ".join(one_line(name) for name in codebook.paths[code.key])


def _lines(keys: str, text: str, width: int) -> Iterator[Content]:
    keys = shorten(keys, _KEYS)
    for start, end in wrap(text, width - _KEYS - 4):
        yield Content.assemble("  ", (keys, "bold"), " " * (_KEYS - cells(keys) + 2), text[start:end])
        keys = ""
