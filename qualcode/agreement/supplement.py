"""The sufficient tables as data to publish: every figure and every draw can be computed again from them.

They hold no word of any transcript and no order of turns: only how many units of a transcript show the same pattern, one
column a code and coder, 1 for present, 0 for absent, empty where the coder did not see the unit. Where the unit is the
character, the sums of `span_tables` are rows of their own, one a transcript and kind of sum.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.evidence import Evidence
from qualcode.agreement.span_tables import SpanSums, set_hits
from qualcode.agreement.table import Ints, blocks

CHARACTER = "character"  # the unit that has sums, and counts that are no rows
FIXED = ("unit", "transcript", "count")
_CELLS = np.array(["0", "1", ""])
_UNSEEN = 2


@dataclass(frozen=True)
class Layout:
    """What the columns are about: every code and coder, then every set of codes, then every code in the earlier round.

    sets: by name, places of codes that are taken as one. earlier: that round's name, empty where there is none.
    """

    unit: str
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    sets: dict[str, tuple[int, ...]]
    earlier: str = ""

    def header(self) -> list[str]:
        """The names of the columns."""
        now = [*self.codes, *(f"any {name}" for name in self.sets)]
        before = [f"{code}@{self.earlier}" for code in self.codes] if self.earlier else []
        return [*FIXED, *(f"{code}:{coder}" for code in [*now, *before] for coder in self.coders)]

    @property
    def now(self) -> int:
        """How many columns are of this round."""
        return (len(self.codes) + len(self.sets)) * len(self.coders)


def kind_of_sum(name: str) -> str:
    """What stands in the first column for a field of `SpanSums`."""
    return f"spans: {name}"


KINDS = {kind_of_sum(field.name): field.name for field in fields(SpanSums)}


def tables_to_rows(evidence: Evidence, layout: Layout) -> Iterator[list[str]]:
    """A header, then one row a pattern and transcript, then the sums. Transcripts are T1, T2, …"""
    yield layout.header()
    kept = evidence.merged()
    yield from _patterns(kept, layout)
    if kept.spans is not None:
        yield from _sums(kept.spans, np.unique(kept.units.transcript), len(layout.header()))


def _patterns(kept: Evidence, layout: Layout) -> Iterator[list[str]]:
    units = kept.units
    assert units.weight is not None
    hits = np.concatenate([units.hits, set_hits(units, layout.sets.values())])
    for rows in blocks(len(units.seen), len(layout.header())):
        cells = [_cells(hits[:, rows], units.seen[rows], units)]
        if kept.before is not None:
            cells.append(_cells(kept.before.hits[:, rows], kept.before.seen[rows], units))
        numbers = zip(units.transcript[rows].tolist(), units.weight[rows].tolist(), strict=True)
        for (transcript, count), shown in zip(numbers, np.concatenate(cells, axis=1).tolist(), strict=True):
            yield [layout.unit, f"T{transcript + 1}", str(count), *shown]


def _cells(hits: Ints, seen: Ints, units: CodedUnits) -> np.ndarray:
    """(rows, codes · coders)."""
    bit = np.arange(len(units.coders)).astype(hits.dtype)
    given = (hits.T[:, :, None] >> bit) & hits.dtype.type(1)
    looked = (seen[:, None, None] >> bit) & seen.dtype.type(1)
    return _CELLS[np.where(looked == 1, given, _UNSEEN)].reshape(len(seen), -1)


def _sums(spans: SpanSums, transcripts: Ints, width: int) -> Iterator[list[str]]:
    for kind, name in KINDS.items():
        for transcript in transcripts.tolist():
            cells = [str(number) for number in getattr(spans, name)[transcript].reshape(-1).tolist()]
            yield [kind, f"T{transcript + 1}", "", *cells, *[""] * (width - len(FIXED) - len(cells))]
