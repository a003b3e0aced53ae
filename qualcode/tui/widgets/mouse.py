"""The mouse in a transcript: a click goes to a turn, a drag selects, a second click selects a word, the wheel moves the text."""

from typing import TYPE_CHECKING

from textual import events

from qualcode.tui.selection import CUTS, Stretch, at, between, part

if TYPE_CHECKING:
    from qualcode.tui.widgets.transcript import TranscriptPane


class Mouse:
    """Over `pane`."""

    def __init__(self, pane: "TranscriptPane") -> None:
        self.pane = pane
        self._pressed: Stretch | None = None  # where it went down

    def press(self, event: events.MouseDown) -> None:
        """To the turn under it; on the scroll bar, to that part of the transcript."""
        pane = self.pane
        if event.x >= pane.laid.columns.width:
            before = event.y * pane.window.roll.turns // pane.window.rows
            pane.move_to(pane.window.roll.after(before) or pane.window.roll.last)
        elif event.y < len(pane.window.seen):
            pane.move_to(pane.window.seen[event.y].turn)
            self._pressed = self._under(event)
            pane.capture_mouse()

    def drag(self, event: events.MouseMove) -> None:
        """Select from where it went down to where it is now; past the edge of the pane the transcript moves along."""
        pane = self.pane
        if self._pressed is None or pane.pages is None:
            return
        if not 0 <= event.y < pane.window.rows:
            pane.scroll_rows(1 if event.y > 0 else -1)
        if (under := self._under(event)) != self._pressed or pane.selection:
            pane.select(between(pane.pages, self._pressed, under))

    def release(self) -> None:
        """What was dragged over stays selected."""
        self._pressed = None
        self.pane.release_mouse()

    def click(self, event: events.Click) -> None:
        """The second one selects the word."""
        pane = self.pane
        if event.chain == 2 and pane.pages and pane.window.seen and event.x < pane.laid.columns.width:
            pane.select(at(part(pane.pages, CUTS["word"], self._under(event).start, forward=True)))

    def _under(self, event: events.MouseEvent) -> Stretch:
        """The grapheme under it, or the nearest."""
        seen = self.pane.window.seen
        place = seen[max(0, min(event.y, len(seen) - 1))]
        return self.pane.laid[place.turn].grapheme_at(place.row, event.x)
