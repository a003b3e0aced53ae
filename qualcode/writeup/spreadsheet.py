"""CSV (RFC 4180, UTF-8): the records of a document, one row each, numbers in full precision."""

import csv
from io import StringIO

from qualcode.text import cell
from qualcode.writeup.document import Cell, Document

# What no spreadsheet can show and a terminal would obey. Direction marks stay: Hebrew and Arabic text needs them.
_CONTROLS = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)], 0xFFFD)


def write(document: Document) -> str:
    """The document's records with a header line; no cell can be run as a formula."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(document.records.columns)
    writer.writerows([_cell(value) for value in row] for row in document.records.rows)
    return buffer.getvalue()


def _cell(value: Cell) -> str | int | float:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return cell(value.translate(_CONTROLS))
    return "" if value is None else value
