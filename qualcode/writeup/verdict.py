"""What a figure means, in words: Krippendorff's thresholds, and whether it is the coders or the rarity of a code."""

from collections.abc import Mapping

from qualcode.agreement.codes import CodeAgreement
from qualcode.agreement.intervals import THRESHOLDS
from qualcode.agreement.planning import units_for_precision
from qualcode.agreement.result import Result
from qualcode.text import count
from qualcode.writeup.numbers import coefficient

DISCARD, RELY = THRESHOLDS  # Krippendorff 2004, Content Analysis, p. 241
PRECISE = 0.1  # half a width: an interval from .70 to .90 tells enough to act on
_PARADOX = 0.2  # AC1 above α by more than this: chance correction is driven by prevalence or bias


def verdict(alpha: Result) -> str:
    """A verdict on an α by the interval where there is one: what it allows to conclude, and what it does not exclude."""
    if alpha.value is None:
        return "not defined"
    if alpha.ci is None:
        return f"{_band(alpha.value)}, without an interval"
    low, high = alpha.ci
    if low >= RELY:
        return "reliable"
    if high < DISCARD:
        return "too low to rely on"
    if low >= DISCARD:
        return "enough for tentative conclusions" if alpha.value < RELY else f"cannot exclude < {threshold(RELY)}"
    return f"cannot exclude < {threshold(DISCARD)}"


def precision(code: CodeAgreement) -> str:
    """How many applications a coder there are, and how many an interval of ± .10 takes; nothing where it is that good."""
    if code.coefficients["krippendorff_alpha"].ci is None:
        return ""
    plan = units_for_precision(code, PRECISE)
    if plan.now <= PRECISE:
        return ""
    there = round(sum(code.applications.values()) / len(code.applications))
    needed = round(plan.applications, 1 - len(str(plan.applications)))
    return f"{count(there, 'application')}, about {needed:,} needed for ± {coefficient(PRECISE)}"


def rarity(coefficients: Mapping[str, Result]) -> str:
    """The indices of a code whose α is much lower than AC1: it is rare, very frequent, or used more by one; else nothing."""
    alpha, ac1 = coefficients["krippendorff_alpha"].value, coefficients["gwet_ac1"].value
    if alpha is None or ac1 is None or ac1 - alpha <= _PARADOX:
        return ""
    indices = [
        f"{words} {coefficient(coefficients[name].value)}"
        for name, words in (("prevalence_index", "prevalence index"), ("bias_index", "bias index"))
        if name in coefficients
    ]
    return ", ".join([f"AC1 {coefficient(ac1)}", *indices])


def _band(value: float) -> str:
    if value >= RELY:
        return f"at least {coefficient(RELY)}"
    return f"at least {threshold(DISCARD)}" if value >= DISCARD else f"below {threshold(DISCARD)}"


def threshold(value: float) -> str:
    """`.667`, `.80`: each is known by its digits."""
    return coefficient(value) if round(value, 2) == value else f"{value:.3f}".removeprefix("0")
