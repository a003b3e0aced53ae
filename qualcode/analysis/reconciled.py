"""The figures of other programs, to reconcile a study with one that was published from them."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from qualcode.agreement.codes import PairCounts, code_agreement
from qualcode.agreement.span_agreement import span_coefficients
from qualcode.agreement.span_matches import span_f1
from qualcode.agreement.span_units import character_units
from qualcode.analysis.compared import compared
from qualcode.analysis.groups import exclusive_groups
from qualcode.analysis.material import Material, read_material
from qualcode.analysis.selection import Selection
from qualcode.analysis.units import coded_spans, coded_units, only_codes, turn_units
from qualcode.errors import QualcodeError
from qualcode.project.store import Store

_OVERLAP = 0.9  # MAXQDA's default


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One figure of another program; None where it has none. Empty `code` or `transcript`: over all of them."""

    code: str
    transcript: str
    figure: str
    value: float | None


@dataclass(frozen=True)
class Reconciliation:
    """What another program would report, what of it is reproduced here, and what is not."""

    program: str
    reproduces: str
    differs: str
    coders: tuple[str, ...]
    figures: tuple[Reconciled, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def reconciled(store: Store, selection: Selection, program: str, *, roll_up: bool = False) -> Reconciliation:
    """As "nvivo", "maxqda", "atlas" or "dedoose" compute it, on the turns that every coder compared has done.

    Raises QualcodeError as `agreement` does, and where a program that compares two coders would get more.
    """
    name, reproduces, differs, figures = PROGRAMS[program]
    with store.reader.snapshot():
        chosen = compared(store, selection)
        if program != "atlas" and len(chosen.layers) != 2:
            raise QualcodeError(f"{name} compares two coders, and these are {len(chosen.layers)}. Name two with --coders.")
        material = read_material(store, chosen, roll_up=roll_up)
        groups = {group.name: group.codes for group in exclusive_groups(store.codebook(), material.codes)}
    return Reconciliation(name, reproduces, differs, chosen.names, tuple(figures(material, groups)))


def _nvivo(material: Material, _: dict[str, tuple[str, ...]]) -> Iterator[Reconciled]:
    units = character_units(coded_spans(material))
    weight = np.ones(len(units.seen)) if units.weight is None else units.weight
    for place, code in enumerate(units.codes):
        found: list[tuple[float, float]] = []
        for rank, transcript in enumerate(material.turns.transcripts):
            here = (units.transcript == rank) & (units.seen == 3)
            if not here.any():
                continue
            cells = np.bincount(units.hits[place, here], weight[here], 4).astype(int)
            counts = PairCounts((units.coders[0], units.coders[1]), int(cells[3]), int(cells[1]), int(cells[2]), int(cells[0]))
            agreed = (counts.both + counts.neither) / int(cells.sum())
            # Where all is agreed NVivo gives 1, even where nobody used the code.
            kappa = 1.0 if agreed == 1 else (counts.kappa or 0.0)
            found.append((agreed, kappa))
            yield Reconciled(code, transcript, "agreement", agreed)
            yield Reconciled(code, transcript, "kappa", kappa)
        if found:
            agreed, kappa = np.mean(found, axis=0).tolist()
            yield Reconciled(code, "", "agreement, mean of the transcripts", agreed)
            yield Reconciled(code, "", "kappa, mean of the transcripts", kappa)


def _maxqda(material: Material, _: dict[str, tuple[str, ...]]) -> Iterator[Reconciled]:
    line = coded_spans(material).line().pairable()
    number = np.bincount(line.spans.code, minlength=line.codes)
    agreed = np.nan_to_num(span_f1(line, _OVERLAP))
    for code, many, share in zip(material.codes, number.tolist(), agreed.tolist(), strict=True):
        yield Reconciled(code, "", "segments in agreement", share if many else None)
    used = int((number > 0).sum())
    observed = float(agreed @ number / number.sum()) if used else None
    yield Reconciled("", "", "segments in agreement", observed)
    kappa = (observed - 1 / used) / (1 - 1 / used) if observed is not None and used > 1 else None
    yield Reconciled("", "", "kappa (Brennan and Prediger)", kappa)


def _atlas(material: Material, groups: dict[str, tuple[str, ...]]) -> Iterator[Reconciled]:
    found = span_coefficients(coded_spans(material))
    for code in found.codes:
        yield Reconciled(code.code, "", "alpha binary", code.coefficients["binary_u_alpha"].value)
    for name, codes in groups.items():
        of_group = span_coefficients(coded_spans(only_codes(material, codes)))
        yield Reconciled(name, "", "cu-alpha of the domain", of_group.coefficients["cu_alpha"].value)


def _dedoose(material: Material, _: dict[str, tuple[str, ...]]) -> Iterator[Reconciled]:
    found = code_agreement(coded_units(material, turn_units(material.turns)))
    for code in found.codes:
        yield Reconciled(code.code, "", "kappa", code.coefficients["cohen_kappa"].value)
    yield Reconciled("", "", "pooled kappa", found.overall["pooled_kappa"].value)


Figures = Callable[[Material, dict[str, tuple[str, ...]]], Iterator[Reconciled]]
PROGRAMS: dict[str, tuple[str, str, str, Figures]] = {
    "nvivo": (
        "NVivo",
        "The coding comparison query: for each code and transcript, percent agreement and Cohen's kappa over characters, and "
        "their means over transcripts, each weighing the same. Where nobody used a code, kappa is 1.",
        "NVivo counts every character of a file, also speakers' names and what nobody has read; here those of turns both coders "
        "have done. Paragraph and sentence as the unit (NVivo for Mac) are not reproduced.",
        _nvivo,
    ),
    "maxqda": (
        "MAXQDA",
        "Intercoder agreement at the segment level: the share of coded segments to which the other coder has one of the same "
        "code that covers at least 90 % of the same text, and kappa after Brennan and Prediger with 1/number of codes as chance.",
        "Code existence and code frequency per document are not reproduced. Segments of one coder and code that touch count as "
        "one here. Kappa supposes segments with one code each.",
        _maxqda,
    ),
    "atlas": (
        "ATLAS.ti",
        "Krippendorff's alpha binary for each code (coded with it or not, by character), and cu-alpha for each semantic domain, "
        "which is an exclusive group here.",
        "Percent agreement and Holsti of quotations and the Cu-alpha over several domains are not reproduced. Quotations of one "
        "coder and code that touch count as one; only turns that two coders have done enter.",
        _atlas,
    ),
    "dedoose": (
        "Dedoose",
        "The training centre's code test: Cohen's kappa of each code, applied or not, and the pooled kappa over the codes "
        "(de Vries et al. 2008), with turns in the place of excerpts.",
        "Dedoose takes the excerpts of the first coder as given; here every turn both have done is one, also those without any "
        "code, which raises agreement on absence. Weights and Pearson's correlation are not reproduced.",
        _dedoose,
    ),
}
