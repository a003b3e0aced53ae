"""Lines of a text at a width, as offsets into it: nothing is copied, so a span finds its cells again.

A line never ends inside a grapheme (a letter with its accents, an emoji of several parts). Widths are terminal cells.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

Lines = tuple[tuple[int, int], ...]

# Any character but European letters and the dashes, quotation marks, bullets and dots of print, which are one cell too.
_OTHER = re.compile("[^\x00-\u02ff\u2010-\u2027]")


@lru_cache(maxsize=512)
def wrap(text: str, width: int) -> Lines:
    """(start, end) of every line of `text` in at most `width` cells; blanks at a break belong to no line.

    Line feeds end a line, empty lines stay. Words longer than a line are broken. An empty text is one empty line.
    """
    width = max(2, width)
    fill = _fill_narrow if is_narrow(text) else _fill_graphemes
    lines: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        lines += fill(text, start, end, width)
        start = end + 1
    return tuple(lines)


def is_narrow(text: str) -> bool:
    """Whether every character is one grapheme of one cell, which is quick to tell and true of most European text."""
    return _OTHER.search(text) is None


def cells(text: str) -> int:
    """The width of `text` in terminal cells, as Textual counts them."""
    if is_narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` cells; the middle goes, since "Participant 12" and "Participant 13" differ at the end."""
    if cells(text) <= width:
        return text
    if width < 2:
        return "…"[:width]
    tail = _cut(text[::-1], (width - 1) // 3)[::-1] if is_narrow(text) else ""
    return _cut(text, width - 1 - len(tail)).rstrip() + "…" + tail


def clip(text: str, width: int) -> str:
    """`text` in at most `width` cells; the end goes."""
    return text if cells(text) <= width else _cut(text, width - 1).rstrip() + "…"[:width]


def grapheme_at(text: str, start: int, end: int, x: int) -> tuple[int, int]:
    """(start, end) of the grapheme at cell `x` of the line `[start, end)`, or of the line's nearest."""
    last = (start, start)
    for grapheme, size in _graphemes(text[start:end]):
        last = (last[1], last[1] + len(grapheme))
        if (x := x - size) < 0:
            break
    return last


def _cut(text: str, width: int) -> str:
    """The longest beginning of `text` that fits `width` cells."""
    if is_narrow(text):
        return text[: max(0, width)]
    end = used = 0
    for grapheme, size in _graphemes(text):
        if (used := used + size) > width:
            break
        end += len(grapheme)
    return text[:end]


def _fill_narrow(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    while end - start > width:
        blank = text.rfind(" ", start, start + width + 1)
        cut = blank if blank >= start else start + width
        yield start, _without_blanks(text, start, cut)
        start = cut
        while start < end and text[start] == " ":
            start += 1
    yield start, _without_blanks(text, start, end)


def _fill_graphemes(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """As `_fill_narrow` for any script: a line may also break beside a wide character, as in Chinese or Japanese."""
    used = 0
    position = start
    chance, used_at_chance = start, 0
    for grapheme, size in _graphemes(text[start:end]):
        after = position + len(grapheme)
        while used + size > width and grapheme != " " and position > start:  # twice where the last blank stood far back
            cut = chance if chance > start else position
            yield start, _without_blanks(text, start, cut)
            used -= used_at_chance if cut == chance else used
            start, chance, used_at_chance = cut, cut, 0
        used += size
        if grapheme == " " or size == 2:
            chance, used_at_chance = after, used
        position = after
    yield start, _without_blanks(text, start, end)


def _without_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _graphemes(text: str) -> Iterator[tuple[str, int]]:
    """Every grapheme of `text` with its cells."""
    # Local: only texts beyond plain European letters need the tables of wcwidth.
    from rich.cells import cell_len
    from wcwidth import iter_graphemes

    for grapheme in iter_graphemes(text):
        yield grapheme, cell_len(grapheme)
