"""How far coders agree on the units of a selection: from stored codings to a report.

A unit counts where at least two of the coders have done its turn; to a coder who has not done it, it is missing, never
"absent".
"""

from dataclasses import replace

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.evidence import Evidence
from qualcode.agreement.pairs import of_coders
from qualcode.agreement.span_tables import span_sums
from qualcode.agreement.span_units import character_units
from qualcode.agreement.table import MOST_CODERS
from qualcode.analysis.compared import Compared, compared, earlier_round
from qualcode.analysis.disagreements import unit_disagreements
from qualcode.analysis.groups import CodeGroup, exclusive_groups
from qualcode.analysis.material import Material, read_material
from qualcode.analysis.report import About, AgreementReport, intervals_of, report_of
from qualcode.analysis.selection import Selection
from qualcode.analysis.units import UNITS, Units, coded_spans, coded_units, sentence_units, turn_units
from qualcode.errors import QualcodeError
from qualcode.project.rounds import list_rounds
from qualcode.project.store import Store
from qualcode.text import listed, one_line


def agreement(
    store: Store,
    selection: Selection,
    *,
    unit: str | None = None,
    ci: str = "bootstrap",
    seed: int | None = None,
    roll_up: bool = False,
    with_disagreements: bool = True,
) -> AgreementReport:
    """Agreement of the selection's coders (by default all at work) in one round (by default the newest), in its unit.

    `with_disagreements` says whether the report lists them, with their words. Raises QualcodeError on a name the project
    does not have, fewer than two coders, no turns, or a unit not known.
    """
    if unit is not None and unit not in UNITS:
        raise QualcodeError(f'There is no unit "{one_line(unit)}". Choose {listed(list(UNITS), "or")}.')
    intervals = intervals_of(ci, seed)
    # All is read at one moment; computing comes after it, as a writer may be waiting.
    with store.reader.snapshot():
        chosen = compared(store, selection)
        unit = unit or _unit_of(store, chosen)
        material = read_material(store, chosen, roll_up=roll_up)
        units = sentence_units(store, material.turns) if unit == "sentence" else turn_units(material.turns)
        coded = coded_units(material, units)
        found = tuple(unit_disagreements(store, material, units, coded)) if with_disagreements else None
        groups = exclusive_groups(store.codebook(), material.codes)
        earlier = earlier_round(store, chosen)
        before = read_material(store, earlier, roll_up=roll_up) if earlier else None
        caveats = _opened_early(store, chosen)
    about = _about(chosen, material, units, coded, unit=unit, groups=groups, roll_up=roll_up, caveats=caveats)
    if unit == "character":
        evidence = _of_characters(about, material, before)
    else:
        evidence = Evidence(coded, coded_units(before, units) if before else None)
    if earlier and evidence.before is not None:
        about = replace(about, earlier=earlier.selection.rounds[0])
    return replace(report_of(about, evidence, intervals), disagreements=found)


def _unit_of(store: Store, chosen: Compared) -> str:
    """The unit that the rounds compared were opened for; the turn where they differ in it."""
    units = {round_.unit for round_ in list_rounds(store) if round_.name in chosen.selection.rounds}
    return units.pop() if len(units) == 1 else "turn"


def _opened_early(store: Store, chosen: Compared) -> tuple[str, ...]:
    """What a reader has to know of a blind round whose coders may have seen each other's work."""
    return tuple(
        f"The blind round {one_line(round_.name)} was opened before everybody was done: {one_line(round_.opened_early)}."
        for round_ in list_rounds(store)
        if round_.opened_early and round_.name in chosen.selection.rounds
    )


def _of_characters(about: About, material: Material, before: Material | None) -> Evidence:
    """With the round before on the same pieces of text, where masks have room for both rounds."""
    spans = coded_spans(material)
    sums, coders = span_sums(spans, about.sets.values()), len(material.names)
    if before is None or 2 * coders > MOST_CODERS:
        return Evidence(character_units(spans), spans=sums)
    both = replace(material, names=material.names + before.names, layers=material.layers + before.layers)
    units = character_units(coded_spans(both))
    now, then = (of_coders(units, tuple(range(first, first + coders))) for first in (0, coders))
    return Evidence(now, then, sums)


def _about(
    chosen: Compared,
    material: Material,
    units: Units,
    coded: CodedUnits,
    *,
    unit: str,
    groups: tuple[CodeGroup, ...],
    roll_up: bool,
    caveats: tuple[str, ...],
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
        caveats=caveats,
    )
