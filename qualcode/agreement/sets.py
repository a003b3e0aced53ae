"""Agreement on anyone's table of sets: one row a unit, one column a coder, several codes in a cell."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.agreement.codes import CodeAgreement, CodedUnits, code_agreement
from qualcode.agreement.intervals import Intervals
from qualcode.agreement.ratings import shape_notes
from qualcode.agreement.result import Result
from qualcode.agreement.table import MOST_CODERS
from qualcode.errors import QualcodeError

Cell = Collection[str] | None


@dataclass(frozen=True)
class SetCoefficients:
    """`coefficients` over all codes (pooled α and κ, α with Jaccard and MASI distance), and every code on its own."""

    coders: tuple[str, ...]
    units: int
    pairable: int
    codes: tuple[CodeAgreement, ...]
    coefficients: dict[str, Result]
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "unit": "row",
            "level": "nominal",
            "coders": list(self.coders),
            "units": {"total": self.units, "pairable": self.pairable},
            "categories": [code.code for code in self.codes],
            "coefficients": {name: each.as_dict() for name, each in self.coefficients.items()},
            "per_category": {},
            "codes": [code.as_dict() for code in self.codes],
            "notes": list(self.notes),
        }


def set_coefficients(
    rows: Sequence[Sequence[Cell]], *, coders: Sequence[str] | None = None, intervals: Intervals | None = None
) -> SetCoefficients:
    """Rows (units, coders) of sets of codes; an empty set is "seen, no code", None is missing.

    The order of codes in a cell and a code given twice make no difference. QualcodeError where there are no codes, fewer
    than two coders or more than 64.
    """
    width = len(rows[0]) if rows else 0
    names = tuple(coders) if coders is not None else tuple(f"coder {place + 1}" for place in range(width))
    _check(rows, names)
    codes = tuple(sorted({code for row in rows for cell in row if cell is not None for code in cell}))
    if not codes:
        raise QualcodeError("No cell holds a code, so there is nothing to compare.")
    agreement = code_agreement(coded_units(rows, codes, names), intervals)
    notes = (*shape_notes(len(rows), len(names)), *agreement.notes)
    return SetCoefficients(names, len(rows), agreement.pairable, agreement.codes, agreement.overall, notes)


def coded_units(rows: Sequence[Sequence[Cell]], codes: Sequence[str], coders: Sequence[str]) -> CodedUnits:
    """Masks of a table of sets."""
    place = {code: number for number, code in enumerate(codes)}
    hits = np.zeros((len(codes), len(rows)), dtype=np.uint64)
    seen = np.zeros(len(rows), dtype=np.uint64)
    for unit, row in enumerate(rows):
        for coder, cell in enumerate(row):
            if cell is None:
                continue
            bit = np.uint64(1 << coder)
            seen[unit] |= bit
            for code in cell:
                hits[place[code], unit] |= bit
    return CodedUnits(tuple(codes), tuple(coders), hits, seen, np.zeros(len(rows), dtype=np.int64))


def _check(rows: Sequence[Sequence[Cell]], coders: Sequence[str]) -> None:
    if not rows:
        raise QualcodeError("The table has no units. Give one row a unit and one column a coder.")
    if any(len(row) != len(coders) for row in rows) or len(set(coders)) != len(coders):
        raise QualcodeError("The rows do not all fit the coders. Give every unit one cell a coder, and every coder one name.")
    if len(coders) < 2:
        raise QualcodeError("The table has one coder only. Agreement needs a column for each of at least two coders.")
    if len(coders) > MOST_CODERS:
        raise QualcodeError(f"The table has {len(coders)} coders; sets of codes can be compared for at most {MOST_CODERS}.")
