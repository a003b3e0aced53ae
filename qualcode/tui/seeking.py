"""Searching for words, in the open transcript as they are typed, or in all of them."""

from typing import TYPE_CHECKING

from qualcode.coding.searching import Finding, Hit
from qualcode.tui.keymap import keymap_of
from qualcode.tui.search import Search
from qualcode.tui.widgets.prompt import Question

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen


class Seeking:
    """Moves the cursor of `screen` from hit to hit. Where a filter hides turns, so are the hits in them."""

    def __init__(self, screen: "CodingScreen") -> None:
        self.search: Search | None = None
        self._screen = screen
        self._hit: Hit | None = None  # the one the cursor is on
        self._begun = 1  # the turn where the search began

    def ask(self) -> None:
        """Search for words while they are typed."""
        self.leave()
        self._begun = self._screen.pane.cursor
        hint = "enter stays there · tab: in all transcripts · esc goes back"
        self._screen.prompt.ask(
            Question("/", hint, self._keep, "searching", self._look_for, self._go_back, {"tab": self._search_everywhere})
        )

    def go(self, step: int) -> None:
        """To the next hit (1), or the previous one (-1)."""
        if self.search is None:
            search = keymap_of(self._screen).key("search")
            self._screen.message.show(f"Nothing is searched for yet: {search} searches this transcript")
            return
        here = self._screen.slate.turn(self._screen.pane.cursor)
        on_it = self._hit is not None and self._hit.number == here.number
        self._go_from(self._hit.start_char if self._hit and on_it else here.start_char - (step > 0), step)
        self._tell()

    def leave(self) -> None:
        """Nothing is searched for any more."""
        if self.search:
            self.search.leave()
        self.search = self._hit = None
        self._screen.pane.seek("")

    def _look_for(self, words: str) -> None:
        """Words are typed: to their first hit from the turn on where the search began."""
        self.leave()
        screen = self._screen
        start = screen.slate.turn(self._begun).start_char
        self.search = Search(screen.work, screen.transcript.id, words, start, self._hear)
        screen.pane.seek(words)
        screen.prompt.tell(self.search.told(None))

    def _hear(self, search: Search) -> None:
        """In the thread of the search."""
        self._screen.call_later(self._show, search)

    def _show(self, search: Search) -> None:
        if search is self.search:
            self._to_first()
            self._tell()

    def _keep(self, words: str) -> None:
        """Enter: stay on the hit, even if it is found only now."""
        if self.search and words.strip():
            self._to_first()
            self._tell()
        else:
            self._go_back("")

    def _go_back(self, _: str) -> None:
        self.leave()
        self._screen.pane.move_to(self._begun)

    def _search_everywhere(self, words: str) -> None:
        """List the hits of all transcripts; from there to one of them, or back to where the search began."""
        # Local: costs the first painting nothing.
        from qualcode.tui.screens.found import FoundScreen

        self._go_back(words)
        listed = FoundScreen(self._screen.work, words)
        self._screen.app.push_screen(listed, lambda found: self._open_found(found, listed.words))

    def _open_found(self, found: Finding | None, words: str) -> None:
        if found:
            with self._screen.courier.reading():
                self._show_found(found, words)

    def _show_found(self, found: Finding, words: str) -> None:
        if found.transcript_id != self._screen.transcript.id:
            self._screen.shelf.open_at(found.transcript_id, found.number)
        self._screen.pane.move_to(found.number)
        self._begun = found.number
        self._look_for(words)

    def _to_first(self) -> None:
        if self.search and self._hit is None:
            self._go_from(self.search.start_char - 1, 1)

    def _go_from(self, char: int, step: int) -> None:
        assert self.search is not None
        pane = self._screen.pane
        if hit := self.search.next(char, step, pane.window.shown):
            self._hit = hit
            pane.move_to(hit.number)
            pane.bring_into_view(hit.start_char)

    def _tell(self) -> None:
        assert self.search is not None
        told = self.search.told(self._hit, self._screen.pane.window.shown)
        if self._screen.prompt.question:
            self._screen.prompt.tell(told)
        else:
            self._screen.message.show(f"“{self.search.words}”: {told}")
