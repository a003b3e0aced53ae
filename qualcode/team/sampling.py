"""Drawing what is coded twice: at random, by a seed, from every stratum in proportion to its size."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

from qualcode.errors import QualcodeError

Drawn = TypeVar("Drawn")


def draw(strata: Mapping[str, Sequence[Drawn]], size: int, seed: int) -> list[Drawn]:
    """`size` members of all strata, in their order; from each stratum its share, at random.

    Shares are rounded by largest remainder (Hamilton), ties to the larger stratum. The same strata, size and seed draw the
    same. QualcodeError where there are fewer than `size` members, or none are wanted.
    """
    there = sum(len(members) for members in strata.values())
    if not 1 <= size <= there:
        raise QualcodeError(f"A sample of {size:,} cannot be drawn from {there:,}. Ask for 1 to {there:,}.")
    source = random.Random(seed)
    shares = _shares({name: len(members) for name, members in strata.items()}, size)
    return [member for name, members in strata.items() for member in _some(members, shares[name], source)]


def _some(members: Sequence[Drawn], size: int, source: random.Random) -> list[Drawn]:
    return [members[place] for place in sorted(source.sample(range(len(members)), size))]


def _shares(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    there = sum(sizes.values())
    shares = {name: of * size // there for name, of in sizes.items()}
    rest = size - sum(shares.values())
    for name in sorted(sizes, key=lambda name: (-(sizes[name] * size % there), -sizes[name]))[:rest]:
        shares[name] += 1
    return shares
