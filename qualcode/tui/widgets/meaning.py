"""What the code under attention means: definition, when to use it and when not, examples. Always in sight."""

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.strip import Strip

from qualcode.codebook.model import Code, Codebook
from qualcode.coding.differences import Difference
from qualcode.text import count, one_line, safe
from qualcode.tui.keymap import keymap_of
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.drawn import Drawn, finished
from qualcode.tui.widgets.wrap import clip, wrap

_WHEEL = 2  # rows


class Meaning(Drawn):
    """Shows the code `key`, as much of it as fits; the rest is scrolled to."""

    DEFAULT_CSS = "Meaning { height: 1fr; min-height: 4; }"

    def __init__(self, codebook: Codebook, looks: Looks, more: tuple[str, ...]) -> None:
        """`more`: the bindings that scroll it."""
        super().__init__()
        self._more = more
        self.codebook = codebook
        self.looks = looks
        self.key: str | None = None
        self.difference: Difference | None = None
        self._top = 0
        self._strips: list[Strip] = []
        self._laid = Size()  # the size that the strips were laid out for

    def show(self, key: str | None, difference: Difference | None) -> None:
        """Tell of this code from now on."""
        if (key, difference) != (self.key, self.difference):
            self._top = self._top if key == self.key else 0
            self.key, self.difference = key, difference
            self.lay_out()

    def restyle(self, looks: Looks) -> None:
        """Draw in the styles of another theme."""
        self.looks = looks
        self.lay_out()

    def scroll_rows(self, rows: int) -> None:
        """Show what stands further down, or up."""
        self._top = max(0, min(self._top + rows, len(self._strips) - self.outer_size.height + 1))
        self.refresh()

    def lay_out(self) -> None:
        """Break the lines anew: for another code, width or codebook."""
        self._laid = self.outer_size
        code = self.codebook.by_key.get(self.key or "")
        self._strips = list(self._lines(code, self._laid.width)) if code and self._laid.width else []
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line over it, then the words."""
        if self.outer_size != self._laid:
            self.lay_out()
        (width, height), looks = self._laid, self.looks
        rest = len(self._strips) - self._top > height - 1
        if y and not (y == height - 1 and rest) and self._top + y <= len(self._strips):
            return self._strips[self._top + y - 1]
        return finished([Segment(self._edge(y, width, rest=rest), looks.dim)], width, looks.plain)

    def _edge(self, y: int, width: int, *, rest: bool) -> str:
        """The line over the words; under them, that there is more."""
        if y and rest:
            return clip(f" …  {', '.join(map(keymap_of(self).key, self._more))} for more", width)
        return "" if y else "─" * width

    def _lines(self, code: Code, width: int) -> Iterator[Strip]:
        for label, text, style in self._parts(code):
            said = label + safe(text.strip(), lines=True)
            for start, end in wrap(said, width - 2) if text.strip() else ():
                yield finished([Segment(" " + said[start:end], style)], width, self.looks.plain)

    def _parts(self, code: Code) -> Iterator[tuple[str, str, Style]]:
        plain, dim = Style(), self.looks.dim
        yield "", " › ".join(one_line(name) for name in self.codebook.paths[code.key]), self.looks.label
        yield "", code.definition, plain
        yield "Use when: ", code.use_when, plain
        yield "Not when: ", code.avoid_when, plain
        for example in code.examples:
            yield "e.g. ", f"“{example}”", dim
        for example in code.counter_examples:
            yield "not e.g. ", f"“{example}”", dim
        yield "", self._group(code), dim
        if self.difference:
            turns = count(self.difference.turns, "turn")
            yield "", f"≠ Coders differ on {self.difference.percent}% of the {turns} that any of them gave it.", dim

    def _group(self, code: Code) -> str:
        """ "Stage: 1. Early, 2. Late (one of them on a turn)"."""
        group = next((group for group in self.codebook.groups if group.key == code.group), None)
        if group is None or not (group.exclusive or group.ordered):
            return ""
        names = [one_line(each.name) for each in self.codebook if each.group == group.key]
        if group.ordered:
            names = [f"{level}. {name}" for level, name in enumerate(names, 1)]
        return f"{one_line(group.name)}{' (one of)' if group.exclusive else ''}: {', '.join(names)}"

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the words."""
        event.stop()
        self.scroll_rows(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the words."""
        event.stop()
        self.scroll_rows(-_WHEEL)
