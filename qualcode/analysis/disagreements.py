"""Where coders differ: the list that a discussion works through."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.compared import compared
from qualcode.analysis.listings import transcript_texts
from qualcode.analysis.selection import Selection
from qualcode.project.store import Store

if TYPE_CHECKING:
    from qualcode.agreement.codes import CodedUnits
    from qualcode.analysis.material import Material
    from qualcode.analysis.units import Units


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A code that some coders put on a turn and others, who have done it too, did not. `text` is the turn's."""

    transcript: str
    turn: int
    code: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    text: str


def disagreements(store: Store, selection: Selection) -> list[Disagreement]:
    """By transcript, turn and code. Coders who have not done a turn have no part in it.

    Raises QualcodeError on a name the project does not have, and where it is not clear who is compared.
    """
    # numpy, 0.14 s: only comparing needs it.
    from qualcode.analysis.material import read_material
    from qualcode.analysis.units import coded_units, turn_units

    with store.reader.snapshot():
        material = read_material(store, compared(store, selection))
        units = turn_units(material.turns)
        return unit_disagreements(store, material, units, coded_units(material, units))


def unit_disagreements(store: Store, material: "Material", units: "Units", coded: "CodedUnits") -> list[Disagreement]:
    """The same for any units, with the words of each."""
    # numpy, 0.14 s: only comparing needs it.
    import numpy as np

    from qualcode.analysis.material import STRIDE

    turns, texts = material.turns, transcript_texts(store)
    missed = coded.seen & ~coded.hits
    where, codes = np.nonzero(((coded.hits != 0) & (missed != 0)).T)

    def disagreement(unit: int, code: int) -> Disagreement:
        turn = units.turn[unit]
        rank = turns.transcript_of[turn]
        said = texts[bytes(turns.transcript_ids[rank]).decode()]
        return Disagreement(
            transcript=turns.transcripts[rank],
            turn=int(turns.numbers[turn]),
            code=coded.codes[code],
            present=_named(coded.coders, int(coded.hits[code, unit])),
            absent=_named(coded.coders, int(missed[code, unit])),
            text=said[units.starts[unit] - rank * STRIDE : units.ends[unit] - rank * STRIDE],
        )

    return [disagreement(unit, code) for unit, code in zip(where.tolist(), codes.tolist(), strict=True)]


def _named(coders: tuple[str, ...], mask: int) -> tuple[str, ...]:
    """The coders whose bits are set."""
    return tuple(coder for rank, coder in enumerate(coders) if mask >> rank & 1)
