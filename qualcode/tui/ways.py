"""The ways to a turn that are not the next one: to what is flagged, coded so, called by number, seen there, searched for."""

from collections.abc import Callable
from itertools import product
from string import ascii_lowercase
from typing import TYPE_CHECKING

from qualcode.coding.turn_filter import TurnFilter
from qualcode.coding.turn_maps import Found
from qualcode.text import one_line
from qualcode.tui.filtering import Filtering
from qualcode.tui.keymap import keymap_of
from qualcode.tui.seeking import Seeking
from qualcode.tui.widgets.prompt import Question

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

_AT_ONCE = 150_000  # turns: in longer transcripts the first look for a code would hold up a key


class Ways:
    """Moves the cursor in the transcript of `screen`; says where it came to, or why it stayed."""

    def __init__(self, screen: "CodingScreen") -> None:
        self.filtering = Filtering(screen)
        self.seeking = Seeking(screen)
        self._screen = screen

    def go(self, where: str) -> None:
        """By the name of the way."""
        ways: dict[str, Callable[[], None]] = {
            "flagged": self._to_flagged, "same code": self._to_same_code, "number": self._ask_number, "jump": self._ask_letters,
            "filter": self.filtering.ask, "search": self.seeking.ask,
            "next hit": lambda: self.seeking.go(1), "previous hit": lambda: self.seeking.go(-1),
        }  # fmt: skip
        ways[where]()

    def to_todo(self) -> None:
        """To the next turn that needs me."""
        screen = self._screen
        number = screen.slate.next_todo(screen.pane.cursor, screen.pane.window.shown)
        if number is not None:
            screen.pane.move_to(number)
            return
        onwards = keymap_of(screen).key("transcript.next")
        every = f"Every turn {'shown' if self.filtering.told else 'of this transcript'} is done"
        message = every if screen.transcript.assigned else "This transcript is not assigned to you"
        screen.message.show(f"{message}.  {onwards} goes to the next transcript")

    def leave(self) -> None:
        """Nothing is searched for any more; where nothing was, all turns are shown again."""
        if self.seeking.search:
            self.seeking.leave()
            self._screen.message.show("")
        elif self._screen.pane.window.shown is not None:
            self.filtering.drop()

    def _to_flagged(self) -> None:
        self._to_next(TurnFilter(flagged=True), "flagged turn", "No turn of this transcript is flagged")

    def _to_same_code(self) -> None:
        code = self._screen.work.codebook.by_key.get(self._screen.codes.attention or "")
        if code:
            name = one_line(code.name)
            self._to_next(TurnFilter(codes=frozenset({code.key})), name, f"No turn of this transcript has {name} yet")

    def _to_next(self, wanted: TurnFilter, what: str, none: str) -> None:
        """To the next turn that fits, at once where that is known or soon read."""
        work, transcript, after = self._screen.work, self._screen.transcript, self._screen.pane.cursor

        def arrive(found: Found | None) -> None:
            if self._screen.transcript.id == transcript.id and self._screen.pane.cursor == after:
                self._arrive(found, what, none)

        if transcript.turns <= _AT_ONCE or work.desk.maps.keeps(transcript.id, wanted):
            arrive(work.desk.maps.next(transcript.id, wanted, after))
        else:
            self._screen.message.show(f"Looking for {what} …")
            work.survey(
                lambda desk: desk.maps.next(transcript.id, wanted, after),
                lambda found: self._screen.pane.call_later(arrive, found),
            )

    def _arrive(self, found: Found | None, what: str, none: str) -> None:
        if found is None:
            self._screen.message.show(none)
        else:
            self._screen.pane.move_to(found.number)
            self._screen.message.show(f"{what} {found.place:,}/{found.total:,}")

    def _ask_letters(self) -> None:
        """To a turn in view, by the letters beside it."""
        begun = self._screen.pane.window.begun()
        letters = ascii_lowercase if len(begun) <= len(ascii_lowercase) else map("".join, product(ascii_lowercase, repeat=2))
        turns = dict(zip(letters, begun, strict=False))
        self._screen.pane.label({turn: letters for letters, turn in turns.items()})

        def jump(typed: str) -> None:
            if typed in turns:
                self._screen.prompt.close()
                self._screen.pane.label({})
                self._screen.pane.move_to(turns[typed])

        def stay(_: str) -> None:
            self._screen.pane.label({})

        self._screen.prompt.ask(Question("jump to", "the letters beside a turn · esc stays", stay, "jumping", jump, stay))

    def _ask_number(self) -> None:
        turns = self._screen.transcript.turns
        hint = f"1 to {turns} · enter goes there · esc stays"
        self._screen.prompt.ask(Question("go to turn", hint, self._to_number, "asking", accepted=str.isdecimal))

    def _to_number(self, typed: str) -> None:
        turns = self._screen.transcript.turns
        if typed and 0 < int(typed[:12]) <= turns:
            self._screen.pane.move_to(int(typed))
        elif typed:
            self._screen.message.show(f"There is no turn {typed[:12]}: this transcript has {turns}")
