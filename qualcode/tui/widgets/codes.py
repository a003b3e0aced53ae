"""The codebook at the right: codes with keys, names and counts, and what the code under attention means."""

from collections import Counter
from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.codebook.model import Code, Codebook
from qualcode.text import one_line, safe
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.finder import Finder
from qualcode.tui.widgets.wrap import cells, clip, shorten, wrap

Entry = tuple[str | None, Strip]  # a code's key, where a click on the row means that code


class CodeList(Widget):
    """Draws the codes, a window of them where the screen is too low, and under them the definition."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "CodeList { width: 33; height: 1fr; }"

    class Chosen(Message):
        """A click on a code."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, codebook: Codebook, looks: Looks) -> None:
        super().__init__()
        self.codebook = codebook
        self.looks = looks
        self.counts: Counter[str] = Counter()
        self.here: frozenset[str] = frozenset()  # codes of the turn the cursor is on
        self.last_used = next((code.key for code in codebook), None)
        self.pointed: str | None = None  # under the mouse
        self.finder: Finder | None = None  # while a code is looked for
        self._offset = 0
        self._entries: list[Entry] = []
        self._fitted = self.outer_size  # the size that the entries were drawn for

    @property
    def attention(self) -> str | None:
        """Key of the code whose definition is shown."""
        return self.finder.chosen if self.finder else self.pointed or self.last_used

    def tell(self, here: frozenset[str], counts: Counter[str]) -> None:
        """The codes of the turn the cursor is on, and how often each code was used."""
        if (here, counts) != (self.here, self.counts):
            self.here, self.counts = here, counts.copy()
            self.show()

    def show(self) -> None:
        """Draw everything anew, no more than fits; what looks as before is not sent to the terminal again."""
        if self.size.height:
            before = self._entries
            self._fit()
            for y in range(self.size.height):
                if before[y : y + 1] != self._entries[y : y + 1]:
                    self.refresh(Region(0, y, self.size.width, 1))

    def _fit(self) -> None:
        self._fitted = self.outer_size
        self._entries = list(self._draw(self.size.width - 1, self.size.height))

    def restyle(self, looks: Looks) -> None:
        """Draw in the styles of another theme."""
        self.looks = looks
        self.show()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A row with the line that parts it from the transcript."""
        if self.outer_size != self._fitted:  # Textual paints a new size first and tells of it later
            self._fit()
        strip = self._entries[y][1] if y < len(self._entries) else Strip([])
        ground = self.looks.plain
        rows = Strip([Segment("│", self.looks.dim), *strip]).adjust_cell_length(self._fitted.width)
        return Strip(Segment.apply_style(list(rows), ground), self._fitted.width)

    def _draw(self, width: int, height: int) -> Iterator[Entry]:
        meaning = list(self._meaning(width))
        listed = list(self._listed(width))
        room = max(height - len(meaning) - 2, height // 2) if meaning else height - 1
        yield None, self._head(width)
        yield from self._window(listed, room, width)
        if meaning:
            yield None, Strip([Segment("─" * width, self.looks.dim)])
            yield from ((None, strip) for strip in meaning)

    def _head(self, width: int) -> Strip:
        if self.finder is None:
            return self._line([(" CODES", self.looks.label)], "; find " if width >= 20 else "", width)
        query = shorten(safe(self.finder.query), width - 4)
        return self._line([(" ; ", self.looks.bar), (query, self.looks.label), ("▏", self.looks.bar)], "", width)

    def _window(self, listed: list[Entry], room: int, width: int) -> list[Entry]:
        """At most `room` of the entries, with the chosen one among them; the last row tells how many are left out."""
        if len(listed) <= room:
            return listed
        shown = room - 1
        if self.finder:
            self._offset = max(min(self._offset, self.finder.choice), self.finder.choice - shown + 1)
        self._offset = max(0, min(self._offset, len(listed) - shown))
        codes = sum(key is not None for key, _ in listed[: self._offset] + listed[self._offset + shown :])
        more = Strip([Segment(clip(f" … {codes} more", width), self.looks.dim)])
        return [*listed[self._offset : self._offset + shown], (None, more)]

    def _listed(self, width: int) -> Iterator[Entry]:
        if self.finder:
            for key in self.finder.found:
                yield key, self._code(self.codebook.by_key[key], width, 0, chosen=key == self.finder.chosen)
            if not self.finder.found:
                yield None, Strip([Segment(clip(" no code of that name", width), self.looks.dim)])
            return
        group = None
        names = {group.key: group for group in self.codebook.groups}
        for code in self.codebook:
            if code.group != group and code.group in names:
                found = names[code.group]
                kind = (", one of" if found.exclusive else "") + (" →" if found.ordered else "")
                title = clip(one_line(found.name), max(4, width - 1 - len(kind)))
                yield None, Strip([Segment(clip(f" {title}{kind}", width), self.looks.dim + Style(italic=True))])
            group = code.group
            yield code.key, self._code(code, width, len(self.codebook.paths[code.key]) - 1, chosen=False)

    def _code(self, code: Code, width: int, depth: int, *, chosen: bool) -> Strip:
        here = code.key in self.here
        count = self.counts[code.key]
        right = (f"{count:,}" if count else "") + (" ● " if here else "   ")
        style = self.looks.label if here or chosen else Style()
        name = clip(one_line(code.name), max(2, width - 6 - depth - len(right)))
        left = [("›" if chosen else " ", self.looks.bar), (" " * depth, Style()),
                (f" {one_line(code.hotkey or '·')} ", self.looks.chips[code.key]), (f" {name}", style)]  # fmt: skip
        return self._line(left, right, width)

    def _line(self, left: list[tuple[str, Style]], right: str, width: int) -> Strip:
        gap = max(0, width - sum(cells(text) for text, _ in left) - cells(right))
        segments = [Segment(text, style) for text, style in [*left, (" " * gap, Style()), (right, self.looks.dim)]]
        return Strip(segments).crop(0, width)

    def _meaning(self, width: int) -> Iterator[Strip]:
        """The definition of the code under attention, in sentences that say when to use it."""
        code = self.codebook.by_key.get(self.attention or "")
        if code is None:
            return
        path = " › ".join(one_line(name) for name in self.codebook.paths[code.key])
        parts = [("", path, self.looks.label), ("", code.definition, Style()), ("Use when: ", code.use_when, Style()),
                 ("Not when: ", code.avoid_when, Style())]  # fmt: skip
        parts += [("e.g. ", f"“{example}”", self.looks.dim) for example in code.examples]
        parts += [("not e.g. ", f"“{example}”", self.looks.dim) for example in code.counter_examples]
        for label, text, style in parts:
            said = label + safe(text.strip(), lines=True)
            for start, end in wrap(said, width - 2) if text.strip() else ():
                yield Strip([Segment(" " + said[start:end], style)])

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The code under the mouse is the one whose definition is shown."""
        pointed = self._entries[event.y][0] if 0 <= event.y < len(self._entries) else None
        if pointed and pointed != self.pointed:
            self.pointed = pointed
            self.show()

    def on_leave(self) -> None:
        """Without the mouse, the code used last."""
        self.pointed = None
        self.show()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the list."""
        event.stop()
        self._offset += 2
        self.show()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the list."""
        event.stop()
        self._offset -= 2
        self.show()

    def on_click(self, event: events.Click) -> None:
        """A click on a code means its key."""
        key = self._entries[event.y][0] if 0 <= event.y < len(self._entries) else None
        if key:
            self.post_message(self.Chosen(key))
