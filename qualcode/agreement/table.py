"""The sufficient table: how often each pattern of values occurs, per code and transcript.

A pattern is what the coders together said of one unit: one value a coder, or -1 where the coder did not see the unit.
Every coefficient, every pair and every bootstrap draw is a product with these counts; the units themselves are needed
again only to draw them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]

NOT_SEEN = -1
MOST_CODERS = 64  # bits of a mask
_DENSE_CODERS = 6


@dataclass(frozen=True)
class Table:
    """Patterns, how often each occurs, and which of them every unit shows.

    values (patterns, coders): category 0 … categories-1, or -1 for not seen; for codes 1 is present and 0 absent.
    totals (codes, patterns): units of each pattern. keys (codes, units) lead through `place` to the unit's pattern;
    transcript (units,) counted from 0. weight (units,) where a row stands for a piece of text of so many characters: these
    belong together and are never drawn one by one.
    """

    values: Ints
    categories: int
    totals: Ints
    transcript: Ints
    keys: Ints
    place: Ints
    weight: Ints | None = None

    @property
    def coders(self) -> int:
        """How many coders."""
        return int(self.values.shape[1])

    @cached_property
    def counts(self) -> Ints:
        """(codes, transcripts, patterns): units of each pattern in each transcript."""
        shape = (int(self.transcript.max(initial=0)) + 1, len(self.values))
        start = self.transcript.astype(np.intp) * shape[1]
        each = [counted(start + self.pattern(code), self.weight, shape[0] * shape[1]) for code in range(len(self.keys))]
        return np.stack(each).reshape(len(each), *shape)

    @cached_property
    def seen(self) -> Ints:
        """(patterns,): by how many coders a unit of this pattern was seen."""
        return np.asarray((self.values != NOT_SEEN).sum(axis=1))

    @property
    def rated(self) -> Ints:
        """(codes, patterns): the totals without units nobody saw."""
        return np.where(self.seen > 0, self.totals, 0)

    def pattern(self, code: int) -> Ints:
        """(units,): the pattern of each unit for the code at this place."""
        return np.asarray(self.place[self.keys[code]])

    def units_seen_by(self, least: int) -> Bools:
        """(units,): whether at least so many coders saw the unit; the same for all codes."""
        return np.asarray((self.seen >= least)[self.pattern(0)])


def counted(keys: Ints, weight: Ints | None, number: int) -> Ints:
    """(number,): how often each key occurs, or the weight of its rows."""
    if weight is None:
        return np.bincount(keys, minlength=number)
    return np.bincount(keys, weights=weight, minlength=number).astype(np.int64)  # exact up to 2^53 characters


def summed(keys: Ints, each: Floats | Ints, number: int) -> Floats:
    """(number,): the sum of `each` per key."""
    return np.asarray(np.bincount(keys, each, number), dtype=np.float64)


def mask_type(coders: int) -> np.dtype[np.unsignedinteger[Any]]:
    """The narrowest masks with a bit for every coder."""
    return np.dtype(next(kind for kind in (np.uint8, np.uint16, np.uint32, np.uint64) if coders <= 8 * kind().itemsize))


def table_of_masks(hits: Ints, seen: Ints, transcript: Ints, coders: int, weight: Ints | None = None) -> Table:
    """Present or absent per code, from masks with one bit a coder.

    hits (codes, units), seen (units,) unsigned; transcript (units,) counted from 0. A hit needs its seen bit.
    Up to six coders one counting pass a code; more coders are sorted. ValueError where masks contradict each other.
    """
    if coders > MOST_CODERS:
        raise ValueError(f"{coders} coders do not fit a mask of {MOST_CODERS} bits")
    if any((code & ~seen).any() for code in hits):
        raise ValueError("a code stands on a unit its coder has not seen")
    if coders <= _DENSE_CODERS:
        return _dense(hits, seen, transcript, coders, weight)
    return _sparse(hits, seen, transcript, coders, weight)


def _dense(hits: Ints, seen: Ints, transcript: Ints, coders: int, weight: Ints | None) -> Table:
    keys = (seen.astype(np.uint16) << coders) | hits.astype(np.uint16)
    cells = 1 << 2 * coders
    totals = np.stack([counted(key, weight, cells) for key in keys])
    present = np.flatnonzero(totals.any(axis=0))
    place = np.zeros(cells, dtype=np.int32)
    place[present] = np.arange(len(present))
    values = _decoded(present >> coders, present & ((1 << coders) - 1), coders)
    return Table(values, 2, totals[:, present], transcript, keys, place, weight)


def _sparse(hits: Ints, seen: Ints, transcript: Ints, coders: int, weight: Ints | None) -> Table:
    seen_kinds, seen_id = np.unique(seen, return_inverse=True)
    hit_kinds, hit_id = np.unique(hits, return_inverse=True)
    both = seen_id.reshape(-1) * len(hit_kinds) + hit_id.reshape(hits.shape)
    present, keys = np.unique(both, return_inverse=True)
    values = _decoded(seen_kinds[present // len(hit_kinds)], hit_kinds[present % len(hit_kinds)], coders)
    return table_of_patterns(values, 2, keys.reshape(hits.shape), transcript, weight)


def table_of_rows(rows: Ints, categories: int, transcript: Ints | None = None) -> Table:
    """One value a coder: rows (units, coders) of 0 … categories-1, -1 for not seen. The table has a single "code"."""
    values, keys = distinct_rows(rows, categories)
    at = np.zeros(len(rows), dtype=np.int64) if transcript is None else transcript
    return table_of_patterns(values, categories, keys[None, :], at)


def table_of_patterns(values: Ints, categories: int, keys: Ints, transcript: Ints, weight: Ints | None = None) -> Table:
    """From the patterns themselves (patterns, coders) and which of them each unit shows: keys (codes, units)."""
    totals = np.stack([counted(key, weight, len(values)) for key in keys])
    return Table(values, categories, totals, transcript, keys, np.arange(len(values)), weight)


def distinct_rows(rows: Ints, categories: int) -> tuple[Ints, Ints]:
    """The different rows of 0 … categories-1 or -1, and for every row which of them it is.

    A row becomes one number, shortened on the way whenever it would leave 63 bits.
    """
    key, size = np.zeros(len(rows), dtype=np.int64), 1
    for column in rows.T:
        if size * (categories + 1) >= 1 << 63:
            kinds, key = np.unique(key, return_inverse=True)
            size = len(kinds)
        key, size = key * (categories + 1) + column + 1, size * (categories + 1)
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return rows[first], which


def counted_values(values: Ints, number: int) -> Floats:
    """n_c (patterns, number): how often each category was given, 0 where fewer than two coders saw the unit."""
    seen = values != NOT_SEEN
    pattern, coder = np.nonzero(seen & (seen.sum(axis=1) >= 2)[:, None])
    keys = pattern * number + values[pattern, coder]
    return np.bincount(keys, minlength=len(values) * number).reshape(len(values), number).astype(np.float64)


def _decoded(seen: Ints, hits: Ints, coders: int) -> Ints:
    bit = np.arange(coders).astype(seen.dtype)
    looked = (seen[:, None] >> bit) & 1
    there = (hits[:, None].astype(seen.dtype) >> bit) & 1
    return np.where(looked == 1, there.astype(np.int8), np.int8(NOT_SEEN))


def blocks(rows: int, width: int, cells: int = 1 << 22) -> Iterator[slice]:
    """Slices over `rows` rows that hold about `cells` numbers each, so that memory stays modest."""
    step = max(1, cells // max(1, width))
    for start in range(0, rows, step):
        yield slice(start, start + step)
