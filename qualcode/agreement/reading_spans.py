"""Spans as CSV text: the columns coder, code, start and end in any order, one span a row, over one text of known length."""

from collections.abc import Sequence

import numpy as np

from qualcode.agreement.reading import csv_lines
from qualcode.agreement.spans import CodedSpans, whole_text
from qualcode.agreement.table import Ints
from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line

Span = tuple[str, str, int, int]
COLUMNS = ("coder", "code", "start", "end")
_MOST_CHARACTERS = 1 << 31  # a longer text is a slip of the keyboard


def read_spans(text: str, length: int) -> CodedSpans:
    """Every coder named has read the whole text of `length` characters; ends are exclusive. QualcodeError with the line."""
    if not 1 <= length <= _MOST_CHARACTERS:
        raise QualcodeError(f"A text of {length:,} characters cannot be. Give the number of characters of the text coded.")
    rows = list(csv_lines(text.removeprefix("\ufeff")))
    if not rows:
        raise QualcodeError(f"The table is empty. Its first row names the columns {listed(list(COLUMNS))}.")
    (first, header), *spans = rows
    places = _places(header, first)
    if not spans:
        raise QualcodeError("The table has no spans below the names of its columns. Put one span into each further row.")
    read = [_span([_cell(cells, place, line) for place in places], line, length) for line, cells in spans]
    coders, codes = tuple(sorted({span[0] for span in read})), tuple(sorted({span[1] for span in read}))
    if len(coders) < 2:
        raise QualcodeError(f"All spans are of one coder, {one_line(coders[0])}. Agreement needs at least two coders.")
    return whole_text(coders, codes, length, _numbered(read, coders, codes))


def _numbered(read: Sequence[Span], coders: Sequence[str], codes: Sequence[str]) -> Ints:
    coder_number = {name: number for number, name in enumerate(coders)}
    code_number = {name: number for number, name in enumerate(codes)}
    return np.array([(coder_number[coder], code_number[code], start, end) for coder, code, start, end in read], dtype=np.int64)


def _places(header: Sequence[str], line: int) -> list[int]:
    names = [name.lower() for name in header]
    missing = [column for column in COLUMNS if names.count(column) != 1]
    if missing:
        raise QualcodeError(
            f"Line {line} does not name the column {listed(missing)} exactly once. The first row names {listed(list(COLUMNS))}."
        )
    return [names.index(column) for column in COLUMNS]


def _cell(cells: Sequence[str], place: int, line: int) -> str:
    cell = one_line(cells[place]).strip() if place < len(cells) else ""
    if not cell:
        raise QualcodeError(f"Line {line} has an empty cell. Give every span a coder, a code, a start and an end.")
    return cell


def _span(cells: Sequence[str], line: int, length: int) -> Span:
    coder, code, *places = cells
    start, end = (_character(place, line) for place in places)
    if end > length:
        raise QualcodeError(f"Line {line}: the span ends at {end:,}, behind the text of {length:,} characters.")
    if start >= end:
        raise QualcodeError(
            f"Line {line}: the span begins at {start:,} and ends at {end:,}. The end is the place behind its last character."
        )
    return coder, code, start, end


def _character(cell: str, line: int) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 12):
        raise QualcodeError(f"Line {line}: “{cell}” is no place in the text. Give whole numbers from 0 up, in characters.")
    return int(cell)
