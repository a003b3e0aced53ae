"""Coders two by two: agreement of every pair, what each coder's leaving changes, who uses a code more than the others."""

from dataclasses import dataclass, replace

import numpy as np

from qualcode.agreement.codes import CodedUnits, code_agreement
from qualcode.agreement.result import Result
from qualcode.agreement.sums import pairs_of


@dataclass(frozen=True)
class PairAgreement:
    """Two coders over the units both saw: Cohen's κ and Krippendorff's α per code, pooled over codes, and on sets of codes.

    `codes` by code, each with the figures of `PAIR_FIGURES`; `overall` as in `CodesAgreement`.
    """

    coders: tuple[str, str]
    units: int
    codes: dict[str, dict[str, Result]]
    overall: dict[str, Result]


PAIR_FIGURES = ("percent_agreement", "cohen_kappa", "krippendorff_alpha")


def pair_agreements(units: CodedUnits) -> tuple[PairAgreement, ...]:
    """Every pair, in the order of the coders; at least two coders."""
    return tuple(_pair(units, pair) for pair in pairs_of(len(units.coders)))


def _pair(units: CodedUnits, pair: tuple[int, int]) -> PairAgreement:
    found = code_agreement(of_coders(units, pair))
    codes = {code.code: {name: code.coefficients[name] for name in PAIR_FIGURES} for code in found.codes}
    return PairAgreement((units.coders[pair[0]], units.coders[pair[1]]), found.pairable, codes, found.overall)


@dataclass(frozen=True)
class WithoutCoder:
    """Krippendorff's α per code, and pooled α, of all coders but one, beside `units` that two of those saw."""

    coder: str
    units: int
    alphas: dict[str, Result]
    pooled_alpha: Result


def leave_one_out(units: CodedUnits) -> tuple[WithoutCoder, ...]:
    """Without each of the coders in turn; empty where there are two only."""
    number = len(units.coders)
    return tuple(_without(units, coder) for coder in range(number)) if number > 2 else ()


def _without(units: CodedUnits, coder: int) -> WithoutCoder:
    found = code_agreement(of_coders(units, tuple(other for other in range(len(units.coders)) if other != coder)))
    alphas = {code.code: code.coefficients["krippendorff_alpha"] for code in found.codes}
    return WithoutCoder(units.coders[coder], found.pairable, alphas, found.overall["pooled_alpha"])


def of_coders(units: CodedUnits, coders: tuple[int, ...]) -> CodedUnits:
    """The same units with some of the coders only."""
    kind = units.seen.dtype.type
    seen, hits = np.zeros_like(units.seen), np.zeros_like(units.hits)
    for place, coder in enumerate(coders):
        seen |= (units.seen >> kind(coder) & kind(1)) << kind(place)
        hits |= (units.hits >> kind(coder) & kind(1)) << kind(place)
    return replace(units, coders=tuple(units.coders[coder] for coder in coders), hits=hits, seen=seen)


@dataclass(frozen=True)
class Use:
    """How often a coder put a code, on the units that they and another coder saw, and how often the others did there.

    `own` and `others` are shares of the judgements; None where there are none. `excess` is their difference, above 0 where
    the coder uses the code more than the others.
    """

    coder: str
    code: str
    applications: int
    own: float | None
    others: float | None

    @property
    def excess(self) -> float | None:
        """own - others."""
        return None if self.own is None or self.others is None else self.own - self.others


def uses(units: CodedUnits) -> tuple[Use, ...]:
    """Every code and coder, code by code."""
    table = units.table()
    seen = table.values >= 0
    pairable = table.totals * (table.seen >= 2)
    found = []
    for code, name in enumerate(units.codes):
        hit = (table.values == 1).astype(np.int64)
        for coder, person in enumerate(units.coders):
            weight = pairable[code] * seen[:, coder]
            judged, own = int(weight.sum()), int(weight @ hit[:, coder])
            other_judged = int(weight @ (table.seen - 1))
            others = int(weight @ (hit.sum(axis=1) - hit[:, coder]))
            share = (own / judged, others / other_judged) if judged else (None, None)
            found.append(Use(person, name, own, *share))
    return tuple(found)
