"""Agreement of 20 codes and 5 coders from packed masks, against one `np.bincount` pass a code over the same masks."""

import time
from collections.abc import Callable
from functools import partial

import numpy as np
from rows import Row

from qualcode.agreement import CodedUnits, Intervals, code_agreement
from qualcode.agreement.nominal import krippendorff_alpha
from qualcode.agreement.sums import Sums, unit_features

CODES, CODERS, TRANSCRIPTS = 20, 5, 12


def units_of(number: int, seed: int = 1) -> CodedUnits:
    """Codes on 2 to 10 % of the units, each coder right four times in five; a tenth of the coders' units not seen."""
    rng = np.random.default_rng(seed)
    prevalence = np.linspace(0.02, 0.10, CODES)[:, None]
    truth = rng.random((CODES, number)) < prevalence
    seen, hits = np.zeros(number, dtype=np.uint8), np.zeros((CODES, number), dtype=np.uint8)
    for coder in range(CODERS):
        looked = rng.random(number) < 0.9
        said = np.where(truth, rng.random(truth.shape) < 0.8, rng.random(truth.shape) < 0.25 * prevalence)
        seen |= (looked.astype(np.uint8)) << coder
        hits |= (said & looked).astype(np.uint8) << coder
    transcript = np.sort(rng.integers(0, TRANSCRIPTS, number))
    names = tuple(f"code{place}" for place in range(CODES))
    return CodedUnits(names, tuple("abcde"), hits, seen, transcript)


def alphas(units: CodedUnits) -> np.ndarray:
    """α of every code."""
    table = units.table()
    flat = table.totals @ unit_features(table.values, 2)
    return krippendorff_alpha(Sums.unpacked(flat, CODERS, 2))


def floor(units: CodedUnits) -> None:
    """The least anyone can do: count the masks of every code once."""
    for hits in units.hits:
        np.bincount(hits, minlength=1 << CODERS)


def seconds(work: Callable[[], object], times: int) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def run() -> list[Row]:
    """At 1e4 and 1e5 units: the floor, α, everything, everything with intervals."""
    rows = []
    for number in (10_000, 100_000):
        units = units_of(number)
        least = seconds(partial(floor, units), 7)
        label = f"{CODES} codes × {CODERS} coders, {number:,} units"
        rows += [
            Row(f"{label}: bincount floor", least * 1000, "ms", "the measure"),
            Row(f"{label}: α of every code / floor", seconds(partial(alphas, units), 7) / least, "×", "≤ 5"),
            Row(f"{label}: every figure, no intervals", seconds(partial(code_agreement, units), 3), "s", "≤ 1 (1e4), ≤ 3 (1e5)"),
        ]
    units = units_of(10_000)
    single = CodedUnits(units.codes, units.coders, units.hits, units.seen, units.transcript % 5)
    for name, drawn in (("transcripts", units), ("units and transcripts", single)):
        took = seconds(partial(code_agreement, drawn, Intervals()), 1)
        rows.append(Row(f"10,000 units, every figure with 1,000 draws of {name}", took, "s", "≤ 0.5"))
    return rows
