"""How far coders agree on the units of a selection: from stored codings to coefficients.

A unit counts where at least two of the coders have done its turn; to a coder who has not done it, it is missing, never
"absent".
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from qualcode import __version__
from qualcode.agreement.changes import CodeChange, code_changes
from qualcode.agreement.codes import CodeAgreement, CodedUnits, code_agreement
from qualcode.agreement.confusions import Confusion, confusions
from qualcode.agreement.intervals import SEED, Intervals
from qualcode.agreement.pairs import PairAgreement, Use, WithoutCoder, leave_one_out, pair_agreements, uses
from qualcode.agreement.result import Result
from qualcode.agreement.span_agreement import span_coefficients
from qualcode.agreement.span_units import character_units
from qualcode.analysis.compared import Compared, compared, earlier_round
from qualcode.analysis.disagreements import Disagreement, unit_disagreements
from qualcode.analysis.groups import CodeGroup, GroupAgreement, exclusive_groups, group_agreements
from qualcode.analysis.material import Material, read_material
from qualcode.analysis.selection import Selection
from qualcode.analysis.units import UNITS, Units, coded_spans, coded_units, only_codes, sentence_units, turn_units
from qualcode.errors import QualcodeError
from qualcode.project.rounds import list_rounds
from qualcode.project.store import Store
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
    speaks. With `roll_up` a code counts for the parents of its code, too.
    """

    unit: str
    selection: Selection
    coders: tuple[str, ...]
    total: int
    not_done: dict[str, int]
    interviewer_units: int
    groups: tuple[CodeGroup, ...] = ()
    roll_up: bool = False

    @property
    def round(self) -> str:
        """The round compared, or the rounds."""
        return ", ".join(self.selection.rounds)


@dataclass(frozen=True)
class AgreementReport:
    """Figures with what they are about, all from `units`, whose order means nothing.

    `intervals` is None where none were asked for; `rounds` where there is no earlier one, `disagreements` (turn by turn where
    the unit is the character) where the report was made from tables that do not hold them.
    """

    about: About
    pairable: int
    codes: tuple[CodeAgreement, ...]
    groups: tuple[GroupAgreement, ...]
    overall: dict[str, Result]
    intervals: Intervals | None
    notes: tuple[str, ...]
    units: CodedUnits = field(repr=False)
    rounds: RoundsCompared | None = None
    disagreements: tuple[Disagreement, ...] | None = field(default=None, repr=False)
    version: str = __version__

    @property
    def seed(self) -> int:
        """Of the draws."""
        return self.intervals.seed if self.intervals else SEED

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


def agreement(
    store: Store,
    selection: Selection,
    *,
    unit: str = "turn",
    ci: str = "bootstrap",
    seed: int | None = None,
    roll_up: bool = False,
    with_disagreements: bool = True,
) -> AgreementReport:
    """Agreement of the selection's coders (by default all at work) in one round (by default the newest).

    `with_disagreements` says whether the report lists them, with their words. Raises QualcodeError on a name the project
    does not have, fewer than two coders, no turns, or a unit not known.
    """
    if unit not in UNITS:
        raise QualcodeError(f'There is no unit "{one_line(unit)}". Choose {listed(list(UNITS), "or")}.')
    intervals = intervals_of(ci, seed)
    # All is read at one moment; computing comes after it, as a writer may be waiting.
    with store.reader.snapshot():
        chosen = compared(store, selection)
        opened_early = _opened_early(store, chosen)
        material = read_material(store, chosen, roll_up=roll_up)
        units = sentence_units(store, material.turns) if unit == "sentence" else turn_units(material.turns)
        coded = coded_units(material, units)
        found = tuple(unit_disagreements(store, material, units, coded)) if with_disagreements else None
        groups = exclusive_groups(store.codebook(), material.codes)
        earlier = earlier_round(store, chosen)
        before = coded_units(read_material(store, earlier, roll_up=roll_up), units) if earlier and unit != "character" else None
    about = _about(chosen, material, units, coded, unit=unit, groups=groups, roll_up=roll_up)
    report = _of_characters(about, material, intervals) if unit == "character" else report_of(about, coded, intervals)
    if earlier and before is not None:
        changes = code_changes(before, coded, intervals)
        report = replace(report, rounds=RoundsCompared(earlier.selection.rounds[0], about.round, changes))
    return replace(report, disagreements=found, notes=report.notes + opened_early)


def _opened_early(store: Store, chosen: Compared) -> tuple[str, ...]:
    """What a reader has to know of a blind round whose coders may have seen each other's work."""
    return tuple(
        f"The blind round {one_line(round_.name)} was opened before everybody was done: {one_line(round_.opened_early)}."
        for round_ in list_rounds(store)
        if round_.opened_early and round_.name in chosen.selection.rounds
    )


def report_of(about: About, units: CodedUnits, intervals: Intervals | None) -> AgreementReport:
    """The report on units, wherever they come from; their order makes no difference."""
    found = code_agreement(units, intervals)
    # By character an exclusive group is a matter of where passages lie, which masks do not tell.
    compared_groups = about.groups if about.unit != "character" else ()
    groups = tuple(group_agreements(compared_groups, units.in_order(), intervals)) if compared_groups else ()
    return AgreementReport(about, found.pairable, found.codes, groups, found.overall, intervals, found.notes, units)


def _of_characters(about: About, material: Material, intervals: Intervals | None) -> AgreementReport:
    """With what is told of spans only: α for unitizing, over all codes, per code and per exclusive group."""
    spans = coded_spans(material)
    report = report_of(about, character_units(spans), intervals)
    unitized = span_coefficients(spans)
    codes = tuple(
        replace(code, coefficients=code.coefficients | own.coefficients)
        for code, own in zip(report.codes, unitized.codes, strict=True)
    )
    groups = tuple(_unitized_group(group, material) for group in about.groups)
    return replace(report, codes=codes, groups=groups, overall=report.overall | unitized.coefficients)


def _unitized_group(group: CodeGroup, material: Material) -> GroupAgreement:
    found = span_coefficients(coded_spans(only_codes(material, group.codes)))
    return GroupAgreement(group.key, group.name, "nominal", group.codes, found.pairable, 0, found.coefficients)


def _about(
    chosen: Compared,
    material: Material,
    units: Units,
    coded: CodedUnits,
    *,
    unit: str,
    groups: tuple[CodeGroup, ...],
    roll_up: bool,
) -> About:
    """Characters are counted by the turns they stand in."""
    size = units.ends - units.starts if unit == "character" else (units.ends > units.starts).astype(int)
    seen = {name: (coded.seen >> coded.seen.dtype.type(rank)) & 1 for rank, name in enumerate(chosen.names)}
    return About(
        unit=unit,
        selection=chosen.selection,
        coders=chosen.names,
        total=int(size.sum()),
        not_done={name: int(size[done == 0].sum()) for name, done in seen.items()},
        interviewer_units=int(size[material.turns.interviewer[units.turn]].sum()),
        groups=groups,
        roll_up=roll_up,
    )


def intervals_of(ci: str, seed: int | None = None) -> Intervals | None:
    """How intervals are made for "bootstrap", "analytic" or "none"; QualcodeError on anything else."""
    match ci:
        case "bootstrap" | "analytic":
            return Intervals(method=ci, seed=SEED if seed is None else seed)
        case "none":
            return None
    raise QualcodeError(f'There are no intervals "{one_line(ci)}". Choose {listed(list(INTERVALS), "or")}.')
