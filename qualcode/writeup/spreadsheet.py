"""CSV (RFC 4180, UTF-8): the records of a document, one row each, numbers in full precision."""

import csv
from io import StringIO

from qualcode.text import cell
from qualcode.writeup.document import Cell, Document
from qualcode.writeup.printable import printable


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
        return cell(printable(value))
    return "" if value is None else value
