"""A spreadsheet that somebody saved as CSV: its rows by the lines they stand on, and one way to tell what is wrong in it."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.text import cell, count, listed, one_line

LARGEST = 50 << 20  # bytes
_SHOWN = 20  # problems told in full
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Rows:
    """`header` as it stands, and (number of its first line, cells) of every row that is not blank; `notes` on what was unsure.

    Cells are as they were meant: stripped, without the `'` that keeps a spreadsheet from running a text as a formula.
    """

    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    notes: list[str]


def read_rows(path: Path) -> Rows:
    """Read a CSV file with a header line; commas, semicolons or tabs, UTF-8, UTF-16 with its mark, or Windows' cp1252.

    QualcodeError where the file cannot be read.
    """
    content, notes = _text(path)
    first = content.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows = [(number, [_plain(value) for value in row]) for number, row in _rows(content, delimiter, path)]
    return Rows(tuple(rows[0][1]) if rows else (), rows[1:], notes)


def too_many(row: Sequence[str], header: Sequence[str]) -> str:
    """What is wrong with a row that goes on beyond the header, or ""."""
    if not any(row[len(header) :]):
        return ""
    return f"has {len(row)} cells where the first line names {len(header)} columns"


def refuse(path: Path, problems: Sequence[Problem]) -> None:
    """QualcodeError with the problems by line, in the order of the file: the first in full, of the others the lines."""
    if not problems:
        return
    problems = sorted(problems, key=lambda problem: problem.line)
    told = [f"  line {problem.line}: {problem.reason}" for problem in problems[:_SHOWN]]
    if rest := problems[_SHOWN:]:
        told.append(f"  and {len(rest):,} more, in {_line_ranges(rest)}")
    wrong = count(len({problem.line for problem in problems}), "line")
    raise QualcodeError(
        f"Nothing was imported: {wrong} of {one_line(path.name)} cannot be. Correct them and import it again.\n" + "\n".join(told)
    )


def _text(path: Path) -> tuple[str, list[str]]:
    shown = one_line(str(path))
    try:
        if path.stat().st_size > LARGEST:
            raise QualcodeError(f"{shown} is larger than {LARGEST >> 20} MB. Split it and import the parts.")
        raw = path.read_bytes()
    except OSError as error:
        raise QualcodeError(f"{shown} cannot be read: {error.strerror}. Nothing was imported.") from error
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    notes = []
    try:
        content = raw.decode(encoding)
    except UnicodeDecodeError:
        content = raw.decode("cp1252", "replace")
        notes.append(f"{one_line(path.name)} is not UTF-8 and was read as Windows text (cp1252).")
    if "\0" in content:
        raise QualcodeError(f"{shown} is no text but a binary file. Save the spreadsheet as CSV and import that.")
    return content, notes


def _rows(content: str, delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line, cells) of every row that is not blank."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise QualcodeError(
                f"Nothing was imported: from line {number} on {one_line(path.name)} cannot be read as CSV ({error}). "
                "Look for a quotation mark too many."
            ) from error
        if any(map(str.strip, row)):
            yield number, row


def _plain(value: str) -> str:
    """A cell as it was meant: without the `'` that keeps a spreadsheet from running a text as a formula."""
    value = value.strip()
    return value[1:] if value.startswith("'") and cell(value[1:]) == value else value


def _line_ranges(problems: Sequence[Problem]) -> str:
    """ "lines 21, 24–40 and 52"."""
    ranges: list[list[int]] = []
    for number in sorted({problem.line for problem in problems}):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return "lines " + listed([str(first) if first == last else f"{first}–{last}" for first, last in ranges])
