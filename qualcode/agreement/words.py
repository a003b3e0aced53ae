"""Sets of codes as bits: words of 64 codes each."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.table import Bools, Ints

Words = NDArray[np.unsignedinteger[Any]]
_LOOKED_UP = 1 << 25  # bits of a table with a place for every set there could be


def words_of(hits: Ints, coder: int) -> Words:
    """(units, words): the set of codes one coder put on each unit; hits (codes, units) with one bit a coder."""
    words = np.zeros((-(-len(hits) // 64), hits.shape[1]), dtype=np.uint32 if len(hits) <= 32 else np.uint64)
    bit = hits.dtype.type(coder)
    for code, mask in enumerate(hits):
        words[code // 64] |= ((mask >> bit) & mask.dtype.type(1)).astype(words.dtype) << words.dtype.type(code % 64)
    return words.T


def distinct_words(words: Words) -> tuple[Words, Ints]:
    """The different rows of (n, words), and for every row which of them it is."""
    if words.shape[1] == 1 and int(words.max(initial=0)) < min(_LOOKED_UP, 8 * len(words)):
        return _looked_up(words[:, 0])
    which = np.zeros(len(words), dtype=np.int64)
    for column in words.T:
        kinds, place = np.unique(column, return_inverse=True)
        which = np.unique(which * len(kinds) + place.reshape(-1), return_inverse=True)[1].reshape(-1)
    first = np.zeros(int(which.max(initial=-1)) + 1, dtype=np.int64)
    first[which] = np.arange(len(which))
    return words[first], which


def _looked_up(words: Words) -> tuple[Words, Ints]:
    """Many short words: marked in a table instead of sorted."""
    there = np.zeros(int(words.max(initial=0)) + 1, dtype=np.bool_)
    there[words] = True
    present = np.flatnonzero(there)
    place = np.zeros(len(there), dtype=np.int32)
    place[present] = np.arange(len(present))
    return present.astype(words.dtype)[:, None], place[words]


def members(words: Words, codes: int) -> Bools:
    """(sets, words) -> (sets, codes)."""
    code = np.arange(codes)
    bits = words[:, code // 64] >> (code % 64).astype(words.dtype)
    return (bits & words.dtype.type(1)).astype(np.bool_)


def ones(words: Words) -> Ints:
    """(n, words) -> (n,): how many bits are set."""
    parts = np.ascontiguousarray(words).view(np.uint16)
    found = np.zeros(len(words), dtype=np.int64)
    for part in parts.T:
        found += _ONES[part]
    return found


def _ones_of_16_bits() -> NDArray[np.uint8]:
    number = np.zeros(1, dtype=np.uint8)
    for _ in range(16):
        number = np.concatenate([number, number + np.uint8(1)])
    return number


_ONES = _ones_of_16_bits()
