"""How a document fits its pages: how wide columns are, when a page is turned on its side, and when a table is parted."""

from collections.abc import Iterator
from dataclasses import dataclass

from wcwidth import wcswidth

from qualcode.text import one_line
from qualcode.writeup.document import Block, Document, Heading, Table

_UPRIGHT = 8  # columns; a table with more goes on a page turned on its side
_ON_ITS_SIDE = 16  # columns; a table with more is parted
_WIDEST, _NARROWEST, _GAP = 40, 5, 3  # a column's claim to width, in columns of letters, and what parts it from the next


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
        wide = any(isinstance(block, Table) and len(block.columns) > _UPRIGHT for block in group)
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
    if len(table.columns) <= _ON_ITS_SIDE:
        return [table]
    starts = range(1, len(table.columns), _ON_ITS_SIDE - 1)
    return [_part(table, slice(start, start + _ON_ITS_SIDE - 1)) for start in starts]


def _part(table: Table, place: slice) -> Table:
    rows = tuple((row[0], *row[place]) for row in table.rows)
    return Table((table.columns[0], *table.columns[place]), rows, table.numeric)


def shares(table: Table) -> list[float]:
    """Each column's share of the width, in sum 1: after its longest cell, within bounds; a name may take several lines."""
    claims = []
    for place, name in enumerate(table.columns):
        texts = [*name.split(), *(row[place][:_WIDEST] for row in table.rows)]
        longest = max((wcswidth(one_line(text)) for text in texts), default=0)
        claims.append(_GAP + min(_WIDEST, max(_NARROWEST, longest)))
    return [claim / sum(claims) for claim in claims]
