"""Showing only some turns of the open transcript."""

from typing import TYPE_CHECKING

from qualcode.coding.turn_filter import TurnFilter
from qualcode.coding.turn_maps import TurnMap
from qualcode.text import count
from qualcode.tui.keymap import keymap_of

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen


class Filtering:
    """Of the transcript in `screen`. Which turns fit is found out once, so none disappears while it is coded."""

    def __init__(self, screen: "CodingScreen") -> None:
        self._screen = screen
        self._filter = TurnFilter()
        self._fitting = 0  # turns

    @property
    def told(self) -> str:
        """Which turns are shown, where not all are: "filter: speaker P07 · 38 of 412 turns"."""
        if self._screen.pane.window.shown is None:
            return ""
        return f"filter: {self._filter.described()} · {self._fitting:,} of {count(self._screen.transcript.turns, 'turn')}"

    def ask(self) -> None:
        """All turns again, or else: which of them."""
        # Local: costs the first painting nothing.
        from qualcode.tui.screens.filter import FilterScreen, turn_choices

        screen = self._screen
        if screen.pane.window.shown is not None:
            self.drop()
        else:
            screen.app.push_screen(
                FilterScreen("turns", turn_choices(screen.work, screen.transcript.id), TurnFilter()), self._read
            )

    def drop(self) -> None:
        """Show all turns again."""
        self._screen.pane.show_only(None)
        self._screen.message.show("All turns are shown again")

    def _read(self, wanted: TurnFilter | None) -> None:
        """Have the turns that fit read, which in a long transcript takes a moment."""
        if wanted is None:
            return
        screen, transcript = self._screen, self._screen.transcript
        screen.message.show(f"Looking for turns: {wanted.described()} …")
        screen.work.survey(
            lambda desk: desk.maps.read(transcript.id, wanted),
            lambda turns: screen.call_later(self._show, transcript.id, wanted, turns),
        )

    def _show(self, transcript_id: str, wanted: TurnFilter, turns: TurnMap) -> None:
        screen = self._screen
        if screen.transcript.id != transcript_id:
            return
        self._filter, self._fitting = wanted, len(turns)
        if self._fitting:
            every = keymap_of(screen).key("filter")
            screen.message.show(f"{count(self._fitting, 'turn')} shown, with their own numbers: {every} or esc shows all again")
            screen.pane.show_only(turns)
        else:
            screen.message.show(f"No turn fits: {wanted.described()}")
