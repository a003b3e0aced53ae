"""A change of the codebook on its way: tried, explained in a line, saved as a revision."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.tui import book_edits
from qualcode.tui.book_edits import Change, Edit, Place
from qualcode.tui.widgets.prompt import Question
from qualcode.tui.work import Revised

if TYPE_CHECKING:
    from qualcode.tui.screens.codebook import CodebookScreen


class Revising:
    """Of the codebook in `screen`."""

    def __init__(self, screen: "CodebookScreen") -> None:
        self._screen = screen
        self._edit: tuple[Edit, Place] | None = None  # waits for its note

    def ask(self, written: Callable[[], tuple[Edit, Place]]) -> bool:
        """Ask for the note of a change. It is tried before: what cannot be, nobody need explain; that is told."""
        screen = self._screen
        try:
            edit, place = written()
            said = book_edits.tried(screen.work.store, edit)
        except QualcodeError as error:
            screen.message.show(str(error), failed=True)
            return False
        self._edit = (edit, place)
        screen.message.show(said)
        note = Question("Why?", "may stay empty", self._save, "book note", left=self._back, others={"ctrl+d": self._drop})
        screen.ask(note)
        return True

    def submit(self, change: Change, place: Place | None = None) -> None:
        """Have a change saved; then the cursor is to be at `place`."""
        screen = self._screen
        screen.message.show("saving …")
        screen.work.revise(change, lambda revised: screen.call_later(self._land, revised, place))

    def finish(self) -> None:
        """Save the change that waits for its note, with what stands there of it."""
        question = self._screen.prompt.question
        if self._edit:
            self._save(question.text if question else "")

    def forget(self) -> None:
        """No change waits any more."""
        self._edit = None

    def _save(self, note: str) -> None:
        assert self._edit is not None
        edit, place = self._edit
        self.submit(book_edits.saving(edit, note), place)
        self._screen.to_tree()

    def _back(self, words: str) -> None:
        """Back from the note to the fields, where there are any."""
        if self._screen.writing.resume():
            self.forget()
        else:
            self._drop(words)

    def _drop(self, _: str) -> None:
        self._screen.to_tree()
        self._screen.message.show("Nothing was changed")

    def _land(self, revised: Revised, place: Place | None) -> None:
        """Show the new codebook, or say why there is none."""
        screen = self._screen
        screen.work.renew_codebook()
        screen.show(place)
        if revised.error:
            screen.message.show(f"Not saved: {revised.error}", failed=True)
        else:
            screen.message.show(book_edits.told(revised.result))
