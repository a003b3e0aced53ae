"""How a turn looks: its lines, the codes under them, its margin. Everything is drawn a line at a time, when it is seen."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qualcode.codebook.model import Codebook
from qualcode.coding.desk import CodingView, TurnView
from qualcode.coding.searching import hits_in
from qualcode.text import one_line, safe, words
from qualcode.tui.painting import same
from qualcode.tui.selection import Edge, Stretch
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.lanes import Rows, draw_lanes, lanes
from qualcode.tui.widgets.wrap import Lines, cells, clip, grapheme_at, shorten, wrap

Chip = list[tuple[str, Style]]
Offsets = tuple[int, int]
_LANES, _ROOMY = 4, 60  # cells for lanes, in a pane at least so wide
_REVERSE = Style(reverse=True)


@dataclass(frozen=True)
class Columns:
    """Widths in cells: the whole line, the turn number, the speaker's name, the lanes; and the empty rows after a turn."""

    width: int
    number: int
    label: int
    lanes: int
    gap: int = 1

    @property
    def margin(self) -> int:
        """What stands left of the words: bar, done mark, number, flag or blank, name, blank."""
        return 2 + self.number + 1 + (self.label + 1 if self.label else 0)

    @property
    def text(self) -> int:
        """What is left for the words, with a blank at the end, before the lanes."""
        return max(2, self.width - self.margin - 1 - self.lanes)


def columns(width: int, turns: int, label: int, *, compact: bool = False) -> Columns:
    """The columns of a pane `width` cells wide, for turn numbers up to `turns` and names of `label` cells."""
    name = max(2, min(8 if compact else 16, width // 5, label))
    lanes = _LANES if width >= _ROOMY else _LANES - 1
    return Columns(width, max(2, len(str(turns))), name, lanes, gap=0 if compact else 1)


@dataclass(frozen=True)
class TurnRows:
    """One turn laid out: rows of words, rows of chips, an empty row unless they are compact."""

    view: TurnView
    columns: Columns
    looks: Looks
    codebook: Codebook
    text: str
    lines: Lines
    chips: list[list[Chip]]
    spans: list[tuple[Rows, int, Style]]  # rows, lane and colour of each span
    sought: str  # the words searched for
    drawn: dict[tuple[int, bool, bool], Strip] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """In rows."""
        return len(self.lines) + len(self.chips) + self.columns.gap

    def strip(self, row: int, *, here: bool, thumb: bool = False, selected: Offsets | None = None) -> Strip:
        """Row `row` (from 0) as it is shown, with its piece of the scroll bar, which `thumb` fills.

        `here` tells whether the cursor is on this turn, `selected` what of the row is selected.
        """
        key = (row, here, thumb)
        if key not in self.drawn:
            self.drawn[key] = Strip([*self._draw(row, here=here), self.looks.scroll_bar(thumb=thumb)], self.columns.width + 1)
        return _reversed(self.drawn[key], self._cells(row, selected)) if selected else self.drawn[key]

    def selected(self, row: int, stretch: Stretch | None) -> Offsets | None:
        """What of the row's words lies in the stretch."""
        if row >= len(self.lines) or stretch is None:
            return None
        start, end = self.lines[row]
        first, last = max(start, stretch.start.char - self.view.start_char), min(end, stretch.end.char - self.view.start_char)
        return (first, last) if first < last else None

    def first(self, row: int) -> int:
        """The character of the transcript that begins the row of words, or the last such row above it."""
        return self.view.start_char + self.lines[min(row, len(self.lines) - 1)][0]

    def row_of(self, char: int) -> int:
        """The row where the character of the transcript, or the blank after a line, stands."""
        inside = char - self.view.start_char
        return max((row for row, (start, _) in enumerate(self.lines) if start <= inside), default=0)

    def grapheme_at(self, row: int, x: int) -> Stretch:
        """What stands at cell `x` of the row, or nearest to it."""
        start, end = self.lines[min(row, len(self.lines) - 1)]
        return Stretch(*map(self._edge, grapheme_at(self.text, start, end, x - self.columns.margin)))

    def edges(self, rows: Sequence[int]) -> Stretch:
        """Where the words of these rows, in order, begin and end; of all, if there are no words in them."""
        lines = [self.lines[row] for row in rows if row < len(self.lines)] or self.lines
        return Stretch(self._edge(lines[0][0]), self._edge(lines[-1][1]))

    def _edge(self, offset: int) -> Edge:
        return Edge(self.view.number, self.view.start_char + offset)

    def _cells(self, row: int, selected: Offsets) -> Offsets:
        start = self.lines[row][0]
        left = self.columns.margin + cells(self.text[start : selected[0]])
        return left, left + cells(self.text[slice(*selected)])

    def _draw(self, row: int, *, here: bool) -> Iterable[Segment]:
        looks, columns = self.looks, self.columns
        ground = looks.here if here and row < self.height - columns.gap else looks.plain
        segments = [*self._margin(row, here=here), *self._words(row), *self._chips(row - len(self.lines))]
        if self.spans:
            words = Segment.adjust_line_length(segments, columns.width - columns.lanes)
            segments = [*words, *draw_lanes(row, self.spans, columns.lanes)]
        return Segment.apply_style(Segment.adjust_line_length(segments, columns.width), ground)

    def _margin(self, row: int, *, here: bool) -> Iterator[Segment]:
        columns, looks, view = self.columns, self.looks, self.view
        yield Segment("▌" if here and row < self.height - self.columns.gap else " ", looks.bar)
        if row:
            yield Segment(" " * (columns.margin - 1))
            return
        yield Segment("✓" if view.done else " ", looks.good)
        yield Segment(f"{view.number:>{columns.number}}", looks.dim)
        yield Segment("⚑" if view.flagged else " ", looks.bad)
        if columns.label:
            label = shorten(one_line(view.speaker), columns.label)
            style = looks.dim if view.role == "interviewer" else looks.label
            yield Segment(label + " " * (columns.label + 1 - cells(label)), style)

    def _words(self, row: int) -> Iterator[Segment]:
        if row >= len(self.lines):
            return
        start, end = self.lines[row]
        hits = hits_in(self.view.text, self.sought)
        for piece_start, piece_end, codes in self._pieces(start, end, hits):
            found = any(first <= piece_start < last for first, last in hits)
            yield Segment(self.text[piece_start:piece_end], self._span_style(codes, found=found))

    def _pieces(self, start: int, end: int, hits: list[tuple[int, int]]) -> Iterator[tuple[int, int, list[str]]]:
        """The line parted wherever a span begins or ends, or a hit, each piece with the codes of the spans it lies in."""
        coded = [(c.start_char - self.view.start_char, c.end_char - self.view.start_char, c.code)
                 for c in self.view.codings if not same(c, self.view)]  # fmt: skip
        edges = [edge for first, last, _ in coded for edge in (first, last)] + [edge for hit in hits for edge in hit]
        borders = {edge for edge in edges if start < edge < end}
        places = sorted({start, end} | borders)
        for place, after in pairwise(places):
            yield place, after, [code for first, last, code in coded if first <= place < last]

    def _span_style(self, codes: list[str], *, found: bool) -> Style | None:
        hit = self.looks.hit if found else None
        if not codes:
            return hit or (None if self.view.needs_coding else self.looks.dim)
        style = self.looks.spans.get(codes[-1], self.looks.label)
        return (style + Style(underline2=True, underline=False) if len(codes) > 1 else style) + hit

    def _chips(self, row: int) -> Iterator[Segment]:
        if 0 <= row < len(self.chips):
            for chip in self.chips[row]:
                for text, style in chip:
                    yield Segment(text, style)


def lay_out(view: TurnView, columns: Columns, looks: Looks, codebook: Codebook, sought: str = "") -> TurnRows:
    """`view` at these widths."""
    text = safe(view.text, lines=True)
    lines = wrap(text, columns.text)
    chips = list(_fill(list(_chips(view, looks, codebook, columns.text)), columns.text))
    spans = list(_spans(view, looks, lines, len(lines) + len(chips)))
    return TurnRows(view, columns, looks, codebook, text, lines, chips, spans, sought)


def _spans(view: TurnView, looks: Looks, lines: Lines, below: int) -> Iterator[tuple[Rows, int, Style]]:
    """Rows, lane and colour of each span; one that goes on in the next turn goes down to row `below`."""
    codings = [coding for coding in view.codings if not same(coding, view)]
    starts = [start for start, _ in lines]
    rows = []
    for coding in codings:
        first = max(bisect_right(starts, coding.start_char - view.start_char) - 1, 0)
        last = max(bisect_left(starts, coding.end_char - view.start_char) - 1, first)
        rows.append((first, below if coding.end_char > view.end_char else last))
    for coding, place, lane in zip(codings, rows, lanes(rows), strict=True):
        yield place, lane, looks.lanes.get(coding.code, looks.label)


def _reversed(strip: Strip, where: Offsets) -> Strip:
    """The strip with cells `[start, end)` in reverse video."""
    start, end = where
    before, chosen, after = strip.divide([start, end, strip.cell_length])
    return Strip.join([before, Strip(Segment.apply_style(list(chosen), post_style=_REVERSE), end - start), after])


def _chips(view: TurnView, looks: Looks, codebook: Codebook, width: int) -> Iterator[Chip]:
    """A chip a coding: key, name, what it covers if not the turn, its memo's mark; last the turn's memo."""
    for coding in view.codings:
        code = codebook.by_key.get(coding.code)
        key = one_line(code.hotkey if code and code.hotkey else "·")
        name = one_line(code.name if code else coding.code)
        marks = ("?" if coding.unsure else "") + _extent(coding, view) + (" ✎" if coding.memo else "")
        chip = looks.chips.get(coding.code, Style(reverse=True))
        yield [(f" {key} ", chip), (" " + clip(name, max(2, width - 5 - cells(marks))) + marks, looks.plain), ("  ", looks.plain)]
    if view.memo:
        yield [(clip("✎ " + one_line(view.memo), width), looks.dim + Style(italic=True))]


def _extent(coding: CodingView, view: TurnView) -> str:
    """ " · 5 words" for a span, with … on a side where it goes on in another turn."""
    if same(coding, view):
        return ""
    start, end = max(0, coding.start_char - view.start_char), coding.end_char - view.start_char
    count = len(words(view.text[start:end]))
    before, after = ("…" if coding.start_char < view.start_char else ""), ("…" if coding.end_char > view.end_char else "")
    return f" · {before}{count} {'word' if count == 1 else 'words'}{after}"


def _fill(chips: list[Chip], width: int) -> Iterator[list[Chip]]:
    """The chips in rows of at most `width` cells."""
    row: list[Chip] = []
    used = 0
    for chip in chips:
        size = sum(cells(text) for text, _ in chip)
        if row and used + size > width + 2:  # the two blanks after the last chip may fall off
            yield row
            row, used = [], 0
        row.append(chip)
        used += size
    if row:
        yield row
