"""The figures on spans as formulas on sums, which may be those of all texts, of each transcript, or of draws of transcripts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from qualcode.agreement.estimate import Spread, result
from qualcode.agreement.nominal import ratio
from qualcode.agreement.result import Result
from qualcode.agreement.span_matches import OVERLAP, matched
from qualcode.agreement.span_reasons import SpanReasons
from qualcode.agreement.spans import Line
from qualcode.agreement.sums import Named
from qualcode.agreement.table import Floats, Ints, summed
from qualcode.agreement.unitizing import (
    Lengths,
    binary_u_alpha,
    coded_or_not,
    cu_alpha,
    ku_alpha,
    lengths,
    meetings,
    u_alpha,
)

_EXCLUSIVE = ("u_alpha", "cu_alpha", "ku_alpha")  # suppose codes that exclude each other


@dataclass(frozen=True)
class SpanFigures:
    """Sums over some codes: of each of them, of them taken as one (`whole`), and per code (…, codes) the rest.

    met: Σ l_ck over these codes k, where a code meets coded text. paired: how many spans of two coders can be compared, each
    span counted once for every other coder. exact and overlapping: how many of these match, exactly and by half.
    """

    each: Lengths
    whole: Lengths
    met: Floats
    paired: Floats
    exact: Floats
    overlapping: Floats

    @property
    def exclusive(self) -> bool:
        """Whether no coder put two of the codes on the same characters."""
        return bool(self.each.coded.sum() == self.whole.coded.sum())

    def weighted(self, rows: Floats) -> "SpanFigures":
        """From sums of transcripts (transcripts, codes): those of rows (…, transcripts) of weights."""
        parts = (rows @ part for part in (self.met, self.paired, self.exact, self.overlapping))
        return SpanFigures(self.each.weighted(rows), self.whole.weighted(rows), *parts)

    def over_all(self) -> Named:
        """Name -> (…,)."""
        return {
            "u_alpha": u_alpha(self.each, self.whole),
            "binary_u_alpha": binary_u_alpha(self.whole)[..., 0],
            "cu_alpha": cu_alpha(self.each, self.whole),
        }

    def of_codes(self) -> Named:
        """Name -> (…, codes)."""
        return {
            "binary_u_alpha": binary_u_alpha(self.each),
            "ku_alpha": ku_alpha(self.each, self.met),
            "span_f1_exact": ratio(self.exact, self.paired),
            "span_f1_overlap": ratio(self.overlapping, self.paired),
            "character_f1": ratio(self.each.agreed, self.each.coded),
        }


@dataclass(frozen=True)
class SpanResults:
    """Figures over all of some codes, and of each of them."""

    over_all: dict[str, Result]
    codes: tuple[dict[str, Result], ...]


def span_figures(line: Line) -> SpanFigures:
    """The sums of a line cut down to what is pairable."""
    binary, whole = coded_or_not(line)
    each, code = lengths(line), line.spans.code

    def per_code(many: Ints) -> Floats:
        return summed(code, many, line.codes)

    paired, exact = per_code(np.full(len(code), line.coders - 1)), per_code(matched(line))
    return SpanFigures(each, whole, meetings(line, binary), paired, exact, per_code(matched(line, OVERLAP)))


def span_results(total: SpanFigures, why: SpanReasons, drawn: SpanFigures | None = None) -> SpanResults:
    """Values, with intervals where there are sums of draws (draws, codes), with reasons where they are not defined."""
    reasons = {"u_alpha": why.whole, "binary_u_alpha": why.anything_coded, "cu_alpha": why.meeting}
    draws = (drawn.over_all(), drawn.of_codes()) if drawn is not None else ({}, {})

    def of_code(place: int) -> dict[str, Result]:
        def reason(name: str) -> Callable[[], str]:
            return partial(why.code_meeting if name == "ku_alpha" else why.code, place)

        return {
            name: _result(name, values[place], total.exclusive, reason(name), draws[1][name][:, place] if draws[1] else None)
            for name, values in total.of_codes().items()
        }

    over_all = {
        name: _result(name, value, total.exclusive, reasons[name], draws[0].get(name)) for name, value in total.over_all().items()
    }
    return SpanResults(over_all, tuple(of_code(place) for place in range(total.met.shape[-1])))


def _result(name: str, value: Floats, exclusive: bool, reason: Callable[[], str], draws: Floats | None) -> Result:
    known = float(value) if exclusive or name not in _EXCLUSIVE else np.nan
    return result(name, known, lambda _: reason(), None if draws is None else Spread(None, draws))
