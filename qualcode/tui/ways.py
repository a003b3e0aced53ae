"""The ways through a transcript beside one turn after another: what is flagged, coded so, searched for, called by number."""

from collections.abc import Callable
from itertools import product
from string import ascii_lowercase
from typing import TYPE_CHECKING

from qualcode.coding.searching import Finding, Hit
from qualcode.coding.turn_filter import TurnFilter
from qualcode.coding.turn_maps import Found, TurnMap
from qualcode.text import count, one_line
from qualcode.tui.search import Search
from qualcode.tui.slate import Slate
from qualcode.tui.widgets.prompt import Prompt, Question
from qualcode.tui.widgets.transcript import TranscriptPane

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

_AT_ONCE = 150_000  # turns: in longer transcripts the first look for a code would hold up a key


class Ways:
    """Moves the cursor of the screen's transcript; says where it came to, or why it stayed."""

    def __init__(self, screen: "CodingScreen") -> None:
        self.screen = screen
        self.search: Search | None = None
        self._hit: Hit | None = None  # the one the cursor is on
        self._begun = 1  # the turn where the search began
        self._filter: TurnFilter | None = None
        self._fitting = 0  # turns

    def go(self, where: str) -> None:
        """By the name of the way."""
        ways: dict[str, Callable[[], None]] = {
            "flagged": self._to_flagged, "same code": self._to_same_code, "number": self._ask_number, "filter": self._ask_filter,
            "jump": self._ask_letters,
            "search": self._ask_words, "next hit": lambda: self._to_hit(1), "previous hit": lambda: self._to_hit(-1),
        }  # fmt: skip
        ways[where]()

    @property
    def pane(self) -> TranscriptPane:
        """Where the cursor is."""
        return self.screen.pane

    @property
    def slate(self) -> Slate:
        """The turns as they are painted."""
        return self.screen.slate

    @property
    def prompt(self) -> Prompt:
        """Where questions are asked."""
        return self.screen.prompt

    @property
    def filtered(self) -> str:
        """Which turns are shown, where not all are: "filter: speaker P07 · 38 of 412 turns"."""
        if self.pane.window.shown is None or self._filter is None:
            return ""
        return f"filter: {self._filter.described()} · {self._fitting:,} of {count(self.screen.transcript.turns, 'turn')}"

    def leave(self) -> None:
        """Nothing is searched for any more; where nothing was, all turns are shown again."""
        if self.search is None and self.pane.window.shown is not None:
            self._show_only(None, None)
        self._leave_search()

    def _leave_search(self) -> None:
        if self.search:
            self.search.leave()
        self.search = self._hit = None
        self.pane.seek("")

    def _to_flagged(self) -> None:
        self._to_next(TurnFilter(flagged=True), "flagged turn", "No turn of this transcript is flagged")

    def _to_same_code(self) -> None:
        code = self.screen.work.codebook.by_key.get(self.screen.codes.attention or "")
        if code:
            name = one_line(code.name)
            self._to_next(TurnFilter(codes=frozenset({code.key})), name, f"No turn of this transcript has {name} yet")

    def _to_next(self, wanted: TurnFilter, what: str, none: str) -> None:
        """To the next turn that fits, at once where that is known or soon read."""
        work, transcript, after = self.screen.work, self.screen.transcript, self.pane.cursor

        def arrive(found: Found | None) -> None:
            if self.screen.transcript.id == transcript.id and self.pane.cursor == after:
                self._arrive(found, what, none)

        if transcript.turns <= _AT_ONCE or work.desk.maps.keeps(transcript.id, wanted):
            arrive(work.desk.maps.next(transcript.id, wanted, after))
        else:
            self.screen.message.show(f"Looking for {what} …")
            work.survey(
                lambda desk: desk.maps.next(transcript.id, wanted, after), lambda found: self.pane.call_later(arrive, found)
            )

    def _arrive(self, found: Found | None, what: str, none: str) -> None:
        if found is None:
            self.screen.message.show(none)
        else:
            self.pane.move_to(found.number)
            self.screen.message.show(f"{what} {found.place:,}/{found.total:,}")

    def _ask_letters(self) -> None:
        """To a turn in view, by the letters beside it."""
        begun = self.pane.window.begun()
        letters = ascii_lowercase if len(begun) <= len(ascii_lowercase) else map("".join, product(ascii_lowercase, repeat=2))
        turns = dict(zip(letters, begun, strict=False))
        self.pane.label({turn: letters for letters, turn in turns.items()})

        def jump(typed: str) -> None:
            if typed in turns:
                self.prompt.close()
                self.pane.label({})
                self.pane.move_to(turns[typed])

        def stay(_: str) -> None:
            self.pane.label({})

        self.prompt.ask(Question("jump to", "the letters beside a turn · esc stays", stay, "asking", jump, stay))

    def _ask_filter(self) -> None:
        """All turns again, or else: which of them."""
        # Local: costs the first painting nothing.
        from qualcode.tui.screens.filter import FilterScreen

        if self.pane.window.shown is not None:
            self._show_only(None, None)
        else:
            screen = self.screen
            screen.app.push_screen(FilterScreen(screen.work, screen.transcript.id), self._read_filter)

    def _read_filter(self, wanted: TurnFilter | None) -> None:
        """Have the turns that fit read, which in a long transcript takes a moment."""
        if wanted is None:
            return
        transcript = self.screen.transcript

        def show(turns: TurnMap) -> None:
            if self.screen.transcript.id == transcript.id:
                self._show_only(wanted, turns)

        self.screen.message.show(f"Looking for turns: {wanted.described()} …")
        self.screen.work.survey(
            lambda desk: desk.maps.read(transcript.id, wanted), lambda turns: self.pane.call_later(show, turns)
        )

    def _show_only(self, wanted: TurnFilter | None, turns: TurnMap | None) -> None:
        self._filter, self._fitting = wanted, len(turns) if turns is not None else 0
        if turns is not None and not self._fitting:
            self.screen.message.show(f"No turn fits: {wanted.described() if wanted else ''}")
            turns = None
        elif turns is not None:
            self.screen.message.show(f"{count(self._fitting, 'turn')} shown, with their own numbers: F or esc shows all again")
        self.pane.show_only(turns)

    def _ask_number(self) -> None:
        turns = self.screen.transcript.turns
        hint = f"1 to {turns} · enter goes there · esc stays"
        self.prompt.ask(Question("go to turn", hint, self._to_number, "asking", accepted=str.isdecimal))

    def _to_number(self, typed: str) -> None:
        turns = self.screen.transcript.turns
        if typed and 0 < int(typed[:12]) <= turns:
            self.pane.move_to(int(typed))
        elif typed:
            self.screen.message.show(f"There is no turn {typed[:12]}: this transcript has {turns}")

    def _ask_words(self) -> None:
        self._leave_search()
        self._begun = self.pane.cursor
        hint = "enter stays there · tab: in all transcripts · esc goes back"
        self.prompt.ask(
            Question("/", hint, self._keep, "searching", self._look_for, self._go_back, {"tab": self._search_everywhere})
        )

    def _look_for(self, words: str) -> None:
        """Words are typed: to their first hit from the turn on where the search began."""
        self._leave_search()
        start = self.slate.turn(self._begun).start_char
        self.search = Search(self.screen.work, self.screen.transcript.id, words, start, self._hear)
        self.pane.seek(words)
        self.prompt.tell(self.search.told(None))

    def _hear(self, search: Search) -> None:
        """In the thread of the search."""
        self.pane.call_later(self._show, search)

    def _show(self, search: Search) -> None:
        if search is not self.search:
            return
        if self._hit is None and (hit := search.next(search.start_char - 1, 1)):
            self._stand_on(hit)
        self._tell()

    def _keep(self, words: str) -> None:
        """Enter: stay on the hit, even if it is found only now."""
        if self.search and words.strip():
            if self._hit is None and (hit := self.search.next(self.search.start_char - 1, 1)):
                self._stand_on(hit)
            self._tell()
        else:
            self._go_back("")

    def _go_back(self, _: str) -> None:
        self._leave_search()
        self.pane.move_to(self._begun)

    def _search_everywhere(self, words: str) -> None:
        """List the hits of all transcripts; from there to one of them, or back to where the search began."""
        # Local: costs the first painting nothing.
        from qualcode.tui.screens.found import FoundScreen

        self._go_back(words)
        listed = FoundScreen(self.screen.work, words)
        self.screen.app.push_screen(listed, lambda found: self._open_found(found, listed.words))

    def _open_found(self, found: Finding | None, words: str) -> None:
        if found is None:
            return
        screen = self.screen
        if found.transcript_id != screen.transcript.id:
            [transcript] = [each for each in screen.work.desk.transcripts() if each.id == found.transcript_id]
            screen.open(transcript, found.number)
        self.pane.move_to(found.number)
        self._begun = found.number
        self._look_for(words)

    def _to_hit(self, step: int) -> None:
        search = self.search
        if search is None or search.transcript_id != self.screen.transcript.id:
            self.screen.message.show("Nothing is searched for yet: / searches this transcript")
            return
        here = self.slate.turn(self.pane.cursor)
        on_it = self._hit is not None and self._hit.number == here.number
        char = self._hit.start_char if self._hit and on_it else here.start_char - (step > 0)
        if hit := search.next(char, step):
            self._stand_on(hit)
        self._tell()

    def _stand_on(self, hit: Hit) -> None:
        self._hit = hit
        self.pane.move_to(hit.number)

    def _tell(self) -> None:
        assert self.search is not None
        told = self.search.told(self._hit)
        if self.prompt.question:
            self.prompt.tell(told)
        else:
            self.screen.message.show(f"“{self.search.words}”: {told}")
