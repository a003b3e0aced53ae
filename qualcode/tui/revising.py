"""A change of the codebook on its way: tried, explained in a line, saved as a revision."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.tui import book_edits
from qualcode.tui.book_edits import Change, Edit, Place
from qualcode.tui.patience import reading
from qualcode.tui.widgets.prompt import Do, Question
from qualcode.tui.work import Revised

if TYPE_CHECKING:
    from qualcode.tui.screens.codebook import CodebookScreen

_LATER = 0.5  # seconds until somebody who is at something else is asked


class Revising:
    """Of the codebook in `screen`."""

    def __init__(self, screen: "CodebookScreen") -> None:
        self._screen = screen
        self._edit: tuple[Edit, Place] | None = None  # waits for its note
        self._kept: tuple[tuple[Edit, Place], str] | None = None  # could not be saved; something else is done first

    def ask(self, written: Callable[[], tuple[Edit, Place]]) -> bool:
        """Ask for the note of a change. It is tried before: what cannot be, nobody need explain; that is told."""
        screen = self._screen
        try:
            edit, place = written()
            said = book_edits.tried(screen.work.store, edit)
        except QualcodeError as error:
            screen.message.show(str(error), failed=True)
            return False
        screen.message.show(said)
        self._ask((edit, place), "may stay empty", self._back)
        return True

    def submit(self, change: Change, place: Place | None = None, failed: Callable[[], object] | None = None) -> None:
        """Have a change saved; then the cursor is to be at `place`. `failed` hears if it could not be."""
        screen = self._screen
        screen.message.show("saving …")
        screen.work.revise(change, lambda revised: screen.call_later(self._land, revised, place, failed))

    def finish(self) -> None:
        """Save the change that waits for its note, with what stands there of it."""
        question = self._screen.prompt.question
        if self._edit:
            self._save(question.text if question else "")

    def forget(self) -> None:
        """No change waits any more."""
        self._edit = None

    def _ask(self, edit: tuple[Edit, Place], hint: str, left: Do, note: str = "") -> None:
        self._edit = edit
        others: dict[str, Do] = {"ctrl+d": self._drop}
        self._screen.ask(Question("Why?", hint, self._save, "book note", left=left, others=others, text=note))

    def _save(self, note: str) -> None:
        assert self._edit is not None
        edit, place = self._edit
        self.submit(book_edits.saving(edit, note), place, partial(self._again, (edit, place), note))
        self._screen.to_tree()

    def _again(self, edit: tuple[Edit, Place], note: str) -> None:
        """A change that was not saved waits for its note again, as soon as nothing else is done."""
        screen = self._screen
        if screen.doing == "book":
            self._ask(edit, "enter tries again · esc keeps it for later", partial(self._keep, edit), note)
        elif screen.is_attached:
            screen.set_timer(_LATER, lambda: self._again(edit, note))

    def _keep(self, edit: tuple[Edit, Place], note: str) -> None:
        self._kept = (edit, note)
        self._screen.to_tree()
        self._screen.message.show("Your change is kept, and asked for again after the next revision")

    def _back(self, words: str) -> None:
        """Back from the note to the fields, where there are any."""
        if self._screen.writing.resume():
            self.forget()
        else:
            self._drop(words)

    def _drop(self, _: str) -> None:
        self._screen.to_tree()
        self._screen.message.show("Nothing was changed")

    def _land(self, revised: Revised, place: Place | None, failed: Callable[[], object] | None) -> None:
        """Show the new codebook, or say why there is none."""
        screen = self._screen
        with reading(screen.app):
            screen.work.renew_codebook()
            screen.show(place)
        if revised.error:
            screen.message.show(f"Not saved: {revised.error}", failed=True)
            if failed:
                failed()
        else:
            screen.message.show(book_edits.told(revised.result))
            self._ask_for_kept()

    def _ask_for_kept(self) -> None:
        if self._kept:
            (edit, note), self._kept = self._kept, None
            self._again(edit, note)
