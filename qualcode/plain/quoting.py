"""Which part of a turn somebody means who quotes it."""

import re
from bisect import bisect_left
from itertools import accumulate

from qualcode.coding.searching import LONGEST, hits_in
from qualcode.errors import QualcodeError
from qualcode.text import count, one_line, words

Span = tuple[int, int]

_LEFT_OUT = re.compile(r"\s*(?:\.{3}|…)\s*")
_QUOTED = re.compile(r"""(["“„«])(.+)["”“»]\s*(.*)""", re.DOTALL)


def quoted(rest: str) -> tuple[str, str]:
    """What stands in quotation marks, and what comes after them."""
    found = _QUOTED.fullmatch(rest)
    if not found or not found[2].strip() or not found[3]:
        raise QualcodeError('Quote the words and then name a code: on "one pot" finance.')
    return found[2], found[3]


def span(text: str, quote: str) -> Span:
    """(start, end) of the one place in `text` that `quote` means; "first words … last words" is all from these to those.

    Case, accents and the kind of quotation marks and dashes do not count. QualcodeError where it is no place, or several.
    """
    places = _places(text, quote)
    head, *tail = _LEFT_OUT.split(quote, 1)
    if not places and head and any(tail):
        start, first_end = _only(_places(text, head), head)
        _, end = _only([place for place in _places(text, tail[0]) if place[0] >= first_end], tail[0])
        return start, end
    return _only(places, quote)


def _only(places: list[Span], quote: str) -> Span:
    if len(quote) > LONGEST:
        raise QualcodeError(f'Quote at most {LONGEST} characters, or the first and the last words: "My sister ... a list".')
    if not places:
        raise QualcodeError(f'"{one_line(quote)}" does not stand in this turn.')
    if len(places) > 1:
        times = count(len(places), "time")
        raise QualcodeError(f'"{one_line(quote)}" stands in this turn {times}. Quote more of the words around it.')
    return places[0]


def _places(text: str, quote: str) -> list[Span]:
    """Where it stands without cutting a word, else anywhere; never a letter without its accents, or part of an emoji."""
    from wcwidth import iter_graphemes  # its tables, 20 ms, are only for who codes spans

    edges = list(accumulate(map(len, iter_graphemes(text)), initial=0))
    begins = set(edges)
    hits = [(start, edges[bisect_left(edges, end)]) for start, end in hits_in(text, quote.strip()) if start in begins]
    inside = {offset for start, end in words(text) for offset in range(start + 1, end)}
    return [place for place in hits if inside.isdisjoint(place)] or hits
