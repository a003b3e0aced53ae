"""Some of many, drawn at random and spread over participants, so that nobody is over-quoted."""

import random
from collections.abc import Callable, Sequence
from itertools import chain, zip_longest
from typing import TypeVar

Drawn = TypeVar("Drawn")


def spread(items: Sequence[Drawn], size: int, participant: Callable[[Drawn], str], source: random.Random) -> list[Drawn]:
    """Up to `size` items, in their order: one of each participant, then another of each, until there are enough.

    `source` says whose turn comes first and which items are taken.
    """
    places: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        places.setdefault(participant(item), []).append(place)
    theirs = list(places.values())
    source.shuffle(theirs)
    for each in theirs:
        source.shuffle(each)
    in_turn = [place for place in chain.from_iterable(zip_longest(*theirs)) if place is not None]
    return [items[place] for place in sorted(in_turn[:size])]
