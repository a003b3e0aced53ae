"""What is told of the place where the coder is: the first line, the codes, this turn, how much is selected."""

from typing import TYPE_CHECKING

from qualcode.tui.selection import tell
from qualcode.tui.widgets.lines import FAILED, SAVED, SAVING, Status

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen


class Here:
    """In the panels of `screen`."""

    def __init__(self, screen: "CodingScreen") -> None:
        self._screen = screen
        self._told = ""  # the message that tells what is selected

    def show(self) -> None:
        """Tell it as it is now; what looks as before is not painted again."""
        screen = self._screen
        screen.status.show(self._status())
        turn = screen.pen.turn if screen.transcript.turns else None
        screen.codes.tell(turn, screen.slate.counts)
        screen.this_turn.show(turn)
        told = tell(screen.pane.pages, screen.pane.selection) if screen.pane.pages else ""
        if told != self._told and (told or screen.message.message == self._told):
            screen.message.show(told)
        self._told = told

    def _status(self) -> Status:
        screen, slate, transcript = self._screen, self._screen.slate, self._screen.transcript
        return Status(
            screen.work.store.title, transcript.name, screen.work.coder, screen.work.round,
            screen.pane.cursor if transcript.turns else 0, transcript.turns, slate.done, slate.pace.per_hour,
            SAVING if slate.on_their_way else FAILED if slate.failed else SAVED, screen.ways.filtering.told, slate.need,
        )  # fmt: skip
