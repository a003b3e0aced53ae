"""Agreement on spans: Krippendorff's alphas for unitizing, and F1, per code and over all codes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from qualcode.agreement.nominal import ratio
from qualcode.agreement.result import Result
from qualcode.agreement.span_matches import OVERLAP, span_f1
from qualcode.agreement.span_reasons import SpanReasons
from qualcode.agreement.spans import CodedSpans, Line
from qualcode.agreement.table import MOST_CODERS, Floats
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
    binary, anything = coded_or_not(line)
    sums = lengths(line)
    why = SpanReasons(len(spans.coders), line.pairable_length, sums, anything)
    met = meetings(line, binary) if why.exclusive else np.full(line.codes, np.nan)
    found = {
        "u_alpha": _result(u_alpha(sums, anything) if why.exclusive else np.nan, why.whole),
        "binary_u_alpha": _result(binary_u_alpha(anything)[0], why.anything_coded),
        "cu_alpha": _result(cu_alpha(sums, met), why.meeting),
    }
    codes = _codes(spans, line, sums, met, why)
    return SpanCoefficients(spans.coders, spans.length, line.pairable_length, found, codes)


def _codes(spans: CodedSpans, line: Line, sums: Lengths, met: Floats, why: SpanReasons) -> tuple[SpanCode, ...]:
    figures = {
        "binary_u_alpha": (binary_u_alpha(sums), why.code),
        "ku_alpha": (ku_alpha(sums, met), why.code_meeting),
        "span_f1_exact": (span_f1(line), why.code),
        "span_f1_overlap": (span_f1(line, OVERLAP), why.code),
        "character_f1": (ratio(sums.agreed, sums.coded), why.code),
    }
    number = np.zeros((line.codes, line.coders), dtype=np.int64)
    np.add.at(number, (line.spans.code, line.spans.coder), 1)

    def of(place: int) -> dict[str, Result]:
        return {name: _result(values[place], partial(reason, place)) for name, (values, reason) in figures.items()}

    return tuple(
        SpanCode(code, dict(zip(spans.coders, number[place].tolist(), strict=True)), of(place))
        for place, code in enumerate(spans.codes)
    )


def _result(value: float | np.float64, reason: Callable[[], str]) -> Result:
    return Result(float(value)) if np.isfinite(value) else Result(None, undefined=reason())


def _check(spans: CodedSpans) -> None:
    if not spans.codes:
        raise QualcodeError("There is no code, so there is nothing to compare. Give at least one span, or choose a code.")
    if len(spans.coders) < 2:
        raise QualcodeError("The spans are of one coder only. Agreement needs those of at least two coders.")
    if len(spans.coders) > MOST_CODERS:
        raise QualcodeError(f"The spans are of {len(spans.coders)} coders; at most {MOST_CODERS} can be compared.")


def _as_dict(found: dict[str, Result]) -> dict[str, Any]:
    return {name: each.as_dict() for name, each in found.items()}
