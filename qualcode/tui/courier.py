"""What goes from the coding screen to the project and comes back: gestures and what became of them, and what is counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from qualcode.coding.differences import read_differences
from qualcode.errors import QualcodeError
from qualcode.text import one_line
from qualcode.tui.slate import Slate, Survey
from qualcode.tui.work import Deed, Outcome, Tell

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

_PAINTED = 0.02  # seconds until a key is painted: what other threads do before that would only hold it up
REST = 0.2
"""Seconds without a gesture before everything is read again: what is read while the coder goes on is old when it comes."""


class Courier:
    """Submits the gestures of `screen`; says "saved" when the project says so, and takes back what failed."""

    def __init__(self, screen: "CodingScreen") -> None:
        self._screen = screen
        self._receipt = ""  # what was told of the gesture that landed last
        self._submitted = 0.0  # when something was
        self._waiting = False  # for the coder to rest

    def submit(self, gesture: Deed, tell: Tell | None = None, *, show: bool = False) -> None:
        """Have a gesture saved; its outcome is told to `tell`, too. With `show` the screen goes where it changed something."""
        screen, told = self._screen, self._screen.message.message
        screen.slate.sent()
        self._submitted = monotonic()
        screen.work.submit(gesture, lambda outcome: screen.call_later(self._land, outcome, tell, told, show))
        screen.here.show()
        screen.set_timer(_PAINTED, screen.work.send)

    def survey(self) -> None:
        """Where it is due, have read what is told of the whole layer; again only when the coder rests."""
        screen, slate = self._screen, self._screen.slate
        if slate.done is None or monotonic() - self._submitted >= REST:
            slate.survey(lambda survey: screen.call_later(self._take_up, survey, slate))
        elif slate.stale and not self._waiting:
            self._waiting = True
            screen.set_timer(REST, self._rested)

    def compare(self) -> None:
        """Have read on how many turns coders differ, as it stands now: not with every key, or it would tell who did what."""
        work, codes = self._screen.work, self._screen.codes
        work.survey(lambda desk: read_differences(work.store, desk.round_id), lambda found: codes.call_later(codes.differ, found))

    def take_codebook(self) -> None:
        """The newest revision of the codebook, if it can be read."""
        with self.reading():
            self._screen.take_codebook()

    def _rested(self) -> None:
        self._waiting = False
        self.survey()

    def _land(self, outcome: Outcome, tell: Tell | None, told: str, show: bool) -> None:
        screen = self._screen
        answered = screen.message.message not in {told, self._receipt, ""}
        self.take_codebook()
        with self.reading():
            screen.pane.repaint_turns(screen.slate.landed(outcome))
        if outcome.gesture and show:
            with self.reading():
                screen.shelf.go_where(outcome.gesture)
        self._say(outcome, asked=show, answered=answered)  # now: that something could not be read just now matters less
        if tell:
            tell(outcome)
        screen.here.show()
        self.survey()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What cannot be read just now is told, and read again when it can be: a server may be away, a file in use."""
        try:
            yield
        except QualcodeError as error:
            self._screen.slate.stale = True
            self._screen.message.show(str(error), failed=True)

    def _say(self, outcome: Outcome, *, asked: bool, answered: bool) -> None:
        """Tell what became of a gesture, unless a later key was `answered` meanwhile and nothing is wrong."""
        message, gesture = self._screen.message, outcome.gesture
        if outcome.error:
            message.show(f"Not saved: {outcome.error}", failed=True)
        elif answered:
            return
        elif gesture and gesture.verb != "done":  # space is pressed all day, and its mark tells
            self._receipt = one_line(gesture.summary)
            message.show(self._receipt)
        elif asked and not gesture:
            message.show("There is nothing left to undo or redo")

    def _take_up(self, survey: Survey, slate: Slate) -> None:
        """Show what was read, or have it read again; `slate` is the one that asked, and may be gone by now."""
        slate.surveyed(survey)
        self.take_codebook()
        self._screen.here.show()
        self.survey()
