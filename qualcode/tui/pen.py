"""The coder's pen: what is done to the turn under the cursor. Painted at once, then submitted as one gesture."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from qualcode.coding.desk import CodingView, TurnView
from qualcode.tui.painting import covers, doubted, mark, toggled, whole, without
from qualcode.tui.slate import Slate
from qualcode.tui.widgets.transcript import TranscriptPane

if TYPE_CHECKING:
    from qualcode.coding.gesture import Gesture
    from qualcode.coding.session import CodingSession

Submit = Callable[["Callable[[CodingSession], Gesture | None]"], None]


class Pen:
    """Writes on the turn that the cursor of `pane` is on; `submit` has the gesture saved."""

    def __init__(self, slate: Slate, pane: TranscriptPane, submit: Submit) -> None:
        self.slate = slate
        self.pane = pane
        self.last_set: tuple[str, ...] = ()  # the codes of the turn coded last, for `repeat`
        self._submit = submit

    @property
    def turn(self) -> TurnView:
        """The turn the cursor is on, as it is painted."""
        return self.slate.turn(self.pane.cursor)

    def toggle(self, key: str) -> None:
        """Put the code on the turn, or take it off."""
        turn, transcript = self.turn, self._transcript
        painted = toggled(turn, key, self.slate.work.codebook)
        self.last_set = whole(painted)
        self._paint(painted)
        self._submit(lambda session: session.toggle(transcript, key, turn.start_char, turn.end_char))

    def repeat(self) -> None:
        """The codes of the turn coded last, on this turn too."""
        turn, transcript = self.turn, self._transcript
        missing = [key for key in self.last_set if key not in whole(turn)]
        if missing:
            self._paint(reduce(lambda painted, key: toggled(painted, key, self.slate.work.codebook), missing, turn))
            self._submit(lambda session: session.apply_all(transcript, missing, turn.start_char, turn.end_char))

    def remove(self, coding: CodingView) -> None:
        """Take one coding off."""
        transcript = self._transcript
        self._paint(without(self.turn, coding))
        self._submit(lambda session: session.remove(transcript, *mark(coding)))

    def doubt(self, attention: str | None) -> bool:
        """Say of the code under attention that the coder is unsure of it here, or sure again; of all codes where it is not.

        Tells whether there is any code here.
        """
        turn, transcript = self.turn, self._transcript
        standing = [coding for coding in turn.codings if covers(coding, turn)] or turn.codings
        meant = [coding for coding in standing if coding.code == attention] or standing
        unsure = not all(coding.unsure for coding in meant)
        if meant:
            self._paint(doubted(turn, meant, unsure=unsure))
            self._submit(lambda session: session.set_unsure(transcript, [mark(coding) for coding in meant], unsure))
        return bool(meant)

    def done(self) -> None:
        """Say that the turn is done."""
        turn = self.turn
        if not turn.done:
            self._paint(replace(turn, done=True))
            self._submit(lambda session: session.done([turn.id]))

    def flag(self) -> None:
        """Flag the turn for discussion, or take the flag off."""
        turn = self.turn
        self._paint(replace(turn, flagged=not turn.flagged))
        self._submit(lambda session: session.flag([turn.id], not turn.flagged))

    def memo(self, number: int, text: str) -> None:
        """Write the memo of turn `number`; an empty text takes it off."""
        turn = self.slate.turn(number)
        self._paint(replace(turn, memo=text))
        self._submit(lambda session: session.memo("turn", turn.id, text))

    @property
    def _transcript(self) -> str:
        assert self.slate.transcript is not None
        return self.slate.transcript.id

    def _paint(self, turn: TurnView) -> None:
        self.slate.paint(turn)
        self.pane.repaint_turns([turn.number])
