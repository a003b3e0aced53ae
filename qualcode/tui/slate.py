"""What is painted over what is saved: the open transcript's turns, counts and share done, while gestures are on their way."""

from collections import Counter
from collections.abc import Sequence

from qualcode.coding.desk import TranscriptView, TurnView
from qualcode.tui.pages import Pages
from qualcode.tui.work import Outcome, Work


class Slate:
    """Shows a gesture's effect at once. When the last one has landed, what the project holds is written over it."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.transcript: TranscriptView | None = None
        self.pages: Pages | None = None
        self.counts: Counter[str] = Counter()  # codings per code of the whole layer
        self.done = 0  # turns of this transcript
        self.on_their_way = 0  # gestures
        self.failed = False
        self._touched: set[int] = set()
        self._count_anew = False

    def open(self, transcript: TranscriptView) -> Pages:
        """Take up a transcript. What is still on its way in another one is counted anew when it has landed."""
        self.transcript = transcript
        self.pages = Pages(self.work.desk, transcript)
        self._touched.clear()
        self._count_anew = self.on_their_way > 0
        self._count()
        return self.pages

    def turn(self, number: int) -> TurnView:
        """Turn `number` as it is painted."""
        assert self.pages is not None
        return self.pages.turn(number)

    def paint(self, turn: TurnView) -> None:
        """Show `turn` like this, before it is saved."""
        assert self.pages is not None
        self._account(self.turn(turn.number), turn)
        self.pages.paint(turn)

    def landed(self, outcome: Outcome) -> list[int]:
        """A gesture has landed. Gives the turns that look different now that the last of them has."""
        assert self.pages is not None
        assert self.transcript is not None
        self.on_their_way -= 1
        self.failed = outcome.error is not None
        if outcome.gesture:
            for change in outcome.gesture.changes:
                if change.transcript_id == self.transcript.id:
                    held = self.pages.held(change.turns)
                    self._touched.update(held)
                    self._count_anew |= len(held) < len(change.turns)
                else:
                    self._count_anew = True
        return [] if self.on_their_way else self._settle()

    def next_todo(self, after: int) -> int | None:
        """The next turn after `after` that needs the coder, from the start again after the end; None if there is none."""
        assert self.pages is not None
        assert self.transcript is not None
        tried: set[int] = set()
        while (number := self.pages.desk.next_todo(self.transcript.id, after)) is not None:
            if number in tried:
                return None
            if not (number in self.pages.unsaved and self.turn(number).done):
                return number
            tried.add(number)
            after = number
        return None

    def _settle(self) -> list[int]:
        assert self.pages is not None
        self.work.meet_coder()
        self.pages.desk = self.work.desk
        changed = self.pages.read_again(self._touched)
        self._touched.clear()
        for before, after in changed:
            self._account(before, after)
        if self._count_anew:
            self._count_anew = False
            self._count()
        return [after.number for _, after in changed]

    def _count(self) -> None:
        assert self.pages is not None
        assert self.transcript is not None
        self.counts = Counter(self.pages.desk.counts())
        self.done = self.pages.desk.progress(self.transcript.id).done

    def _account(self, before: TurnView, after: TurnView) -> None:
        self.counts.subtract(_started(before))
        self.counts.update(_started(after))
        self.done += after.done - before.done


def _started(turn: TurnView) -> Sequence[str]:
    """The codes of the codings that start in the turn: each coding is counted once."""
    return [coding.code for coding in turn.codings if coding.start_char >= turn.start_char]
