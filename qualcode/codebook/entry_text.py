"""Changing one entry of a codebook's text: a field set, added or taken out, and nothing else touched.

Fields in block style stand on lines of their own; in flow style (`{key: a, name: A}`) they stand between commas.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import yaml

from qualcode.codebook.page import Page, Splice, fields
from qualcode.codebook.scalars import block_scalar, line_scalar

Value = str | tuple[str, ...]

_FLAGS = {"exclusive", "ordered"}


def set_field(page: Page, entry: yaml.MappingNode, field: str, value: Value, order: Sequence[str]) -> Splice:
    """The splice that gives a field this value; an empty one takes it out. `order` is that of the fields in such an entry."""
    found = fields(entry).get(field)
    if entry.flow_style:
        return _set_in_flow(page, entry, field, value)
    if found is None:
        return add_lines(page, entry, field, field_lines(page, entry, field, value), order)
    if not value:
        return _take_out(page, entry, field)
    name, node = found
    in_place = _in_place(page, node, field, value)
    if in_place is not None:
        return in_place
    start, end = name.start_mark.index, page.next_line(page.end(node))
    return Splice(start, end, _beside(page, start, end, field_lines(page, entry, field, value)))


def _in_place(page: Page, node: yaml.Node, field: str, value: Value) -> Splice | None:
    """The splice that writes a value where the old one stands, None where it takes other lines."""
    if isinstance(value, str):
        if isinstance(node, yaml.ScalarNode) and node.style not in {"|", ">"} and not block_scalar(value, 8):
            quoted = node.style == '"'
            return Splice(node.start_mark.index, page.end(node), _on_a_line(field, value, quoted=quoted))
    elif isinstance(node, yaml.SequenceNode) and node.flow_style:
        return Splice(node.start_mark.index, page.end(node), flow_value(field, value))
    elif isinstance(node, yaml.SequenceNode):
        return _set_items(page, node, value)
    return None


def add_lines(page: Page, entry: yaml.MappingNode, field: str, lines: str, order: Sequence[str]) -> Splice:
    """The splice that puts the lines of a new field below those that come before it in `order`."""
    before = [each for each in fields(entry).items() if each[0] in order[: order.index(field)]]
    if not before:
        start = page.line(entry.start_mark.index)
        return Splice(start, start, lines)
    ends = [page.next_line(page.end(value)) for _, (_, value) in before]
    return Splice(max(ends), max(ends), lines)


def field_lines(page: Page, entry: yaml.MappingNode, field: str, value: Value) -> str:
    """A field as lines at the column of the entry's own fields."""
    column = column_of(page, entry)
    if isinstance(value, tuple):
        return f"{' ' * column}{field}:\n" + item_lines(value, column + dash_offset(page))
    return f"{' ' * column}{field}: {written(field, value, column + 2)}\n"


def written(field: str, value: str, indent: int) -> str:
    """A field's text behind its colon; `indent` is the column of the lines below, where it takes several."""
    return block_scalar(value, indent) or _on_a_line(field, value)


def item_lines(texts: Sequence[str], column: int) -> str:
    """Texts as items with their dashes in `column`."""
    return "".join(f"{' ' * column}- {block_scalar(text, column + 2) or line_scalar(text)}\n" for text in texts)


def flow_value(field: str, value: Value) -> str:
    """A value between commas."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(line_scalar, value))}]"
    return _on_a_line(field, value)


def column_of(page: Page, entry: yaml.MappingNode) -> int:
    """The column in which the fields of a block entry begin."""
    return page.column(entry.start_mark.index)


def dash_offset(page: Page) -> int:
    """How far the dashes of this file's lists stand to the right of their field's name."""
    name, codes = fields(page.root)["codes"]
    if not isinstance(codes, yaml.SequenceNode) or codes.flow_style:
        return 2
    return page.column(codes.start_mark.index) - page.column(name.start_mark.index)


def _on_a_line(field: str, value: str, *, quoted: bool = False) -> str:
    return value if field in _FLAGS else line_scalar(value, quoted=quoted)


def _set_items(page: Page, node: yaml.SequenceNode, texts: tuple[str, ...]) -> Splice:
    """Items that stay keep their lines; the comments of those that go stay."""
    column = page.column(node.start_mark.index)
    starts = [page.line(item.start_mark.index) for item in node.value]
    starts = [page.line(node.start_mark.index), *starts[1:], page.next_line(page.end(node))]
    chunks = [page.text[start:end] for start, end in pairwise(starts)]
    matcher = SequenceMatcher(None, [item.value.strip() for item in node.value], texts, autojunk=False)
    new = ""
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            new += "".join(chunks[i1:i2])
        else:
            new += "".join(f"{' ' * column}{said}\n" for said in page.comments(starts[i1], starts[i2]))
            new += item_lines(texts[j1:j2], column)
    return Splice(starts[0], starts[-1], new.replace("\r\n", "\n"))


def _take_out(page: Page, entry: yaml.MappingNode, field: str) -> Splice:
    name, node = fields(entry)[field]
    start, end = name.start_mark.index, page.next_line(page.end(node))
    if name is entry.value[0][0] and len(entry.value) > 1:  # it may stand behind the dash
        return Splice(start, entry.value[1][0].start_mark.index, "")
    return Splice(page.line(start), end, _beside(page, start, end, ""))


def _beside(page: Page, start: int, end: int, lines: str) -> str:
    """`lines` below the comments that stood in the lines they replace."""
    column = " " * page.column(start)
    kept = "".join(f"{column}{said}\n" for said in page.comments(start, end))
    return kept + lines if not lines else (kept + lines).removeprefix(column)


def _set_in_flow(page: Page, entry: yaml.MappingNode, field: str, value: Value) -> Splice:
    pairs = entry.value
    place = next((place for place, (name, _) in enumerate(pairs) if name.value == field), None)
    if place is None:
        end = page.end(pairs[-1][1])
        return Splice(end, end, f", {field}: {flow_value(field, value)}")
    name, node = pairs[place]
    if value:
        return Splice(node.start_mark.index, page.end(node), flow_value(field, value))
    if place:
        return Splice(page.end(pairs[place - 1][1]), page.end(node), "")
    return Splice(name.start_mark.index, pairs[1][0].start_mark.index, "")
