"""How much has to be coded twice before agreement can be told, and what more of it would buy.

Precision is bought by applications of a code, not by turns: of a thousand turns on which nobody used a code, α learns
nothing. With two coders and agreement as usual, 15 applications leave about ± .17, 50 about ± .09, 100 about ± .06.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from qualcode.agreement.codes import CodeAgreement
from qualcode.errors import QualcodeError
from qualcode.text import one_line

_NORMAL = NormalDist()


def values_needed(target: float, *, significance: float = 0.05, prevalence: float) -> int:
    """Coded values of two coders that let α above `target` be told from α at it, for the rarest category's prevalence.

    ⌈2z²((1+a)(3-a)/(4p(1-p)(1-a)) - a)⌉, z one-sided (Krippendorff 2019, Content Analysis, 4th ed., ch. 12, after Bloch &
    Kraemer 1989, Biometrics 45:269, eq. 3.7). All arguments lie between 0 and 1, ends excluded; else QualcodeError.
    """
    _between("The smallest α", target)
    _between("The significance", significance)
    _between("The prevalence", prevalence)
    z = _NORMAL.inv_cdf(1 - significance)
    spread = (1 + target) * (3 - target) / (4 * prevalence * (1 - prevalence) * (1 - target))
    return math.ceil(2 * z**2 * (spread - target) - 1e-9)


def units_for_kappa(
    k0: float,
    k1: float,
    *,
    prevalence: float,
    prevalence2: float | None = None,
    power: float = 0.8,
    significance: float = 0.05,
    two_sided: bool = False,
) -> int:
    """Units two coders must share so that a test of κ = `k0` has this power where κ is `k1`.

    ((z_a √Q0 + z_b √Q1)/(k1 - k0))², Q the large-sample variance of κ at the coders' prevalences (Cantor 1996, Psychol
    Methods 1:150; Fleiss, Cohen & Everitt 1969). QualcodeError where the prevalences do not allow such κ.
    """
    for name, value in (("κ₀", k0), ("κ₁", k1)):
        if not -1 < value < 1:
            raise QualcodeError(f"{name} is {value:g}. Give a value between -1 and 1.")
    if k0 == k1:
        raise QualcodeError("κ₀ and κ₁ are the same, which no number of units can tell apart. Give two different values.")
    second = prevalence if prevalence2 is None else prevalence2
    for name, value in (
        ("prevalence", prevalence),
        ("second prevalence", second),
        ("power", power),
        ("significance", significance),
    ):
        _between(f"The {name}", value)
    z = _NORMAL.inv_cdf(1 - significance / (2 if two_sided else 1))
    root = z * math.sqrt(_variance(k0, prevalence, second)) + _NORMAL.inv_cdf(power) * math.sqrt(
        _variance(k1, prevalence, second)
    )
    return math.ceil((root / (k1 - k0)) ** 2 - 1e-9)


@dataclass(frozen=True)
class Precision:
    """What an interval of α ± `half_width` takes, with the code as frequent and the coders as much of one mind as so far.

    units in all and those still to be coded twice; applications, the mean over coders that goes with them; `now` is half of
    the present interval.
    """

    half_width: float
    now: float
    units: int
    more: int
    applications: int


def units_for_precision(code: CodeAgreement, half_width: float) -> Precision:
    """From a code's own interval: its length falls with the square root of the units, so n·(now/wanted)² are needed.

    A rough guide: the present interval is itself a guess. QualcodeError where there is none, or where the half-width is not
    between 0 and 1.
    """
    _between("Half of the interval", half_width)
    alpha = code.coefficients["krippendorff_alpha"]
    if alpha.ci is None:
        why = alpha.undefined or alpha.ci_note or "it was computed without one"
        raise QualcodeError(f"α of {one_line(code.code)} has no interval to go by: {why}. Code more of it twice first.")
    now = (alpha.ci[1] - alpha.ci[0]) / 2
    factor = (now / half_width) ** 2
    units = math.ceil(code.units * factor - 1e-9)
    applications = math.ceil(sum(code.applications.values()) / len(code.applications) * factor - 1e-9)
    return Precision(half_width, now, units, max(0, units - code.units), applications)


def _variance(kappa: float, first: float, second: float) -> float:
    """Fleiss, Cohen & Everitt 1969, eq. 13, times n, for two categories."""
    rows, columns = (first, 1 - first), (second, 1 - second)
    chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    agreed = kappa * (1 - chance) + chance
    both = (agreed - 1 + first + second) / 2
    cells = ((both, first - both), (second - both, 1 - first - second + both))
    if min(min(row) for row in cells) < 0:
        raise QualcodeError(f"κ of {kappa:g} cannot be where the coders use the code on {first:g} and {second:g} of the units.")
    within = sum(cells[at][at] * ((1 - chance) - (rows[at] + columns[at]) * (1 - agreed)) ** 2 for at in (0, 1))
    across = (1 - agreed) ** 2 * sum(cells[at][1 - at] * (columns[at] + rows[1 - at]) ** 2 for at in (0, 1))
    return float((within + across - (agreed * chance - 2 * chance + agreed) ** 2) / (1 - chance) ** 4)


def _between(what: str, value: float) -> None:
    if not 0 < value < 1:
        raise QualcodeError(f"{what} is {value:g}. Give a value between 0 and 1.")
