"""What is selected in a transcript, and the steps that select it: words, sentences, whole turns. Knows no screen.

Places are characters of the transcript's text. Every edge lies beside something said, never beside a blank, and never
inside a grapheme (a letter with its accents, an emoji of several parts).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import ClassVar, Final, NamedTuple, Protocol
from unicodedata import category

from qualcode.coding.desk import CodingView, TurnView
from qualcode.text import count, one_line, sentences, words
from qualcode.tui.widgets.wrap import is_narrow

Spans = tuple[tuple[int, int], ...]
Cut = Callable[[str], Spans]  # the parts of a turn's text that a step goes by
START, END = 0, 1  # the two edges of a stretch, and the two ends of a span


class Said(Protocol):
    """The turns of a transcript, numbered from 1."""

    @property
    def turns(self) -> int:
        """How many there are."""

    def turn(self, number: int) -> TurnView:
        """One of them."""


class Edge(NamedTuple):
    """A place beside a character, and the turn it is in."""

    turn: int
    char: int


class Stretch(NamedTuple):
    """`[start, end)`, in one turn or over several."""

    start: Edge
    end: Edge

    @property
    def turns(self) -> range:
        """Numbers of the turns it lies in."""
        return range(self.start.turn, self.end.turn + 1)


@dataclass(frozen=True, slots=True)
class Target:
    """What a key acts on: `[start_char, end_char)` of a transcript, and the numbers of the turns it lies in."""

    transcript_id: str
    start_char: int
    end_char: int
    turns: range


@dataclass(frozen=True, slots=True)
class Selection:
    """From `anchor`, where it began, to `head`, the edge that moves. `held`: every step extends it."""

    anchor: Stretch
    head: Edge
    held: bool = False

    @property
    def stretch(self) -> Stretch:
        """All that is selected."""
        return Stretch(min(self.anchor.start, self.head), max(self.anchor.end, self.head))

    def stepped(self, said: Said, cut: Cut, *, forward: bool) -> "Selection":
        """The next part after all that is selected, or the one before it."""
        if self.held:
            return self.extended(said, cut, forward=forward)
        return at(part(said, cut, self.stretch[END if forward else START], forward=forward)) or self

    def extended(self, said: Said, cut: Cut, *, forward: bool) -> "Selection":
        """One part more, or one less where the head comes back towards the anchor; the anchor stays selected."""
        grown_back, grown_on = self.head < self.anchor.start, self.head > self.anchor.end
        side = START if grown_back or not (forward or grown_on) else END
        edge = shifted(said, cut, self.stretch[side], side, forward=forward)
        if edge is None:
            return self
        return replace(self, head=max(edge, self.anchor.end) if side == END else min(edge, self.anchor.start))


@dataclass(frozen=True, slots=True)
class Borders:
    """A coding whose borders are being moved: a step moves its end, an extending step its start."""

    coding: CodingView
    stretch: Stretch
    among: tuple[CodingView, ...] = ()  # codings that could be meant, this one included
    chosen: Stretch | None = None  # what was selected before, and so is where the coding is to go
    held: ClassVar[bool] = True

    @property
    def head(self) -> Edge:
        """What is kept in view."""
        return self.stretch.end

    def stepped(self, said: Said, cut: Cut, *, forward: bool) -> "Borders":
        """The end moved by a part."""
        return self._moved(said, cut, END, forward=forward)

    def extended(self, said: Said, cut: Cut, *, forward: bool) -> "Borders":
        """The start moved by a part."""
        return self._moved(said, cut, START, forward=forward)

    def _moved(self, said: Said, cut: Cut, side: int, *, forward: bool) -> "Borders":
        edge = shifted(said, cut, self.stretch[side], side, forward=forward) or self.stretch[side]
        moved = Stretch(edge, self.stretch.end) if side == START else Stretch(self.stretch.start, edge)
        return replace(self, stretch=moved) if moved.start < moved.end else self


def at(stretch: Stretch | None) -> Selection | None:
    """`stretch` selected."""
    return Selection(stretch, stretch.end) if stretch else None


def between(said: Said, one: Stretch, other: Stretch) -> Selection | None:
    """From `one`, where the mouse went down, to `other`, where it is now; blanks at either end are left out."""
    low, high = min(one.start, other.start), max(one.end, other.end)
    first, last = part(said, unbroken, low, forward=True), part(said, unbroken, high, forward=False)
    if not first or not last or (start := max(low, first.start)) >= (end := min(high, last.end)):
        return None
    return Selection(Stretch(start, start), end) if one <= other else Selection(Stretch(end, end), start)


def part(said: Said, cut: Cut, edge: Edge, *, forward: bool) -> Stretch | None:
    """The first part that ends after `edge`, or the last that starts before it; None where there is no more."""
    near = shifted(said, cut, edge, END if forward else START, forward=forward)
    far = near and shifted(said, cut, near, START if forward else END, forward=not forward)
    return Stretch(*sorted((near, far))) if near and far else None


def shifted(said: Said, cut: Cut, edge: Edge, side: int, *, forward: bool) -> Edge | None:
    """The next start (or end, as `side` says) of a part after `edge`, or the last one before it, in whatever turn it is."""
    for number in range(edge.turn, said.turns + 1) if forward else range(edge.turn, 0, -1):
        view = said.turn(number)
        spans, char = cut(view.text), edge.char - view.start_char
        place = bisect_right(spans, char, key=itemgetter(side)) if forward else bisect_left(spans, char, key=itemgetter(side)) - 1
        if 0 <= place < len(spans):
            return Edge(number, view.start_char + spans[place][side])
    return None


def step(
    said: Said, selection: "Selection | Borders | None", outset: Edge, cut: Cut, *, forward: bool, extending: bool
) -> "Selection | Borders | None":
    """What is selected after a step; the first one, with nothing selected yet, begins at `outset`."""
    if selection is None:
        selection = at(part(said, cut, outset, forward=forward))
        if selection is None or not (extending and cut is by_turn):  # the turn itself stands there already
            return selection
    return (selection.extended if extending else selection.stepped)(said, cut, forward=forward)


def tell(said: Said, selection: "Selection | Borders | None") -> str:
    """What is selected, in a few words; "" for nothing."""
    if selection is None:
        return ""
    much = size(said, selection.stretch)
    if isinstance(selection, Borders):
        return f"borders of {one_line(selection.coding.code)}: {much}"
    return f"span {much}" + (", anchored" if selection.held else "")


def size(said: Said, stretch: Stretch) -> str:
    """How much it is, shortly: "5w", "1 sign", "turns 3–7"."""
    if len(stretch.turns) > 1:
        return f"turns {stretch.turns[0]}–{stretch.turns[-1]}"
    view = said.turn(stretch.start.turn)
    text = view.text[stretch.start.char - view.start_char : stretch.end.char - view.start_char]
    return f"{found}w" if (found := len(words(text))) else count(len(text), "sign")


@lru_cache(maxsize=64)
def by_word(text: str) -> Spans:
    """Words; signs that are more than punctuation (an emoji) are steps, too. A text without either is one step."""
    if is_narrow(text):
        return tuple(words(text)) or by_turn(text)
    signs = [(place, place + 1) for place, sign in enumerate(text) if category(sign) == "So"]
    return _snapped(text, sorted([*words(text), *signs])) or by_turn(text)


@lru_cache(maxsize=64)
def by_sentence(text: str) -> Spans:
    """Sentences with their closing marks."""
    return _snapped(text, sentences(text))


def by_turn(text: str) -> Spans:
    """All of it without the blanks around, or nothing where there is nothing else."""
    start = len(text) - len(text.lstrip())
    return _snapped(text, [(start, len(text.rstrip()))] if text.strip() else [])


@lru_cache(maxsize=64)
def unbroken(text: str) -> Spans:
    """What stands between blanks."""
    return _snapped(text, (found.span() for found in re.finditer(r"\S+", text)))


CUTS: Final[dict[str, Cut]] = {"word": by_word, "sentence": by_sentence, "turn": by_turn}


def _snapped(text: str, spans: Iterable[tuple[int, int]]) -> Spans:
    """The spans widened to whole graphemes; those that would overlap are one."""
    if is_narrow(text):
        return tuple(spans)
    # Local: only texts beyond plain European letters need the tables of wcwidth.
    from wcwidth import iter_graphemes

    edges = [0, *accumulate(map(len, iter_graphemes(text)))]
    whole: list[tuple[int, int]] = []
    for first, last in spans:
        start, end = edges[bisect_right(edges, first) - 1], edges[bisect_left(edges, last)]
        if whole and start < whole[-1][1]:
            start = whole.pop()[0]  # its end lies in the same grapheme as our start, so ours is no less
        whole.append((start, end))
    return tuple(whole)
