"""The transcript: a roll of turns of which only what is seen is ever read, wrapped and drawn."""

from collections import OrderedDict
from collections.abc import Iterable
from itertools import product
from string import ascii_lowercase
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.codebook.model import Codebook
from qualcode.coding.turn_maps import TurnMap
from qualcode.text import one_line
from qualcode.tui.keys import MOVES, SPANS
from qualcode.tui.pages import Pages
from qualcode.tui.remembered import remembered
from qualcode.tui.selection import CUTS, Borders, Selection, Stretch, at, between, part, step
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.roll import Place, Roll
from qualcode.tui.widgets.turns import Columns, TurnRows, columns, lay_out
from qualcode.tui.widgets.wrap import cells

_KEPT = 160  # turns laid out
_WHEEL = 3  # rows


class TranscriptPane(Widget, can_focus=True):
    """Shows `pages` from the turn and row `top`; the cursor is on one turn, which is always in view."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar = [*MOVES, *SPANS]
    DEFAULT_CSS = "TranscriptPane { width: 1fr; height: 1fr; }"

    class Moved(Message):
        """The cursor is on another turn."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class Selected(Message):
        """Something else is selected, or nothing any more."""

    def __init__(self, codebook: Codebook, looks: Looks) -> None:
        super().__init__()
        self.codebook = codebook
        self.looks = looks
        self.pages: Pages | None = None
        self.cursor = self._label = 1
        self.selection: Selection | Borders | None = None
        self._pressed: Stretch | None = None  # where the mouse went down
        self.sought = ""  # the words searched for
        self.shown: TurnMap | None = None  # the turns a filter leaves
        self.labels: dict[int, str] = {}  # letters beside turns, while one is jumped to
        self.top = Place(1, 0)
        self.compact = remembered("compact") is True
        self._columns = Columns(2, 1, 1, 0)
        self._laid: OrderedDict[int, TurnRows] = OrderedDict()
        self._seen: list[Place] = []
        self._thumb = range(0)  # rows of the scroll bar that are filled
        self._fitted = self.outer_size  # the size that rows are laid out for; there is no border

    @property
    def roll(self) -> Roll:
        """The transcript's rows at the width of now."""
        return Roll(self.pages.turns if self.pages else 0, lambda turn: self.laid(turn).height, self.shown, self._columns.gap)

    def open(self, pages: Pages, cursor: int) -> None:
        """Show another transcript with the cursor on turn `cursor`."""
        self.pages = pages
        self.selection = self.shown = None
        self._laid.clear()
        self._label = max((cells(one_line(name)) for name in pages.speakers(cursor)), default=1)
        self.cursor, self.top = cursor, Place(cursor, 0)
        self._measure()
        self.move_to(cursor)
        self._look_from(self.top)
        self.refresh()

    def restyle(self, looks: Looks) -> None:
        """Draw everything anew in the styles of another theme."""
        self.looks = looks
        self.refresh()

    def label(self, labelled: bool) -> dict[str, int]:
        """Put letters beside the turns that begin in view, or take them away; gives the turns by their letters."""
        turns = [place.turn for place in self._seen if place.row == 0] if labelled else []
        letters = ascii_lowercase if len(turns) <= len(ascii_lowercase) else map("".join, product(ascii_lowercase, repeat=2))
        self.labels = dict(zip(turns, letters, strict=False))
        self.refresh()
        return {letters: turn for turn, letters in self.labels.items()}

    def show_only(self, turns: TurnMap | None) -> None:
        """Show only these turns, or all again. Where the cursor's is none of them, it goes to the next, else the last."""
        self.shown = turns
        if turns is not None and self.cursor not in turns:
            self.cursor = turns.after(self.cursor) or turns.before(self.cursor) or self.cursor
        self.top = Place(self.cursor, 0)
        self.move_to(self.cursor)
        self._look_from(self.roll.top_for(self.cursor, Place(self.roll.first, 0), self._height))
        self.refresh()

    def seek(self, words: str) -> None:
        """Highlight these words wherever they stand; none for ""."""
        if words != self.sought:
            self.sought = words
            self.refresh()

    def laid(self, number: int) -> TurnRows:
        """Turn `number` laid out, from the cache unless something that it shows has changed."""
        assert self.pages is not None
        view = self.pages.turn(number)
        rows = self._laid.get(number)
        if (
            rows is None
            or rows.view is not view
            or rows.columns != self._columns
            or rows.looks is not self.looks
            or rows.sought != self.sought
        ):
            rows = self._laid[number] = lay_out(view, self._columns, self.looks, self.codebook, self.sought)
            if len(self._laid) > _KEPT:
                self._laid.popitem(last=False)
        self._laid.move_to_end(number)
        return rows

    @property
    def selected(self) -> Stretch | None:
        """What is selected, if anything is."""
        return self.selection.stretch if self.selection else None

    def select(self, selection: Selection | Borders | None) -> None:
        """Select this, or nothing; the cursor goes to the turn of the edge that moves, and that edge is in view.

        What reaches into a turn that a filter hides is not selected: nobody would see what they code.
        """
        hidden = self.shown is not None and selection and any(turn not in self.shown for turn in selection.stretch.turns)
        if selection == self.selection or hidden:
            return
        if selection:
            self._follow(selection)
        before, self.selection = self.selected, selection
        after = self.selected
        self._redraw_rows(y for y, place in enumerate(self._seen) if self._chosen(place, before) != self._chosen(place, after))
        self.post_message(self.Selected())

    def move_to(self, number: int, *, upwards: bool = False) -> None:
        """Put the cursor on turn `number`, or the first or last there is, and bring it into view. Nothing is selected then.

        A filter that hides the turn is dropped.
        """
        if self.pages is None or not self.pages.turns:
            return
        self.select(None)
        number = max(1, min(number, self.pages.turns))
        if self.shown is not None and number not in self.shown:
            self.shown = None
            self._look_from(self.top)
        top = self.roll.top_for(number, self.top, self._height, upwards=upwards)  # first, for it reads and may fail
        before, self.cursor = self.cursor, number
        if top != self.top:
            self._look_from(top)
        self._redraw(before)
        self._redraw(self.cursor)
        self.post_message(self.Moved(self.cursor))

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
        rows = [place.row for place in self._seen if place.turn == self.cursor]
        edge = self.laid(self.cursor).height - self._columns.gap - 1 if direction > 0 else 0
        if rows and edge not in rows and len(rows) >= self._height - 1:
            self.scroll_rows(direction * max(1, self._height // 3))
        else:
            beside = self.roll.after(self.cursor) if direction > 0 else self.roll.before(self.cursor)
            self.move_to(beside or self.cursor, upwards=direction < 0)

    def action_page(self, direction: int) -> None:
        """A screen down or up, the cursor on the first turn that begins there; at either end on the outermost turn."""
        before = self.top
        self.scroll_rows(direction * max(1, self._height - 2))
        if self.top == before:
            self.action_outermost(direction)
            return
        self.move_to(next((place.turn for place in self._seen if place.row == 0), self.top.turn), upwards=direction < 0)

    def action_outermost(self, direction: int) -> None:
        """The first turn (-1) or the last (1)."""
        self.move_to(self.roll.last if direction > 0 else self.roll.first, upwards=direction > 0)

    def scroll_rows(self, rows: int) -> None:
        """Move what is seen by `rows`; the cursor is taken along, so that no key acts on a turn out of sight."""
        if self.pages is None:
            return
        roll = self.roll
        self._look_from(min(roll.shifted(self.top, rows), max(self.top, roll.lowest_top(self._height))))
        turns = [place.turn for place in self._seen]
        if self.cursor not in turns:
            self.select(None)
            self.cursor = min(max(self.cursor, turns[0]), turns[-1])
            self._redraw(self.cursor)
            self.post_message(self.Moved(self.cursor))

    def repaint_turns(self, numbers: list[int]) -> None:
        """These turns look different now: draw them, and what moved because one of them became taller or shorter."""
        seen = self.roll.seen(self.top, self._height)
        if seen != self._seen:
            self._look_from(self.roll.top_for(self.cursor, self.top, self._height))
        for number in numbers:
            self._redraw(number)

    def _step(self, cut: str, forward: bool, *, extending: bool) -> None:
        if self.pages and self.pages.turns:
            outset = self.laid(self.cursor).edges([place.row for place in self._seen if place.turn == self.cursor])
            edge = outset.start if forward else outset.end
            self.select(step(self.pages, self.selection, edge, CUTS[cut], forward=forward, extending=extending))

    def _follow(self, selection: Selection | Borders) -> None:
        head = selection.head
        inside = head.char - 1 if head == selection.stretch.end else head.char
        top = self.roll.top_with(Place(head.turn, self.laid(head.turn).row_of(inside)), self.top, self._height)
        before, self.cursor = self.cursor, head.turn
        if top != self.top:
            self._look_from(top)
        if before != self.cursor:
            self._redraw(before)
            self._redraw(self.cursor)
            self.post_message(self.Moved(self.cursor))

    def _chosen(self, place: Place, selected: Stretch | None) -> tuple[int, int] | None:
        """What of a row is selected, as offsets into its turn."""
        return self.laid(place.turn).selected(place.row, selected)

    @property
    def _height(self) -> int:
        return max(1, self._fitted.height)

    def _measure(self) -> None:
        self._fitted = self.outer_size
        width = max(12, self._fitted.width - 1)  # the last column is the scroll bar
        self._columns = columns(width, self.pages.turns if self.pages else 1, self._label, compact=self.compact)

    def _look_from(self, top: Place) -> None:
        """Show what stands from `top` on, drawing only the rows where something else stood."""
        before, thumb = self._seen, self._thumb
        self._see(top)
        rows = range(self._height)
        self._redraw_rows(y for y in rows if before[y : y + 1] != self._seen[y : y + 1] or (y in thumb) != (y in self._thumb))

    def _see(self, top: Place) -> None:
        self.top = top
        self._seen = self.roll.seen(top, self._height)
        self._thumb = self.roll.thumb(self._seen, self._height)

    def _redraw(self, number: int) -> None:
        self._redraw_rows(y for y, place in enumerate(self._seen) if place.turn == number)

    def _redraw_rows(self, rows: Iterable[int]) -> None:
        if regions := [Region(0, y, self._fitted.width, 1) for y in rows]:
            self.refresh(*regions)

    def set_compact(self, compact: bool) -> None:
        """With or without an empty row between turns, and with narrow or wide margins."""
        self.compact = compact
        self._lay_out_anew()
        self.refresh()

    def _fit(self) -> None:
        if self.outer_size != self._fitted:
            self._lay_out_anew()

    def _lay_out_anew(self) -> None:
        """Keep the words at the top where they are, whatever the new width does to the lines."""
        if self.pages is None or not self.pages.turns:
            return
        rows = self.laid(self.top.turn)
        at = rows.lines[min(self.top.row, len(rows.lines) - 1)][0]
        self._measure()
        lines = self.laid(self.top.turn).lines
        self.top = Place(self.top.turn, max(row for row, (start, _) in enumerate(lines) if start <= at))
        self._see(self.roll.top_for(self.cursor, self.top, self._height))

    def on_resize(self) -> None:
        """Lay out anew, where painting has not done so already."""
        self._fit()

    def render_line(self, y: int) -> Strip:
        """Row `y` of the screen, with its piece of the scroll bar."""
        self._fit()  # here, too: Textual paints a new size first and tells of it later
        if y < len(self._seen):
            place = self._seen[y]
            here, selected = place.turn == self.cursor, self._chosen(place, self.selected)
            strip = self.laid(place.turn).strip(place.row, here=here, selected=selected)
            if place.row == 0 and (label := self.labels.get(place.turn)):
                before, _, after = strip.divide([1, 1 + len(label), strip.cell_length])
                strip = Strip.join([before, Strip([Segment(label, self.looks.hit)]), after])
        else:
            strip = Strip.blank(self._columns.width, self.looks.plain)
        scroll_bar = Segment("▐" if y in self._thumb else " ", self.looks.plain + self.looks.dim)
        return Strip([*strip, scroll_bar], self._columns.width + 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves what is seen."""
        event.stop()
        self.scroll_rows(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves what is seen."""
        event.stop()
        self.scroll_rows(-_WHEEL)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A click puts the cursor on the turn under it; on the scroll bar it goes to that part of the transcript."""
        event.stop()
        self.focus()
        if event.x >= self._columns.width:
            part = event.y * self.roll.turns // self._height
            self.move_to(self.roll.after(part) or self.roll.last)
        elif event.y < len(self._seen):
            self.move_to(self._seen[event.y].turn)
            self._pressed = self._under(event)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """From where the mouse went down to where it is now; past the edge of the pane the transcript moves along."""
        if self._pressed is None or self.pages is None:
            return
        if not 0 <= event.y < self._height:
            self.scroll_rows(1 if event.y > 0 else -1)
        if (under := self._under(event)) != self._pressed or self.selection:
            self.select(between(self.pages, self._pressed, under))

    def on_mouse_up(self) -> None:
        """What was dragged over stays selected."""
        self._pressed = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A second click selects the word."""
        if event.chain == 2 and self.pages and self._seen and event.x < self._columns.width:
            self.select(at(part(self.pages, CUTS["word"], self._under(event).start, forward=True)))

    def _under(self, event: events.MouseEvent) -> Stretch:
        """The grapheme under the mouse, or the nearest."""
        place = self._seen[max(0, min(event.y, len(self._seen) - 1))]
        return self.laid(place.turn).grapheme_at(place.row, event.x)
