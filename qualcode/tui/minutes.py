"""What becomes of decisions: saved one after another, shown when they are; the figures are computed anew a moment later."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from qualcode.coding.gesture import Gesture
from qualcode.team.outcomes import Point
from qualcode.tui.sitting import Deed
from qualcode.tui.widgets.lines import FAILED, SAVED, SAVING
from qualcode.tui.work import Outcome

if TYPE_CHECKING:
    from qualcode.tui.screens.compare import CompareScreen

_REST = 0.7  # seconds after a change, until figures are computed anew


class Minutes:
    """Of what is decided on `screen`."""

    def __init__(self, screen: "CompareScreen") -> None:
        self.on_their_way = 0  # decisions
        self._screen = screen
        self._failed = False
        self._figures_of = ""  # the transcript that figures were asked for
        self._resting: Timer | None = None

    @property
    def state(self) -> str:
        """Whether all of it is saved."""
        return SAVING if self.on_their_way else FAILED if self._failed else SAVED

    def submit(self, deed: Deed, told: str, point: Point | None = None, failed: Callable[[str], object] | None = None) -> None:
        """Have it saved, then tell of it; of undone decisions, which tell for themselves, without `told`.

        With a `point`, that is taken for decided meanwhile. `failed` hears why it was not saved.
        """
        screen = self._screen
        self.on_their_way += 1
        if point:
            screen.course.agenda.expected[point] += 1
        screen.sitting.submit(deed, lambda outcome: screen.call_later(self._land, outcome, told, point, failed))
        screen.tell_state()

    def _land(self, outcome: Outcome, told: str, point: Point | None, failed: Callable[[str], object] | None) -> None:
        screen = self._screen
        self.on_their_way -= 1
        self._failed = outcome.error is not None
        if point:
            screen.course.agenda.expected[point] -= 1
        points = screen.course.agenda.note(outcome.gesture.changes) if outcome.gesture else []
        with screen.reading():
            screen.course.go_to(points if not told else [point] if point and outcome.error else [])
            screen.refresh_turn()
        self._tell(outcome, told, points)
        self.compute_soon()
        if outcome.error and failed:
            failed(outcome.error)

    def _tell(self, outcome: Outcome, told: str, points: list[Point]) -> None:
        screen = self._screen
        if outcome.error:
            screen.message.show(f"Not saved: {outcome.error}", failed=True)
        elif outcome.gesture:
            screen.message.show(told or _undone(outcome.gesture, points, screen.label))
        else:
            screen.message.show(told or "There is nothing left to undo or redo")

    def compute_soon(self) -> None:
        """Have the figures computed anew when nothing has changed for a moment."""
        if self._resting:
            self._resting.stop()
        self._resting = self._screen.set_timer(_REST, self._compute)

    def compute_elsewhere(self) -> None:
        """Have them computed if another transcript is open now."""
        if (turn := self._screen.turn) and turn.transcript != self._figures_of:
            self._compute()

    def _compute(self) -> None:
        screen = self._screen
        if screen.turn:
            self._figures_of = screen.turn.transcript
            screen.sitting.figures(self._figures_of, lambda figures: screen.call_later(screen.tell_figures, figures))


def _undone(gesture: Gesture, points: list[Point], label: Callable[[str], str]) -> str:
    where = f": {label(points[0].code)} on turn {points[0].number}" if points else ""
    return f"{gesture.verb}ne{where}"
