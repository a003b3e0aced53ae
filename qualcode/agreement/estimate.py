"""From tables to results: point estimates, draws, intervals and reasons, with the same formulas throughout."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from qualcode.agreement.intervals import (
    ENOUGH_TRANSCRIPTS,
    Drawn,
    DrawnPatterns,
    Intervals,
    bca_interval,
    below_thresholds,
    percentile_interval,
    transcript_draws,
    unit_draws,
)
from qualcode.agreement.result import Result
from qualcode.agreement.sums import Measure, Named
from qualcode.agreement.table import Bools, Floats, Ints, Table
from qualcode.text import count

ALPHAS = (
    "krippendorff_alpha", "pooled_alpha", "alpha_jaccard", "alpha_masi", "u_alpha", "binary_u_alpha", "cu_alpha", "ku_alpha",
)  # fmt: skip
Reason = Callable[[str], str]


class Redrawable(Protocol):
    """Figures that can be computed again from draws."""

    def of_units(self, drawn: Drawn) -> Named:
        """Drawn (units, draws) -> name -> (draws, codes)."""
        ...

    def of_transcripts(self, rows: Floats) -> Named:
        """Drawn (draws, transcripts) -> name -> (draws, codes)."""
        ...


@dataclass(frozen=True)
class Figures:
    """Figures of one table, all with the same weights."""

    table: Table
    measures: tuple[Measure, ...]

    def of(self, weights: Floats | Ints) -> Named:
        """Weights (…, codes, patterns) -> name -> (…, codes)."""
        found: Named = {}
        for measure in self.measures:
            found |= measure.of(weights, self.table.values)
        return found

    def of_units(self, drawn: Drawn) -> Named:
        """Drawn (units, draws) -> name -> (draws, codes)."""
        return self.of(self._patterns.counts(drawn))

    def of_transcripts(self, rows: Floats) -> Named:
        """Drawn (draws, transcripts) -> name -> (draws, codes)."""
        return self.of(np.tensordot(rows, self.table.counts.astype(np.float64), axes=(1, 1)))

    @cached_property
    def _patterns(self) -> DrawnPatterns:
        return DrawnPatterns(self.table)

    def left_out(self) -> Named:
        """Name -> (codes, patterns): without one unit of the pattern."""
        found: Named = {}
        for measure in self.measures:
            found |= measure.left_out(self.table)
        return found


@dataclass(frozen=True)
class UnitDraws:
    """One figure over draws of units, and over leaving out one unit, each such value standing for `times` units."""

    draws: Floats
    left_out: Floats
    times: Ints


@dataclass(frozen=True)
class Spread:
    """What the draws say of one figure."""

    units: UnitDraws | None
    transcripts: Floats | None


def spreads(units: Named, left_out: Named, times: Ints, transcripts: Named) -> list[dict[str, Spread]]:
    """For each code: name -> spread. Draws are (draws, codes), left_out and times (codes, patterns); empty if not drawn."""

    def spread(name: str, code: int) -> Spread:
        drawn = UnitDraws(units[name][:, code], left_out[name][code], times[code]) if units else None
        return Spread(drawn, transcripts[name][:, code] if transcripts else None)

    names = list(units or transcripts)
    return [{name: spread(name, code) for name in names} for code in range(len(times))]


def pairable_transcripts(table: Table) -> int:
    """Transcripts with at least one unit two coders saw."""
    return int(with_pairable_units(table).sum())


def by_units(figures: Sequence[Redrawable], table: Table, how: Intervals) -> list[Named]:
    """Draws of units, the same for all: name -> (draws, codes) for each of `figures`."""
    blocks = [[figure.of_units(drawn) for figure in figures] for drawn in unit_draws(table.units_seen_by(1), table.coders, how)]
    return [_joined(found) for found in zip(*blocks, strict=True)]


def by_transcripts(figures: Sequence[Redrawable], table: Table, how: Intervals) -> list[Named]:
    """Draws of transcripts, the same for all: name -> (draws, codes) for each of `figures`."""
    # Few transcripts can be drawn in few ways: five in 126.
    ways, drawn = np.unique(transcript_draws(with_pairable_units(table), how), axis=0, return_inverse=True)
    parts = np.array_split(ways, -(-len(ways) // 100))
    blocks = [[figure.of_transcripts(rows) for figure in figures] for rows in parts]
    joined = [_joined(found) for found in zip(*blocks, strict=True)]
    return [{name: each[drawn.reshape(-1)] for name, each in found.items()} for found in joined]


def wanted_draws(table: Table) -> tuple[bool, bool]:
    """(units, transcripts): transcripts alone where there are enough of them, else units, and transcripts beside them.

    Characters are never drawn one by one: those side by side belong together.
    """
    transcripts = pairable_transcripts(table)
    return transcripts < ENOUGH_TRANSCRIPTS and table.weight is None, transcripts > 1


def result(name: str, value: float, reason: Reason, spread: Spread | None = None) -> Result:
    """One figure, with its interval where there are draws and with its reason where it is nan."""
    if not np.isfinite(value):
        return Result(None, undefined=reason(name))
    found = Result(value)
    return found if spread is None else _with_interval(name, found, value, spread)


def analytic(found: Result, half_width: float | None) -> Result:
    """The figure with value ± half_width as its interval."""
    if found.value is None:
        return found
    if half_width is None:
        return replace(found, ci_note="no analytic standard error: there is none for this figure, or too few units")
    if half_width == 0:
        return replace(found, ci_note="the standard error is 0: these units cannot tell how sure the figure is")
    low, high = max(-1.0, found.value - half_width), min(1.0, found.value + half_width)
    return replace(found, ci=(low, high), ci_method="analytic")


def _with_interval(name: str, found: Result, value: float, spread: Spread) -> Result:
    transcripts, note = (None, None) if spread.transcripts is None else _usable(spread.transcripts)
    if spread.units is None:
        if transcripts is None:
            return replace(found, ci_note=note)
        below = _below(name, transcripts)
        return replace(found, ci=percentile_interval(transcripts), ci_method="cluster", below=below, ci_note=note)
    draws, note = _usable(spread.units.draws)
    if draws is None:
        return replace(found, ci_note=note)
    ci = bca_interval(value, draws, spread.units.left_out, spread.units.times)
    beside = None if transcripts is None else percentile_interval(transcripts)
    return replace(found, ci=ci, ci_method="bca", cluster_ci=beside, below=_below(name, draws), ci_note=note)


def _below(name: str, draws: Floats) -> tuple[tuple[float, float], ...]:
    return below_thresholds(draws) if name in ALPHAS else ()


def _usable(drawn: Floats) -> tuple[Floats | None, str | None]:
    draws = drawn[np.isfinite(drawn)]
    lost = len(drawn) - len(draws)
    if lost > len(draws):
        return None, f"no interval: the figure is undefined in {lost:,} of {count(len(drawn), 'draw')}"
    if np.ptp(draws) < 1e-12:
        return None, "no interval: every draw gives the same value, so the draws cannot tell how sure it is"
    return draws, f"undefined in {lost:,} of {count(len(drawn), 'draw')}, which were left out" if lost else None


def _joined(pieces: Sequence[Named]) -> Named:
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}


def with_pairable_units(table: Table) -> Bools:
    """(transcripts,): whether two coders saw the same unit of it."""
    transcripts = int(table.transcript.max(initial=0)) + 1
    return np.bincount(table.transcript[table.units_seen_by(2)], minlength=transcripts) > 0
