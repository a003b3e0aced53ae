"""Tidy tables as CSV files, and beside them README.csv, which says what every column means."""

from collections.abc import Callable, Sequence

from qualcode.analysis.tidy import TidyTable
from qualcode.text import cell
from qualcode.writeup.disguise import disguised
from qualcode.writeup.document import Document, Records
from qualcode.writeup.spreadsheet import csv_text

_DICTIONARY = "README"
_COLUMNS = ("table", "column", "type", "guarded", "meaning")


def tidy_files(tables: Sequence[TidyTable], replaced: Callable[[str], str] | None = None, *, raw: bool = False) -> dict[str, str]:
    """Texts of CSV files by their names. `replaced` puts pseudonyms on everything that people wrote.

    Without `raw`, what a spreadsheet would run as a formula has a `'` before it; README.csv says in how many cells.
    """
    written = {table.name: _records(table, replaced) for table in tables}
    explained = tuple(
        (table.name, name, column.type, 0 if raw else _guarded(written[table.name], place), _told(column.meaning, replaced))
        for table in tables
        for place, (name, column) in enumerate(zip(written[table.name].columns, table.columns, strict=True))
    )
    files = {_DICTIONARY: Records(_COLUMNS, explained), **written}
    return {f"{name}.csv": csv_text(records, guarded=not raw) for name, records in files.items()}


def _records(table: TidyTable, replaced: Callable[[str], str] | None) -> Records:
    records = Records(tuple(column.name for column in table.columns), table.rows)
    return disguised(Document((), records, {}), replaced).records if replaced else records


def _told(meaning: str, replaced: Callable[[str], str] | None) -> str:
    return replaced(meaning) if replaced else meaning


def _guarded(records: Records, place: int) -> int:
    texts = (row[place] for row in records.rows)
    return sum(isinstance(text, str) and cell(text) != text for text in texts)
