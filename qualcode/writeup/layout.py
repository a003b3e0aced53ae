"""How a document fits its pages: how wide columns are, when a page is turned on its side, and when a table is parted."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from wcwidth import wcswidth

from qualcode.text import one_line
from qualcode.writeup.document import Block, Document, Heading, Table

# Letters of a table's type between the margins of A4: a table that needs more than an upright page has room for goes on a
# page turned on its side, and one that needs still more is parted.
_UPRIGHT, _ON_ITS_SIDE = 104, 160
_NARROWEST, _LONG, _LONGEST = 6, 20, 120  # letters; of a text longer than `_LONG`, lines may be broken
_GAP = 3  # letters between columns


@dataclass(frozen=True)
class Section:
    """Blocks that stay together on pages of one kind."""

    blocks: tuple[Block, ...]
    on_its_side: bool


def sections(document: Document) -> Iterator[Section]:
    """From heading to heading, so that a heading goes along with its wide table; neighbours of one kind are one."""
    blocks: list[Block] = []
    turned = False
    for group in _groups(document.blocks):
        wide = any(isinstance(block, Table) and sum(_needs(block)) > _UPRIGHT for block in group)
        if blocks and wide != turned:
            yield Section(tuple(blocks), turned)
            blocks = []
        blocks += group
        turned = wide
    yield Section(tuple(blocks), turned)


def _groups(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and group and not isinstance(group[-1], Heading):
            yield group
            group = []
        group.append(block)
    yield group


def parts(table: Table) -> list[Table]:
    """The table, or as many as a page turned on its side needs, each with the first column."""
    needs = _needs(table)
    starts, room = [1], _ON_ITS_SIDE
    for place, need in enumerate(needs):
        if room < need and place > starts[-1]:
            starts.append(place)
            room = _ON_ITS_SIDE - needs[0]
        room -= need
    if len(starts) == 1:
        return [table]
    return [_part(table, slice(start, end)) for start, end in pairwise([*starts, len(needs)])]


def _part(table: Table, place: slice) -> Table:
    rows = tuple((row[0], *row[place]) for row in table.rows)
    return Table((table.columns[0], *table.columns[place]), rows, table.numeric)


def shares(table: Table) -> list[float]:
    """Each column's share of the width, in sum 1: short texts stand on one line, long ones share what is left."""
    needs, longest = _needs(table), _longest(table)
    left = (_UPRIGHT if sum(needs) <= _UPRIGHT else _ON_ITS_SIDE) - sum(needs)
    wishes = [min(letters, _LONGEST) - _LONG if letters > _LONG else 0 for letters in longest]
    part = min(1, max(0, left) / (sum(wishes) or 1))
    widths = [need + wish * part for need, wish in zip(needs, wishes, strict=True)]
    return [width / sum(widths) for width in widths]


def _needs(table: Table) -> list[int]:
    return [_GAP + min(letters, _LONG) for letters in _longest(table)]


def _longest(table: Table) -> list[int]:
    """Letters of each column's longest cell, as far as it matters; a column's name may take a line for each word."""
    return [
        max([_NARROWEST, *(wcswidth(one_line(text[:_LONGEST])) for text in (*name.split(), *(row[place] for row in table.rows)))])
        for place, name in enumerate(table.columns)
    ]
