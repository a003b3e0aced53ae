"""What is done elsewhere while the screen is open: on another machine at the same project, or in another window."""

from contextlib import suppress
from typing import TYPE_CHECKING

from qualcode.coding.desk import Desk
from qualcode.coding.news import Heard
from qualcode.errors import QualcodeError
from qualcode.project.rounds import find_round
from qualcode.text import count, one_line
from qualcode.tui.keymap import keymap_of
from qualcode.tui.patience import tell_free
from qualcode.tui.slate import Slate

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

SECONDS = 2.0
"""Between two questions. Each is one look at the end of the log, in the thread that only reads."""


class Following:
    """Asks every few seconds, and has `screen` take up what concerns its coder: never what others did in their layers."""

    def __init__(self, screen: "CodingScreen") -> None:
        self._screen = screen
        self._asking = False

    def ask(self) -> None:
        """Ask, unless the last question is not answered yet: a server may be away for a while."""
        if not self._asking:
            self._asking = True
            slate = self._screen.slate
            slate.work.survey(self._hear, lambda heard: self._screen.call_later(self._take_up, slate, heard))

    def _hear(self, desk: Desk) -> Heard:
        try:
            return desk.news.hear()
        finally:
            self._asking = False

    def _take_up(self, slate: Slate, heard: Heard) -> None:
        screen = self._screen
        if slate is not screen.slate or not screen.is_attached:
            return
        tell_free(screen.message)
        # What cannot be read just now is read the next time, or with the next gesture, which says what is wrong.
        with suppress(QualcodeError):
            if heard.kinds & {"code", "codebook"}:
                screen.take_codebook()
            given = slate.work.desk.given
            if "round" in heard.kinds:
                slate.work.renew_desk()
            if changed := slate.heard(heard):
                screen.pane.repaint_turns(changed)
                if heard.changed != ():  # else it is what could not be saved or read before, and was told
                    screen.message.show(f"Changed elsewhere: {count(len(changed), 'turn')} of this transcript")
            if "round" in heard.kinds:
                self._tell_round(given)
            if changed or slate.stale:
                screen.here.show()
                screen.courier.survey()

    def _tell_round(self, given: tuple[str, ...]) -> None:
        screen, work = self._screen, self._screen.work
        if find_round(work.store, work.round).state == "closed":
            told = f'The round "{one_line(work.round)}" was closed: nothing in it can be changed any more'
            screen.message.show(told, failed=True)
        elif work.desk.given != given:
            screen.message.show(f"You were given something else to do: {keymap_of(screen).key('transcripts')} lists it")
