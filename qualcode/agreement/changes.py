"""How far agreement on each code has changed from one round to a later one, with the interval of the change.

The same units (or transcripts) are drawn for both rounds: what was coded in both moves together, what was coded in one
only enters there. So the interval is that of the difference, whether the rounds share units or not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.estimate import Figures
from qualcode.agreement.intervals import (
    ENOUGH_TRANSCRIPTS,
    Intervals,
    percentile_interval,
    transcript_draws,
    unit_draws,
)
from qualcode.agreement.nominal import krippendorff_alpha, unit_statistic
from qualcode.agreement.table import Bools, Floats


@dataclass(frozen=True, slots=True)
class CodeChange:
    """α of one code before and after, and the interval of the difference; None where it is not defined.

    `applications` counts the units with the code over all coders, before and after (characters, where these are units).
    """

    code: str
    before: float | None
    after: float | None
    applications: tuple[int, int]
    ci: tuple[float, float] | None = None

    @property
    def change(self) -> float | None:
        """After less before."""
        return self.after - self.before if self.after is not None and self.before is not None else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        values = {"before": self.before, "after": self.after, "change": self.change, "applications": list(self.applications)}
        return {"code": self.code, **values, "ci": list(self.ci) if self.ci else None}


def code_changes(before: CodedUnits, after: CodedUnits, how: Intervals | None) -> tuple[CodeChange, ...]:
    """Both of the same codes on the same units, row by row, and by the same coders; the order of the rows means nothing."""
    order = np.lexsort([*before.hits, before.seen, *after.hits, after.seen, after.transcript])
    before, after = before.chosen(order), after.chosen(order)
    rounds = [_alphas(units) for units in (before, after)]
    first, last = (figure.of(figure.table.totals)["krippendorff_alpha"] for figure in rounds)
    cis = _intervals(rounds, how) if how is not None and how.method == "bootstrap" else [None] * len(before.codes)
    applied = [_applications(units) for units in (before, after)]
    return tuple(
        CodeChange(code, _known(first[place]), _known(last[place]), (applied[0][place], applied[1][place]), cis[place])
        for place, code in enumerate(before.codes)
    )


def _alphas(units: CodedUnits) -> Figures:
    coders = len(units.coders)
    return Figures(units.table(), (unit_statistic(coders, 2, lambda sums: {"krippendorff_alpha": krippendorff_alpha(sums)}),))


def _intervals(rounds: list[Figures], how: Intervals) -> list[tuple[float, float] | None]:
    pieces = list(_differences(rounds, how))
    drawn = np.concatenate(pieces) if pieces else np.zeros((0, len(rounds[0].table.totals)))
    return [_interval(column[np.isfinite(column)], len(drawn)) for column in drawn.T]


def _differences(rounds: list[Figures], how: Intervals) -> Iterator[Floats]:
    """Blocks (draws, codes)."""
    pairable = np.logical_or(*(figure.table.units_seen_by(2) for figure in rounds))
    transcript = rounds[0].table.transcript
    there = np.bincount(transcript[pairable], minlength=int(transcript.max(initial=0)) + 1) > 0
    if there.sum() >= (ENOUGH_TRANSCRIPTS if rounds[0].table.weight is None else 2):
        for rows in np.array_split(transcript_draws(there, how), -(-how.draws // 100)):
            yield _difference([figure.of_transcripts(rows)["krippendorff_alpha"] for figure in rounds])
    elif pairable.any() and rounds[0].table.weight is None:
        for drawn in unit_draws(pairable, rounds[0].table.coders, how):
            yield _difference([figure.of_units(drawn)["krippendorff_alpha"] for figure in rounds])


def _difference(alphas: list[Floats]) -> Floats:
    return alphas[1] - alphas[0]


def _interval(draws: Floats, number: int) -> tuple[float, float] | None:
    """None where the difference is not defined in most draws, or always the same."""
    return percentile_interval(draws) if 2 * len(draws) > number and np.ptp(draws) > 1e-12 else None


def _applications(units: CodedUnits) -> list[int]:
    pairable: Bools = (units.seen & (units.seen - 1)) != 0
    bits = np.arange(len(units.coders)).astype(units.hits.dtype)
    weight = np.ones(len(pairable), dtype=np.int64) if units.weight is None else units.weight
    return [int(weight[pairable] @ ((code[pairable][:, None] >> bits) & 1).sum(axis=1)) for code in units.hits]


def _known(value: np.float64) -> float | None:
    return float(value) if np.isfinite(value) else None
