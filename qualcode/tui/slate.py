"""What is painted over what is saved: the open transcript's turns, counts and share done, while gestures are on their way."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from qualcode.coding.desk import Progress, TranscriptView, TurnView
from qualcode.coding.news import Heard
from qualcode.coding.turn_maps import TurnMap
from qualcode.tui.pace import Pace
from qualcode.tui.pages import Pages
from qualcode.tui.work import Outcome, Work


@dataclass(frozen=True, slots=True)
class Survey:
    """What takes reading everything: codings per code in the whole layer, how far a transcript is, as of `sent` gestures."""

    transcript_id: str
    sent: int
    counts: Counter[str]
    progress: Progress


class Slate:
    """Shows a gesture's effect at once. When the last one has landed, what the project holds is written over it."""

    def __init__(self, work: Work, transcript: TranscriptView) -> None:
        self.work = work
        self.pages = Pages(work.desk, transcript)
        self.counts: Counter[str] = Counter()  # codings per code of the whole layer
        self.done: int | None = None  # turns of this transcript that need coding; None while they are being counted
        self.need = 0  # turns that need coding
        self.stale = True  # counts and done must be read anew
        self.on_their_way = 0  # gestures
        self.failed = False
        self.pace = Pace()  # of this session
        self._gained = 0  # turns done, or taken back, since the last gesture was sent
        self._sent = 0  # gestures so far
        self._touched: set[int] = set()
        self._own: set[str] = set()  # gestures that landed since the log was last asked

    @property
    def transcript(self) -> TranscriptView:
        """The one that is open."""
        return self.pages.transcript

    def open(self, pages: Pages) -> None:
        """Take up a transcript; how much of it is done is yet to be counted."""
        self.pages = pages
        self._touched.clear()
        self.done, self.stale = None, True

    def turn(self, number: int) -> TurnView:
        """Turn `number` as it is painted."""
        return self.pages.turn(number)

    def around(self, start_char: int, end_char: int) -> list[TurnView]:
        """The turns in memory that a code on `[start_char, end_char)` may change: also those that rivals there reach into."""
        codings = [coding for turn in self.pages.over(start_char, end_char) for coding in turn.codings]
        there = [each for each in codings if each.start_char < end_char and each.end_char > start_char]
        return self.pages.over(
            min([start_char, *(each.start_char for each in there)]), max([end_char, *(each.end_char for each in there)])
        )

    def paint(self, turns: Iterable[TurnView]) -> list[int]:
        """Show the turns like this, before it is saved; gives the numbers of those that look different now."""
        changed = [turn for turn in turns if turn is not self.turn(turn.number)]
        for turn in changed:
            self._account(self.turn(turn.number), turn)
            self.pages.paint(turn)
        return [turn.number for turn in changed]

    def sent(self) -> None:
        """A gesture is on its way."""
        self.on_their_way += 1
        self._sent += 1
        self.pace.note(monotonic(), self._gained)
        self._gained = 0

    def survey(self, tell: Callable[[Survey], object]) -> None:
        """Where it is due, have what is told of the whole layer read; `tell` hears of it in another thread."""
        if self.stale and not self.on_their_way:
            self.stale = False
            id, sent = self.transcript.id, self._sent
            self.work.survey(lambda desk: Survey(id, sent, Counter(desk.counts()), desk.progress(id)), tell)

    def surveyed(self, survey: Survey) -> None:
        """Take up what was read. Of another transcript, or with gestures made meanwhile, it is to be read again."""
        if (survey.transcript_id, survey.sent) == (self.transcript.id, self._sent):
            self.counts, self.need, self.done = survey.counts, survey.progress.need, survey.progress.done
        else:
            self.stale = True

    def landed(self, outcome: Outcome) -> list[int]:
        """A gesture has landed. Gives the turns that look different now that the last of them has."""
        self.on_their_way -= 1
        self.failed = outcome.error is not None
        if outcome.gesture:
            self._own.add(outcome.gesture.id)
            for change in outcome.gesture.changes:
                if change.transcript_id == self.transcript.id:
                    held = self.pages.held(change.turns)
                    self._touched.update(held)
                    self.stale |= len(held) < len(change.turns)
                else:
                    self.stale = True
        return [] if self.on_their_way else self._settle()

    def heard(self, heard: Heard) -> list[int]:
        """Take up what was done elsewhere. Gives the turns that look different now."""
        if heard.changed is None or heard.kinds & {"coder", "round", "speaker", "transcript"}:
            self._touched.update(self.pages.held(range(1, self.pages.turns + 1)))
            self.stale = True
        for gesture, (transcript_id, first, last) in heard.changed or ():
            if gesture in self._own:
                continue
            here = self.pages.transcript.id == transcript_id
            held = self.pages.held(range(first, last + 1)) if here else []
            self._touched.update(held)
            self.stale |= len(held) < last - first + 1
        self._own.clear()
        waiting = self._touched or self.pages.unsaved  # painted, and not to be read while a server was away
        return self._settle() if waiting and not self.on_their_way else []

    def next_todo(self, after: int, among: TurnMap | None = None) -> int | None:
        """The next turn (of these) after `after` that needs the coder, from the start again after the end; else None."""
        tried: set[int] = set()
        while (number := self.pages.desk.next_todo(self.transcript.id, after, among)) is not None:
            if number in tried:
                return None
            if not (number in self.pages.unsaved and self.turn(number).done):
                return number
            tried.add(number)
            after = number
        return None

    def _settle(self) -> list[int]:
        self.work.meet_coder()
        self.pages.desk = self.work.desk
        changed = self.pages.read_again(self._touched)
        self._touched.clear()
        for before, after in changed:
            self._account(before, after)
        return [after.number for _, after in changed]

    def _account(self, before: TurnView, after: TurnView) -> None:
        self._gained += after.done - before.done
        if self.done is None:
            return  # they are still being counted
        self.counts.subtract(_started(before))
        self.counts.update(_started(after))
        if after.needs_coding:
            self.done += after.done - before.done


def _started(turn: TurnView) -> Sequence[str]:
    """The codes of the codings that start in the turn: each coding is counted once."""
    return [coding.code for coding in turn.codings if coding.start_char >= turn.start_char]
