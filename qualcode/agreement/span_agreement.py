"""Agreement on spans: Krippendorff's alphas for unitizing, and F1, per code and over all codes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.agreement.result import Result
from qualcode.agreement.span_figures import span_figures, span_results
from qualcode.agreement.span_reasons import SpanReasons
from qualcode.agreement.spans import CodedSpans
from qualcode.agreement.table import MOST_CODERS
from qualcode.errors import QualcodeError


@dataclass(frozen=True)
class SpanCode:
    """One code: how many spans each coder has, touching ones made one, and its figures."""

    code: str
    spans: dict[str, int]
    coefficients: dict[str, Result]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"code": self.code, "spans": self.spans, "coefficients": _as_dict(self.coefficients)}


@dataclass(frozen=True)
class SpanCoefficients:
    """`length` characters in all, `pairable` of them seen by two coders or more; nothing else enters."""

    coders: tuple[str, ...]
    length: int
    pairable: int
    coefficients: dict[str, Result]
    codes: tuple[SpanCode, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "unit": "character",
            "coders": list(self.coders),
            "length": self.length,
            "units": {"total": self.length, "pairable": self.pairable},
            "coefficients": _as_dict(self.coefficients),
            "codes": [code.as_dict() for code in self.codes],
        }


def span_coefficients(spans: CodedSpans) -> SpanCoefficients:
    """Every figure on spans that exists.

    u_alpha, cu_alpha and per code ku_alpha suppose codes that exclude each other; where a coder put two codes on the same
    characters they are undefined, and binary_u_alpha per code is the figure to read. QualcodeError where there are fewer
    than two coders, more than 64, or no code.
    """
    _check(spans)
    line = spans.line().pairable()
    figures = span_figures(line)
    found = span_results(figures, SpanReasons(line.coders, line.pairable_length, figures.each, figures.whole))
    number = np.zeros((line.codes, line.coders), dtype=np.int64)
    np.add.at(number, (line.spans.code, line.spans.coder), 1)
    codes = tuple(
        SpanCode(code, dict(zip(spans.coders, number[place].tolist(), strict=True)), found.codes[place])
        for place, code in enumerate(spans.codes)
    )
    return SpanCoefficients(spans.coders, spans.length, line.pairable_length, found.over_all, codes)


def _check(spans: CodedSpans) -> None:
    if not spans.codes:
        raise QualcodeError("There is no code, so there is nothing to compare. Give at least one span, or choose a code.")
    if len(spans.coders) < 2:
        raise QualcodeError("The spans are of one coder only. Agreement needs those of at least two coders.")
    if len(spans.coders) > MOST_CODERS:
        raise QualcodeError(f"The spans are of {len(spans.coders)} coders; at most {MOST_CODERS} can be compared.")


def _as_dict(found: dict[str, Result]) -> dict[str, Any]:
    return {name: each.as_dict() for name, each in found.items()}
