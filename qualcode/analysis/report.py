"""The report on agreement: every figure, from what it is about and from the evidence, wherever these come from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from qualcode import __version__
from qualcode.agreement.changes import CodeChange, code_changes
from qualcode.agreement.codes import CodeAgreement, CodedUnits, code_agreement
from qualcode.agreement.confusions import Confusion, confusions
from qualcode.agreement.evidence import Evidence
from qualcode.agreement.intervals import SEED, Intervals
from qualcode.agreement.pairs import PairAgreement, Use, WithoutCoder, leave_one_out, pair_agreements, uses
from qualcode.agreement.result import Result
from qualcode.agreement.span_tables import figures_on_spans
from qualcode.analysis.disagreements import Disagreement
from qualcode.analysis.groups import CodeGroup, GroupAgreement, group_agreements
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line

SCHEMA = "qualcode.agreement/1"
INTERVALS = ("bootstrap", "analytic", "none")


@dataclass(frozen=True)
class RoundsCompared:
    """α of every code in this round and in the one before it in which these coders worked."""

    earlier: str
    later: str
    codes: tuple[CodeChange, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"earlier": self.earlier, "later": self.later, "codes": [code.as_dict() for code in self.codes]}


@dataclass(frozen=True)
class About:
    """What the figures of a report are about, without a word of any transcript.

    `selection` has every coder, code and round named; `coders` are the names of the layers compared. `total` counts the
    chosen units, `not_done` those of them whose turn a coder has not done, `interviewer_units` those that an interviewer
    speaks. With `roll_up` a code counts for the parents of its code, too. `earlier` is the round before, empty where these
    coders have not worked in one. `caveats` are what a reader has to know of how the rounds came about, in sentences.
    """

    unit: str
    selection: Selection
    coders: tuple[str, ...]
    total: int
    not_done: dict[str, int]
    interviewer_units: int
    groups: tuple[CodeGroup, ...] = ()
    roll_up: bool = False
    earlier: str = ""
    caveats: tuple[str, ...] = ()

    @property
    def sets(self) -> dict[str, tuple[int, ...]]:
        """By name, places of codes that are taken as one where passages are compared: all of them, and each group."""
        codes = self.selection.codes
        groups = {group.key: tuple(map(codes.index, group.codes)) for group in self.groups}
        return {"code at all": tuple(range(len(codes))), **groups} if self.unit == "character" else {}

    @property
    def round(self) -> str:
        """The round compared, or the rounds."""
        return ", ".join(self.selection.rounds)


@dataclass(frozen=True)
class AgreementReport:
    """Figures with what they are about, all from `evidence`.

    `intervals` is None where none were asked for; `rounds` where there is no earlier one, `disagreements` (turn by turn where
    the unit is the character) where they were not asked for, or where there are only tables to compute from.
    """

    about: About
    pairable: int
    codes: tuple[CodeAgreement, ...]
    groups: tuple[GroupAgreement, ...]
    overall: dict[str, Result]
    intervals: Intervals | None
    notes: tuple[str, ...]
    evidence: Evidence = field(repr=False)
    rounds: RoundsCompared | None = None
    disagreements: tuple[Disagreement, ...] | None = field(default=None, repr=False)
    version: str = __version__

    @property
    def seed(self) -> int:
        """Of the draws."""
        return self.intervals.seed if self.intervals else SEED

    @property
    def units(self) -> CodedUnits:
        """Who put which code on which unit."""
        return self.evidence.units

    @property
    def transcripts(self) -> int:
        """How many transcripts have units that at least two coders saw."""
        return len(np.unique(self.units.transcript[(self.units.seen & (self.units.seen - 1)) != 0]))

    @cached_property
    def pairs(self) -> tuple[PairAgreement, ...]:
        """Coders two by two."""
        return pair_agreements(self.units)

    @cached_property
    def left_out(self) -> tuple[WithoutCoder, ...]:
        """Without each coder in turn; empty for two coders."""
        return leave_one_out(self.units)

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """How often each coder used each code, beside the others."""
        return uses(self.units)

    @cached_property
    def confusions(self) -> tuple[Confusion, ...]:
        """Where one coder used a code and another a different one."""
        return confusions(self.units)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: full precision, and only what there is."""
        about = self.about
        found: dict[str, Any] = {
            "schema": SCHEMA,
            "version": self.version,
            "unit": about.unit,
            "round": about.round,
            "coders": list(about.coders),
            "seed": self.seed,
            "units": {"total": about.total, "pairable": self.pairable, "not_done": about.not_done},
            "interviewer_turns": about.interviewer_units,
            "roll_up": about.roll_up,
            "selection": {name: chosen for name, chosen in asdict(about.selection).items() if chosen},
            "codes": [code.as_dict() for code in self.codes],
            "groups": [group.as_dict() for group in self.groups],
            "overall": {"coefficients": _results(self.overall)},
            "notes": list(self.notes),
        }
        found["confusions"] = [asdict(each) for each in self.confusions]
        found["uses"] = [asdict(each) | {"excess": each.excess} for each in self.uses]
        if self.overall:
            found["pairs"] = [_pair(each) for each in self.pairs]
            found["leave_one_out"] = [_left_out(each) for each in self.left_out]
        if self.rounds:
            found["rounds"] = self.rounds.as_dict()
        return found

    def without_coefficients(self) -> "AgreementReport":
        """Counts and disagreements only, for designs that do not measure agreement."""
        codes = tuple(replace(code, coefficients={}) for code in self.codes)
        return replace(self, codes=codes, groups=(), overall={}, rounds=None, intervals=None, notes=())


def _pair(pair: PairAgreement) -> dict[str, Any]:
    codes = [{"code": code, "coefficients": _results(found)} for code, found in pair.codes.items()]
    overall = {"coefficients": _results(pair.overall)}
    return {"coders": list(pair.coders), "units": pair.units, "codes": codes, "overall": overall}


def _left_out(without: WithoutCoder) -> dict[str, Any]:
    codes = [{"code": code, "krippendorff_alpha": alpha.as_dict()} for code, alpha in without.alphas.items()]
    return {"coder": without.coder, "units": without.units, "codes": codes, "pooled_alpha": without.pooled_alpha.as_dict()}


def _results(found: Mapping[str, Result]) -> dict[str, Any]:
    return {name: result.as_dict() for name, result in found.items()}


def report_of(about: About, evidence: Evidence, intervals: Intervals | None) -> AgreementReport:
    """The report on units, whose order makes no difference."""
    found = code_agreement(evidence.units, intervals)
    notes = (*found.notes, *about.caveats)
    report = AgreementReport(about, found.pairable, found.codes, (), found.overall, intervals, notes, evidence)
    if about.unit == "character":
        report = _with_spans(report) if evidence.spans is not None else report
    else:
        groups = group_agreements(about.groups, evidence.units.in_order(), intervals)
        report = replace(report, groups=tuple(groups))
    if evidence.before is None:
        return report
    changes = code_changes(evidence.before, evidence.units, intervals)
    return replace(report, rounds=RoundsCompared(about.earlier, about.round, changes))


def _with_spans(report: AgreementReport) -> AgreementReport:
    """With what is told of spans only: α for unitizing, over all codes, per code and per exclusive group."""
    about, spans = report.about, report.evidence.spans
    assert spans is not None
    all_codes, *of_groups = figures_on_spans(report.units, spans, about.sets.values(), report.intervals)
    codes = tuple(
        replace(code, coefficients=code.coefficients | own) for code, own in zip(report.codes, all_codes.codes, strict=True)
    )
    groups = tuple(
        GroupAgreement(group.key, group.name, "nominal", group.codes, report.pairable, 0, found.over_all)
        for group, found in zip(about.groups, of_groups, strict=True)
    )
    return replace(report, codes=codes, groups=groups, overall=report.overall | all_codes.over_all)


def intervals_of(ci: str, seed: int | None = None) -> Intervals | None:
    """How intervals are made for "bootstrap", "analytic" or "none"; QualcodeError on anything else."""
    match ci:
        case "bootstrap" | "analytic":
            return Intervals(method=ci, seed=SEED if seed is None else seed)
        case "none":
            return None
    raise QualcodeError(f'There are no intervals "{one_line(ci)}". Choose {listed(list(INTERVALS), "or")}.')
