"""A spreadsheet of codings as its lines: columns found by name, one problem noted per bad cell. Knows no project."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.text import cell, count, listed, one_line

LARGEST = 50 << 20  # bytes
_SHOWN = 20  # problems told in full
_DELIMITERS = (",", ";", "\t")
_REQUIRED = ("coder", "transcript", "turn", "code")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet, its cells as text ("" where empty or not there); `line` is its number in the file."""

    line: int
    coder: str
    transcript: str
    turn: str
    code: str
    start: str = ""
    end: str = ""
    memo: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All lines of a file that could be read, the problems of the others, and what was unsure."""

    lines: list[Line]
    problems: list[Problem]
    notes: list[str]


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file with a header line; commas, semicolons or tabs, UTF-8, UTF-16 with its mark, or Windows' cp1252.

    QualcodeError where the file cannot be read at all or its header lacks a column.
    """
    content, notes = _text(path)
    first = content.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = _rows(content, delimiter, path)
    header = [name.strip().lower() for name in next(rows, (1, []))[1]]
    columns = _columns(header, path)
    unknown = [one_line(name) for name in header if name and name not in columns]
    if unknown:
        notes.append(f"{listed(unknown)}: not known as a column, left aside.")
    sheet = Sheet([], [], notes)
    for number, row in rows:
        _take(sheet, number, row, header, columns)
    return sheet


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


def _columns(header: Sequence[str], path: Path) -> dict[str, int]:
    """Where each column we know stands."""
    columns = {field.name: header.index(field.name) for field in fields(Line) if field.name in header}
    columns.pop("line", None)
    if missing := [name for name in _REQUIRED if name not in columns]:
        raise QualcodeError(
            f"{one_line(path.name)} has no column {listed(missing, 'or')}. Its first line must name coder, transcript, turn and "
            "code, and may name start, end, memo and round."
        )
    if twice := [name for name in columns if header.count(name) > 1]:
        raise QualcodeError(f"{one_line(path.name)} has the column {listed(twice)} twice. Rename or take out one of them.")
    return columns


def _take(sheet: Sheet, number: int, row: list[str], header: Sequence[str], columns: dict[str, int]) -> None:
    if any(each.strip() for each in row[len(header) :]):
        sheet.problems.append(Problem(number, f"has {len(row)} cells where the first line names {len(header)} columns"))
        return
    cells = {name: _plain(row[column]) for name, column in columns.items() if column < len(row)}
    line = Line(**(dict.fromkeys(_REQUIRED, "") | cells), line=number)
    empty = [name for name in _REQUIRED if not getattr(line, name)]
    if empty:
        sheet.problems.append(Problem(number, f"says no {listed(empty, 'or')}"))
    else:
        sheet.lines.append(line)


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
