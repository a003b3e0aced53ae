"""The codebook at the right: a tree of codes with keys and counts, in which codes are also looked for and taken off."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.strip import Strip

from qualcode.codebook.model import Codebook
from qualcode.coding.desk import TurnView
from qualcode.coding.differences import Difference
from qualcode.text import safe
from qualcode.tui.keymap import keymap_of
from qualcode.tui.keys import LISTING
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.code_rows import Line, Told, aligned, draw
from qualcode.tui.widgets.code_tree import CodeLine, Heading, tree
from qualcode.tui.widgets.drawn import Drawn, finished
from qualcode.tui.widgets.finder import Finder
from qualcode.tui.widgets.meaning import Meaning
from qualcode.tui.widgets.remover import Remover
from qualcode.tui.widgets.wrap import clip, shorten

_WHEEL = 2  # rows
_HEADED = 6  # rows: in fewer, which only low screens have, headings would push codes out of view


class CodeList(Drawn, can_focus=True):
    """Draws as many lines as fit. With the focus, arrows choose the code under attention; a picker takes its place."""

    BINDINGS: ClassVar = [*LISTING]
    DEFAULT_CSS = "CodeList { height: auto; min-height: 6; max-height: 55%; }"

    def __init__(self, codebook: Codebook, looks: Looks, apply: Callable[[str], object], leave: Callable[[], object]) -> None:
        super().__init__()
        self.codebook = codebook
        self.looks = looks
        self.meaning = Meaning(codebook, looks, ("panel.next", "list.more"))
        self._apply, self._leave = apply, leave  # called, not told by messages, which the next key would overtake
        self.picker: Finder | Remover | None = None
        self.recent: list[str] = []  # codes used since the start, the last one first
        self._tree = tree(codebook)
        self._chosen = next(iter(codebook.by_key), None)  # used or chosen last
        self._pointed: str | None = None  # under the mouse
        self._told = Told()
        self._turn = 0
        self._offset = 0
        self._strips: list[Strip] = []
        self._fitted = Size()  # the size that the strips were drawn for

    @property
    def attention(self) -> str | None:
        """Key of the code whose meaning is shown."""
        return self.picker.chosen if self.picker else self._pointed or self._chosen

    @property
    def doing(self) -> str | None:
        """What the coder does in this list, by which the last line chooses the keys it names; None for nothing."""
        return self.picker.doing if self.picker else "listing" if self._focused else None

    @property
    def lines(self) -> Sequence[Line]:
        """Every line of the list, also those that do not fit."""
        lines = self.picker.lines if self.picker else self._tree
        if self.outer_size.height >= _HEADED:
            return lines
        return [line for line in lines if not isinstance(line, Heading)] or lines

    def take_codebook(self, codebook: Codebook) -> None:
        """List the codes of another revision."""
        self.codebook = self.meaning.codebook = codebook
        self._tree = tree(codebook)
        self._chosen = self._chosen if self._chosen in codebook.by_key else next(iter(codebook.by_key), None)
        self._pointed = None
        self.ask(None)
        self.refresh(layout=True)

    def use(self, key: str) -> None:
        """This code was used just now."""
        self.recent = [key, *(each for each in self.recent if each != key)]
        self.attend(key)

    def tell(self, turn: TurnView | None, counts: Counter[str]) -> None:
        """The turn that the cursor is on, and how often each code was used."""
        here = {coding.code: coding.unsure for coding in turn.codings} if turn else {}
        number = turn.number if turn else 0
        if isinstance(self.picker, Remover) and number != self._turn:
            self.ask(None)
        self._turn = number
        if (here, counts) != (self._told.here, self._told.counts):
            self._told = Told(counts.copy(), here, self._told.differences)
            self.show()

    def differ(self, differences: Mapping[str, Difference]) -> None:
        """On how many of the turns that have a code coders differ, by the code's key."""
        self._told = Told(self._told.counts, self._told.here, differences)
        self.show()

    def ask(self, picker: Finder | Remover | None) -> None:
        """Let the coder pick from this list, or, with None, be the tree of codes again."""
        self.picker = picker
        self.screen.set_class(picker is not None, "-picking")
        self._offset = 0
        self._reveal()

    def press(self, event: events.Key) -> bool:
        """Have the picker work off a key; tells whether it was one of its keys."""
        assert self.picker is not None
        picker = self.picker
        if not picker.press(event.key, event.character):
            return False
        if picker.closed:
            self.ask(None)
        else:
            self._reveal()
        return True

    def restyle(self, looks: Looks) -> None:
        """Draw in the styles of another theme."""
        self.looks = looks
        self.meaning.restyle(looks)
        self._draw()
        self.refresh()

    def show(self) -> None:
        """Draw everything anew, no more than fits; what looks as before is not sent to the terminal again."""
        self.meaning.show(self.attention, self._told.differences.get(self.attention or ""))
        before = self._strips
        self._draw()
        self.redraw(y for y in range(self._fitted.height) if before[y : y + 1] != self._strips[y : y + 1])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Room for the whole tree, whatever is picked from, so that nothing jumps."""
        return len(self._tree) + 1

    def render_line(self, y: int) -> Strip:
        """A row."""
        if self.outer_size != self._fitted:  # Textual paints a new size first and tells of it later
            self._draw()
        return self._strips[y] if y < len(self._strips) else finished([], self._fitted.width, self.looks.plain)

    def action_move(self, step: int) -> None:
        """The code `step` places further down becomes the one under attention."""
        keys = list(self.codebook.by_key)
        if keys:
            place = keys.index(self._chosen) if self._chosen in keys else 0
            self.attend(keys[max(0, min(place + step, len(keys) - 1))])

    def action_page(self, direction: int) -> None:
        """As many codes further as are seen at once."""
        self.action_move(direction * max(1, self.outer_size.height - 2))

    def action_outermost(self, direction: int) -> None:
        """The first code (-1) or the last (1)."""
        self.action_move(direction * len(self.codebook.by_key))

    def action_more(self, direction: int) -> None:
        """Further on in what the code means (1), or back (-1)."""
        self.meaning.scroll_rows(direction * max(1, self.meaning.size.height // 2))

    def action_apply(self) -> None:
        """Put the code on, or take it off."""
        if self._chosen:
            self._apply(self._chosen)

    def action_leave(self) -> None:
        """Back to the transcript."""
        self._leave()

    def on_focus(self) -> None:
        """Show that the arrows choose here."""
        self._reveal()

    def on_blur(self) -> None:
        """Show that they do not any more."""
        self.show()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The code under the mouse is the one whose meaning is shown."""
        pointed = self._key_at(event.y)
        if pointed and pointed != self._pointed:
            self._pointed = pointed
            self.show()

    def on_leave(self) -> None:
        """Without the mouse, the code used or chosen last."""
        self._pointed = None
        self.show()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the list."""
        event.stop()
        self._offset += _WHEEL
        self.show()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the list."""
        event.stop()
        self._offset -= _WHEEL
        self.show()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The keys stay with the transcript."""
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """A click on a code means its key; on a coding that is to be taken off, that one."""
        if isinstance(self.picker, Remover):
            self._remove_at(event.y)
        elif key := self._key_at(event.y):
            self.ask(None)
            self._apply(key)

    @property
    def _focused(self) -> bool:
        return self.screen.focused is self  # `has_focus` says so only later

    def attend(self, key: str) -> None:
        """Show what this code means."""
        self._chosen, self._pointed = key, None
        self._reveal()

    def _place(self) -> int:
        """Index of the line that enter means."""
        lines = self.lines
        if isinstance(self.picker, Remover):
            return list(lines).index(self.picker.codings[self.picker.choice])
        return next((i for i, line in enumerate(lines) if isinstance(line, CodeLine) and line.code.key == self.attention), 0)

    def _reveal(self) -> None:
        """Bring the code under attention into view, with a heading right above it."""
        place, rows = self._place(), max(1, self.outer_size.height - 2)
        first = place - 1 if place and isinstance(self.lines[place - 1], Heading) else place
        self._offset = max(min(self._offset, first), place - rows + 1)
        self.show()

    def _draw(self) -> None:
        self._fitted = self.outer_size
        self._strips = [self._head(), *self._window()] if self._fitted.height else []

    def _head(self) -> Strip:
        width, looks = self._fitted.width, self.looks
        if self.picker is None:
            bar = "▌" if self._focused else " "
            find = f"{keymap_of(self).key('code.find')} find "
            return aligned([(bar, looks.bar), ("CODES", looks.label)], find if width >= 20 else "", looks, width)
        query = shorten(safe(self.picker.query), width - 4)
        return aligned([(f" {self.picker.sign} ", looks.bar), (query, looks.label), ("▏", looks.bar)], "", looks, width)

    def _window(self) -> list[Strip]:
        """The lines that fit; where there are more, the last row says how many codes stand above and below."""
        lines, width, rows = self.lines, self._fitted.width, self._fitted.height - 1
        if len(lines) > rows:
            rows -= 1
        self._offset = max(0, min(self._offset, len(lines) - rows))
        seen = range(self._offset, min(len(lines), self._offset + rows))
        chosen = self._place() if self.picker or self._focused else -1
        strips = [draw(lines[i], self._told.of(lines[i]), self.looks, width, chosen=i == chosen) for i in seen]
        return [*strips, self._more(lines, seen)] if len(seen) < len(lines) else strips

    def _more(self, lines: Sequence[Line], seen: range) -> Strip:
        above = sum(not isinstance(line, Heading) for line in lines[: seen.start])
        below = sum(not isinstance(line, Heading) for line in lines[seen.stop :])
        counts = [f"↑ {above:,}"] * (above > 0) + [f"↓ {below:,}"] * (below > 0)
        width = self._fitted.width
        return finished([Segment(clip(f" … {'  '.join(counts)} more", width), self.looks.dim)], width, self.looks.plain)

    def _line_at(self, y: int) -> Line | None:
        place, height = self._offset + y - 1, self.outer_size.height
        rows = min(len(self._strips) - 1, height - 2 if len(self.lines) > height - 1 else height)
        return self.lines[place] if 1 <= y <= rows and place < len(self.lines) else None

    def _key_at(self, y: int) -> str | None:
        line = self._line_at(y)
        return line.code.key if isinstance(line, CodeLine) else None

    def _remove_at(self, y: int) -> None:
        line = self._line_at(y)
        if isinstance(self.picker, Remover) and line in self.picker.codings:
            self.picker.take(self.picker.codings.index(line))
            self.ask(None)
