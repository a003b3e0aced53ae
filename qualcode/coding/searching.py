"""Plain words in what was said: found whatever the case, the accents and the shape of quotation marks and dashes.

The text is looked through as it stands, so offsets need no mapping, and a window at a time, so that it can be left off and
other threads come in between. The pattern made of the words looks at every character a fixed number of times.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final, NamedTuple
from unicodedata import category, normalize

from qualcode.project.reader import Reader

LONGEST: Final = 100
"""Characters of a search that are looked for."""

_WINDOW = 200_000  # code points: a few milliseconds
_OVERLAP = 4_000  # more than any hit is long, but for one over pages of blanks
_AROUND = 80  # code points of context told of a hit
_MARKS = "[\u0300-\u036f]*+"  # accents may also stand behind their letter
_ALIKE = ("'’‘ʼ´`", '"“”„«»', "-‐‑–—−")
_LETTERS = (*range(0x41, 0x530), *range(0x1E00, 0x2000))  # Latin, Greek and Cyrillic, which is where letters have accents
_TURNS = """
    SELECT number, start_char, end_char FROM turn
     WHERE transcript_id = :transcript_id AND start_char < :end AND start_char >= coalesce(
           (SELECT max(start_char) FROM turn WHERE transcript_id = :transcript_id AND start_char <= :start), 0)
     ORDER BY start_char
"""
_SPEAKERS = """
    SELECT number, name, start_char, end_char FROM turn JOIN speaker ON speaker.id = speaker_id
     WHERE transcript_id = :transcript_id AND number IN (SELECT CAST(value AS INTEGER) FROM json_each(:numbers))
"""


class Hit(NamedTuple):
    """The words stand on `[start_char, end_char)` of the transcript, in turn `number`."""

    number: int
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit as it is listed: where, who says it, and the words around it in its turn."""

    transcript_id: str
    number: int
    speaker: str
    before: str
    words: str
    after: str


def pattern(words: str) -> re.Pattern[str]:
    """What finds `words`. White space between them is any white space; none of it is special otherwise."""
    words = words[:LONGEST]
    before, after = words[:1].isspace(), words[-1:].isspace()
    pieces = [r"\s++" if piece.isspace() else _letters(piece) for piece in re.split(r"(\s+)", words.strip())]
    return re.compile(r"\s" * before + "".join(pieces) + r"\s" * after)


def hits_in(text: str, words: str) -> list[tuple[int, int]]:
    """(start, end) of every hit in `text`."""
    return [match.span() for match in pattern(words).finditer(text)] if words.strip() else []


def search(reader: Reader, transcript_id: str, words: str, start_char: int = 0) -> Iterator[list[Hit]]:
    """The hits of one transcript from `start_char` on, then from its beginning: a list for every window looked through."""
    text: str = reader.value("SELECT text FROM transcript WHERE id = :id", id=transcript_id) or ""
    for places in chain(_windows(text, words, start_char, len(text)), _windows(text, words, 0, start_char)):
        yield list(_said(reader, transcript_id, places))


def findings(reader: Reader, transcript_id: str, words: str) -> Iterator[list[Finding]]:
    """The hits of one transcript as they are listed."""
    text: str = reader.value("SELECT text FROM transcript WHERE id = :id", id=transcript_id) or ""
    for found in _windows(text, words, 0, len(text)):
        hits = list(_said(reader, transcript_id, found))
        numbers = json.dumps(sorted({hit.number for hit in hits}))
        turns = reader.rows(_SPEAKERS, transcript_id=transcript_id, numbers=numbers) if hits else []
        places = {number: (name, start, end) for number, name, start, end in turns}
        yield [_finding(transcript_id, text, hit, places[hit.number]) for hit in hits]


def _windows(text: str, words: str, first: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """Where the words stand in `text` from `first` to before `end`, a window at a time."""
    found, last = pattern(words), first
    for start in range(first, end, _WINDOW) if words.strip() else ():
        close = min(start + _WINDOW, end)
        places = []
        for match in found.finditer(text, max(start, last), close + _OVERLAP):
            if match.start() >= close:
                break
            places.append(match.span())
            last = match.end()
        yield places


def _said(reader: Reader, transcript_id: str, places: list[tuple[int, int]]) -> Iterator[Hit]:
    """Those of the places that lie in a turn."""
    if not places:
        return
    rows = reader.rows(_TURNS, transcript_id=transcript_id, start=places[0][0], end=places[-1][1])
    turns = iter([tuple(row) for row in rows])
    number, turn_start, turn_end = next(turns, (0, 0, 0))
    for start, end in places:
        while number and turn_end <= start:
            number, turn_start, turn_end = next(turns, (0, 0, 0))
        if number and turn_start <= start and end <= turn_end:
            yield Hit(number, start, end)


def _finding(transcript_id: str, text: str, hit: Hit, turn: tuple[str, int, int]) -> Finding:
    speaker, turn_start, turn_end = turn
    number, start, end = hit
    before, after = text[max(turn_start, start - _AROUND) : start], text[end : min(turn_end, end + _AROUND)]
    return Finding(transcript_id, number, speaker, before, text[start:end], after)


def _letters(piece: str) -> str:
    """A pattern for every letter, whatever accents it has in `piece`."""
    base = "".join(sign for sign in normalize("NFD", piece) if not category(sign).startswith("M")) or piece
    return "".join(_letter(sign) for sign in base)


def _letter(sign: str) -> str:
    alike = next((set(signs) for signs in _ALIKE if sign in signs), None)
    signs = alike or _variants().get(sign.lower(), set()) | {sign, sign.lower(), sign.upper()}
    return "[" + "".join(re.escape(each) for each in sorted(signs) if len(each) == 1) + "]" + _MARKS


@cache
def _variants() -> dict[str, set[str]]:
    """Every letter with its shapes: capital and small, with and without accents."""
    variants: dict[str, set[str]] = {}
    for sign in map(chr, _LETTERS):
        variants.setdefault(normalize("NFD", sign)[0].lower(), set()).add(sign)
    return variants
