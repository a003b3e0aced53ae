"""Agreement on which code of an exclusive group a turn has: one value a turn and coder."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.intervals import Intervals
from qualcode.agreement.ratings import coefficients
from qualcode.agreement.result import Result
from qualcode.analysis.tables import TurnMasks
from qualcode.codebook.model import Codebook, Group

NONE = "none"
_MISSING, _WITHOUT = -1, 0  # no value; none of the group's codes, which count from 1


@dataclass(frozen=True)
class GroupAgreement:
    """Agreement on the values of an exclusive group.

    Nominal: "none of them" is a value like the codes. Ordinal: the codes are levels, and a turn without one is missing,
    because "none" stands on no scale; whether there is a level at all is what the codes' own figures say. Where a coder
    put several codes of the group on parts of one turn, their value is missing: `several` counts these. `units` are the
    turns with at least two values.
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


def group_agreements(codebook: Codebook, masks: TurnMasks, intervals: Intervals | None) -> Iterator[GroupAgreement]:
    """Every exclusive group whose codes are all among those of the masks: with some left out nobody could say which it is."""
    for group in codebook.groups:
        codes = tuple(code.key for code in codebook if code.group == group.key)
        if group.exclusive and len(codes) > 1 and set(codes) <= set(masks.codes):
            yield _agreement(group, codes, masks, intervals)


def _agreement(group: Group, codes: tuple[str, ...], masks: TurnMasks, intervals: Intervals | None) -> GroupAgreement:
    values, several = _values(masks, codes)
    labels = np.array([NONE, *codes, None], dtype=object)  # the last is what -1 finds
    categories: tuple[object, ...] = (NONE, *codes)
    if group.ordered:
        labels = np.array([None, *range(1, len(codes) + 1), None], dtype=object)
        categories = tuple(range(1, len(codes) + 1))
    level: Literal["nominal", "ordinal"] = "ordinal" if group.ordered else "nominal"
    found = coefficients(labels[values], level, coders=masks.coders, categories=categories, intervals=intervals)
    return GroupAgreement(group.key, group.name, level, codes, found.pairable, several, found.coefficients)


def _values(masks: TurnMasks, codes: tuple[str, ...]) -> tuple[NDArray[np.int64], int]:
    """(turns, coders) of values, and how many are missing because a coder gave several."""
    hits = masks.hits[[masks.codes.index(code) for code in codes]]
    values, several = np.full((len(masks.seen), len(masks.coders)), _MISSING, dtype=np.int64), 0
    for rank, coder in enumerate(masks.coders):
        given = (hits & masks.bit(coder)) != 0
        number = given.sum(axis=0)
        seen = (masks.seen & masks.bit(coder)) != 0
        values[seen & (number == 0), rank] = _WITHOUT
        values[number == 1, rank] = 1 + given[:, number == 1].argmax(axis=0)
        several += int((number > 1).sum())
    return values, several
