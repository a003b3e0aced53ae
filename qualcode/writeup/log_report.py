"""The decision trail as a document."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from qualcode.analysis.log import Entry
from qualcode.writeup.document import Document, Paragraph, Records, Table

_COLUMNS = ("when (UTC)", "who", "what", "why", "round")


def log_document(entries: Sequence[Entry]) -> Document:
    """One row a change, oldest first."""
    rows = tuple((entry.at[:16].replace("T", " "), entry.who, entry.what, entry.why, entry.round) for entry in entries)
    names = tuple(field.name for field in fields(Entry) if field.name != "turns")
    records = Records(
        (*names, "first_turn", "last_turn"),
        tuple((*(getattr(entry, name) for name in names), *(entry.turns or ("", ""))) for entry in entries),
    )
    block = Table(_COLUMNS, rows) if rows else Paragraph("Nothing of the kind has happened.")
    return Document((block,), records, {"log": [asdict(entry) for entry in entries]})
