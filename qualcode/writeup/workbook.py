"""XLSX: the records of a document as a sheet to sort and filter, and what a report says of them as another.

Numbers are numbers, and what people wrote is text, whatever it starts with: nothing becomes a formula or a link.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING

from qualcode.text import one_line
from qualcode.writeup.charts.words import described
from qualcode.writeup.document import Block, Bullets, Cell, Document, Figure, Heading, Paragraph, Quote, Table
from qualcode.writeup.printable import pieces, printable

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_ROWS = 1_048_575  # of a sheet, below its header
_UNITS = 32_767  # of a cell, in UTF-16
_WIDEST, _NARROWEST = 60, 8  # of a column, in letters
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(document: Document) -> bytes:
    """The workbook's bytes. A text too long for one cell goes on in columns beside it, a table too long on further sheets."""
    import xlsxwriter  # 0.05 s: no other format needs it

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **_AS_TEXT})
    book.set_properties({"title": one_line(document.title)[:255]})
    if document.records.columns:
        _records(book, document)
    if document.title or not document.records.columns:
        _report(book, document)
    book.close()
    return buffer.getvalue()


def _records(book: "Workbook", document: Document) -> None:
    rows = [[_parted(value) for value in row] for row in document.records.rows]
    columns = list(document.records.columns)
    sizes = [max([1, *(len(row[place]) for row in rows)]) for place in range(len(columns))]
    names = [
        name if part == 1 else f"{name} ({part})"
        for name, size in zip(columns, sizes, strict=True)
        for part in range(1, size + 1)
    ]
    flat = [[piece for part, size in zip(row, sizes, strict=True) for piece in _filled(part, size)] for row in rows]
    for number, start in enumerate(range(0, max(1, len(flat)), _ROWS), 1):
        _sheet(book, "data" if number == 1 else f"data {number}", names, flat[start : start + _ROWS])


def _parted(value: Cell) -> list[Cell]:
    """A value, in pieces where it is a text longer than a cell can be."""
    if not isinstance(value, str):
        return [value]
    text = printable(value)
    # A letter beyond the Basic Multilingual Plane counts twice.
    whole = len(text) <= _UNITS // 2 or len(text.encode("utf-16-le")) // 2 <= _UNITS
    return [text] if whole else list(pieces(text, _UNITS // 2))


def _filled(parts: list[Cell], size: int) -> list[Cell]:
    return parts + [None] * (size - len(parts))


def _sheet(book: "Workbook", name: str, columns: list[str], rows: list[list[Cell]]) -> None:
    """A table with its header in sight, ready to be filtered."""
    sheet = book.add_worksheet(name)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, printable(column), book.add_format({"bold": True, "bottom": 1, "valign": "top"}))
    for number, row in enumerate(rows, 1):
        _row(sheet, number, row)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    for place, cells in enumerate(zip(columns, *rows, strict=True)):
        sheet.set_column(place, place, _width(cells))


def _row(sheet: "Worksheet", number: int, row: list[Cell]) -> None:
    for place, value in enumerate(row):
        if isinstance(value, bool):
            sheet.write_boolean(number, place, value)
        elif isinstance(value, str):
            sheet.write_string(number, place, value)
        elif value is not None:
            sheet.write_number(number, place, value)


def _width(cells: tuple[Cell, ...]) -> int:
    longest = max(len(value) if isinstance(value, str) else len(f"{value:.6g}") for value in cells if value is not None)
    return min(_WIDEST, max(_NARROWEST, longest + 2))


def _report(book: "Workbook", document: Document) -> None:
    """What the document says, block below block."""
    sheet = book.add_worksheet("report")
    bold = book.add_format({"bold": True})
    number = 0
    for cells, head in _lines(document):
        for line in zip_longest(*(_parted(cell) for cell in cells)):
            for place, text in enumerate(line):
                if text:
                    sheet.write_string(number, place, text, bold if head else None)
            number += 1
    # Figures of a report are text, rounded as they are reported; in full precision they are in the records.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_column(0, 0, 24)


def _lines(document: Document) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Rows of cells, and whether they are a heading."""
    if document.title:
        yield (document.title,), True
    for block in document.blocks:
        yield ("",), False
        yield from _block(block)


def _block(block: Block) -> Iterator[tuple[tuple[str, ...], bool]]:
    match block:
        case Heading(text):
            yield (text,), True
        case Paragraph(text):
            yield (text,), False
        case Bullets(items):
            yield from (((item,), False) for item in items)
        case Table(columns, rows):
            yield columns, True
            yield from ((row, False) for row in rows)
        case Quote(text, _, before, after, notes, run_in):
            said = block.words if run_in else f"“{text}”"
            yield from (((part,), False) for part in (before, said, after, block.source, *notes) if part)
        case Figure(chart, caption):
            yield (caption,), True
            yield (described(chart),), False
