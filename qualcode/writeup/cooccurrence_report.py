"""Which codes occur together, as a table of pairs with their measure, a table of counts, and a heat map."""

from dataclasses import asdict

from qualcode.analysis.together import Pair, Together
from qualcode.writeup.charts.model import HeatMap
from qualcode.writeup.chosen import whose
from qualcode.writeup.document import Block, Bullets, Document, Figure, Heading, Paragraph, Records, Table
from qualcode.writeup.numbers import coefficient

_WHAT = {
    "same-turn": "Two codes are together on a turn where one coder put both on it.",
    "overlapping": "Two codes are together on the words that one coder put both on; counted are these words.",
    "following": "The second code follows the first where one coder put it on the next of the chosen turns of the same "
    "transcript; counted are the turns of the first.",
}
_MEASURE = "c = n12 / (n1 + n2 − n12), from 0, never together, to 1, never apart (Jaccard 1912; also called c-coefficient)."
_WORK = "Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist, 11, 37–50."
_SHOWN = 40  # pairs; all are in the records


def cooccurrence_document(found: Together) -> Document:
    """In the records one row a pair that occurs."""
    blocks: list[Block] = [whose(found.about), Paragraph(f"{_WHAT[found.way]} {_MEASURE}")]
    blocks += [_pairs(found) if found.pairs else Paragraph("No two of the codes occur together.")]
    if len(found.pairs) > _SHOWN:
        blocks.append(Paragraph(f"And {len(found.pairs) - _SHOWN:,} more, each at most as often."))
    if found.codes:
        blocks += [Heading("All codes"), *_all(found)]
    blocks.append(Bullets((_WORK,)))
    rows = tuple((*pair.codes, pair.both, pair.first, pair.second, pair.coefficient) for pair in found.pairs)
    return Document(
        tuple(blocks), Records(("code", "other_code", "n12", "n1", "n2", "c"), rows), _data(found), title="Codes together"
    )


def _pairs(found: Together) -> Table:
    names = {code.key: code.name for code in found.codes}
    unit = f"{found.unit}s"
    second = "then" if found.directed else "other code"
    columns = ("code", second, f"{unit} with both, n12", "with the first, n1", "with the second, n2", "c")
    rows = tuple(
        (
            names[pair.codes[0]], names[pair.codes[1]], f"{pair.both:,}", f"{pair.first:,}", f"{pair.second:,}",
            coefficient(pair.coefficient),
        )
        for pair in found.pairs[:_SHOWN]
    )  # fmt: skip
    return Table(columns, rows, frozenset(columns[2:]))


def _all(found: Together) -> tuple[Block, ...]:
    names = tuple(code.name for code in found.codes)
    rows = tuple((name, *(f"{many:,}" for many in row)) for name, row in zip(names, found.counts, strict=True))
    corner = "first ↓ then →" if found.directed else "code"
    measure = f"{found.unit}s with both"
    if found.directed:
        caption = "How often the code of a column follows that of a row."
        cells: tuple[tuple[int | None, ...], ...] = found.counts
    else:
        caption = f"{measure.capitalize()} codes; on the diagonal of the table, {found.unit}s with the code."
        # A code is always with itself: shaded, the diagonal would pale everything else.
        cells = tuple(
            tuple(None if one == other else many for other, many in enumerate(row)) for one, row in enumerate(found.counts)
        )
    return Table((corner, *names), rows, frozenset(names)), Figure(HeatMap(names, names, cells, measure), caption)


def _data(found: Together) -> dict[str, object]:
    return {
        "about": found.about.as_dict(), "where_they": found.way, "unit": found.unit, "measure": "jaccard",
        "codes": [asdict(code) for code in found.codes], "counts": [list(row) for row in found.counts],
        "pairs": [_pair(pair) for pair in found.pairs],
    }  # fmt: skip


def _pair(pair: Pair) -> dict[str, object]:
    return {"codes": list(pair.codes), "n12": pair.both, "n1": pair.first, "n2": pair.second, "c": pair.coefficient}
