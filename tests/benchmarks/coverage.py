"""How often a nominal 95 % interval of α holds the true α: `python tests/benchmarks/coverage.py [studies]` prints the table.

Two coders. Codes are there or not with a given prevalence, each coder says so with probability .8 where the code is there
and .2·prevalence/(1 - prevalence) where it is not, so that a code is used as often as it is there. With clusters the
prevalence of an interview varies around its mean with an intra-class correlation of .15. The true α comes from two million
units of the same design.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from qualcode.agreement import CodedUnits, Intervals, code_agreement
from qualcode.agreement.intervals import percentile_interval
from qualcode.agreement.nominal import krippendorff_alpha
from qualcode.agreement.sums import Sums, unit_features

STUDIES, DRAWS, HIT, FALSE_ALARM = 400, 1000, 0.8, 0.2
WAYS = ("percentile", "bca", "cluster", "analytic")


@dataclass(frozen=True)
class Design:
    """`units` in all, in `transcripts` of equal size (1: units are independent), with this mean prevalence."""

    units: int
    prevalence: float
    transcripts: int = 1
    icc: float = 0.0

    def __str__(self) -> str:
        where = f"{self.transcripts} interviews, ICC {self.icc:g}" if self.transcripts > 1 else "independent units"
        return f"{self.units:,} | {self.prevalence:g} | {where}"


DESIGNS = (
    Design(100, 0.05), Design(100, 0.2), Design(100, 0.5), Design(400, 0.05), Design(400, 0.2), Design(1000, 0.05),
    Design(600, 0.1, 6, 0.15), Design(1200, 0.1, 12, 0.15), Design(3000, 0.1, 30, 0.15),
)  # fmt: skip


def study(design: Design, rng: np.random.Generator, units: int | None = None) -> CodedUnits:
    """One double-coded set of units; more of them from as many more interviews."""
    times = 1 if units is None else units // design.units
    transcripts = design.transcripts * times
    prevalence = np.full(transcripts, design.prevalence)
    if design.icc:
        size = 1 / design.icc - 1  # of the beta distribution that gives this intra-class correlation
        prevalence = rng.beta(design.prevalence * size, (1 - design.prevalence) * size, transcripts)
    transcript = np.repeat(np.arange(transcripts), design.units // design.transcripts)
    there = rng.random(len(transcript)) < prevalence[transcript]
    false = FALSE_ALARM * design.prevalence / (1 - design.prevalence)
    said = [rng.random(len(there)) < np.where(there, HIT, false) for _ in range(2)]
    hits = said[0].astype(np.uint8) | said[1].astype(np.uint8) << 1
    return CodedUnits(("code",), ("a", "b"), hits[None, :], np.full(len(there), 3, np.uint8), transcript)


def intervals(units: CodedUnits, seed: int) -> Iterator[tuple[str, tuple[float, float] | None]]:
    """Each way's interval of α, None where there is none."""
    single = CodedUnits(units.codes, units.coders, units.hits, units.seen, np.zeros(len(units.seen), dtype=np.int64))
    yield "percentile", _percentile(single, seed)
    yield "bca", _ci(single, Intervals(draws=DRAWS, seed=seed))
    yield "analytic", _ci(single, Intervals("analytic"))
    if units.transcript[-1]:
        found = code_agreement(units, Intervals(draws=DRAWS, seed=seed)).codes[0].coefficients["krippendorff_alpha"]
        yield "cluster", found.ci if found.ci_method == "cluster" else found.cluster_ci


def _ci(units: CodedUnits, how: Intervals) -> tuple[float, float] | None:
    return code_agreement(units, how).codes[0].coefficients["krippendorff_alpha"].ci


def _percentile(units: CodedUnits, seed: int) -> tuple[float, float] | None:
    table = units.table()
    shares = table.totals[0] / table.totals[0].sum()
    drawn = np.random.default_rng(seed).multinomial(len(units.seen), shares, DRAWS)
    alphas = krippendorff_alpha(Sums.unpacked(drawn @ unit_features(table.values, 2), 2, 2))
    known = alphas[np.isfinite(alphas)]
    return percentile_interval(known) if len(known) > DRAWS / 2 else None


def coverage(design: Design, studies: int, seed: int = 1) -> tuple[float, dict[str, tuple[float, float]]]:
    """The true α, and way -> (share of intervals that hold it, mean length); a missing interval counts as one that does not."""
    rng = np.random.default_rng(seed)
    true = _true_alpha(study(design, rng, 2_000_000))
    found: dict[str, list[tuple[bool, float]]] = {way: [] for way in WAYS}
    for number in range(studies):
        for way, ci in intervals(study(design, rng), number):
            found[way].append((ci[0] <= true <= ci[1], ci[1] - ci[0]) if ci else (False, np.nan))
    rates = {way: np.array(each, dtype=np.float64) for way, each in found.items() if each}
    return true, {way: (float(each[:, 0].mean()), float(np.nanmean(each[:, 1]))) for way, each in rates.items()}


def _true_alpha(units: CodedUnits) -> float:
    table = units.table()
    return float(krippendorff_alpha(Sums.unpacked(table.totals @ unit_features(table.values, 2), 2, 2))[0])


def main(studies: int) -> None:
    """The table as Markdown."""
    print(f"{studies} studies a row, {DRAWS:,} draws each. Coverage in %, in brackets the mean length.\n")
    print(f"| units | prevalence | design | true α | {' | '.join(WAYS)} |\n|---:|---:|---|---:|" + "---:|" * len(WAYS))
    for design in DESIGNS:
        true, found = coverage(design, studies)
        cells = [f"{found[way][0] * 100:.1f} ({found[way][1]:.2f})" if way in found else "–" for way in WAYS]
        print(f"| {design} | {true:.2f} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STUDIES)
