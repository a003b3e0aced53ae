"""The codebook: read it, add to it, change it. Every change is a revision, with a line on why, and can be undone."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static

from qualcode.codebook.model import Code, Codebook, Group
from qualcode.codebook.rearranging import place_of
from qualcode.errors import QualcodeError
from qualcode.text import count, one_line
from qualcode.tui import book_edits
from qualcode.tui.book_edits import Change, Edit, Place
from qualcode.tui.book_keys import BOOK, BOOK_COLOUR, BOOK_FINDING, BOOK_MOVING, BOOK_NOTE, BOOK_WRITING
from qualcode.tui.themes import PALETTE
from qualcode.tui.widgets.book_form import BookForm
from qualcode.tui.widgets.book_page import BookPage
from qualcode.tui.widgets.book_tree import BookTree
from qualcode.tui.widgets.field import Field
from qualcode.tui.widgets.lines import KeyLine, MessageLine
from qualcode.tui.widgets.matching import entries, find
from qualcode.tui.widgets.prompt import Prompt, Question
from qualcode.tui.work import Revised, Work

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

    class Saved(Message):
        """A change was saved, or was not."""

        def __init__(self, revised: Revised, place: Place | None) -> None:
            super().__init__()
            self.revised = revised
            self.place = place  # where the cursor is to be then

    def __init__(self, work: Work, counts: Counter[str], chosen: str | None) -> None:
        super().__init__()
        self.work = work
        self.counts = counts
        self.tree_ = BookTree(work.codebook, counts)
        self.page = BookPage()
        self.form: BookForm | None = None
        self.prompt = Prompt()
        self.message = MessageLine()
        self.keys = KeyLine()
        self._title = Static(id="title")
        self._start: Place | None = ("code", chosen) if chosen else None
        self._inside = False  # whether the code that is written is to be in the chosen one
        self._edit: tuple[Edit, Place] | None = None  # waits for its note

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
            yield self.tree_
            with Vertical(id="right"):
                yield self.page
        yield self.message
        yield self.prompt
        yield self.keys

    def on_mount(self) -> None:
        """Start on the code that was under attention."""
        self.work.renew_codebook()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._show(None))
        self._show(self._start)
        self._to_tree()

    async def press(self, event: events.Key) -> bool:
        """Work off a key that is not for a text; tells whether it was one. The app calls this in the order of the keys."""
        if self.prompt.question:
            return self.prompt.press(event.key, event.character)
        if isinstance(self.focused, Field) and not self.focused.left:
            return False
        if self.form and self.doing == "book writing":
            return self._end_form() if event.key in Field.ENDS else False
        if self.doing == "book moving":
            return self._press_moving(event.key)
        if self.doing == "book colour":
            return self._press_colour(event.key)
        active = self.active_bindings.get(event.key)
        return active is not None and active.enabled and await self.app.run_action(active.binding.action, active.node)

    def finish(self) -> bool:
        """Save what was written, as the program is left. Tells whether that could be: what cannot stays to be put right."""
        if self.doing == "book writing" and self.form and self.form.changed and not self._ask(partial(self._written, self.form)):
            return False
        if self._edit:
            self._save(self.prompt.question.text if self.prompt.question else "")
        return True

    async def action_add(self, inside: bool) -> None:
        """Write a new code."""
        kind, key = self.tree_.chosen
        self._inside = inside and kind == "code"
        group = self.book.by_key[key].group if kind == "code" else key
        where = "in" if self._inside else "below" if kind == "code" else "in the group"
        await self._write(Code("", "", group=group), f"New code {where} {one_line(self._chosen().name)}")

    async def action_add_group(self) -> None:
        """Write a new group."""
        await self._write(Group("", ""), "New group")

    async def action_edit(self) -> None:
        """Write in the fields of what is chosen."""
        entry = self._chosen()
        await self._write(entry, f"{'Group' if isinstance(entry, Group) else 'Code'} {one_line(entry.key)}")

    def action_move(self) -> None:
        """Take the chosen code up."""
        kind, key = self.tree_.chosen
        if kind == "code":
            self.tree_.moving = key
            self.tree_.show(self.book)
            self.keys.show("book moving")
        else:
            self.message.show("A group stands over the first of its codes. Move those")

    def action_colour(self) -> None:
        """Choose a colour for the chosen code."""
        if self.tree_.chosen[0] == "code":
            self.keys.show("book colour")
            self.page.show_colours()
        else:
            self.message.show("A group has no colour of its own. Choose one of its codes")

    def action_undo(self) -> None:
        """Bring the revision before back."""
        self._submit(book_edits.undoing(), None)

    def action_sync(self) -> None:
        """Take over what was edited by hand."""
        self._submit(book_edits.taking_over(), None)

    def action_more(self, direction: int) -> None:
        """Further on in what stands at the right, or back."""
        self.page.scroll_relative(y=direction * max(1, self.page.size.height // 2), animate=False)

    def action_find(self) -> None:
        """Go to a code by its name."""
        here = self.tree_.chosen
        codes = entries(self.book)

        def look(text: str) -> None:
            found = find(codes, text) if text.strip() else []
            self.tree_.choose(("code", found[0]) if found else here)

        self._question(Question("/", "letters of a name", lambda _: self._to_tree(), "book finding", look, self._go_back(here)))

    def action_leave(self) -> None:
        """Back to the transcript."""
        self.dismiss()

    @on(OptionList.OptionHighlighted)
    def tell(self) -> None:
        """Show what the cursor is on."""
        self.page.show(self.tree_.book, self._chosen(), self.counts[self.tree_.chosen[1]])

    @on(BookPage.Clicked)
    async def write_there(self) -> None:
        """A click on the fields is to write in them."""
        if self.doing == "book":
            await self.action_edit()

    def on_codebook_screen_saved(self, event: Saved) -> None:
        """Show the new codebook, or say why there is none."""
        revised = event.revised
        self.work.renew_codebook()
        self._show(event.place)
        if revised.error:
            self.message.show(f"Not saved: {revised.error}", failed=True)
        else:
            self.message.show(book_edits.told(revised.result))

    async def _write(self, entry: Code | Group, title: str) -> None:
        self.form = BookForm(self.book, entry, title, self._end_field, self.press)
        self.page.display = False
        self.set_class(True, "-writing")
        await self.query_one("#right").mount(self.form)
        self.set_focus(self.form.query(Field).first())
        self.keys.show("book writing")

    async def _end_field(self, field: Field, key: str) -> None:
        assert self.form is not None
        if key == "enter":
            self.focus_next()
        else:
            self._end_form()

    def _end_form(self) -> bool:
        """Have what was written explained; where nothing was, there is nothing to save. Tells that the key was one of ours."""
        form = self.form
        assert form is not None
        if not form.changed:
            form.leave()
            self._to_tree()
        elif self._ask(partial(self._written, form)):
            form.leave()
        return True

    def _written(self, form: BookForm) -> tuple[Edit, Place]:
        target = book_edits.new_place(self.book, self.tree_.chosen, inside=self._inside)
        return book_edits.edit_of(self.book, form.entry, form.changed, target)

    def _ask(self, written: Callable[[], tuple[Edit, Place]]) -> bool:
        """Ask for the note of a change. It is tried before: what cannot be, nobody need explain; that is told."""
        try:
            edit, place = written()
            said = book_edits.tried(self.work.store, edit)
        except QualcodeError as error:
            self.message.show(str(error), failed=True)
            return False
        self._edit = (edit, place)
        self.message.show(said)
        self._question(
            Question("Why?", "may stay empty", self._save, "book note", left=self._back, others={"ctrl+d": self._drop})
        )
        return True

    def _question(self, question: Question) -> None:
        self.keys.show(question.doing)
        self.prompt.ask(question)

    def _go_back(self, place: Place) -> Callable[[str], None]:
        def back(_: str) -> None:
            self.tree_.choose(place)
            self._to_tree()

        return back

    def _back(self, _: str) -> None:
        """Back from the note to the fields, where there are any."""
        if not self.form:
            self._drop("")
            return
        self._edit = None
        self.form.resume()
        self.keys.show("book writing")

    def _drop(self, _: str) -> None:
        self._edit = None
        self._to_tree()
        self.message.show("Nothing was changed")

    def _save(self, note: str) -> None:
        assert self._edit is not None
        edit, place = self._edit
        self._submit(book_edits.saving(edit, note), place)
        self._to_tree()

    def _submit(self, change: Change, place: Place | None) -> None:
        self.message.show("saving …")
        self.work.revise(change, lambda revised: self.post_message(self.Saved(revised, place)))

    def _press_moving(self, key: str) -> bool:
        moving = self.tree_.moving
        assert moving is not None
        if key in _WAYS:
            self.tree_.step(_WAYS[key])
        elif key == "enter":
            target = place_of(self.tree_.book, moving)
            if target == place_of(self.book, moving) or not self._ask(
                lambda: (book_edits.moved_to(moving, target), ("code", moving))
            ):
                self._to_tree()
        elif key == "escape":
            self._to_tree()
        return key in {*_WAYS, "enter", "escape"} or len(key) == 1

    def _press_colour(self, key: str) -> bool:
        place = self.tree_.chosen
        if key.isdecimal() and int(key) <= len(PALETTE):
            color = PALETTE[int(key) - 1] if int(key) else None
            if not self._ask(lambda: (book_edits.coloured(place[1], color), place)):
                self._to_tree()
        elif key == "escape":
            self._to_tree()
        return key == "escape" or len(key) == 1

    def _to_tree(self) -> None:
        """Back to choosing."""
        if self.form:
            form, self.form = self.form, None
            form.display = False
            form.call_later(form.remove)
        self.set_class(False, "-writing")
        self.page.display = True
        if self.tree_.moving:
            self.tree_.moving = None
            self.tree_.show(self.book)
        self.prompt.close()
        self._edit = None
        self.set_focus(self.tree_)
        self.keys.show("book")
        self.tell()

    def _show(self, place: Place | None) -> None:
        store = self.work.store
        self.tree_.show(self.book, place)
        facts = [count(len(self.book.by_key), "code"), f"revision {self.work.revision}"]
        title = f"{one_line(store.title)} › Codebook: {one_line(self.book.title)}"
        self._title.update(Content.assemble((title, "bold"), f"   {' · '.join(facts)}"))
        self.tell()

    def _chosen(self) -> Code | Group:
        kind, key = self.tree_.chosen
        book = self.tree_.book
        return book.by_key[key] if kind == "code" else next(group for group in book.groups if group.key == key)
