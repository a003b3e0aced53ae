"""Writing in the fields of a code or a group, in the codebook screen."""

from functools import partial
from typing import TYPE_CHECKING

from qualcode.codebook.model import Code, Group
from qualcode.tui import book_edits
from qualcode.tui.book_edits import Edit, Place
from qualcode.tui.widgets.book_form import BookForm
from qualcode.tui.widgets.field import Field

if TYPE_CHECKING:
    from qualcode.tui.screens.codebook import CodebookScreen


class BookWriting:
    """Opens a form at the right of `screen`, and has what was written there saved."""

    def __init__(self, screen: "CodebookScreen") -> None:
        self._screen = screen
        self.form: BookForm | None = None
        self._inside = False  # whether the code that is written is to be in the chosen one

    async def write(self, entry: Code | Group, title: str, *, inside: bool = False) -> None:
        """Open the form."""
        screen = self._screen
        self._inside = inside
        self.form = BookForm(screen.book, entry, title, self._end_field, screen.press)
        screen.page.display = False
        screen.set_class(True, "-writing")
        await screen.query_one("#right").mount(self.form)
        screen.set_focus(self.form.query(Field).first())
        screen.keys.show("book writing")

    def press(self, key: str) -> bool:
        """Work off a key that the fields pass on; tells whether it was one."""
        return self.form is not None and key in Field.ENDS and self._end(self.form)

    def finish(self) -> bool:
        """Save what was written, as the program is left. Tells whether that could be: what cannot stays to be put right."""
        return self.form is None or not self.form.changed or self._explain(self.form)

    def resume(self) -> bool:
        """Back from the note to the fields; tells whether there are any."""
        if self.form:
            self.form.resume()
            self._screen.keys.show("book writing")
        return self.form is not None

    def close(self) -> None:
        """Show what stands there again."""
        if self.form:
            form, self.form = self.form, None
            form.display = False
            form.call_later(form.remove)
        self._screen.set_class(False, "-writing")
        self._screen.page.display = True

    async def _end_field(self, _: Field, key: str) -> None:
        if key == "enter":
            self._screen.focus_next()
        else:
            self.press(key)

    def _end(self, form: BookForm) -> bool:
        """Have what was written explained; where nothing was, there is nothing to save. Tells that the key was one of ours."""
        if not form.changed:
            form.leave()
            self._screen.to_tree()
        elif self._explain(form):
            form.leave()
        return True

    def _explain(self, form: BookForm) -> bool:
        return self._screen.revising.ask(partial(self._written, form))

    def _written(self, form: BookForm) -> tuple[Edit, Place]:
        book = self._screen.book
        target = book_edits.new_place(book, self._screen.book_tree.chosen, inside=self._inside)
        return book_edits.edit_of(book, form.entry, form.changed, target)
