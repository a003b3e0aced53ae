"""A spreadsheet of codings as its lines: columns found by name, one problem noted per bad cell. Knows no project."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.project.sheets import Problem, read_rows, too_many
from qualcode.text import listed, one_line

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
    end_turn: str = ""
    unsure: str = ""


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
    read = read_rows(path)
    header = [name.lower() for name in read.header]
    columns = _columns(header, path)
    unknown = [one_line(name) for name in header if name and name not in columns]
    notes = [*read.notes, f"{listed(unknown)}: not known as a column, left aside."] if unknown else read.notes
    sheet = Sheet([], [], notes)
    for number, row in read.rows:
        _take(sheet, number, row, header, columns)
    return sheet


def _columns(header: Sequence[str], path: Path) -> dict[str, int]:
    """Where each column we know stands."""
    columns = {field.name: header.index(field.name) for field in fields(Line) if field.name in header}
    columns.pop("line", None)
    if missing := [name for name in _REQUIRED if name not in columns]:
        raise QualcodeError(
            f"{one_line(path.name)} has no column {listed(missing, 'or')}. Its first line must name coder, transcript, turn and "
            "code, and may name start, end, end_turn, unsure, memo and round."
        )
    if twice := [name for name in columns if header.count(name) > 1]:
        raise QualcodeError(f"{one_line(path.name)} has the column {listed(twice)} twice. Rename or take out one of them.")
    return columns


def _take(sheet: Sheet, number: int, row: list[str], header: Sequence[str], columns: dict[str, int]) -> None:
    if wrong := too_many(row, header):
        sheet.problems.append(Problem(number, wrong))
        return
    cells = {name: row[column] for name, column in columns.items() if column < len(row)}
    line = Line(**(dict.fromkeys(_REQUIRED, "") | cells), line=number)
    empty = [name for name in _REQUIRED if not getattr(line, name)]
    if empty:
        sheet.problems.append(Problem(number, f"says no {listed(empty, 'or')}"))
    else:
        sheet.lines.append(line)
