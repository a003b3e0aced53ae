"""A text that a person writes in a form or on a line: drawn display-safe, kept as it is."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.widgets import TextArea

from qualcode.text import safe

End = Callable[["Field", str], Awaitable[object]]  # the field and the key that ends it
PassOn = Callable[[events.Key], Awaitable[object]]


class Field(TextArea):
    """One line, or several. `end` hears of the keys that are not for the text, in the order in which all were typed."""

    ENDS: ClassVar = {"escape", "ctrl+s", "ctrl+d"}
    DEFAULT_CSS = """
    Field { height: auto; min-height: 1; max-height: 12; border: none; padding: 0 1; background: $boost; }
    Field:focus { background: $panel; }
    Field.-line { max-height: 1; scrollbar-size-horizontal: 0; }
    """

    def __init__(self, text: str, end: End, pass_on: PassOn, *, lines: bool = False, id: str | None = None) -> None:
        super().__init__(text, compact=True, soft_wrap=lines, id=id, classes="" if lines else "-line")
        self.lines = lines
        self.left = False
        self._end = end
        self._pass_on = pass_on
        self._before = self.text  # which may have other line ends than what was given

    def on_mount(self) -> None:
        """Write on where the text ends."""
        self.move_cursor(self.document.end)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return self.text != self._before

    def begin(self, text: str) -> None:
        """Take text again, this for a start."""
        self.left = False
        self.load_text(text)
        self.move_cursor(self.document.end)

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: one character for each of its own, so that the cursor stands right."""
        return Text(safe(self.document.get_line(line_index), lines=True), end="", no_wrap=True)

    async def on_key(self, event: events.Key) -> None:
        """What comes after the end is for whoever has the keys then."""
        if self.left:
            event.prevent_default().stop()
            await self._pass_on(event)
        elif event.key in self.ENDS or (event.key == "enter" and not self.lines):
            event.prevent_default().stop()
            await self._end(self, event.key)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted into a line becomes one."""
        if not self.lines and ("\n" in event.text or "\r" in event.text):
            event.prevent_default().stop()
            self.insert(" ".join(event.text.split()))
