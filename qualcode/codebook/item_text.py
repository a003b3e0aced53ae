"""Putting a whole entry (a code, a group) into a list of a codebook's text, and cutting one out, comments and all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from qualcode.codebook.entry_text import Value, add_lines, column_of, dash_offset, flow_value, item_lines, set_field, written
from qualcode.codebook.page import Page, Splice, fields, spliced
from qualcode.errors import QualcodeError


@dataclass(frozen=True, slots=True)
class Item:
    """An entry on its way: as lines whose dash stands in `column`, as text between commas, or as both."""

    lines: str
    column: int
    flow: str

    def at(self, column: int) -> str:
        """Its lines with the dash in `column`."""
        if not self.lines:
            return f"{' ' * column}- {self.flow}\n"
        shift = column - self.column
        return "".join(_shifted(line, shift) for line in self.lines.splitlines(keepends=True))


def new_item(page: Page, values: Mapping[str, Value]) -> Item:
    """A new entry with these fields."""
    lines = ""
    for field, value in values.items():
        if isinstance(value, tuple):
            lines += f"  {field}:\n{item_lines(value, 2 + dash_offset(page))}"
        else:
            lines += f"  {field}: {written(field, value, 4)}\n"
    flow = ", ".join(f"{field}: {flow_value(field, value)}" for field, value in values.items())
    return Item(f"- {lines[2:]}", 0, f"{{{flow}}}")


def put_item(page: Page, above: yaml.MappingNode, field: str, order: Sequence[str], item: Item, position: int) -> str:  # noqa: PLR0917
    """The text with `item` as number `position` of the list in a field of `above`, whose fields have this order."""
    found = fields(above).get(field)
    if found and isinstance(found[1], yaml.SequenceNode) and found[1].value:
        splice = (
            _into_flow(page, found[1], item, position) if found[1].flow_style else _into_block(page, found[1], item, position)
        )
    elif above.flow_style:
        end = page.end(above.value[-1][1])
        splice = Splice(end, end, f", {field}: [{_flow(item)}]")
    else:
        if found:  # an empty list
            page = Page(spliced(page.text, set_field(page, above, field, (), order)))
            return put_item(page, _same(page, above), field, order, item, position)
        column = column_of(page, above)
        lines = f"{' ' * column}{field}:\n{item.at(column + dash_offset(page))}"
        splice = add_lines(page, above, field, f"\n{lines}" if above is page.root else lines, order)
    return spliced(page.text, splice)


def cut_item(page: Page, above: yaml.MappingNode, field: str, entry: yaml.MappingNode) -> tuple[Item, str]:
    """The entry, and the text without it."""
    name, list_ = fields(above)[field]
    assert isinstance(list_, yaml.SequenceNode)
    place = list_.value.index(entry)
    flow = page.text[entry.start_mark.index : page.end(entry)] if entry.flow_style else ""
    if list_.flow_style:
        rest = set_field(page, above, field, (), ()) if len(list_.value) == 1 else _out_of_flow(page, list_, place)
        return Item("", 0, flow), spliced(page.text, rest)
    column = page.column(list_.start_mark.index)
    start, end = page.item(entry, column)
    item = Item(page.text[start:end].replace("\r\n", "\n"), column, "" if page.comments(start, end) else flow)
    if len(list_.value) == 1:
        start = page.line(name.start_mark.index)
        kept = "".join(f"{' ' * column}{said}\n" for said in page.comments(start, page.item(entry, column)[0]))
        return item, spliced(page.text, Splice(start, end, kept))
    if place + 1 < len(list_.value):
        end = page.blank_after(end)
    else:
        start = page.blank_before(start)
    return item, spliced(page.text, Splice(start, end, ""))


def _into_block(page: Page, list_: yaml.SequenceNode, item: Item, position: int) -> Splice:
    column = page.column(list_.start_mark.index)
    places = [page.item(entry, column) for entry in list_.value]
    spaced = any(page.blank_after(end) != end for _, end in places[:-1])
    if position == 0:
        start = places[0][0]
        return Splice(start, start, item.at(column) + "\n" * spaced)
    end = places[min(position, len(places)) - 1][1]
    return Splice(end, end, "\n" * spaced + item.at(column))


def _into_flow(page: Page, list_: yaml.SequenceNode, item: Item, position: int) -> Splice:
    if position == 0:
        start = list_.value[0].start_mark.index
        return Splice(start, start, f"{_flow(item)}, ")
    end = page.end(list_.value[min(position, len(list_.value)) - 1])
    return Splice(end, end, f", {_flow(item)}")


def _out_of_flow(page: Page, list_: yaml.SequenceNode, place: int) -> Splice:
    if place:
        return Splice(page.end(list_.value[place - 1]), page.end(list_.value[place]), "")
    return Splice(list_.value[0].start_mark.index, list_.value[1].start_mark.index, "")


def _flow(item: Item) -> str:
    if not item.flow:
        raise QualcodeError(
            "There the codes are written in brackets, and this one on lines of its own. Write those in brackets one field a line "
            "in codebook.yaml, run `qualcode codebook sync`, then move it."
        )
    return item.flow


def _same(page: Page, entry: yaml.MappingNode) -> yaml.MappingNode:
    """The entry of a page that stands where `entry` stood on another."""
    found = [page.root, *page.codes.values()]
    return next(each for each in found if each.start_mark.index == entry.start_mark.index)


def _shifted(line: str, shift: int) -> str:
    if shift >= 0:
        return " " * shift + line if line.strip() else line
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(-shift, blanks) :]
