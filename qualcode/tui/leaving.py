"""Leaving the program: when everything typed is saved, and where it cannot be, not before that was told."""

import select
from functools import partial
from typing import TYPE_CHECKING

from qualcode.tui.keymap import keymap_of
from qualcode.tui.patience import line_of

if TYPE_CHECKING:
    from qualcode.tui.app import CodingApp
    from qualcode.tui.sitting import Sitting
    from qualcode.tui.work import Work

_STDIN = 0


class Leaving:
    """Ends `app`."""

    def __init__(self, app: "CodingApp") -> None:
        self._app = app
        self._told = ""  # what stands on the message line after the first try

    def ask(self) -> None:
        """Finish what is being written, and leave when it is saved. What cannot be saved is left behind if asked once more."""
        line = line_of(self._app)
        again = line is not None and line.message == self._told != ""
        if self._finish():
            self._when_written(0, again)

    def if_alone(self) -> None:
        """Leave if the terminal is gone without a signal, as when the program that owned it was killed: nobody can type."""
        if _hung_up():
            self.at_once()

    def at_once(self) -> None:
        """The terminal is gone: what is being written is saved if it can be."""
        self._finish()
        self._app.exit()

    def _finish(self) -> bool:
        """Save what is being written; tells whether that could be tried."""
        if self._app.coding:
            self._app.coding.notebook.finish()
        finish = getattr(self._app.screen, "finish", None)
        return finish is None or bool(finish())

    def _when_written(self, place: int, again: bool) -> None:
        if place < len(self._desks):
            then = partial(self._app.call_later, self._when_written, place + 1, again)
            self._desks[place].when_written(then)
        elif not again and (failure := next(filter(None, (desk.failure for desk in self._desks)), None)):
            self._app.screen.call_after_refresh(self._tell, failure)  # when the screen has said why
        else:
            self._app.exit()

    def _tell(self, failure: str) -> None:
        line = line_of(self._app)
        if line is None:
            self._app.exit()
            return
        key = keymap_of(line).key("quit")
        line.show(f"Not saved: {failure} {key} once more leaves without it", failed=True)
        self._told = line.message

    @property
    def _desks(self) -> "list[Work | Sitting]":
        """Those that write."""
        return [desk for desk in (self._app.work, getattr(self._app.screen, "sitting", None)) if desk]


def _hung_up() -> bool:
    """Whether standard input was closed at its other end. False where the system cannot tell."""
    if not hasattr(select, "poll"):
        return False
    asked = select.poll()
    asked.register(_STDIN, 0)  # an end is told unasked
    return any(told & select.POLLHUP for _, told in asked.poll(0))
