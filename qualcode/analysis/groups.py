"""Agreement on which code of an exclusive group a unit has: one value a unit and coder."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.intervals import Intervals
from qualcode.agreement.ratings import coefficients
from qualcode.agreement.result import Result
from qualcode.codebook.model import Codebook

NONE = "none"
_MISSING, _WITHOUT = -1, 0  # no value; none of the group's codes, which count from 1


@dataclass(frozen=True)
class GroupAgreement:
    """Agreement on the values of an exclusive group.

    Nominal: "none of them" is a value like the codes. Ordinal: the codes are levels, and a unit without one is missing,
    because "none" stands on no scale; whether there is a level at all is what the codes' own figures say. Where a coder
    put several codes of the group on parts of one unit, their value is missing: `several` counts these. `units` are those
    with at least two values.
    """

    group: str
    name: str
    level: Literal["nominal", "ordinal"]
    codes: tuple[str, ...]
    units: int
    several: int
    coefficients: dict[str, Result]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "group": self.group,
            "level": self.level,
            "codes": list(self.codes),
            "units": self.units,
            "several": self.several,
            "coefficients": {name: result.as_dict() for name, result in self.coefficients.items()},
        }


@dataclass(frozen=True)
class CodeGroup:
    """An exclusive group of codes; those of an ordered one stand in rising order."""

    key: str
    name: str
    ordered: bool
    codes: tuple[str, ...]


def exclusive_groups(codebook: Codebook, chosen: Sequence[str]) -> tuple[CodeGroup, ...]:
    """Every exclusive group whose codes are all chosen: with some left out nobody could say which it is."""
    groups = (
        CodeGroup(group.key, group.name, group.ordered, tuple(code.key for code in codebook if code.group == group.key))
        for group in codebook.groups
        if group.exclusive
    )
    return tuple(group for group in groups if len(group.codes) > 1 and set(group.codes) <= set(chosen))


def group_agreements(groups: Sequence[CodeGroup], units: CodedUnits, intervals: Intervals | None) -> Iterator[GroupAgreement]:
    """Each group on the same units, which are no characters."""
    for group in groups:
        values, several = _values(units, group.codes)
        labels = np.array([NONE, *group.codes, None], dtype=object)  # the last is what -1 finds
        categories: tuple[object, ...] = (NONE, *group.codes)
        level: Literal["nominal", "ordinal"] = "nominal"
        if group.ordered:
            level, categories = "ordinal", tuple(range(1, len(group.codes) + 1))
            labels = np.array([None, *categories, None], dtype=object)
        found = coefficients(labels[values], level, coders=units.coders, categories=categories, intervals=intervals)
        yield GroupAgreement(group.key, group.name, level, group.codes, found.pairable, several, found.coefficients)


def _values(units: CodedUnits, codes: tuple[str, ...]) -> tuple[NDArray[np.int64], int]:
    """(units, coders) of values, and how many are missing because a coder gave several."""
    hits = units.hits[[units.codes.index(code) for code in codes]]
    values, several = np.full((len(units.seen), len(units.coders)), _MISSING, dtype=np.int64), 0
    for rank in range(len(units.coders)):
        bit = units.seen.dtype.type(1 << rank)
        given = (hits & bit) != 0
        number = given.sum(axis=0)
        values[((units.seen & bit) != 0) & (number == 0), rank] = _WITHOUT
        values[number == 1, rank] = 1 + given[:, number == 1].argmax(axis=0)
        several += int((number > 1).sum())
    return values, several
