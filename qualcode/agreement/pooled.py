"""Figures over all codes of a set of units: pooled α and κ, and the parts of each code they are made of."""

from collections.abc import Sequence

import numpy as np

from qualcode.agreement.nominal import chance_corrected, disagreements, pair_chances, ratio
from qualcode.agreement.sums import Named, PairSums, Sums
from qualcode.agreement.table import Floats, Ints, Table

PARTS = ("observed", "expected", "agreed", "chance", "pairs")


def pooled(parts: Named) -> Named:
    """Parts (…, codes) -> pooled figures (…, 1).

    pooled_alpha: 1 - Σ Do/Σ De over codes, the same as α with the Hamming distance between sets of codes; undefined
    where no code varies. pooled_kappa: Cohen's kappa from po and pe averaged over codes (de Vries, Elliott, Kanouse &
    Teleki 2008, Field Methods 20:272), and over the pairs that share units where there are more than two coders.
    """
    if not parts:
        return {}
    total = {name: parts[name].sum(axis=-1, keepdims=True) for name in PARTS}
    observed, expected = ratio(total["agreed"], total["pairs"]), ratio(total["chance"], total["pairs"])
    return {
        "pooled_alpha": 1.0 - ratio(total["observed"], total["expected"]),
        "pooled_kappa": chance_corrected(observed, expected),
    }


def pooled_left_out(parts: Named, table: Table) -> Named:
    """Parts without one unit (codes, patterns) -> pooled figures without one unit (1, units).

    A unit that is left out is missing in every code at once.
    """
    seen = np.flatnonzero(table.units_seen_by(1))
    patterns = [table.pattern(code)[seen] for code in range(len(table.totals))]
    return {name: each.T for name, each in pooled({name: _of_units(parts[name], patterns) for name in PARTS}).items()}


def _of_units(part: Floats, patterns: Sequence[Ints]) -> Floats:
    return np.stack([row[pattern] for row, pattern in zip(part, patterns, strict=True)], axis=1)


def of_units(sums: Sums) -> Named:
    """What each code adds to pooled α."""
    observed, expected = disagreements(sums)
    return {"observed": observed, "expected": expected}


def of_pairs(pairs: PairSums) -> Named:
    """What each code adds to pooled κ."""
    shared = pairs.units > 0
    agreed, chance = (np.where(shared, part, 0.0).sum(axis=-1) for part in pair_chances(pairs))
    return {"agreed": agreed, "chance": chance, "pairs": shared.sum(axis=-1).astype(np.float64)}
