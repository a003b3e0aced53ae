"""A memo being written: an editor under what it is about, which stays in sight. Saved at every pause, without a key for it."""

from collections.abc import Awaitable, Callable
from time import monotonic

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from qualcode.text import one_line, safe

PAUSE, LONGEST = 1.0, 10.0  # seconds without a key, and of writing without such a pause, after which it is saved

Leave = Callable[[], object]
Save = Callable[[str], None]
PassOn = Callable[[events.Key], Awaitable[object]]


class MemoArea(TextArea):
    """The text; drawn display-safe, kept as it is."""

    def __init__(self, text: str, leave: Leave, pass_on: PassOn | None) -> None:
        super().__init__(text, compact=True)
        self.left = False
        self._leave = leave
        self._pass_on = pass_on

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: one character for each of its own, so that the cursor stands right."""
        return Text(safe(self.document.get_line(line_index), lines=True), end="", no_wrap=True)

    async def on_key(self, event: events.Key) -> None:
        """Esc leaves. Keys wait here in the order they were typed: what comes after esc is for the transcript."""
        if self.left and self._pass_on:
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
    """The editor with its title. `save` gets the text when it is worth saving; `leave` hears of esc, when all is saved.

    Keys that come after esc go to `pass_on`, where somebody wants them in order.
    """

    DEFAULT_CSS = """
    MemoBox { height: 7; max-height: 60%; border-top: solid $primary; }
    MemoBox Static { height: 1; padding: 0 1; }
    MemoBox MemoArea { height: 1fr; border: none; padding: 0 1; }
    """

    def __init__(self, title: str, text: str, save: Save, leave: Leave, pass_on: PassOn | None = None) -> None:
        super().__init__()
        self.area = MemoArea(text, leave, pass_on)
        self._title = title
        self._save = save
        self._saved: str | None = self.text
        self._waiting: Timer | None = None
        self._unsaved_since = 0.0

    @property
    def text(self) -> str:
        """What is written, without the white space around it."""
        return self.area.text.strip()

    def compose(self) -> ComposeResult:
        """A title and the text."""
        yield Static(Content.assemble((f"✎ {one_line(self._title)}", "bold"), ("   saved as you write", "dim")))
        yield self.area

    def on_mount(self) -> None:
        """Write on where the memo ends."""
        self.area.move_cursor(self.area.document.end)

    @on(TextArea.Changed)
    def wait_for_a_pause(self) -> None:
        """Save when nothing more is typed for a moment, and in between where somebody never stops."""
        if self._waiting:
            self._waiting.stop()
        else:
            self._unsaved_since = monotonic()
        if monotonic() - self._unsaved_since >= LONGEST:
            self.save()
        else:
            self._waiting = self.set_timer(PAUSE, self.save)

    def save(self) -> None:
        """Have the text saved, if it is not."""
        if self._waiting:
            self._waiting.stop()
            self._waiting = None
        if self.text != self._saved:
            self._saved = self.text
            self._save(self.text)

    def not_saved(self) -> None:
        """The text could not be saved: try again at the next pause, or at the end."""
        self._saved = None

    def close(self) -> None:
        """Go, once the keys that wait here are passed on."""
        self.display = False
        self.area.call_later(self._go)

    def _go(self) -> None:
        self.remove()  # not awaited: the area, whose turn it is, would wait for its own end
