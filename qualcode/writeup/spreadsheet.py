"""CSV (RFC 4180, UTF-8): the records of a document, one row each, numbers in full precision."""

import csv
from io import StringIO

from qualcode.text import cell
from qualcode.writeup.document import Cell, Document, Records
from qualcode.writeup.printable import printable


def write(document: Document) -> str:
    """The document's records with a header line; no cell can be run as a formula."""
    return csv_text(document.records)


def csv_text(records: Records, *, guarded: bool = True) -> str:
    """The records with a header line; not `guarded`, a text may be what a spreadsheet runs as a formula."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_cell(name, guarded) for name in records.columns])
    writer.writerows([_cell(value, guarded) for value in row] for row in records.rows)
    return buffer.getvalue()


def _cell(value: Cell, guarded: bool) -> str | int | float:
    if isinstance(value, str):
        return cell(printable(value)) if guarded else printable(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value
