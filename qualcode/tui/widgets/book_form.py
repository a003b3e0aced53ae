"""The fields of one code or group, to write in."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Checkbox, Static

from qualcode.codebook.model import Code, Codebook, Group
from qualcode.text import listed, one_line
from qualcode.tui.widgets.field import End, Field, PassOn

# (field, what it is called, a hint, several lines)
CODE_FIELDS = (
    ("name", "Name", "", False),
    ("hotkey", "Hotkey", "a–z or 0–9; empty: a free one is given", False),
    ("color", "Colour", "#rrggbb; empty: one of ours", False),
    ("group", "Group", "", False),
    ("definition", "Definition", "what the code means", True),
    ("use_when", "Use when", "", True),
    ("avoid_when", "Not when", "and which code to use instead", True),
    ("examples", "Examples", "one a line", True),
    ("counter_examples", "Counter examples", "one a line", True),
)
GROUP_FLAGS = (
    ("exclusive", "Exclusive: only one of its codes on a place"),
    ("ordered", "Ordered: its codes are levels, low to high, as they stand"),
)
Entry = Code | Group


class BookForm(VerticalScroll, can_focus=False):
    """Fields to write in, for `entry` of `book`."""

    DEFAULT_CSS = """
    BookForm { width: 1fr; height: 1fr; padding: 0 1; }
    BookForm Static { height: auto; }
    BookForm Checkbox { border: none; background: transparent; padding: 0; width: 1fr; }
    """

    def __init__(self, book: Codebook, entry: Entry, title: str, end: End, pass_on: PassOn) -> None:
        super().__init__()
        self._keys = (end, pass_on)
        self.book = book
        self.entry = entry
        self.title = title
        self._left: Widget | None = None

    def compose(self) -> ComposeResult:
        """A label over each field."""
        yield Static(Content.styled(self.title, "bold"))
        for field, label, hint, lines in CODE_FIELDS if isinstance(self.entry, Code) else CODE_FIELDS[:1]:
            said = self._groups() if field == "group" else hint
            yield Static(Content.assemble((label, "bold"), (f"  {said}" if said else "", "dim")))
            yield Field(_text(getattr(self.entry, field)), *self._keys, lines=lines, id=field)
        if isinstance(self.entry, Group):
            for field, label in GROUP_FLAGS:
                yield Checkbox(label, getattr(self.entry, field), compact=True, id=field)

    @property
    def changed(self) -> dict[str, Any]:
        """The fields that were written in, with what stands there now."""
        changed: dict[str, Any] = {field.id: field.text for field in self.query(Field) if field.changed and field.id}
        for field in ("examples", "counter_examples"):
            if field in changed:
                changed[field] = tuple(line.strip() for line in changed[field].splitlines() if line.strip())
        flags = {box.id: box.value for box in self.query(Checkbox) if box.id and box.value != getattr(self.entry, box.id)}
        return changed | flags

    def leave(self) -> None:
        """Take no more text; `resume` goes on at the same place."""
        self._left = self.screen.focused
        for field in self.query(Field):
            field.left = True

    def resume(self) -> None:
        """Go on writing where it was left."""
        for field in self.query(Field):
            field.left = False
        self.screen.set_focus(self._left)

    def _groups(self) -> str:
        keys = [one_line(group.key) for group in self.book.groups]
        return f"the key of a group: {listed(keys, 'or')}; or none" if keys else "there is none yet; g adds one"


def _text(value: str | tuple[str, ...] | None) -> str:
    return "\n".join(value) if isinstance(value, tuple) else value or ""
