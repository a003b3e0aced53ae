"""Tables of ratings as CSV text: the first row names the coders, every further row is one unit, an empty cell is missing."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.text import count, listed, one_line

# What other programs write for a missing value; among numbers it is surely no category.
_MISSING = {"na", "n/a", "nan", "null", "none", ".", "-", "#n/a"}
NO_CODE = "-"  # in a table of sets: seen, and no code


@dataclass(frozen=True)
class Ratings:
    """The coders' names and, per unit, one value a coder: number, text, frozenset of codes, or None for missing."""

    coders: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def read_ratings(text: str, *, level: str = "nominal") -> Ratings:
    """Numbers where every cell is one, else text; the levels above nominal need numbers. QualcodeError with the line."""
    coders, lines = _table(text)
    numbers = [[_number(cell) for cell in cells] for _, cells in lines]
    given = [bool(cell) for _, cells in lines for cell in cells]
    known = [value is not None for row in numbers for value in row]
    if given == known:
        return Ratings(coders, tuple(tuple(row) for row in numbers))
    _check_numbers(lines, level)
    return Ratings(coders, tuple(tuple(cell or None for cell in cells) for _, cells in lines))


def read_sets(text: str, separator: str) -> Ratings:
    """Several codes in a cell, parted by `separator`; "-" is the empty set, an empty cell is missing."""
    if not separator:
        raise QualcodeError('Name the character that parts the codes of a cell, for example --sets ";".')
    coders, lines = _table(text)
    return Ratings(coders, tuple(tuple(_codes(cell, separator) for cell in cells) for _, cells in lines))


def _table(text: str) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    lines = list(csv_lines(text.removeprefix("\ufeff")))
    if not lines:
        raise QualcodeError("The table is empty. Put the coders' names into the first row and one unit into each further row.")
    (first, header), *units = lines
    coders = tuple(one_line(name) for name in header)
    _check_coders(coders, first)
    if not units:
        raise QualcodeError("The table has no units below the coders' names. Put one unit into each further row.")
    for number, cells in units:
        if len(cells) != len(coders):
            raise QualcodeError(
                f"Line {number} has {count(len(cells), 'cell')}, the first row names {count(len(coders), 'coder')}. "
                "Give every unit one cell a coder, empty where the coder did not code it."
            )
    return coders, units


def csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of every row that is not blank, before the first and after the last unit."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        message = f"Line {reader.line_num} is no CSV: {error}. Put text with quotes or commas into double quotes."
        raise QualcodeError(message) from None


def _delimiter(text: str) -> str:
    """Comma, unless the row of names holds none and is parted by tabs or semicolons, as spreadsheets write them."""
    first = text.lstrip().partition("\n")[0]
    return next((mark for mark in (",", "\t", ";") if mark in first), ",")


def _check_coders(coders: tuple[str, ...], line: int) -> None:
    if len(coders) < 2:
        raise QualcodeError(f"Line {line} names one coder only. Agreement needs a column for each of at least two coders.")
    if "" in coders:
        place = coders.index("") + 1
        raise QualcodeError(f"Line {line}: column {place} has no name. The first row names the coder of every column.")
    twice = sorted({name for name in coders if coders.count(name) > 1})
    if twice:
        raise QualcodeError(f"Line {line} names {listed(twice)} more than once. Give every coder one column.")


def _number(cell: str) -> int | float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    if not math.isfinite(value) or "_" in cell:
        return None
    return int(value) if value.is_integer() else value


def _check_numbers(lines: list[tuple[int, list[str]]], level: str) -> None:
    words = [(number, cell) for number, cells in lines for cell in cells if cell and _number(cell) is None]
    number, cell = words[0]
    if all(word.lower() in _MISSING for _, word in words) and len(words) < sum(len(cells) for _, cells in lines):
        raise QualcodeError(
            f"Line {number}: “{one_line(cell)}” stands among numbers. Leave a cell empty where a value is missing."
        )
    if level != "nominal":
        raise QualcodeError(
            f"Line {number}: “{one_line(cell)}” is no number, which the {level} level needs. Use numbers, or --level nominal."
        )


def _codes(cell: str, separator: str) -> frozenset[str] | None:
    if not cell:
        return None
    return frozenset(code for part in cell.split(separator) if (code := one_line(part)) not in ("", NO_CODE))
