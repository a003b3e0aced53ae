"""The fields of one code or group, to read."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qualcode.codebook.model import Code, Codebook, Group
from qualcode.text import one_line, safe
from qualcode.tui.themes import PALETTE
from qualcode.tui.widgets.book_form import CODE_FIELDS, GROUP_FLAGS


class BookPage(VerticalScroll, can_focus=False):
    """What the chosen code or group is."""

    DEFAULT_CSS = "BookPage { width: 1fr; height: 1fr; padding: 0 1; } BookPage Static { height: auto; }"

    class Clicked(Message):
        """Somebody wants to write there."""

    def __init__(self) -> None:
        super().__init__()
        self._page = Static()

    def compose(self) -> ComposeResult:
        """One page."""
        yield self._page

    def show(self, book: Codebook, entry: Code | Group, count: int) -> None:
        """Tell of `entry`, which was used `count` times by this coder."""
        lines = _group_lines(book, entry) if isinstance(entry, Group) else _code_lines(book, entry, count)
        self._page.update(Content("\n").join(lines))
        self.scroll_home(animate=False)

    def show_colours(self) -> None:
        """The colours to choose from, by their digits."""
        chips = [
            Content.assemble(f" {number}  ", ("    ", f"on {color}"), f"  {color}") for number, color in enumerate(PALETTE, 1)
        ]
        head = Content.styled("Which colour? Another one can be written into the field.", "bold")
        self._page.update(Content("\n").join([head, *chips, Content(" 0   none of its own")]))

    def on_click(self) -> None:
        """A click wants to write."""
        self.post_message(self.Clicked())


def _code_lines(book: Codebook, code: Code, count: int) -> Iterator[Content]:
    yield Content.styled(" › ".join(one_line(name) for name in book.paths[code.key]), "bold")
    group = next((group for group in book.groups if group.key == code.group), None)
    facts = [f"key {one_line(code.key)}", f"hotkey {one_line(code.hotkey)}" if code.hotkey else "no hotkey: find it with ;"]
    facts += [f"colour {code.color}"] * bool(code.color) + ([f"group {one_line(group.name)}"] if group else [])
    yield Content.styled(" · ".join([*facts, f"used {count:,}×"]), "dim")
    for field, label, _, lines in CODE_FIELDS:
        if lines:
            said = getattr(code, field)
            yield Content()
            yield Content.styled(label, "bold" if said else "dim")
            yield from (Content(safe(text, lines=True)) for text in ([said] if isinstance(said, str) else said) if text)


def _group_lines(book: Codebook, group: Group) -> Iterator[Content]:
    yield Content.styled(f"Group {one_line(group.name)}", "bold")
    yield Content.styled(f"key {one_line(group.key)}", "dim")
    for field, label in GROUP_FLAGS:
        yield Content(f"{'☑' if getattr(group, field) else '☐'} {label}")
    yield Content()
    names = [one_line(code.name) for code in book if code.group == group.key]
    yield Content((" → " if group.ordered else ", ").join(names) or "No code is in it yet: write its key into a code's group.")
