"""The first question of a first run: who codes."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from qualcode.errors import QualcodeError
from qualcode.project.people import coder_name
from qualcode.text import listed, one_line

# What a terminal would obey cannot be pasted into the field.
HARMLESS = r"[^\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]*"


class WelcomeScreen(Screen[str]):
    """Asks for the coder's name, and gives it."""

    BINDINGS: ClassVar = [("escape", "app.quit", "Quit")]
    DEFAULT_CSS = """
    WelcomeScreen { align: center middle; }
    WelcomeScreen Vertical { width: 64; max-width: 100%; height: auto; padding: 1 2; }
    WelcomeScreen Input { margin: 1 0; }
    WelcomeScreen #problem { color: $error; }
    """

    def __init__(self, project: str, coders: list[str]) -> None:
        super().__init__()
        self.project = project
        self.coders = coders

    def compose(self) -> ComposeResult:
        """One field."""
        with Vertical():
            yield Static(Content.styled(one_line(self.project), "bold"))
            yield Static("Who codes? What you code is kept under this name, apart from what others do.")
            yield Input(placeholder="your name", max_length=60, restrict=HARMLESS)
            if self.coders:
                known = listed([one_line(name) for name in self.coders])
                yield Static(Content.styled(f"So far: {known}", "dim"))
            yield Static(id="problem")
            yield Static(Content.styled("enter goes on · ctrl+q quits", "dim"))

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """A name that does is the answer."""
        try:
            self.dismiss(coder_name(event.value))
        except QualcodeError as error:
            self.query_one("#problem", Static).update(Content(str(error)))
