"""Codes by transcripts, speakers, roles or an attribute, as a table and a heat map."""

from qualcode.analysis.crossed import Crossed
from qualcode.text import one_line
from qualcode.writeup.charts.model import HeatMap
from qualcode.writeup.chosen import whose
from qualcode.writeup.document import Block, Document, Figure, Records, Table
from qualcode.writeup.numbers import percent

_COLUMNS = ("code", "name", "column", "turns_with_code", "turns_done", "turns", "share")


def matrix_document(found: Crossed, *, shares: bool = False) -> Document:
    """Turns with each code, or with `shares` their share of the turns done; in the records one row a cell, with both."""
    names = tuple(code.name for code in found.codes)
    cells = found.shares if shares else found.counts
    said = [[percent(cell) if shares else f"{cell:,}" for cell in row] for row in cells]
    rows = [(name, *row) for name, row in zip(names, said, strict=True)]
    rows.append(("turns done", *(f"{done:,}" for done in found.done)))
    table = Table(("code", *found.columns), tuple(rows), frozenset(found.columns))
    measure = f"{'share of turns' if shares else 'turns'} with the code"
    caption = f"{measure.capitalize()}, by {one_line(found.by)}."
    blocks: list[Block] = [whose(found.about), table]
    if found.codes:
        most = max((cell for row in cells for cell in row if cell), default=None)
        blocks.append(Figure(HeatMap(names, found.columns, cells, measure, most), caption))
    return Document(tuple(blocks), _records(found), _data(found), title=f"Codes by {one_line(found.by)}")


def _records(found: Crossed) -> Records:
    rows = tuple(
        (code.key, code.name, column, counts[place], found.done[place], found.turns[place], shares[place])
        for code, counts, shares in zip(found.codes, found.counts, found.shares, strict=True)
        for place, column in enumerate(found.columns)
    )
    return Records(_COLUMNS, rows)


def _data(found: Crossed) -> dict[str, object]:
    columns = [
        {"name": name, "turns": turns, "done": done}
        for name, turns, done in zip(found.columns, found.turns, found.done, strict=True)
    ]
    codes = [
        {"code": code.key, "name": code.name, "turns": list(counts), "shares": list(shares)}
        for code, counts, shares in zip(found.codes, found.counts, found.shares, strict=True)
    ]
    return {"about": found.about.as_dict(), "by": found.by, "columns": columns, "codes": codes}
