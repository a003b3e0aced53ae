"""All transcripts with what is done in each: choose one."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from qualcode.coding.desk import TranscriptView
from qualcode.text import count, one_line
from qualcode.tui.widgets.wrap import cells, shorten

_BAR = 12


class TranscriptsScreen(ModalScreen[TranscriptView | None]):
    """Gives the chosen transcript, or None."""

    BINDINGS: ClassVar = [("escape", "leave", "Back")]
    DEFAULT_CSS = """
    TranscriptsScreen { align: center middle; }
    TranscriptsScreen Vertical { width: 80; max-width: 100%; height: auto; max-height: 90%; background: $surface; padding: 1 2; }
    TranscriptsScreen OptionList { height: auto; max-height: 1fr; margin: 1 0; }
    """

    def __init__(self, transcripts: list[TranscriptView], current: str | None = None) -> None:
        super().__init__()
        self.transcripts = transcripts
        self.current = current
        self.options = OptionList(compact=True)

    def compose(self) -> ComposeResult:
        """A list, one line each."""
        with Vertical():
            yield Static(Content.styled("Choose a transcript", "bold"))
            yield self.options
            yield Static(Content.styled("enter opens · esc goes back", "dim"))

    def on_mount(self) -> None:
        """Start on the open one, else on the first with something left to do."""
        self._fill()
        places = [place for place, each in enumerate(self.transcripts) if each.id == self.current]
        places += [place for place, each in enumerate(self.transcripts) if each.done < each.turns]
        self.options.highlighted = places[0] if places else 0
        self.options.focus()

    def on_resize(self) -> None:
        """The names get what the figures leave."""
        self._fill()

    def _fill(self) -> None:
        chosen = self.options.highlighted
        room = max(8, min(80, self.size.width) - _BAR - 30)
        self.options.clear_options()
        self.options.add_options(_line(each, room) for each in self.transcripts)
        self.options.highlighted = chosen

    def action_leave(self) -> None:
        """None of them."""
        self.dismiss(None)

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        self.dismiss(self.transcripts[event.option_index])


def _line(transcript: TranscriptView, room: int) -> Content:
    name = shorten(one_line(transcript.name), room)
    share = transcript.done / transcript.turns if transcript.turns else 1.0
    full = int(share * _BAR)
    mark = "✓" if transcript.done == transcript.turns else " "
    return Content.assemble(
        f"{mark} {name}" + " " * (room - cells(name) + 1),
        ("━" * full, "$success"), ("─" * (_BAR - full), "dim"),
        f" {int(share * 100):>3}%  {count(transcript.turns, 'turn')}",
    )  # fmt: skip
