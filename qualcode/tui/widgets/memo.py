"""The memo on a turn: an editor under the transcript, so that what is written about stays in sight."""

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea

from qualcode.coding.desk import TurnView
from qualcode.text import one_line, safe


class MemoArea(TextArea):
    """The text; drawn display-safe, kept as it is."""

    finished = False

    class Finished(Message):
        """Esc, or the editor was left."""

    class Passed(Message):
        """A key typed after esc that is meant for the transcript."""

        def __init__(self, key: events.Key) -> None:
            super().__init__()
            self.key = key

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: one character for each of its own, so that the cursor stands right."""
        return Text(safe(self.document.get_line(line_index), lines=True), end="", no_wrap=True)

    def finish(self) -> None:
        """Take no more text. Keys wait here in the order they were typed, so esc comes after all text before it."""
        if not self.finished:
            self.finished = True
            self.post_message(self.Finished())

    def on_key(self, event: events.Key) -> None:
        """Esc saves."""
        if self.finished or event.key == "escape":
            event.prevent_default()
            event.stop()
        if self.finished:
            self.post_message(self.Passed(event))
        elif event.key == "escape":
            self.finish()

    def on_blur(self) -> None:
        """Whoever goes elsewhere has finished."""
        self.finish()


class MemoBox(Vertical):
    """The editor for the memo on `turn`."""

    DEFAULT_CSS = """
    MemoBox { height: 7; max-height: 60%; border-top: solid $primary; }
    MemoBox Static { height: 1; padding: 0 1; }
    MemoBox MemoArea { height: 1fr; border: none; padding: 0 1; }
    """

    class Left(Message):
        """The memo is written."""

    def __init__(self, turn: TurnView) -> None:
        super().__init__()
        self.turn = turn
        self.area = MemoArea(turn.memo, compact=True)

    def compose(self) -> ComposeResult:
        """A title and the text."""
        title = f"✎ Memo on turn {self.turn.number}, {one_line(self.turn.speaker)}"
        yield Static(Content.assemble((title, "bold"), ("   esc saves", "dim")))
        yield self.area

    def on_mount(self) -> None:
        """Write on where the memo ends."""
        self.area.move_cursor(self.area.document.end)

    def on_memo_area_finished(self) -> None:
        """Tell whoever opened the editor."""
        self.post_message(self.Left())
