"""Attributes from a spreadsheet: a line each speaker or transcript, a column each attribute; all of it or nothing."""

from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.project.attribute_kinds import Attribute, Owner, Value, inferred, named
from qualcode.project.attributes import OWNERS, AttributeTable, attribute_table, find_owner, set_attributes
from qualcode.project.sheets import Problem, Rows, read_rows, refuse, too_many
from qualcode.project.store import Store
from qualcode.text import one_line


@dataclass(frozen=True, slots=True)
class AttributesRead:
    """What an import did: how many values were set, and the attributes that are new, with their kinds."""

    owner: Owner
    changed: int
    new: tuple[Attribute, ...]
    notes: tuple[str, ...]


def import_attributes(store: Store, path: Path) -> AttributesRead:
    """Take the attributes of a CSV file over: the first column names the speaker or transcript, every other an attribute.

    An attribute that is new gets the kind of its values; an empty cell leaves what is there. QualcodeError that lists every
    bad line, and nothing imported, where any is wrong.
    """
    rows = read_rows(path)
    table = attribute_table(store, _owner(rows, path))
    columns = _columns(table, rows, path)
    sheet = _Sheet(table, columns)
    for number, row in rows.rows:
        sheet.take(number, row, rows.header)
    refuse(path, sheet.problems)
    changed = set_attributes(store, table.owner, sheet.values)
    new = tuple(each for each in columns if each is not None and table.find(each.name) is None)
    return AttributesRead(table.owner, changed, new, tuple(rows.notes))


class _Sheet:
    """Collects values, and what is wrong with the lines that say others."""

    def __init__(self, table: AttributeTable, columns: list[Attribute | None]) -> None:
        self.values: dict[str, dict[str, Value | None]] = {}
        self.problems: list[Problem] = []
        self._table = table
        self._columns = columns
        self._lines: dict[str, int] = {}

    def take(self, number: int, row: list[str], header: tuple[str, ...]) -> None:
        if wrong := too_many(row, header):
            self.problems.append(Problem(number, wrong))
            return
        try:
            name = find_owner(self._table, row[0])
        except QualcodeError as unknown:
            self.problems.append(Problem(number, str(unknown)))
            return
        if name in self._lines:
            self.problems.append(Problem(number, f"{one_line(name)} stands in line {self._lines[name]} already"))
        self._lines.setdefault(name, number)
        for attribute, text in zip(self._columns, row[1:], strict=False):
            if attribute and text:
                self._set(number, name, attribute, text)

    def _set(self, number: int, name: str, attribute: Attribute, text: str) -> None:
        try:
            self.values.setdefault(name, {})[attribute.name] = attribute.value(text)
        except QualcodeError as wrong:
            self.problems.append(Problem(number, str(wrong)))


def _owner(rows: Rows, path: Path) -> Owner:
    first = rows.header[0].casefold() if rows.header else ""
    for owner in OWNERS:
        if first == owner:
            return owner
    raise QualcodeError(
        f"The first column of {one_line(path.name)} must be called speaker or transcript, and name those whose attributes follow."
    )


def _columns(table: AttributeTable, rows: Rows, path: Path) -> list[Attribute | None]:
    """The attribute of each further column; None for one without a name and without a value."""
    columns: list[Attribute | None] = []
    for place, title in enumerate(rows.header[1:], 1):
        texts = [" ".join(row[place].split()) for _, row in rows.rows if len(row) > place and row[place]]
        if not title and not texts:
            columns.append(None)
            continue
        _, name = named(title)
        if any(each and each.name.casefold() == name.casefold() for each in columns):
            raise QualcodeError(f"{one_line(path.name)} has the column {one_line(name)} twice. Rename or take out one of them.")
        columns.append(table.find(name) or Attribute(table.owner, name, inferred(texts) if texts else "text"))
    return columns
