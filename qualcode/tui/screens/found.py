"""All hits of some words in all transcripts: read through them, go to one, or go back to where one was."""

import threading
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from qualcode.coding.desk import Desk
from qualcode.coding.searching import Finding
from qualcode.project.database import NotNowError
from qualcode.text import count, one_line
from qualcode.tui.screens.welcome import HARMLESS
from qualcode.tui.widgets.wrap import cells, clip, shorten
from qualcode.tui.work import Work

_MOST = 2000  # hits listed; nobody reads more
_PAUSE = 0.15  # seconds without a key after which the typed words are searched for


class FoundScreen(ModalScreen[Finding | None]):
    """Lists hits as they are found, and gives the chosen one, or None. `words` is what was searched for last."""

    BINDINGS: ClassVar = [("escape", "leave", "Back"), ("down", "choose(1)", "Down"), ("up", "choose(-1)", "Up"),
                          ("pagedown", "choose(10)", "Down"), ("pageup", "choose(-10)", "Up")]  # fmt: skip
    DEFAULT_CSS = """
    FoundScreen { align: center middle; }
    FoundScreen Vertical { width: 100%; height: 100%; background: $surface; padding: 1 2; }
    FoundScreen Input { margin: 1 0; }
    FoundScreen OptionList { height: 1fr; }
    """

    def __init__(self, work: Work, words: str) -> None:
        super().__init__()
        self.work = work
        self.words = words
        self.found: list[Finding] = []
        self.finished = False
        self._names = {transcript.id: transcript.name for transcript in work.desk.transcripts()}
        self._stop = threading.Event()  # of the search that is under way
        self.options = OptionList(compact=True)
        self.told = Static()

    def compose(self) -> ComposeResult:
        """The words, the hits, and how many."""
        with Vertical():
            yield Static(Content.styled("Search all transcripts", "bold"))
            yield Input(self.words, placeholder="words", compact=True, max_length=100, restrict=HARMLESS)
            yield self.options
            yield self.told
            yield Static(Content.styled("↓ ↑ choose · enter goes there · esc goes back to where you were", "dim"))

    def on_mount(self) -> None:
        """Search at once."""
        self.options.can_focus = False  # the arrows choose from it while one types
        self._search()

    def on_unmount(self) -> None:
        """Search no further."""
        self._stop.set()

    @on(Input.Changed)
    def type_words(self, event: Input.Changed) -> None:
        """Search for what stands there, once nothing more is typed."""
        if event.value != self.words:
            self.words = event.value
            self._stop.set()
            self.set_timer(_PAUSE, lambda: self._search() if self.words == event.value else None)

    @on(Input.Submitted)
    def go_there(self) -> None:
        """To the chosen hit."""
        if self.options.highlighted is not None:
            self.dismiss(self.found[self.options.highlighted])

    @on(OptionList.OptionSelected)
    def go_to(self, event: OptionList.OptionSelected) -> None:
        """To the hit clicked on."""
        self.dismiss(self.found[event.option_index])

    def action_leave(self) -> None:
        """Nowhere else."""
        self.dismiss(None)

    def action_choose(self, step: int) -> None:
        """The hit `step` places further down."""
        if self.found:
            self.options.highlighted = max(0, min((self.options.highlighted or 0) + step, len(self.found) - 1))

    def _search(self) -> None:
        self._stop.set()
        stop = self._stop = threading.Event()
        self.found, self.finished = [], False
        self.options.clear_options()
        self._tell()
        self.work.look(lambda desk: self._look(desk, self.words, stop))

    def _look(self, desk: Desk, words: str, stop: threading.Event) -> None:
        """In the thread that searches; anew where somebody keeps the project meanwhile."""
        try:
            self._read(desk, words, stop)
        except NotNowError:
            if not stop.is_set():
                self.call_later(self._search)

    def _read(self, desk: Desk, words: str, stop: threading.Event) -> None:
        number = 0
        for id in self._names:
            for found in desk.findings(id, words):
                if stop.is_set():
                    return
                if found and number < _MOST:
                    number += len(found)
                    self.call_later(self._list, found, stop)
                if number >= _MOST:
                    break
        self.call_later(self._finish, stop)

    def _list(self, found: list[Finding], stop: threading.Event) -> None:
        if stop.is_set():
            return
        found = found[: _MOST - len(self.found)]
        self.found += found
        self.options.add_options(_line(each, self._names[each.transcript_id], self.size.width - 8) for each in found)
        if self.options.highlighted is None:
            self.options.highlighted = 0
        self._tell()

    def _finish(self, stop: threading.Event) -> None:
        if not stop.is_set():
            self.finished = True
            self._tell()

    def _tell(self) -> None:
        places = len({finding.transcript_id for finding in self.found})
        told = f"{count(len(self.found), 'hit')} in {count(places, 'transcript')}"
        if len(self.found) == _MOST:
            told = f"the first {told}; more words tell more apart"
        elif not self.finished:
            told += " so far …"
        self.told.update(Content(told if self.words.strip() else "type the words to search for"))


def _line(found: Finding, name: str, width: int) -> Content:
    """Transcript, turn, speaker, and the words in the middle of those around them."""
    place = f"{shorten(one_line(name), 18):<18} {found.number:>5} "
    who = shorten(one_line(found.speaker), 10)
    head = place + who + " " * (11 - cells(who))
    words = clip(one_line(found.words), max(8, width // 3))
    side = max(4, (width - cells(head) - cells(words)) // 2)
    before = _tail(one_line(found.before + "|")[:-1], side)
    after = clip(one_line("|" + found.after)[1:], max(0, width - cells(head) - side - cells(words)))
    return Content.assemble((head, "dim"), " " * (side - cells(before)), before, (words, "bold underline"), after)


def _tail(text: str, width: int) -> str:
    """The end of `text`, in at most `width` cells."""
    if cells(text) <= width:
        return text
    text = text[-width:]
    while cells(text) >= width:
        text = text[1:]
    return "…" + text
