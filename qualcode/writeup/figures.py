"""Tables of figures of agreement, the same in every report: counts per code, coefficients, why some are missing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qualcode.agreement.codes import CodeAgreement
from qualcode.agreement.intervals import ENOUGH_TRANSCRIPTS, THRESHOLDS
from qualcode.agreement.result import Result
from qualcode.text import count, listed
from qualcode.writeup.charts.model import ForestPlot, ForestRow
from qualcode.writeup.document import Bullets, Cell, Figure, Table
from qualcode.writeup.numbers import NOTHING, coefficient, interval, percent
from qualcode.writeup.verdict import precision, rarity, threshold, verdict

ALPHA = "krippendorff_alpha"
NAMES = {
    "percent_agreement": "percent agreement", "positive_agreement": "positive agreement",
    "negative_agreement": "negative agreement", "cohen_kappa": "Cohen's κ", "light_kappa": "Light's κ",
    "conger_kappa": "Conger's κ", "scott_pi": "Scott's π", "fleiss_kappa": "Fleiss' κ",
    "brennan_prediger": "Brennan–Prediger", "gwet_ac1": "Gwet's AC1", "krippendorff_alpha": "Krippendorff's α",
    "kappa_max": "largest possible κ", "prevalence_index": "prevalence index", "bias_index": "bias index",
    "holsti": "Holsti", "pooled_alpha": "pooled α", "pooled_kappa": "pooled κ",
    "alpha_jaccard": "α of code sets (Jaccard)", "alpha_masi": "α of code sets (MASI)", "u_alpha": "u-α",
    "binary_u_alpha": "|u-α, coded or not", "cu_alpha": "cu-α", "ku_alpha": "(k)u-α", "span_f1_exact": "F1, same spans",
    "span_f1_overlap": "F1, half overlapping", "character_f1": "F1 of characters",
}  # fmt: skip
RECORDS = ("unit", "scope", "name", "figure", "units", "value", "ci_low", "ci_high", "ci_method", "undefined")


def applications(codes: Sequence[CodeAgreement], coders: Sequence[str], units: str) -> Table:
    """Units with the code, per coder, among those that count; for two coders also who stood alone."""
    cells = ("both", *(f"only {coder}" for coder in coders), "neither") if len(coders) == 2 else ()
    columns = ("code", units, *coders, "prevalence", *cells)
    return Table(columns, tuple(_uses(code, bool(cells)) for code in codes), frozenset(columns[1:]))


def _uses(code: CodeAgreement, pair: bool) -> tuple[str, ...]:
    by_coder = (f"{number:,}" for number in code.applications.values())
    both = code.pairs[0]
    counts = (both.both, both.only_first, both.only_second, both.neither) if pair else ()
    return (code.code, f"{code.units:,}", *by_coder, percent(code.prevalence), *(f"{number:,}" for number in counts))


def code_figures(codes: Sequence[CodeAgreement], coders: Sequence[str], *, unit: str = "turn", transcripts: int = 0) -> Table:
    """The figures to report of each code, with a verdict; `transcripts` is how many the units come from."""
    percentage, positive, kappa, alpha = shown(coders)
    columns = ("code", "percent", "positive", NAMES[kappa], NAMES[alpha], "95 % interval", "what it says")
    rows = tuple(
        (
            code.code,
            percent(code.coefficients[percentage].value),
            coefficient(code.coefficients[positive].value),
            coefficient(code.coefficients[kappa].value),
            coefficient(code.coefficients[alpha].value),
            interval(code.coefficients[alpha].ci) or NOTHING,
            _said(code, unit, transcripts),
        )
        for code in codes
    )
    return Table(columns, rows, frozenset(columns[1:6]))


def certainty(codes: Sequence[CodeAgreement]) -> Table:
    """How sure each α is: the share of draws under Krippendorff's thresholds, and what other coefficients say."""
    names = [f"P(α < {threshold(each)})" for each in THRESHOLDS]
    columns = ("code", NAMES[ALPHA], "95 % interval", *names, NAMES["gwet_ac1"], "κ of pairs")
    return Table(columns, tuple(_certainty(code) for code in codes), frozenset(columns[1:]))


def _certainty(code: CodeAgreement) -> tuple[str, ...]:
    alpha = code.coefficients[ALPHA]
    below = dict(alpha.below)
    kappas = [pair.kappa for pair in code.pairs if pair.kappa is not None]
    ends = dict.fromkeys(coefficient(kappa) for kappa in (min(kappas), max(kappas))) if kappas else {}
    return (
        code.code, coefficient(alpha.value), interval(alpha.ci) or NOTHING,
        *(coefficient(below.get(each)) for each in THRESHOLDS),
        coefficient(code.coefficients["gwet_ac1"].value), " to ".join(ends) or NOTHING,
    )  # fmt: skip


def forest(codes: Sequence[CodeAgreement]) -> Figure:
    """α of every code with its interval, and the two thresholds."""
    rows = []
    for code in codes:
        alpha = code.coefficients[ALPHA]
        low, high = alpha.ci or (None, None)
        rows.append(ForestRow(code.code, alpha.value, low, high))
    lines = f"The lines stand at {' and '.join(threshold(each) for each in THRESHOLDS)}"
    return Figure(
        ForestPlot(tuple(rows), NAMES[ALPHA], THRESHOLDS), f"{NAMES[ALPHA]} of each code with its 95 % interval. {lines}."
    )


def _said(code: CodeAgreement, unit: str, transcripts: int) -> str:
    """Characters are no applications, and drawing a few transcripts gives an interval that no verdict may rest on."""
    alpha = code.coefficients[ALPHA]
    if unit != "character":
        return "; ".join(filter(None, [verdict(alpha), precision(code)]))
    if alpha.ci is None or transcripts >= ENOUGH_TRANSCRIPTS:
        return verdict(alpha)
    return f"{verdict(replace(alpha, ci=None))} one can trust: only {count(transcripts, 'transcript')}"


def remarks(codes: Sequence[CodeAgreement], coders: Sequence[str]) -> Iterator[Bullets]:
    """Why figures are missing, and where α is low for another reason than the coders; nothing where there is nothing to say."""
    said = [f"{code.code}: {reason}." for code in codes for reason in _reasons(code.coefficients, shown(coders))]
    rare = [f"{code.code} ({indices})" for code in codes if (indices := rarity(code.coefficients))]
    if rare:
        said.append(
            f"Look at the counts before blaming the coders: of {listed(rare)} α is low beside a high percentage because the "
            "code is rare, very frequent, or used more by one coder."
        )
    if said:
        yield Bullets(tuple(said))


def shown(coders: Sequence[str]) -> tuple[str, str, str, str]:
    """The coefficients that stand in the table of codes."""
    return ("percent_agreement", "positive_agreement", "cohen_kappa" if len(coders) == 2 else "light_kappa", ALPHA)


def _reasons(results: dict[str, Result], names: Iterable[str]) -> list[str]:
    """Each reason once, with the figures it holds for."""
    missing: dict[str, list[str]] = {}
    for name in names:
        result = results.get(name)
        if result is not None and result.undefined:
            missing.setdefault(result.undefined, []).append(NAMES[name])
    return [f"{listed(figures)} not defined, {reason}" for reason, figures in missing.items()]


def results(found: dict[str, Result]) -> Table:
    """One row a figure."""
    rows = tuple(
        (NAMES[name], coefficient(result.value), interval(result.ci) or NOTHING, result.undefined or result.ci_note or "")
        for name, result in found.items()
    )
    return Table(("figure", "value", "95 % interval", "remark"), rows, frozenset({"value", "95 % interval"}))


def code_records(unit: str, codes: Sequence[CodeAgreement]) -> Iterator[tuple[Cell, ...]]:
    """Rows of `RECORDS`, per code: counts first, then coefficients, in full precision."""
    for code in codes:
        for figure, value in _counts(code):
            yield (unit, "code", code.code, figure, code.units, value, None, None, None, None)
        yield from records(unit, "code", code.code, code.units, code.coefficients)


def _counts(code: CodeAgreement) -> Iterator[tuple[str, Cell]]:
    for coder, number in code.applications.items():
        yield f"applications by {coder}", number
    yield "prevalence", code.prevalence
    for pair in code.pairs:
        first, second = pair.coders
        yield f"{first} and {second}: both", pair.both
        yield f"{first} and {second}: only {first}", pair.only_first
        yield f"{first} and {second}: only {second}", pair.only_second
        yield f"{first} and {second}: neither", pair.neither


def records(unit: str, scope: str, name: str, units: int, found: dict[str, Result]) -> Iterator[tuple[Cell, ...]]:
    """Rows of `RECORDS`, one a coefficient."""
    for figure, result in found.items():
        low, high = result.ci or (None, None)
        yield (unit, scope, name, figure, units, result.value, low, high, result.ci_method, result.undefined)
