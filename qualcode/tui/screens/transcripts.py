"""All transcripts with what is done in each: choose one."""

from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from qualcode.coding.desk import Progress, TranscriptView
from qualcode.text import count, one_line, safe
from qualcode.tui.pace import told
from qualcode.tui.remembered import remembered_quiet
from qualcode.tui.widgets.matching import plain
from qualcode.tui.widgets.wrap import cells, shorten
from qualcode.tui.work import Work

_BAR = 12


class TranscriptsScreen(ModalScreen[TranscriptView | None]):
    """Gives the chosen transcript, or None."""

    BINDINGS: ClassVar = [("escape", "leave", "Back")]
    DEFAULT_CSS = """
    TranscriptsScreen { align: center middle; }
    TranscriptsScreen Vertical { width: 80; max-width: 100%; height: auto; max-height: 90%; background: $surface; padding: 1 2; }
    TranscriptsScreen OptionList { height: auto; max-height: 1fr; margin: 1 0; }
    """

    class Counted(Message):
        """How many turns are done, by transcript id."""

        def __init__(self, done: dict[str, Progress]) -> None:
            super().__init__()
            self.done = done

    def __init__(self, work: Work, current: str | None = None, per_hour: float | None = None) -> None:
        super().__init__()
        self.per_hour = per_hour  # turns an hour, where that says something
        self.quiet = remembered_quiet(work.store.folder)
        self.work = work
        self.transcripts = work.desk.transcripts()
        self.listed = self.transcripts  # those whose names hold the letters typed
        self.typed = ""
        self.head = Static(_head(""))
        self.done: dict[str, Progress] = {}  # by id, once they are counted
        self.current = current
        self.options = OptionList(compact=True)

    def compose(self) -> ComposeResult:
        """A list, one line each."""
        with Vertical():
            yield self.head
            yield self.options
            yield Static(id="left")
            yield Static(Content.styled("enter opens · type to search · esc goes back", "dim"))

    def on_mount(self) -> None:
        """Start on the open one, else on the first; what is done is told when it is counted."""
        self._fill()
        places = [place for place, each in enumerate(self.transcripts) if each.id == self.current]
        self.options.highlighted = places[0] if places else 0
        self.options.focus()
        ids = [each.id for each in self.transcripts]
        self.work.survey(lambda desk: {id: desk.progress(id) for id in ids}, lambda done: self.post_message(self.Counted(done)))

    @on(Counted)
    def tell_done(self, event: Counted) -> None:
        """Show what is done; who has not chosen yet starts on the first transcript with something left to do."""
        self.done = event.done
        self._fill()
        if not self.quiet:
            need, done = sum(each.need for each in self.done.values()), sum(each.done for each in self.done.values())
            self.query_one("#left", Static).update(Content(told(need, done, self.per_hour)))
        places = [place for place, each in enumerate(self.transcripts) if self.done[each.id].done < self.done[each.id].need]
        if self.current is None and self.options.highlighted == 0 and places and not self.typed:
            self.options.highlighted = places[0]

    def on_key(self, event: events.Key) -> None:
        """Letters narrow the list."""
        if event.key == "backspace":
            self.typed = self.typed[:-1]
        elif event.character and event.character.isprintable():
            self.typed += event.character
        else:
            return
        event.stop()
        wanted = plain(self.typed).split()
        self.listed = [each for each in self.transcripts if all(word in plain(each.name) for word in wanted)]
        self.head.update(_head(self.typed))
        self.options.highlighted = 0
        self._fill()

    def on_resize(self) -> None:
        """The names get what the figures leave."""
        self._fill()

    def _fill(self) -> None:
        chosen = self.options.highlighted
        room = max(8, min(80, self.size.width) - _BAR - 30)
        self.options.clear_options()
        line = partial(_line, room=room, quiet=self.quiet)
        self.options.add_options(line(each, self.done.get(each.id)) for each in self.listed)
        self.options.highlighted = (chosen or 0) if self.listed else None

    def action_leave(self) -> None:
        """None of them."""
        self.dismiss(None)

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        self.dismiss(self.listed[event.option_index])


def _head(typed: str) -> Content:
    return Content.assemble(("Choose a transcript", "bold"), ("   " + safe(typed) + "▏" if typed else "", "$primary"))


def _line(transcript: TranscriptView, progress: Progress | None, room: int, *, quiet: bool) -> Content:
    name = shorten(one_line(transcript.name), room)
    if quiet:
        return Content(f"{name}" + " " * (room - cells(name) + 2) + count(transcript.turns, "turn"))
    share = progress.done / progress.need if progress and progress.need else float(progress is not None)
    full = int(share * _BAR)
    mark = "✓" if progress and progress.done == progress.need else " "
    percent = "  … " if progress is None else f"{int(share * 100):>3}%"
    return Content.assemble(
        f"{mark} {name}" + " " * (room - cells(name) + 1),
        ("━" * full, "$success"), ("─" * (_BAR - full), "dim"),
        f" {percent}  {count(transcript.turns, 'turn')}",
    )  # fmt: skip
