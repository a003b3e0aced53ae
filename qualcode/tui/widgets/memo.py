"""The memo on a turn: an editor under the transcript, so that what is written about stays in sight."""

from collections.abc import Awaitable, Callable

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from qualcode.coding.desk import TurnView
from qualcode.text import one_line, safe

Leave = Callable[[], None]
PassOn = Callable[[events.Key], Awaitable[object]]


class MemoArea(TextArea):
    """The text; drawn display-safe, kept as it is."""

    def __init__(self, text: str, leave: Leave, pass_on: PassOn) -> None:
        super().__init__(text, compact=True)
        self.left = False
        self._leave = leave
        self._pass_on = pass_on

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: one character for each of its own, so that the cursor stands right."""
        return Text(safe(self.document.get_line(line_index), lines=True), end="", no_wrap=True)

    async def on_key(self, event: events.Key) -> None:
        """Esc leaves. Keys wait here in the order they were typed: what comes after esc is for the transcript."""
        if self.left:
            event.prevent_default().stop()
            await self._pass_on(event)
        elif event.key == "escape":
            event.prevent_default().stop()
            self.leave()

    def on_blur(self) -> None:
        """Whoever goes elsewhere leaves."""
        self.leave()

    def leave(self) -> None:
        """Take no more text."""
        if not self.left:
            self.left = True
            self._leave()


class MemoBox(Vertical):
    """The editor for the memo on `turn`."""

    DEFAULT_CSS = """
    MemoBox { height: 7; max-height: 60%; border-top: solid $primary; }
    MemoBox Static { height: 1; padding: 0 1; }
    MemoBox MemoArea { height: 1fr; border: none; padding: 0 1; }
    """

    def __init__(self, turn: TurnView, leave: Leave, pass_on: PassOn) -> None:
        super().__init__()
        self.turn = turn
        self.area = MemoArea(turn.memo, leave, pass_on)
        self._before = self.area.text  # which may have other line ends than the memo

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return self.area.text != self._before

    def compose(self) -> ComposeResult:
        """A title and the text."""
        title = f"✎ Memo on turn {self.turn.number}, {one_line(self.turn.speaker)}"
        yield Static(Content.assemble((title, "bold"), ("   esc saves", "dim")))
        yield self.area

    def on_mount(self) -> None:
        """Write on where the memo ends."""
        self.area.move_cursor(self.area.document.end)

    def close(self) -> None:
        """Go, once the keys that wait here are passed on."""
        self.display = False
        self.area.call_later(self._go)

    def _go(self) -> None:
        self.remove()  # not awaited: the area, whose turn it is, would wait for its own end
