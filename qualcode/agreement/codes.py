"""Agreement on codes: several codes, each present, absent or not seen, on the same units by the same coders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qualcode.agreement import nominal
from qualcode.agreement.analytic import half_widths
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
from qualcode.agreement.pooled import of_pairs, of_units, pooled, pooled_left_out
from qualcode.agreement.reasons import alone_notes, reason_for_all_codes, reason_for_code
from qualcode.agreement.result import Result
from qualcode.agreement.set_figures import SetFigures, set_figures
from qualcode.agreement.sums import Named, PairSums, Statistic, pair_features, pairs_of
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

    @property
    def kappa(self) -> float | None:
        """Cohen's κ of the two; None where chance alone agrees always, or there are no units."""
        units = self.both + self.only_first + self.only_second + self.neither
        first, second = self.both + self.only_first, self.both + self.only_second
        chance = first * second + (units - first) * (units - second)
        return (units * (self.both + self.neither) - chance) / (units**2 - chance) if chance < units**2 else None

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
    bit. transcript (units,) counted from 0. weight (units,) where a row is not a unit but a piece of text of so many
    characters, the unit being the character.
    """

    codes: tuple[str, ...]
    coders: tuple[str, ...]
    hits: Ints
    seen: Ints
    transcript: Ints
    weight: Ints | None = None

    @property
    def total(self) -> int:
        """Units in all."""
        return len(self.seen) if self.weight is None else int(self.weight.sum())

    def table(self) -> Table:
        """The sufficient table."""
        return table_of_masks(self.hits, self.seen, self.transcript, len(self.coders), self.weight)

    def chosen(self, rows: Ints) -> "CodedUnits":
        """Some of the rows, in the order given."""
        weight = None if self.weight is None else self.weight[rows]
        return replace(self, hits=self.hits[:, rows], seen=self.seen[rows], transcript=self.transcript[rows], weight=weight)

    def in_order(self) -> "CodedUnits":
        """The rows sorted by transcript, who saw them, and codes: the same for every order they came in."""
        return self.chosen(np.lexsort([*self.hits[::-1], self.seen, self.transcript]))

    def merged(self) -> "CodedUnits":
        """In order, rows that differ in nothing made one; `weight` is how many units a row stands for."""
        units = self.in_order()
        shown = np.stack([units.transcript.astype(np.uint64), units.seen.astype(np.uint64), *units.hits.astype(np.uint64)])
        starts = np.flatnonzero(np.concatenate([[True], (shown[:, 1:] != shown[:, :-1]).any(axis=0)])[: len(units.seen)])
        weight = np.ones(len(units.seen), dtype=np.int64) if units.weight is None else units.weight
        return replace(units.chosen(starts), weight=np.add.reduceat(weight, starts) if len(starts) else weight)


def code_agreement(units: CodedUnits, intervals: Intervals | None = None) -> CodesAgreement:
    """Every coefficient per code and over all codes; no intervals where `intervals` is None. At least one code and unit.

    The order of the units makes no difference, not even to what is drawn.
    """
    drawn = intervals is not None and intervals.method == "bootstrap" and bool((units.seen & (units.seen - 1)).any())
    rows = units.merged() if units.weight is not None else units.in_order() if drawn else units
    figures = Figures(rows.table(), _measures(len(units.coders)))
    sets = set_figures(rows.hits, rows.seen, rows.transcript, len(units.coders), rows.weight)
    table, values = figures.table, figures.of(figures.table.totals)
    per_code, over_all = _spreads(figures, sets, intervals) if drawn and intervals else ([{} for _ in units.codes], {})
    codes = [_one_code(units, table, values, place, per_code[place]) for place in range(len(units.codes))]
    if intervals is not None and intervals.method == "analytic" and table.weight is None:
        codes = [_with_errors(code, table, place) for place, code in enumerate(codes)]
    overall = _overall(pooled(values) | sets.values(), table, over_all)
    pairable = int(table.totals[0][table.seen >= 2].sum())
    notes = (*alone_notes(table), *(_notes(table, sets) if drawn else ()))
    return CodesAgreement(units.coders, units.total, pairable, tuple(codes), overall, notes)


def _measures(coders: int) -> tuple[Statistic, Statistic]:
    """Of each code, with what it adds to the pooled figures."""
    return (
        nominal.unit_statistic(coders, 2, lambda sums: nominal.over_units(sums, presence=True) | of_units(sums)),
        nominal.pair_statistic(coders, 2, lambda pairs: nominal.over_pairs(pairs, presence=True) | of_pairs(pairs)),
    )


def _spreads(figures: Figures, sets: SetFigures, how: Intervals) -> tuple[list[dict[str, Spread]], dict[str, Spread]]:
    """What the draws say: for each code, and over all codes."""
    table = figures.table
    taken: list[Figures | SetFigures] = [figures, sets] if sets.drawable else [figures]
    nothing: list[Named] = [{} for _ in taken]
    by_unit, by_transcript = wanted_draws(table)
    units = by_units(taken, table, how) if by_unit else nothing
    left_out = [each.left_out() for each in taken] if by_unit else nothing
    transcripts = by_transcripts(taken, table, how) if by_transcript else nothing
    per_code = spreads(units[0], left_out[0], table.rated, transcripts[0])
    without = pooled_left_out(left_out[0], table) if by_unit else {}
    single = np.ones((1, int(table.units_seen_by(1).sum())), dtype=np.int64)
    over_all = spreads(pooled(units[0]), without, single, pooled(transcripts[0]))[0]
    if sets.drawable:
        each = table.units_seen_by(1)[None, :].astype(np.int64)
        over_all |= spreads(units[1], left_out[1], each, transcripts[1])[0]
    return per_code, over_all


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


def _notes(table: Table, sets: SetFigures) -> tuple[str, ...]:
    transcripts = pairable_transcripts(table)
    if table.weight is not None and transcripts < 2:
        return ("No intervals: characters side by side belong together, and there is one transcript only to draw from.",)
    if transcripts >= ENOUGH_TRANSCRIPTS:
        notes = [f"Intervals come from drawing whole transcripts ({transcripts}); they are rather too short."]
    elif table.weight is not None:
        notes = [f"Intervals come from drawing whole transcripts, {transcripts} only: they are much too short."]
    else:
        notes = [
            f"Units two coders saw come from {count(transcripts, 'transcript')} only. Intervals from drawing units take no "
            "account of what units of one transcript have in common, and with fewer than "
            f"{ENOUGH_TRANSCRIPTS} transcripts every interval is too short."
        ]
    if not sets.drawable:
        number = len(sets.words)
        notes.append(f"No interval for α with Jaccard and MASI distance: {number:,} different sets of codes are too many.")
    return tuple(notes)
