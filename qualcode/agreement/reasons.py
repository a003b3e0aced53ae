"""Why a figure is undefined, in plain words with the counts."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from qualcode.agreement.nominal import ABSENT, PRESENT
from qualcode.agreement.sums import pairs_of
from qualcode.agreement.table import Ints, Table
from qualcode.text import count, listed, one_line

_OVER_PAIRS = ("light_kappa", "holsti")


def reason_for_code(name: str, table: Table, code: int, coders: Sequence[str]) -> str:
    """For present and absent; `code` is its place in the table."""
    totals = table.totals[code]
    units = int(totals[table.seen >= 2].sum())
    if units == 0:
        return _no_overlap(int(totals[table.seen >= 1].sum()))
    absent, present = _given(table, totals)
    if present == 0:
        return f"no variation: {nobody(len(coders))} used this code ({count(units, 'unit')})"
    if absent == 0:
        return f"no variation: {everybody(len(coders))} used this code in every one of {count(units, 'unit')}"
    return _pairs_reason(name, table, totals, coders)


def reason_for_values(name: str, table: Table, categories: Sequence[Any], coders: Sequence[str]) -> str:
    """For values of any kind."""
    totals = table.totals[0]
    units = int(totals[table.seen >= 2].sum())
    if units == 0:
        return _no_overlap(int(totals[table.seen >= 1].sum()))
    given = _given(table, totals)
    if name in ("positive_agreement", "negative_agreement"):
        missing = categories[PRESENT if name == "positive_agreement" else ABSENT]
        return f"nobody gave the value {one_line(str(missing))} ({count(units, 'unit')})"
    if (given > 0).sum() == 1:
        only = int(given.argmax())
        return f"no variation: only the value {one_line(str(categories[only]))} was given, {count(int(given[only]), 'time')}"
    return _pairs_reason(name, table, totals, coders)


def reason_for_all_codes(table: Table) -> str:
    """For figures over all codes."""
    units = int(table.totals[0][table.seen >= 2].sum())
    if units == 0:
        return _no_overlap(int(table.rated[0].sum()))
    return f"no variation: {nobody(table.coders)} used any code differently from unit to unit ({count(units, 'unit')})"


def alone_notes(table: Table) -> tuple[str, ...]:
    """A warning where units that one coder alone did outnumber those that can be compared."""
    pairable = int(table.totals[0][table.seen >= 2].sum())
    alone = int(table.totals[0][table.seen == 1].sum())
    if not 0 < pairable < alone:
        return ()
    return (
        f"{count(alone, 'unit')} of one coder alone outnumber the {pairable:,} of two or more. In the form published for missing "
        "values (Gwet 2014) they enter the agreement expected by chance in Fleiss' κ, Conger's κ and AC1, which may then lie "
        "far off, even below -1; Krippendorff's α and the figures of pairs leave them out.",
    )


def _no_overlap(seen: int) -> str:
    return f"no overlap: not one of {count(seen, 'unit')} was seen by two coders" if seen else "no unit was seen by any coder"


def _given(table: Table, totals: Ints) -> Ints:
    pairable = np.where(table.seen >= 2, totals, 0)
    return np.array([pairable @ (table.values == value).sum(axis=1) for value in range(table.categories)])


def _pairs_reason(name: str, table: Table, totals: Ints, coders: Sequence[str]) -> str:
    if name not in _OVER_PAIRS:
        return "no variation: what the coders gave leaves no disagreement to expect by chance"
    pairs = [pair for pair in pairs_of(len(coders)) if _flat(table, totals, pair, only_absent=name == "holsti")]
    first = listed([one_line(coders[coder]) for coder in pairs[0]])
    more = f", and between {count(len(pairs) - 1, 'more pair')}" if pairs[1:] else ""
    return f"{'no application' if name == 'holsti' else 'no variation'} between {first} over the units both saw{more}"


def _flat(table: Table, totals: Ints, pair: tuple[int, int], *, only_absent: bool) -> bool:
    """Whether this pair shares units and gave one and the same value in all of them."""
    both = table.values[:, pair][totals > 0]
    given = np.unique(both[(both >= 0).all(axis=1)])
    return len(given) == 1 and (not only_absent or given[0] == ABSENT)


def nobody(coders: int) -> str:
    """None of them, in words."""
    return "neither coder" if coders == 2 else f"none of the {coders} coders"


def everybody(coders: int) -> str:
    """All of them, in words."""
    return "both coders" if coders == 2 else f"all {coders} coders"
