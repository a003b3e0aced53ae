"""What becomes of keys while somebody else keeps the project: nobody at the screen waits for them, and nothing ends for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App

from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.tui.widgets.lines import MessageLine

_PATIENCE = 0.2  # seconds: a key that takes longer is felt as one that does nothing
_IN_USE = (
    "The project is in use just now, by another program or for long writing, and cannot be read. Nothing is lost: "
    "all goes on by itself when that is done; press the key again then."
)


def hurry(store: Store) -> None:
    """Have this thread, the screen's, wait no longer. What writes, and what reads in threads of its own, waits as before."""
    store.reader.hurry(_PATIENCE, _IN_USE)


@contextmanager
def reading(app: App[Any]) -> Iterator[None]:
    """What cannot be read just now is told on the screen one is in, or on the one below, and everything stays as it is."""
    try:
        yield
    except QualcodeError as error:
        if (line := line_of(app)) is None:
            raise
        line.show(str(error), failed=True)


def line_of(app: App[Any]) -> MessageLine | None:
    """Where the screen one is in tells things, or else the one below it."""
    lines = (getattr(screen, "message", None) for screen in reversed(app.screen_stack))
    return next((line for line in lines if isinstance(line, MessageLine)), None)


def tell_free(line: MessageLine) -> None:
    """The project can be read: where it was told that it could not, tell that this is over."""
    if line.message == _IN_USE:
        line.show("The project can be read again")
