"""Agreement between coders: numpy in, results out, nothing else known."""

from qualcode.agreement.codes import CodeAgreement, CodedUnits, CodesAgreement, PairCounts, code_agreement
from qualcode.agreement.intervals import SEED, Intervals
from qualcode.agreement.ratings import LEVELS, Coefficients, Level, coefficients
from qualcode.agreement.reading import Ratings, read_ratings, read_sets
from qualcode.agreement.result import Result
from qualcode.agreement.sets import SetCoefficients, set_coefficients

__all__ = [
    "LEVELS",
    "SEED",
    "CodeAgreement",
    "CodedUnits",
    "CodesAgreement",
    "Coefficients",
    "Intervals",
    "Level",
    "PairCounts",
    "Ratings",
    "Result",
    "SetCoefficients",
    "code_agreement",
    "coefficients",
    "read_ratings",
    "read_sets",
    "set_coefficients",
]
