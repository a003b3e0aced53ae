"""The transcript: a roll of turns of which only what is seen is ever read, wrapped and drawn."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from qualcode.codebook.model import Codebook
from qualcode.coding.turn_maps import TurnMap
from qualcode.errors import QualcodeError
from qualcode.project.database import NotNowError
from qualcode.tui.keymap import keymap_of
from qualcode.tui.keys import MOVES, SPANS
from qualcode.tui.pages import Pages
from qualcode.tui.remembered import remembered
from qualcode.tui.selection import CUTS, Borders, Selection, Stretch, step
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.drawn import Drawn
from qualcode.tui.widgets.laid_turns import LaidTurns
from qualcode.tui.widgets.mouse import Mouse
from qualcode.tui.widgets.roll import Place
from qualcode.tui.widgets.window import Window

_WHEEL = 3  # rows
_LATER = 0.5  # seconds until what could not be painted is tried again
_NEVER = Size(-1, -1)


class TranscriptPane(Drawn, can_focus=True):
    """Shows `pages` through a window; the cursor is on one turn, which is always in view."""

    BINDINGS: ClassVar = [*MOVES, *SPANS]
    DEFAULT_CSS = "TranscriptPane { width: 1fr; height: 1fr; }"

    class Moved(Message):
        """The cursor is on another turn."""

    class Selected(Message):
        """Something else is selected, or nothing any more."""

    class Told(Message):
        """Why something else was done than was asked for, or nothing; `failed` where something cannot be read."""

        def __init__(self, words: str, *, failed: bool = False) -> None:
            super().__init__()
            self.words = words
            self.failed = failed

    def __init__(self, codebook: Codebook, looks: Looks) -> None:
        super().__init__()
        self.pages: Pages | None = None
        self.laid = LaidTurns(codebook, looks)
        self.window = Window(self.laid)
        self.cursor = 1
        self.selection: Selection | Borders | None = None
        self.labels: Mapping[int, str] = {}  # letters beside turns, while one is jumped to
        self.compact = remembered("compact") is True
        self._mouse = Mouse(self)
        self._fitted = self.outer_size  # the size that rows are laid out for; there is no border
        self._late = False  # something in view is to be read and painted later

    @property
    def selected(self) -> Stretch | None:
        """What is selected, if anything is."""
        return self.selection.stretch if self.selection else None

    async def on_event(self, event: events.Event) -> None:
        """The mouse, a new size: what cannot be read for it just now is told."""
        try:
            await super().on_event(event)
        except QualcodeError as error:
            self.post_message(self.Told(str(error), failed=True))

    def open(self, pages: Pages, cursor: int) -> None:
        """Show another transcript with the cursor on turn `cursor`."""
        self.pages = pages
        self.cursor, self.selection = max(1, min(cursor, pages.turns)), None
        self.window.open(pages, self.cursor)
        self._lay_out()
        self.move_to(self.cursor)

    def restyle(self, looks: Looks) -> None:
        """Draw everything anew in the styles of another theme."""
        self.laid.looks = looks
        self.refresh()

    def label(self, labels: Mapping[int, str]) -> None:
        """Put letters beside these turns, and beside no others."""
        self.labels = labels
        self.refresh()

    def show_only(self, turns: TurnMap | None) -> None:
        """Show only these turns, or all again. Where the cursor's is none of them, it goes to the next, else the last."""
        number, before = self.cursor, (self.window.shown, self.window.top)
        if turns is not None and number not in turns:
            number = turns.after(number) or turns.before(number) or number
        try:
            self.window.shown = turns
            self.window.top = Place(self.window.roll.first, 0)
            self.move_to(number)
        except QualcodeError:  # it cannot be read just now
            self.window.shown, self.window.top = before
            raise
        self.refresh()

    def seek(self, words: str) -> None:
        """Highlight these words wherever they stand; none for ""."""
        if words != self.laid.sought:
            self.laid.sought = words
            self.refresh()

    def set_compact(self, compact: bool) -> None:
        """With or without an empty row between turns, and with narrow or wide margins."""
        self.compact = compact
        self._lay_out()

    def select(self, selection: Selection | Borders | None) -> None:
        """Select this, or nothing; the cursor goes to the turn of the edge that moves, and that edge is in view.

        What reaches into a turn that a filter hides is not selected: nobody would see what they code.
        """
        if selection == self.selection:
            return
        shown = self.window.shown
        if shown is not None and selection and any(turn not in shown for turn in selection.stretch.turns):
            every = keymap_of(self).key("filter")
            self.post_message(self.Told(f"A span cannot reach over turns that the filter hides. {every} shows all turns"))
            return
        if selection:
            self._follow(selection)
        before, self.selection = self.selected, selection
        after = self.selected
        chosen = self.window.chosen
        self.redraw(y for y, place in enumerate(self.window.seen) if chosen(place, before) != chosen(place, after))
        self.post_message(self.Selected())

    def move_to(self, number: int, *, upwards: bool = False) -> None:
        """Put the cursor on turn `number`, or the first or last there is, and bring it into view. Nothing is selected then.

        A filter that hides the turn is dropped.
        """
        if self.pages is None or not self.pages.turns:
            return
        self.select(None)
        number = max(1, min(number, self.pages.turns))
        if self.window.shown is not None and number not in self.window.shown:
            self.window.shown = None
            self._look_from(self.window.top)
            self.post_message(self.Told(f"The filter hid turn {number:,}: all turns are shown again"))
        self._look_from(self.window.top_for(number, upwards=upwards))  # first, for it reads and may fail
        before, self.cursor = self.cursor, number
        self.redraw(self.window.of(before, number))
        self.post_message(self.Moved())

    def bring_into_view(self, char: int) -> None:
        """Show the row of the turn under the cursor where this character of the transcript stands."""
        self._look_from(self.window.top_with(self.cursor, char))

    def action_span(self, cut: str, direction: int) -> None:
        """The next word, sentence or turn (1), or the one before (-1), selected; with an anchor, all from there to it."""
        self._step(cut, direction > 0, extending=False)

    def action_extend(self, cut: str, direction: int) -> None:
        """One word, sentence or turn more on that side, or one less where it was extended from the other."""
        self._step(cut, direction > 0, extending=True)

    def action_drop(self) -> None:
        """Nothing is selected any more; where nothing is, the key is the screen's."""
        if self.selection is None:
            raise SkipAction
        self.select(None)

    def action_step(self, direction: int) -> None:
        """The next turn (1) or the one before (-1); a turn taller than the screen is first read to its end.

        With an anchor, or while borders are moved, to the end of a turn.
        """
        if self.selection and self.selection.held:
            self.action_span("turn", direction)
            return
        seen = self.window.parts(self.cursor)
        edge = self.laid[self.cursor].height - self.laid.columns.gap - 1 if direction > 0 else 0
        if seen and edge not in seen and len(seen) >= self.window.rows - 1:
            self.scroll_rows(direction * max(1, self.window.rows // 3))
        else:
            roll = self.window.roll
            beside = roll.after(self.cursor) if direction > 0 else roll.before(self.cursor)
            self.move_to(beside or self.cursor, upwards=direction < 0)

    def action_page(self, direction: int) -> None:
        """A screen down or up, the cursor on the first turn that begins there; at either end on the outermost turn."""
        before = self.window.top
        self.scroll_rows(direction * max(1, self.window.rows - 2))
        if self.window.top == before:
            self.action_outermost(direction)
        else:
            self.move_to(next(iter(self.window.begun()), self.window.top.turn), upwards=direction < 0)

    def action_outermost(self, direction: int) -> None:
        """The first turn (-1) or the last (1)."""
        self.move_to(self.window.roll.last if direction > 0 else self.window.roll.first, upwards=direction > 0)

    def scroll_rows(self, rows: int) -> None:
        """Move what is seen by `rows`; the cursor is taken along, so that no key acts on a turn out of sight."""
        if self.pages is None:
            return
        self._look_from(self.window.top_after(rows))
        seen = self.window.seen
        if not seen[0].turn <= self.cursor <= seen[-1].turn:
            self.select(None)
            self.cursor = min(max(self.cursor, seen[0].turn), seen[-1].turn)
            self.redraw(self.window.of(self.cursor))
            self.post_message(self.Moved())

    def repaint_turns(self, numbers: list[int]) -> None:
        """These turns look different now: draw them, and what moved because one of them became taller or shorter."""
        if self.window.roll.seen(self.window.top, self.window.rows) != self.window.seen:
            self._look_from(self.window.top_for(self.cursor))
        self.redraw(self.window.of(*numbers))

    def render_line(self, y: int) -> Strip:
        """Row `y` of the screen; an empty one as long as it cannot be read."""
        try:
            self._fit()  # here, too: Textual paints a new size first and tells of it later
            return self.window.strip(y, self.cursor, self.selected, self.labels)
        except NotNowError as error:
            if not self._late:
                self._late = True
                self.set_timer(_LATER, self._paint_late)
                self.post_message(self.Told(str(error), failed=True))
            return Strip.blank(self.outer_size.width, self.laid.looks.plain)

    def on_resize(self) -> None:
        """Lay out anew, where painting has not done so already."""
        self._fit()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves what is seen."""
        event.stop()
        self.scroll_rows(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves what is seen."""
        event.stop()
        self.scroll_rows(-_WHEEL)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The keys are the transcript's, too, then."""
        event.stop()
        self.focus()
        self._mouse.press(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """With the button down."""
        self._mouse.drag(event)

    def on_mouse_up(self) -> None:
        """The end of a drag."""
        self._mouse.release()

    def on_click(self, event: events.Click) -> None:
        """The first, or the second of two."""
        self._mouse.click(event)

    def _step(self, cut: str, forward: bool, *, extending: bool) -> None:
        if self.pages and self.pages.turns:
            outset = self.laid[self.cursor].edges(self.window.parts(self.cursor))
            edge = outset.start if forward else outset.end
            self.select(step(self.pages, self.selection, edge, CUTS[cut], forward=forward, extending=extending))

    def reveal(self, number: int, char: int) -> None:
        """Put the cursor on turn `number`, with this character of the transcript in view."""
        self.move_to(number)
        self._look_from(self.window.top_with(number, char))

    def _follow(self, selection: Selection | Borders) -> None:
        head = selection.head
        self._look_from(self.window.top_with(head.turn, head.char - 1 if head == selection.stretch.end else head.char))
        before, self.cursor = self.cursor, head.turn
        if before != self.cursor:
            self.redraw(self.window.of(before, self.cursor))
            self.post_message(self.Moved())

    def _look_from(self, top: Place) -> None:
        self.redraw(self.window.look(top))

    def _lay_out(self) -> None:
        self._fitted = _NEVER
        self.refresh()
        self._fit()

    def _fit(self) -> None:
        if self.outer_size == self._fitted:
            return
        self.window.fit(*self.outer_size, compact=self.compact)
        if self.pages and self.pages.turns:
            self.window.look(self.window.top_for(self.cursor))
        self._fitted = self.outer_size  # at last: what could not be read is laid out the next time

    def _paint_late(self) -> None:
        self._late = False
        self.refresh()
