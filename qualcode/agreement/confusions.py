"""Which code one coder used where another used a different one."""

from dataclasses import dataclass

import numpy as np

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.sums import pairs_of
from qualcode.agreement.table import Bools, Floats


@dataclass(frozen=True)
class Confusion:
    """`units` on which `first` used `first_code` and not `second_code`, and `second` the other way round."""

    first: str
    first_code: str
    second: str
    second_code: str
    units: int


def confusions(units: CodedUnits) -> tuple[Confusion, ...]:
    """Every pair of coders and of different codes, the most frequent first.

    Over units both saw; only codes that the other one did not use there count, so that codes standing together are no
    confusion.
    """
    found = [confusion for pair in pairs_of(len(units.coders)) for confusion in _of_pair(units, pair)]
    return tuple(sorted(found, key=lambda each: (-each.units, each.first, each.second, each.first_code, each.second_code)))


def _of_pair(units: CodedUnits, pair: tuple[int, int]) -> list[Confusion]:
    one, other = (_bits(units, coder) for coder in pair)
    first, second = (units.coders[coder] for coder in pair)
    weight = np.ones(len(units.seen)) if units.weight is None else units.weight.astype(np.float64)
    seen = np.bitwise_and.reduce([units.seen >> units.seen.dtype.type(coder) for coder in pair]) & units.seen.dtype.type(1)
    met = _together(one & ~other, other & ~one, weight * seen)
    return [
        Confusion(first, units.codes[a], second, units.codes[b], int(met[a, b])) for a, b in zip(*np.nonzero(met), strict=True)
    ]


def _bits(units: CodedUnits, coder: int) -> Bools:
    kind = units.hits.dtype.type
    return (units.hits >> kind(coder) & kind(1)).astype(np.bool_)


def _together(one: Bools, other: Bools, weight: Floats) -> Floats:
    """(codes, codes): weight of the units that have a code of the one and a code of the other."""
    differing = np.flatnonzero(one.any(axis=0) & other.any(axis=0))
    return np.asarray((one[:, differing] * weight[differing]) @ other[:, differing].T.astype(np.float64))
