"""The transcripts of a coder: which is open, at which turn each was left, and how to get from one to another."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.coding.desk import TranscriptView
from qualcode.errors import QualcodeError
from qualcode.tui.pages import Pages

if TYPE_CHECKING:
    from qualcode.coding.gesture import Gesture
    from qualcode.tui.screens.coding import CodingScreen

_AT_REST = 0.2  # seconds until a transcript is painted: what another thread reads before that would only hold it up


class Shelf:
    """Opens transcripts in `screen`, the first time `transcript`."""

    def __init__(self, screen: "CodingScreen", transcript: TranscriptView) -> None:
        self.transcript = transcript
        self._screen = screen
        self._left: dict[str, int] = {}  # the turn, by the transcript's id

    def open(self, transcript: TranscriptView, number: int | None = None) -> None:
        """Show `transcript` at turn `number`, else where I was in it, else where work goes on."""
        screen, desk = self._screen, self._screen.work.desk
        if screen.pane.pages:
            self._left[self.transcript.id] = screen.pane.cursor
        number = number or self._left.get(transcript.id) or desk.start(transcript.id)
        pages = Pages(desk, transcript)
        pages.read_around(number)  # first, for it may fail: then nothing is changed
        if transcript.id != self.transcript.id:
            screen.ways.seeking.leave()
        self.transcript = transcript
        screen.slate.open(pages)
        screen.pane.open(pages, number)
        screen.here.show()
        screen.set_timer(_AT_REST, screen.courier.survey)

    def open_at(self, transcript_id: str, number: int) -> None:
        """Show a transcript by its id, at a turn."""
        self.open(self._find(lambda transcript: transcript.id == transcript_id), number)

    def open_named(self, name: str, number: int | None) -> None:
        """Show the transcript of this name, at a turn or where work goes on."""
        self.open(self._find(lambda transcript: transcript.name == name), number)

    def open_neighbour(self, step: int) -> None:
        """The transcript after this one (1), or before it (-1)."""
        transcripts = self._transcripts()
        place = [each.id for each in transcripts].index(self.transcript.id) + step
        if 0 <= place < len(transcripts):
            self.open(transcripts[place])
        else:
            self._screen.message.show(f"This is the {'last' if step > 0 else 'first'} transcript")

    def go_where(self, gesture: "Gesture") -> None:
        """To the turn that `gesture` changed, in whatever transcript it is."""
        change = next((change for change in gesture.changes if change.transcript_id and change.turns), None)
        if change is None or change.transcript_id is None:
            return
        if change.transcript_id != self.transcript.id:
            self.open_at(change.transcript_id, change.turns[0])
        elif self._screen.pane.cursor not in change.turns:  # what is selected here stays so: it may be for another code
            self._screen.pane.move_to(change.turns[0])

    def _find(self, wanted: Callable[[TranscriptView], bool]) -> TranscriptView:
        found = next(filter(wanted, self._transcripts()), None)
        if found is None:
            raise QualcodeError("The transcript is not in the project any more. Nothing was changed.")
        return found

    def _transcripts(self) -> list[TranscriptView]:
        return self._screen.work.desk.transcripts()
