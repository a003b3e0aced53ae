"""The undo history: everything done in this layer, newest first, with times; any point of it is one key away."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from qualcode.coding.past import PastGesture, past_gestures
from qualcode.errors import QualcodeError
from qualcode.text import count, one_line
from qualcode.tui.keys import HISTORY
from qualcode.tui.patience import reading
from qualcode.tui.times import when
from qualcode.tui.widgets.lines import KeyLine, MessageLine
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.wrap import cells, clip
from qualcode.tui.work import Outcome, Work

if TYPE_CHECKING:
    from qualcode.coding.gesture import Gesture
    from qualcode.coding.session import CodingSession

Submit = Callable[["Callable[[CodingSession], Gesture | None]", Callable[[Outcome], object]], None]
_READ = 100  # gestures at a time: some milliseconds
_BEGINNING = "the beginning: nothing of mine stands"


class HistoryScreen(Screen[None]):
    """Lists gestures as far as one looks. Enter goes to a point, and the list shows what stands then."""

    BINDINGS: ClassVar = [*HISTORY]
    DEFAULT_CSS = """
    HistoryScreen #head { height: 1; background: $panel; padding: 0 1; }
    HistoryScreen.-low KeyLine { display: none; }
    """

    class Written(Message):
        """Nothing is on its way any more."""

    def __init__(self, work: Work, submit: Submit) -> None:
        super().__init__()
        self.work = work
        self.gestures: list[PastGesture] = []
        self.busy = False  # stepping
        self._did: tuple[str, bool] | None = None  # what the last step did, and whether it failed
        self.rows = RowList(self._row, self._count)
        self.head = Static(id="head")
        self.message = MessageLine()
        self.keys = KeyLine()
        self._submit = submit
        self._more: Iterator[PastGesture] = iter(())
        self._whole = False  # all of it is read
        self._behind = False  # some of it could not be read

    def compose(self) -> ComposeResult:
        """What this is, the gestures, what enter would do, the keys."""
        yield self.head
        yield self.rows
        yield self.message
        yield self.keys

    def on_mount(self) -> None:
        """Begin at the newest that stands."""
        self.keys.show("history")
        self.head.update(
            Content.assemble(("Undo history", "bold"), (f"   {one_line(self.work.coder)} · {one_line(self.work.round)}", "dim"))
        )
        self.set_focus(self.rows)
        self.work.when_written(lambda: self.post_message(self.Written()))

    @on(Written)
    def begin(self) -> None:
        """All that was done before is written: read it."""
        self._read()
        self.tell()

    @on(RowList.Moved)
    def tell(self) -> None:
        """What enter would do; once, what it did."""
        if self._did:
            message, failed = self._did
            self.message.show(message, failed=failed)
            self._did = None
        elif not self.busy and not self._behind:
            self.message.show(self._offer())

    @on(RowList.Chosen)
    def step(self) -> None:
        """To the point under the cursor; what is undone and out of turn is brought back alone."""
        gesture = self.here
        if self.busy:
            return
        self.busy = True
        self.message.show("Stepping …")
        if gesture and gesture.undone_at is not None and not gesture.in_turn:
            self._submit(lambda session: session.bring_back(gesture.id), self._stepped)
        else:
            self._submit(lambda session: session.step_to(gesture.id if gesture else None), self._stepped)

    @property
    def here(self) -> PastGesture | None:
        """The gesture under the cursor; None for the beginning."""
        return self.gestures[self.rows.cursor] if self.rows.cursor < len(self.gestures) else None

    def action_leave(self) -> None:
        """Back to the transcript."""
        self.dismiss(None)

    def _stepped(self, outcome: Outcome) -> None:
        self.busy = False
        self._read()
        told = outcome.error or (outcome.gesture.summary if outcome.gesture else "It is so already")
        self._did = (told, outcome.error is not None)  # said when the cursor, which moves now, has moved

    def _read(self) -> None:
        with reading(self.app):
            self.work.meet_coder()
        self.gestures, self._whole = [], False
        self._more = self._past()
        reach = self.rows.size.height or _READ
        while self._count(reach) >= reach and not self._standing():
            reach += _READ
        self.rows.move_to(next(iter(self._standing()), len(self.gestures)))

    def _past(self) -> Iterator[PastGesture]:
        """All that come after those that are read."""
        desk = self.work.desk
        return islice(past_gestures(self.work.store, desk.coder_id, desk.round_id), len(self.gestures), None)

    def _standing(self) -> list[int]:
        return [place for place, gesture in enumerate(self.gestures) if gesture.undone_at is None]

    def _count(self, reach: int) -> int:
        """How many entries are read, with `reach` of them wanted; after the oldest gesture stands the beginning."""
        try:
            while len(self.gestures) < reach and not self._whole:
                more = list(islice(self._more, max(_READ, reach - len(self.gestures))))
                self.gestures += more
                self._whole = len(more) < _READ
            self._behind = False
        except QualcodeError as error:  # it cannot be read just now: the next key reads on
            self._more, self._behind = self._past(), True
            self.message.show(str(error), failed=True)
        return len(self.gestures) + self._whole

    def _offer(self) -> str:
        gesture = self.here
        if gesture and gesture.undone_at is not None and not gesture.in_turn:
            return "enter brings this one back, and leaves what was done since"
        before = self.gestures[: self.rows.cursor]
        if gesture and gesture.undone_at is not None:
            steps = 1 + sum(each.in_turn and each.undone_at is not None for each in self.gestures[self.rows.cursor + 1 :])
            return f"enter does this again, {count(steps, 'change')} in turn"
        steps = sum(each.undone_at is None for each in before)
        return f"enter steps back over {count(steps, 'change')} to here" if steps else "This is where you are"

    def _row(self, entry: int, width: int) -> Content:
        if entry >= len(self.gestures):
            return Content.styled(clip(f"  {_BEGINNING}", width), "dim")
        gesture, now = self.gestures[entry], datetime.now().astimezone()
        undone = gesture.undone_at is not None
        time = f"{when(_moment(gesture.at), now):>16}  "
        fate = "" if gesture.undone_at is None else f"  undone {when(_moment(gesture.undone_at), now)}"
        name = f"  {one_line(gesture.transcript)}" if width >= 100 else ""
        room = max(4, width - len(time) - cells(fate) - 2)
        told = clip(one_line(gesture.summary) + name, room)
        return Content.assemble("↶ " if undone else "  ", (time, "dim"), (told, "dim" if undone else ""), (fate, "dim italic"))


def _moment(clock: int) -> datetime:
    return datetime.fromtimestamp(clock / 1_000_000_000).astimezone()
