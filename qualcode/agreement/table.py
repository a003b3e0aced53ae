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
_DENSE_CELLS = 1 << 20


@dataclass(frozen=True)
class Table:
    """Counts of patterns.

    values (patterns, coders): category 0 … categories-1, or -1 for not seen; for codes 1 is present and 0 absent.
    counts (codes, transcripts, patterns). pattern (codes, units): which pattern each unit shows, through `place`.
    """

    values: Ints
    categories: int
    counts: Ints
    transcript: Ints  # (units,)
    keys: Ints  # (codes, units)
    place: Ints  # key -> pattern

    @property
    def coders(self) -> int:
        """How many coders."""
        return int(self.values.shape[1])

    @cached_property
    def totals(self) -> Ints:
        """(codes, patterns): the counts over all transcripts."""
        total: Ints = self.counts.sum(axis=1)
        return total

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


def table_of_masks(hits: Ints, seen: Ints, transcript: Ints, coders: int) -> Table:
    """Present or absent per code, from masks with one bit a coder.

    hits (codes, units), seen (units,) unsigned; transcript (units,) counted from 0. A hit needs its seen bit.
    Up to six coders one counting pass a code; more coders are sorted. ValueError where masks contradict each other.
    """
    if coders > MOST_CODERS:
        raise ValueError(f"{coders} coders do not fit a mask of {MOST_CODERS} bits")
    if (hits & ~seen).any():
        raise ValueError("a code stands on a unit its coder has not seen")
    if coders <= _DENSE_CODERS and (_transcripts(transcript) << 2 * coders) <= _DENSE_CELLS:
        return _dense(hits, seen, transcript, coders)
    return _sparse(hits, seen, transcript, coders)


def _dense(hits: Ints, seen: Ints, transcript: Ints, coders: int) -> Table:
    keys = (seen.astype(np.uint16) << coders) | hits.astype(np.uint16)
    cells = 1 << 2 * coders
    start = transcript.astype(np.intp) * cells
    shape = (len(hits), _transcripts(transcript), cells)
    counts = np.empty(shape, dtype=np.int64)
    for code, key in enumerate(keys):
        counts[code] = np.bincount(start + key, minlength=shape[1] * cells).reshape(shape[1:])
    present = np.flatnonzero(counts.any(axis=(0, 1)))
    place = np.zeros(cells, dtype=np.int32)
    place[present] = np.arange(len(present))
    values = _decoded(present >> coders, present & ((1 << coders) - 1), coders)
    return Table(values, 2, counts[:, :, present], transcript, keys, place)


def _sparse(hits: Ints, seen: Ints, transcript: Ints, coders: int) -> Table:
    seen_kinds, seen_id = np.unique(seen, return_inverse=True)
    hit_kinds, hit_id = np.unique(hits, return_inverse=True)
    both = seen_id.reshape(-1) * len(hit_kinds) + hit_id.reshape(hits.shape)
    present, keys = np.unique(both, return_inverse=True)
    values = _decoded(seen_kinds[present // len(hit_kinds)], hit_kinds[present % len(hit_kinds)], coders)
    return table_of_patterns(values, 2, keys.reshape(hits.shape), transcript)


def table_of_rows(rows: Ints, categories: int, transcript: Ints | None = None) -> Table:
    """One value a coder: rows (units, coders) of 0 … categories-1, -1 for not seen. The table has a single "code"."""
    if len(rows) == 0:
        return table_of_patterns(rows, categories, np.zeros((1, 0), dtype=np.int64), np.zeros(0, dtype=np.int64))
    values, keys = distinct_rows(rows, categories)
    at = np.zeros(len(rows), dtype=np.int64) if transcript is None else transcript
    return table_of_patterns(values, categories, keys[None, :], at)


def distinct_rows(rows: Ints, categories: int) -> tuple[Ints, Ints]:
    """The different rows and, for every row, which of them it is; one sort of numbers where a row fits into 63 bits."""
    if (categories + 1) ** rows.shape[1] < 1 << 63:
        scale = np.array([(categories + 1) ** place for place in range(rows.shape[1])], dtype=np.int64)
        _, first, keys = np.unique((rows.astype(np.int64) + 1) @ scale, return_index=True, return_inverse=True)
        return rows[first], keys.reshape(-1)
    values, keys = np.unique(rows, axis=0, return_inverse=True)
    return values, keys.reshape(-1)


def table_of_patterns(values: Ints, categories: int, keys: Ints, transcript: Ints) -> Table:
    """From the patterns themselves (patterns, coders) and which of them each unit shows: keys (codes, units)."""
    shape = (len(keys), _transcripts(transcript), len(values))
    counts = np.empty(shape, dtype=np.int64)
    start = transcript.astype(np.intp) * len(values)
    for code, key in enumerate(keys):
        counts[code] = np.bincount(start + key, minlength=shape[1] * shape[2]).reshape(shape[1:])
    return Table(values, categories, counts, transcript, keys, np.arange(len(values)))


def _decoded(seen: Ints, hits: Ints, coders: int) -> Ints:
    bit = np.arange(coders).astype(seen.dtype)
    looked = (seen[:, None] >> bit) & 1
    there = (hits[:, None].astype(seen.dtype) >> bit) & 1
    return np.where(looked == 1, there.astype(np.int8), np.int8(NOT_SEEN))


def _transcripts(transcript: Ints) -> int:
    return int(transcript.max()) + 1 if len(transcript) else 1


def blocks(rows: int, width: int, cells: int = 1 << 22) -> Iterator[slice]:
    """Slices over `rows` rows that hold about `cells` numbers each, so that memory stays modest."""
    step = max(1, cells // max(1, width))
    for start in range(0, rows, step):
        yield slice(start, start + step)
