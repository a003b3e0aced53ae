"""Attributes as a document: which there are, and who has which."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from qualcode.project.attribute_kinds import said
from qualcode.project.attributes import AttributeTable
from qualcode.writeup.document import Block, Document, Paragraph, Records, Table


def attributes_document(tables: Sequence[AttributeTable]) -> Document:
    """A table for speakers and one for transcripts. The records, of the first, can be imported again."""
    blocks = tuple(block for table in tables for block in _blocks(table))
    nothing = Paragraph("There are no attributes yet: `qualcode attributes import FILE.csv` takes them from a spreadsheet.")
    data: dict[str, object] = {"attributes": [asdict(each) for table in tables for each in table.attributes]}
    for table in tables:
        data[f"{table.owner}s"] = [{"name": name, "attributes": values} for name, values in table.values.items()]
    return Document(blocks or (nothing,), _records(tables[0]), data)


def _blocks(table: AttributeTable) -> Iterator[Block]:
    if not table.attributes:
        return
    names = tuple(each.name for each in table.attributes)
    rows = tuple((owner, *(said(values.get(name)) for name in names)) for owner, values in table.values.items())
    numeric = frozenset(each.name for each in table.attributes if each.kind == "number")
    yield Table((table.owner, *names), rows, numeric)
    kinds = "; ".join(f"{each.key}: {', '.join(each.choices) or each.kind}" for each in table.attributes)
    yield Paragraph(f"Kinds: {kinds}.")


def _records(table: AttributeTable) -> Records:
    names = tuple(each.name for each in table.attributes)
    rows = tuple((owner, *(values.get(name) for name in names)) for owner, values in table.values.items())
    return Records((table.owner, *names), rows)
