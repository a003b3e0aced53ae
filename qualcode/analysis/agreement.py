"""How far coders agree on the turns of a selection: from stored codings to coefficients.

The unit is the turn. A turn counts where at least two of the coders have done it; to a coder who has not done it, it is
missing, never "absent". A code is present for a coder on a turn that any of their codings of it overlaps.
"""

from dataclasses import asdict, dataclass
from typing import Any

from qualcode import __version__
from qualcode.agreement.codes import CodeAgreement, CodedUnits, code_agreement
from qualcode.agreement.intervals import SEED, Intervals
from qualcode.agreement.result import Result
from qualcode.analysis.compared import compared
from qualcode.analysis.groups import GroupAgreement, group_agreements
from qualcode.analysis.selection import Selection
from qualcode.analysis.tables import turn_masks
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.text import listed, one_line

SCHEMA = "qualcode.agreement/1"
DEFAULT_SEED = SEED
INTERVALS = ("bootstrap", "analytic", "none")


@dataclass(frozen=True)
class AgreementReport:
    """Figures with what they are about: the unit, the turns they are computed from, who has done how many, the intervals.

    `selection` has every coder, code and the round named. `not_done` counts the chosen turns that a coder has not done,
    `interviewer_turns` those among them that an interviewer speaks. `intervals` is None where none were asked for.
    """

    unit: str
    selection: Selection
    total: int
    pairable: int
    not_done: dict[str, int]
    interviewer_turns: int
    codes: tuple[CodeAgreement, ...]
    groups: tuple[GroupAgreement, ...]
    overall: dict[str, Result]
    seed: int
    intervals: Intervals | None
    notes: tuple[str, ...]
    version: str = __version__

    @property
    def coders(self) -> tuple[str, ...]:
        """Who is compared."""
        return self.selection.coders

    @property
    def round(self) -> str:
        """The round they coded in."""
        return self.selection.rounds[0]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: full precision, and only what there is."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "unit": self.unit,
            "round": self.round,
            "coders": list(self.coders),
            "seed": self.seed,
            "units": {"total": self.total, "pairable": self.pairable, "not_done": self.not_done},
            "interviewer_turns": self.interviewer_turns,
            "selection": {name: chosen for name, chosen in asdict(self.selection).items() if chosen},
            "codes": [code.as_dict() for code in self.codes],
            "groups": [group.as_dict() for group in self.groups],
            "overall": {"coefficients": {name: result.as_dict() for name, result in self.overall.items()}},
            "notes": list(self.notes),
        }


def agreement(
    store: Store, selection: Selection, *, unit: str = "turn", ci: str = "bootstrap", seed: int = DEFAULT_SEED
) -> AgreementReport:
    """Agreement of the selection's coders (by default all at work) in one round (by default the newest).

    Raises QualcodeError on a name the project does not have, fewer than two coders, no turns, or a unit not known.
    """
    _check_unit(unit)
    intervals = intervals_of(ci, seed)
    chosen = compared(store, selection)
    masks = turn_masks(store, chosen)
    if not len(masks.seen):
        raise QualcodeError("No turn fits this selection, so there is nothing to compare. Choose more transcripts or speakers.")
    found = code_agreement(CodedUnits(masks.codes, masks.coders, masks.hits, masks.seen, masks.transcript_of), intervals)
    return AgreementReport(
        unit=unit,
        selection=chosen,
        total=found.total,
        pairable=found.pairable,
        not_done={coder: int(((masks.seen & masks.bit(coder)) == 0).sum()) for coder in masks.coders},
        interviewer_turns=int(masks.interviewer.sum()),
        codes=found.codes,
        groups=tuple(group_agreements(store.codebook(), masks, intervals)),
        overall=found.overall,
        seed=seed,
        intervals=intervals,
        notes=found.notes,
    )


def intervals_of(ci: str, seed: int) -> Intervals | None:
    """How intervals are made for "bootstrap", "analytic" or "none"; QualcodeError on anything else."""
    match ci:
        case "bootstrap" | "analytic":
            return Intervals(method=ci, seed=seed)
        case "none":
            return None
    raise QualcodeError(f'There are no intervals "{one_line(ci)}". Choose {listed(list(INTERVALS), "or")}.')


def _check_unit(unit: str) -> None:
    if unit in ("sentence", "character"):
        raise QualcodeError(f'Agreement by {unit} cannot be computed yet. Use the unit "turn".')
    if unit != "turn":
        raise QualcodeError(f'There is no unit "{one_line(unit)}". Use the unit "turn".')
