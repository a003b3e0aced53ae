"""What is coded on parts of this turn, in its own words: below the meaning of the codes, as long as there is any."""

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qualcode.codebook.model import Codebook
from qualcode.coding.desk import CodingView, TurnView
from qualcode.text import one_line
from qualcode.tui.painting import quoted, same
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.drawn import Drawn, finished
from qualcode.tui.widgets.wrap import clip, shorten, wrap

_QUOTE = 2  # lines of a quotation, of which the middle goes


class ThisTurn(Drawn):
    """Every span with its code and its quotation; how many do not fit is told. Without spans it takes no room."""

    DEFAULT_CSS = "ThisTurn { height: 0; max-height: 33%; }"

    def __init__(self, codebook: Codebook, looks: Looks) -> None:
        super().__init__()
        self.codebook = codebook
        self.looks = looks
        self.turn: TurnView | None = None
        self._rows: list[tuple[int, list[Segment]]] = []  # each with how many spans have begun with it

    def show(self, turn: TurnView | None) -> None:
        """Quote from this turn from now on."""
        if turn is not self.turn:
            self.turn = turn
            self._lay_out()

    def restyle(self, looks: Looks) -> None:
        """Draw in the styles of another theme."""
        self.looks = looks
        self._lay_out()

    def on_resize(self) -> None:
        """Another width, other lines."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """A row; the last one tells of what does not fit."""
        width, height = self.outer_size
        segments = self._rows[y][1] if y < len(self._rows) else []
        if y == height - 1 and len(self._rows) > height:
            left = self._rows[-1][0] - self._rows[y - 1][0]
            segments = [Segment(clip(f" … {left} more" if left else " …", width), self.looks.dim)]
        return finished(segments, width, self.looks.plain)

    def _lay_out(self) -> None:
        before, turn = len(self._rows), self.turn
        spans = [coding for coding in turn.codings if not same(coding, turn)] if turn else []
        self._rows = list(self._draw(turn, spans, self.outer_size.width)) if turn and spans else []
        if before != len(self._rows):
            self.styles.height = len(self._rows)
        if self._rows:
            self.refresh()

    def _draw(self, turn: TurnView, spans: list[CodingView], width: int) -> Iterator[tuple[int, list[Segment]]]:
        yield 0, [Segment("─ THIS TURN ".ljust(width, "─"), self.looks.dim)]
        for number, span in enumerate(spans, 1):
            yield number, self._title(span, width)
            quote = shorten(f"“{one_line(quoted(turn, span))}”", _QUOTE * (width - 6))
            for start, end in wrap(quote, width - 4)[:_QUOTE]:
                yield number, [Segment("   " + quote[start:end])]

    def _title(self, span: CodingView, width: int) -> list[Segment]:
        code = self.codebook.by_key.get(span.code)
        key, name = (code.hotkey or "·", code.name) if code else ("·", span.code)
        marks = ("?" if span.unsure else "") + (" ✎" if span.memo else "")
        lane = self.looks.spans.get(span.code, self.looks.label) + Style(underline=False)
        told = f" {one_line(key)} {one_line(name)}"
        return [Segment(" ┃", lane), Segment(clip(told, max(1, width - 2 - len(marks))) + marks)]
