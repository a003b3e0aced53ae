"""Agreement on spans that never were in a project: where passages begin and end, and what they are coded with."""

from collections.abc import Iterator

from qualcode import __version__
from qualcode.agreement import SpanCode, SpanCoefficients
from qualcode.text import count, listed, one_line
from qualcode.writeup.document import Block, Bullets, Cell, Document, Heading, Paragraph, Records, Table
from qualcode.writeup.figures import NAMES, RECORDS, records, results
from qualcode.writeup.numbers import coefficient

_SCHEMA = "qualcode.agreement/1"


def spans_document(found: SpanCoefficients) -> Document:
    """The report on one file of spans."""
    blocks: list[Block] = [Paragraph(_about(found)), results(found.coefficients), Heading("Each code"), _codes(found)]
    reasons = [f"{code.code}: {reason}." for code in found.codes for reason in _reasons(code)]
    if reasons:
        blocks.append(Bullets(tuple(reasons)))
    blocks.append(Paragraph(_colophon()))
    data = {"schema": _SCHEMA, "version": __version__, **found.as_dict()}
    return Document(tuple(blocks), Records(RECORDS, tuple(_rows(found))), data, title="Agreement on spans")


def _about(found: SpanCoefficients) -> str:
    coders = listed([one_line(coder) for coder in found.coders])
    return (
        f"Unit of analysis: the character. {coders}, on {count(found.length, 'character')}, all of which each of them has read. "
        "Spans of one coder and code that touch or overlap count as one."
    )


def _codes(found: SpanCoefficients) -> Table:
    names = list(found.codes[0].coefficients)
    spans = [f"{coder}'s spans" for coder in found.coders]
    columns = ("code", *spans, *(NAMES[name] for name in names))
    rows = tuple(
        (
            code.code,
            *(f"{many:,}" for many in code.spans.values()),
            *(coefficient(code.coefficients[name].value) for name in names),
        )
        for code in found.codes
    )
    return Table(columns, rows, frozenset(columns[1:]))


def _reasons(code: SpanCode) -> Iterator[str]:
    missing: dict[str, list[str]] = {}
    for name, result in code.coefficients.items():
        if result.undefined:
            missing.setdefault(result.undefined, []).append(NAMES[name])
    for reason, names in missing.items():
        yield f"{listed(names)} not defined, {reason}"


def _colophon() -> str:
    return (
        "u-α compares where passages lie and what they are, |u-α whether text is coded at all, cu-α the codes where both coded; "
        "after Krippendorff, Mathet, Bouvry & Widlöcher 2016, as a public implementation states the formulas. "
        f"No intervals: characters side by side belong together. qualcode {__version__}."
    )


def _rows(found: SpanCoefficients) -> Iterator[tuple[Cell, ...]]:
    yield from records("character", "overall", "all codes", found.pairable, found.coefficients)
    for code in found.codes:
        yield from records("character", "code", code.code, found.pairable, code.coefficients)
