"""Agreement on codes: several codes, each present, absent or not seen, on the same units by the same coders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qualcode.agreement import nominal
from qualcode.agreement.analytic import half_widths
from qualcode.agreement.distances import MOST_SETS, set_alphas, set_table
from qualcode.agreement.estimate import (
    Figures,
    Spread,
    analytic,
    by_transcripts,
    by_units,
    pairable_transcripts,
    result,
    spreads,
    wanted_draws,
)
from qualcode.agreement.intervals import ENOUGH_TRANSCRIPTS, Intervals
from qualcode.agreement.pooled import part_statistics, pooled, pooled_left_out
from qualcode.agreement.reasons import reason_for_all_codes, reason_for_code
from qualcode.agreement.result import Result
from qualcode.agreement.sums import Named, PairSums, pair_features, pairs_of
from qualcode.agreement.table import Ints, Table, table_of_masks
from qualcode.text import count

OVERALL_NAMES = ("pooled_alpha", "pooled_kappa", "alpha_jaccard", "alpha_masi")


@dataclass(frozen=True, slots=True)
class PairCounts:
    """One code, two coders, the units both saw."""

    coders: tuple[str, str]
    both: int
    only_first: int
    only_second: int
    neither: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        counts = {"both": self.both, "only_first": self.only_first, "only_second": self.only_second}
        return {"coders": list(self.coders), **counts, "neither": self.neither}


@dataclass(frozen=True)
class CodeAgreement:
    """One code. `units` are those at least two coders saw; applications and prevalence (share of judgements) are of these."""

    code: str
    units: int
    applications: dict[str, int]
    prevalence: float | None
    pairs: tuple[PairCounts, ...]
    coefficients: dict[str, Result]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "code": self.code,
            "units": self.units,
            "applications": self.applications,
            "prevalence": self.prevalence,
            "pairs": [pair.as_dict() for pair in self.pairs],
            "coefficients": {name: result.as_dict() for name, result in self.coefficients.items()},
        }


@dataclass(frozen=True)
class CodesAgreement:
    """All codes of a set of units. `notes` are warnings about the intervals, one plain sentence each."""

    coders: tuple[str, ...]
    total: int
    pairable: int
    codes: tuple[CodeAgreement, ...]
    overall: dict[str, Result]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodedUnits:
    """Who saw which unit and put which code on it, one bit a coder (the first coder is bit 0).

    hits (codes, units) and seen (units,) unsigned integers wide enough for the coders (at most 64); a hit needs its seen
    bit. transcript (units,) counted from 0.
    """

    codes: tuple[str, ...]
    coders: tuple[str, ...]
    hits: Ints
    seen: Ints
    transcript: Ints

    def table(self) -> Table:
        """The sufficient table."""
        return table_of_masks(self.hits, self.seen, self.transcript, len(self.coders))


def code_agreement(units: CodedUnits, intervals: Intervals | None = None) -> CodesAgreement:
    """Every coefficient per code and over all codes; no intervals where `intervals` is None. At least one code and unit."""
    figures = _figures(units)
    table = figures[0].table
    pairable = int(table.totals[0][table.seen >= 2].sum())
    bootstrap = intervals if intervals is not None and intervals.method == "bootstrap" and pairable else None
    per_code, over_all = _spreads(figures, bootstrap) if bootstrap else ([{} for _ in units.codes], {})
    values = [figure.of(figure.table.totals) for figure in figures]
    codes = [_one_code(units, table, values[0], place, per_code[place]) for place in range(len(units.codes))]
    if intervals is not None and intervals.method == "analytic":
        codes = [_with_errors(code, table, place) for place, code in enumerate(codes)]
    overall = _overall(pooled(values[0]) | values[1], table, over_all)
    notes = _notes(figures) if bootstrap else ()
    return CodesAgreement(units.coders, len(units.seen), pairable, tuple(codes), overall, notes)


def _figures(units: CodedUnits) -> tuple[Figures, Figures]:
    """Of each code, with what it adds to the pooled figures; of the sets of codes."""
    coders = len(units.coders)
    sets_table, sets = set_table(units.hits, units.seen, units.transcript, coders)
    of_codes = Figures(units.table(), (*nominal.statistics(coders, 2, presence=True), *part_statistics(coders)))
    return of_codes, Figures(sets_table, set_alphas(sets))


def _spreads(figures: tuple[Figures, Figures], how: Intervals) -> tuple[list[dict[str, Spread]], dict[str, Spread]]:
    """What the draws say: for each code, and over all codes."""
    of_codes, of_sets = figures
    taken = figures if _few_sets(of_sets) else figures[:1]
    by_unit, by_transcript = wanted_draws(of_codes.table)
    units = by_units(taken, how) if by_unit else [{} for _ in taken]
    left_out = [figure.left_out() for figure in taken] if by_unit else [{} for _ in taken]
    transcripts = by_transcripts(taken, how) if by_transcript else [{} for _ in taken]
    per_code = spreads(units[0], left_out[0], of_codes.table.rated, transcripts[0])
    without = pooled_left_out(left_out[0], of_codes.table) if by_unit else {}
    single = np.ones((1, int(of_codes.table.units_seen_by(1).sum())), dtype=np.int64)
    over_all = spreads(pooled(units[0]), without, single, pooled(transcripts[0]))[0]
    if _few_sets(of_sets):
        over_all |= spreads(units[1], left_out[1], of_sets.table.rated, transcripts[1])[0]
    return per_code, over_all


def _few_sets(of_sets: Figures) -> bool:
    return of_sets.table.categories <= MOST_SETS


def _one_code(units: CodedUnits, table: Table, values: Named, place: int, drawn: dict[str, Spread]) -> CodeAgreement:
    def reason(name: str) -> str:
        return reason_for_code(name, table, place, units.coders)

    names = [name for name in nominal.NAMES if name in values]
    found = {name: result(name, float(values[name][place]), reason, drawn.get(name)) for name in names}
    pairable = np.where(table.seen >= 2, table.totals[place], 0)
    by_coder = pairable @ (table.values == nominal.PRESENT)
    judgements = int(pairable @ table.seen)
    applications = {coder: int(number) for coder, number in zip(units.coders, by_coder, strict=True)}
    prevalence = float(by_coder.sum() / judgements) if judgements else None
    pairs = _pair_counts(table, place, units.coders)
    return CodeAgreement(units.codes[place], int(pairable.sum()), applications, prevalence, pairs, found)


def _with_errors(code: CodeAgreement, table: Table, place: int) -> CodeAgreement:
    widths = half_widths(table, place)
    found = {name: analytic(each, widths.get(name)) for name, each in code.coefficients.items()}
    return replace(code, coefficients=found)


def _pair_counts(table: Table, place: int, coders: Sequence[str]) -> tuple[PairCounts, ...]:
    pairs = pairs_of(len(coders))
    sums = PairSums.unpacked(table.totals[place] @ pair_features(table.values, 2), len(pairs), 2)
    first, second = sums.first[:, nominal.PRESENT], sums.second[:, nominal.PRESENT]
    both = (sums.agreements + first + second - sums.units) / 2
    cells = np.rint(np.stack([both, first - both, second - both, sums.units - first - second + both], axis=1)).astype(int)
    return tuple(
        PairCounts((coders[a], coders[b]), *(int(cell) for cell in row)) for (a, b), row in zip(pairs, cells, strict=True)
    )


def _overall(values: Named, table: Table, drawn: dict[str, Spread]) -> dict[str, Result]:
    def reason(_name: str) -> str:
        return reason_for_all_codes(table)

    return {name: result(name, float(values[name][0]), reason, drawn.get(name)) for name in OVERALL_NAMES}


def _notes(figures: tuple[Figures, Figures]) -> tuple[str, ...]:
    transcripts = pairable_transcripts(figures[0].table)
    if transcripts == 0:
        return ()
    if transcripts >= ENOUGH_TRANSCRIPTS:
        notes = [f"Intervals come from drawing whole transcripts ({transcripts}); they are rather too short."]
    else:
        notes = [
            f"Units two coders saw come from {count(transcripts, 'transcript')} only. Intervals from drawing units take no "
            "account of what units of one transcript have in common, and with fewer than "
            f"{ENOUGH_TRANSCRIPTS} transcripts every interval is too short."
        ]
    if not _few_sets(figures[1]):
        number = figures[1].table.categories
        notes.append(f"No interval for α with Jaccard and MASI distance: {number:,} different sets of codes are too many.")
    return tuple(notes)
