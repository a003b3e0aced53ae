"""Which part of a turn somebody means who quotes it."""

import re

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
    places = _whole(text, quote) if len(quote) <= LONGEST else []
    head, *tail = _LEFT_OUT.split(quote, 1)
    if not places and tail and head and tail[0]:
        [start] = _once(text, head)
        [end] = _once(text, tail[0], start[1])
        return start[0], end[1]
    if len(quote) > LONGEST:
        raise QualcodeError(
            f'That is more than {LONGEST} characters. Quote the first and the last words: "My sister ... a list".'
        )
    [place] = places if len(places) == 1 else _once(text, quote)
    return place


def _once(text: str, quote: str, after: int = 0) -> list[Span]:
    places = [place for place in _whole(text, quote) if place[0] >= after]
    if not places:
        raise QualcodeError(f'"{one_line(quote)}" does not stand in this turn.')
    if len(places) > 1:
        times = count(len(places), "time")
        raise QualcodeError(f'"{one_line(quote)}" stands in this turn {times}. Quote more of the words around it.')
    return places


def _whole(text: str, quote: str) -> list[Span]:
    """The hits that cut no word; where all do, those that cut no letter from its accents or an emoji in two."""
    from wcwidth import iter_graphemes  # its tables, 20 ms, are only for who codes spans

    found = hits_in(text, quote.strip())
    said = words(text)
    if whole := [place for place in found if not any(_cuts(place, word) for word in said)]:
        return whole
    edges = {0}
    for grapheme in iter_graphemes(text):
        edges.add(max(edges) + len(grapheme))
    return [place for place in found if edges.issuperset(place)]


def _cuts(place: Span, word: Span) -> bool:
    return word[0] < place[0] < word[1] or word[0] < place[1] < word[1]
