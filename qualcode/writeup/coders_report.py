"""The parts of the agreement report that are about coders: two by two, without each in turn, who uses which code more."""

from collections.abc import Iterator, Sequence

from qualcode.agreement.confusions import Confusion
from qualcode.agreement.pairs import PairAgreement, Use, WithoutCoder
from qualcode.text import count
from qualcode.writeup.charts.model import HeatMap
from qualcode.writeup.document import Block, Figure, Heading, Paragraph, Table
from qualcode.writeup.numbers import coefficient, percent

_MORE = 1.5  # times as often as the others
_ENOUGH = 5  # applications, below which "more often" means nothing
_SHOWN = 20  # confusions


def pairs(found: Sequence[PairAgreement], coders: Sequence[str]) -> Iterator[Block]:
    """Pooled α of every pair, as a table of coders by coders and as a heat map; for three coders and more."""
    if len(coders) < 3:
        return
    alphas = {each.coders: each.overall["pooled_alpha"].value for each in found}
    values = tuple(tuple(alphas.get((one, other), alphas.get((other, one))) for other in coders) for one in coders)
    yield Heading("Coders two by two")
    rows = tuple((coder, *(coefficient(value) for value in row)) for coder, row in zip(coders, values, strict=True))
    yield Table(("pooled α", *coders), rows, frozenset(coders))
    yield Figure(
        HeatMap(tuple(coders), tuple(coders), values, "pooled α"), "Pooled α of every pair of coders, over what both did."
    )


def left_out(found: Sequence[WithoutCoder]) -> Iterator[Block]:
    """What leaving each coder out changes."""
    if not found:
        return
    yield Heading("Without one of the coders")
    codes = tuple(found[0].alphas)
    columns = ("code", *(f"without {each.coder}" for each in found))
    rows = [(code, *(coefficient(each.alphas[code].value) for each in found)) for code in codes]
    rows.append(("pooled", *(coefficient(each.pooled_alpha.value) for each in found)))
    yield Paragraph("Krippendorff's α of the others. Where it rises much without a coder, that coder reads the code otherwise.")
    yield Table(columns, tuple(rows), frozenset(columns[1:]))


def overuse(uses: Sequence[Use]) -> Iterator[Block]:
    """Who uses a code much more than the others, on the units they share."""
    often = [use for use in uses if use.applications >= _ENOUGH and (use.own or 0) >= _MORE * (use.others or 0)]
    yield Heading("Who uses a code more often")
    if not often:
        yield Paragraph(
            f"Nobody uses a code {_MORE} times as often as the others, among codes with {_ENOUGH} applications or more."
        )
        return
    columns = ("coder", "code", "applications", "own share", "the others'")
    rows = tuple((use.coder, use.code, f"{use.applications:,}", percent(use.own), percent(use.others)) for use in often)
    yield Table(columns, rows, frozenset(columns[2:]))


def confused(found: Sequence[Confusion], unit: str) -> Iterator[Block]:
    """Which code stands with one coder where another has a different one."""
    yield Heading("Codes in each other's place")
    if not found:
        yield Paragraph(f"On no {unit} did one coder use a code where another used a different one instead.")
        return
    columns = ("coder", "code", "other coder", "other code", f"{unit}s")
    rows = tuple((each.first, each.first_code, each.second, each.second_code, f"{each.units:,}") for each in found[:_SHOWN])
    yield Table(columns, rows, frozenset({f"{unit}s"}))
    if found[_SHOWN:]:
        yield Paragraph(f"And {count(len(found) - _SHOWN, 'more pair')} of codes, each at most as often.")
