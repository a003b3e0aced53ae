"""The codebook: read it, add to it, change it. Every change is a revision, with a line on why, and can be undone."""

from collections import Counter
from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from qualcode.codebook.model import Code, Codebook, Group
from qualcode.codebook.rearranging import place_of
from qualcode.text import count, one_line
from qualcode.tui import book_edits
from qualcode.tui.book_edits import Place
from qualcode.tui.book_keys import BOOK, BOOK_COLOUR, BOOK_FINDING, BOOK_MOVING, BOOK_NOTE, BOOK_WRITING
from qualcode.tui.book_writing import BookWriting
from qualcode.tui.patience import reading
from qualcode.tui.revising import Revising
from qualcode.tui.themes import PALETTE
from qualcode.tui.widgets.book_page import BookPage
from qualcode.tui.widgets.book_tree import BookTree
from qualcode.tui.widgets.field import Field
from qualcode.tui.widgets.lines import KeyLine, MessageLine
from qualcode.tui.widgets.matching import entries, find
from qualcode.tui.widgets.prompt import Prompt, Question
from qualcode.tui.work import Work

_WAYS = {"up": "up", "down": "down", "left": "out", "right": "in"}


class CodebookScreen(Screen[None]):
    """A tree at the left, at the right the fields of what is chosen there."""

    BINDINGS: ClassVar = [*BOOK]
    TOLD: ClassVar = [*BOOK_MOVING, *BOOK_COLOUR, *BOOK_WRITING, *BOOK_NOTE, *BOOK_FINDING]
    DEFAULT_CSS = """
    CodebookScreen #title { height: 1; padding: 0 1; background: $panel; }
    CodebookScreen.-bare BookTree { width: 1fr; border-right: none; }
    CodebookScreen.-bare #right { display: none; }
    CodebookScreen.-bare.-writing #right { display: block; }
    CodebookScreen.-bare.-writing BookTree { display: none; }
    CodebookScreen.-low KeyLine { display: none; }
    """

    def __init__(self, work: Work, counts: Counter[str], chosen: str | None) -> None:
        super().__init__()
        self.work = work
        self.counts = counts
        self.book_tree = BookTree(work.codebook, counts)
        self.page = BookPage()
        self.writing = BookWriting(self)
        self.revising = Revising(self)
        self.prompt = Prompt()
        self.message = MessageLine()
        self.keys = KeyLine()
        self._title = Static(id="title")
        self._start: Place | None = ("code", chosen) if chosen else None

    @property
    def doing(self) -> str:
        """What is done just now: one of keys.FOOTERS."""
        return self.keys.doing

    @property
    def book(self) -> Codebook:
        """The newest revision."""
        return self.work.codebook

    def compose(self) -> ComposeResult:
        """Which codebook; tree and fields; what happened; what can be done."""
        yield self._title
        with Horizontal():
            yield self.book_tree
            with Vertical(id="right"):
                yield self.page
        yield self.message
        yield self.prompt
        yield self.keys

    def on_mount(self) -> None:
        """Start on the code that was under attention."""
        with reading(self.app):
            self.work.renew_codebook()
        self.app.theme_changed_signal.subscribe(self, lambda _: self.show())
        self.show(self._start)
        self.to_tree()

    async def press(self, event: events.Key) -> bool:
        """Work off a key that is not for a text; tells whether it was one. The app calls this in the order of the keys."""
        if self.prompt.question:
            return self.prompt.press(event.key, event.character)
        if isinstance(self.focused, Field) and not self.focused.left:
            return False
        if self.doing == "book writing":
            return self.writing.press(event.key)
        if self.doing == "book moving":
            return self._press_moving(event.key)
        if self.doing == "book colour":
            return self._press_colour(event.key)
        active = self.active_bindings.get(event.key)
        return active is not None and active.enabled and await self.app.run_action(active.binding.action, active.node)

    def finish(self) -> bool:
        """Save what was written, as the program is left. Tells whether that could be: what cannot stays to be put right."""
        if self.doing == "book writing" and not self.writing.finish():
            return False
        self.revising.finish()
        return True

    async def action_add(self, inside: bool) -> None:
        """Write a new code."""
        kind, key = self.book_tree.chosen
        inside = inside and kind == "code"
        group = self.book.by_key[key].group if kind == "code" else key
        where = "in" if inside else "below" if kind == "code" else "in the group"
        await self.writing.write(Code("", "", group=group), f"New code {where} {one_line(self._chosen().name)}", inside=inside)

    async def action_add_group(self) -> None:
        """Write a new group."""
        await self.writing.write(Group("", ""), "New group")

    async def action_edit(self) -> None:
        """Write in the fields of what is chosen."""
        entry = self._chosen()
        await self.writing.write(entry, f"{'Group' if isinstance(entry, Group) else 'Code'} {one_line(entry.key)}")

    def action_move(self) -> None:
        """Take the chosen code up."""
        kind, key = self.book_tree.chosen
        if kind == "code":
            self.book_tree.moving = key
            self.book_tree.show(self.book)
            self.keys.show("book moving")
        else:
            self.message.show("A group stands over the first of its codes. Move those")

    def action_colour(self) -> None:
        """Choose a colour for the chosen code."""
        if self.book_tree.chosen[0] == "code":
            self.keys.show("book colour")
            self.page.show_colours()
        else:
            self.message.show("A group has no colour of its own. Choose one of its codes")

    def action_undo(self) -> None:
        """Bring the revision before back."""
        self.revising.submit(book_edits.undoing())

    def action_sync(self) -> None:
        """Take over what was edited by hand."""
        self.revising.submit(book_edits.taking_over())

    def action_more(self, direction: int) -> None:
        """Further on in what stands at the right, or back."""
        self.page.scroll_relative(y=direction * max(1, self.page.size.height // 2), animate=False)

    def action_find(self) -> None:
        """Go to a code by its name."""
        here = self.book_tree.chosen
        codes = entries(self.book)

        def look(text: str) -> None:
            found = find(codes, text) if text.strip() else []
            self.book_tree.choose(("code", found[0]) if found else here)

        self.ask(Question("/", "letters of a name", lambda _: self.to_tree(), "book finding", look, self._go_back(here)))

    def action_leave(self) -> None:
        """Back to the transcript."""
        self.dismiss()

    @on(OptionList.OptionHighlighted)
    def tell(self) -> None:
        """Show what the cursor is on."""
        self.page.show(self.book_tree.book, self._chosen(), self.counts[self.book_tree.chosen[1]])

    @on(BookPage.Clicked)
    async def write_there(self) -> None:
        """A click on the fields is to write in them."""
        if self.doing == "book":
            await self.action_edit()

    def ask(self, question: Question) -> None:
        """Ask in the line under the tree."""
        self.keys.show(question.doing)
        self.prompt.ask(question)

    def _go_back(self, place: Place) -> Callable[[str], None]:
        def back(_: str) -> None:
            self.book_tree.choose(place)
            self.to_tree()

        return back

    def _press_moving(self, key: str) -> bool:
        moving = self.book_tree.moving
        assert moving is not None
        if key in _WAYS:
            self.book_tree.step(_WAYS[key])
        elif key == "enter":
            target = place_of(self.book_tree.book, moving)
            if target == place_of(self.book, moving) or not self.revising.ask(
                lambda: (book_edits.moved_to(moving, target), ("code", moving))
            ):
                self.to_tree()
        elif key == "escape":
            self.to_tree()
        return key in {*_WAYS, "enter", "escape"} or len(key) == 1

    def _press_colour(self, key: str) -> bool:
        place = self.book_tree.chosen
        if key.isdecimal() and int(key) <= len(PALETTE):
            color = PALETTE[int(key) - 1] if int(key) else None
            if not self.revising.ask(lambda: (book_edits.coloured(place[1], color), place)):
                self.to_tree()
        elif key == "escape":
            self.to_tree()
        return key == "escape" or len(key) == 1

    def to_tree(self) -> None:
        """Back to choosing."""
        self.writing.close()
        if self.book_tree.moving:
            self.book_tree.moving = None
            self.book_tree.show(self.book)
        self.prompt.close()
        self.revising.forget()
        self.set_focus(self.book_tree)
        self.keys.show("book")
        self.tell()

    def show(self, place: Place | None = None) -> None:
        """Show the newest revision, with the cursor at `place`, or where it was."""
        store = self.work.store
        self.book_tree.show(self.book, place)
        facts = [count(len(self.book.by_key), "code"), f"revision {self.work.revision}"]
        title = f"{one_line(store.title)} › Codebook: {one_line(self.book.title)}"
        self._title.update(Content.assemble((title, "bold"), f"   {' · '.join(facts)}"))
        self.tell()

    def _chosen(self) -> Code | Group:
        kind, key = self.book_tree.chosen
        book = self.book_tree.book
        return book.by_key[key] if kind == "code" else next(group for group in book.groups if group.key == key)
