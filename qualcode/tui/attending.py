"""What others decide and code while differences are compared: on another machine at the same project, or in another window."""

from typing import TYPE_CHECKING

from qualcode.project.rounds import find_round
from qualcode.text import one_line
from qualcode.tui.patience import tell_free
from qualcode.tui.sitting import Renewed

if TYPE_CHECKING:
    from qualcode.tui.screens.compare import CompareScreen


class Attending:
    """Asks every few seconds, and has `screen` take up what concerns the layers compared and their consensus."""

    def __init__(self, screen: "CompareScreen") -> None:
        self._screen = screen
        self._asking = False

    def ask(self) -> None:
        """Ask, unless the last question is not answered yet: a server may be away for a while. Show what could not be read."""
        if self._screen.behind:
            with self._screen.reading():
                self._screen.look()
                tell_free(self._screen.message)
        if not self._asking:
            self._asking = True
            screen = self._screen
            screen.sitting.hear(lambda renewed: screen.call_later(self._take_up, renewed), self._answered)

    def _answered(self) -> None:
        self._asking = False

    def _take_up(self, renewed: Renewed) -> None:
        screen = self._screen
        if not screen.is_attached:
            return
        if renewed.turns is None:  # too much to follow
            here = screen.course.agenda.here
            screen.course.begin(screen.course.agenda.wanted, here.point if here else None)
        elif screen.course.renew(renewed.turns):
            screen.refresh_turn()
            screen.minutes.compute_soon()
        if renewed.round_changed:
            self._tell_round()

    def _tell_round(self) -> None:
        comparison = self._screen.sitting.comparison
        if find_round(comparison.store, comparison.round.name).state == "closed":
            told = (
                f'The round "{one_line(comparison.round.name)}" was closed: its coders change nothing any more, decisions go on'
            )
            self._screen.message.show(told)
