"""Agreement between coders: numpy in, results out, nothing else known."""

from qualcode.agreement.codes import CodeAgreement, CodedUnits, CodesAgreement, PairCounts, code_agreement
from qualcode.agreement.intervals import SEED, Intervals
from qualcode.agreement.ratings import LEVELS, Coefficients, Level, coefficients
from qualcode.agreement.reading import Ratings, read_ratings, read_sets
from qualcode.agreement.reading_spans import read_spans
from qualcode.agreement.result import Result
from qualcode.agreement.sets import SetCoefficients, set_coefficients
from qualcode.agreement.span_agreement import SpanCode, SpanCoefficients, span_coefficients
from qualcode.agreement.span_units import character_units
from qualcode.agreement.spans import CodedSpans, CodedText

__all__ = [
    "LEVELS",
    "SEED",
    "CodeAgreement",
    "CodedSpans",
    "CodedText",
    "CodedUnits",
    "CodesAgreement",
    "Coefficients",
    "Intervals",
    "Level",
    "PairCounts",
    "Ratings",
    "Result",
    "SetCoefficients",
    "SpanCode",
    "SpanCoefficients",
    "character_units",
    "code_agreement",
    "coefficients",
    "read_ratings",
    "read_sets",
    "read_spans",
    "set_coefficients",
    "span_coefficients",
]
