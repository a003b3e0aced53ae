"""Which spans of two coders are the same passage, exactly or nearly: F1, 2·matches/(spans of the one + of the other).

Over several coders the matches of all pairs are added up before dividing. F1 is not corrected for chance.
"""

from itertools import combinations

import numpy as np

from qualcode.agreement.nominal import ratio
from qualcode.agreement.spans import Line, Stretches
from qualcode.agreement.table import Floats, Ints, summed

OVERLAP = 0.5


def span_f1(line: Line, overlap: float = 1.0) -> Floats:
    """Per code (codes,), 0 to 1, nan where nobody put it. `overlap` as in `matched`."""
    code = line.spans.code
    paired = (line.coders - 1) * np.bincount(code, minlength=line.codes)
    return ratio(summed(code, matched(line, overlap), line.codes), paired.astype(np.float64))


def matched(line: Line, overlap: float = 1.0) -> Ints:
    """(spans,): with how many other coders' spans each one matches.

    A match shares `overlap` (0 to 1) of what the two cover together; 1 means the very same beginning and end. A span
    matches one other of a coder at most, the first one that fits.
    """
    found = np.zeros(len(line.spans.code), dtype=np.int64)
    owned = [np.flatnonzero(line.spans.coder == coder) for coder in range(line.coders)]
    for first, second in combinations(owned, 2):
        one, other = _matches(_of(line.spans, first), _of(line.spans, second), overlap)
        found[first[one]] += 1
        found[second[other]] += 1
    return found


def _of(spans: Stretches, own: Ints) -> Stretches:
    return Stretches(spans.coder[own], spans.code[own], spans.start[own], spans.end[own])


def _matches(first: Stretches, second: Stretches, overlap: float) -> tuple[Ints, Ints]:
    """(one, other): places of spans that match."""
    one, other = _meeting(first, second)
    shared = np.minimum(first.end[one], second.end[other]) - np.maximum(first.start[one], second.start[other])
    covered = first.size[one] + second.size[other] - shared
    fits = shared >= overlap * covered
    return _one_to_one(one[fits], other[fits])


def _meeting(first: Stretches, second: Stretches) -> tuple[Ints, Ints]:
    """(one, other): places of spans of one code that overlap; in rising order of both."""
    stride = max(int(first.end.max(initial=0)), int(second.end.max(initial=0))) + 1
    low = np.searchsorted(second.code * stride + second.end, first.code * stride + first.start, side="right")
    high = np.searchsorted(second.code * stride + second.start, first.code * stride + first.end, side="left")
    times = np.maximum(high - low, 0)
    one = np.repeat(np.arange(len(times)), times)
    return one, np.repeat(low - np.cumsum(times) + times, times) + np.arange(len(one))


def _one_to_one(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Above half of what both cover a span has a single match, else the first in order is taken."""
    if len(np.unique(one)) == len(one) and len(np.unique(other)) == len(other):
        return one, other
    kept, last = [], (-1, -1)
    for pair in zip(one.tolist(), other.tolist(), strict=True):
        if pair[0] != last[0] and pair[1] != last[1]:
            kept.append(pair)
            last = pair
    first, second = np.array(kept, dtype=np.int64).reshape(-1, 2).T
    return first, second
