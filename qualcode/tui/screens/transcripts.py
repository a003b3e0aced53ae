"""All transcripts with what is done in each: choose one."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from qualcode.coding.desk import Desk, Progress, TranscriptView
from qualcode.coding.others import others_progress
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
        self.others: dict[str, dict[str, Progress]] = {}
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
        self.work.survey(self._count, partial(self.call_later, self._tell_done))
        if not self.quiet:
            store = self.work.store
            counted = partial(self.call_later, self._tell_others)
            self.work.survey(lambda desk: others_progress(store, desk.round_id, desk.coder_id), counted)

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

    def _count(self, desk: Desk) -> dict[str, Progress]:
        return {each.id: desk.progress(each.id) for each in self.transcripts}

    def _tell_done(self, done: dict[str, Progress]) -> None:
        """Show what is done; who has not chosen yet starts on the first transcript with something left to do."""
        self.done = done
        self._fill()
        if not self.quiet:
            all_need, all_done = sum(each.need for each in done.values()), sum(each.done for each in done.values())
            self.query_one("#left", Static).update(Content(told(all_need, all_done, self.per_hour)))
        places = [place for place, each in enumerate(self.transcripts) if done[each.id].done < done[each.id].need]
        if self.current is None and self.options.highlighted == 0 and places and not self.typed:
            self.options.highlighted = places[0]

    def _tell_others(self, others: dict[str, dict[str, Progress]]) -> None:
        self.others = others
        self._fill()

    def _fill(self) -> None:
        chosen = self.options.highlighted
        room = max(8, min(80, self.size.width) - _BAR - 30)
        self.options.clear_options()
        for above, each in zip([None, *self.listed], self.listed, strict=False):
            if above and above.assigned and not each.assigned:
                self.options.add_option(None)  # a line
            line = _line(each, self.done.get(each.id), room, quiet=self.quiet)
            self.options.add_option(Content("\n").join([line, *_others(self.others.get(each.id, {}))]))
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
    if not transcript.assigned:
        return Content.styled(
            f"  {name}" + " " * (room - cells(name) + 1) + f"not assigned · {count(transcript.turns, 'turn')}", "dim"
        )
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


def _others(others: dict[str, Progress]) -> Iterator[Content]:
    shares = [f"{one_line(name)} {int(each.done / each.need * 100)}%" for name, each in others.items() if each.need]
    if shares:
        yield Content.styled(f"    {' · '.join(shares)}", "dim")
