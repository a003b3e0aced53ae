"""Spans as presence on characters: every coefficient for codes, its unit the character, without a row a character.

Where no span and no seen stretch begins or ends, all characters are alike: such a piece of text is one row, and its length
is its weight.
"""

import numpy as np

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.spans import CodedSpans, Stretches
from qualcode.agreement.table import Ints, mask_type


def character_units(spans: CodedSpans) -> CodedUnits:
    """Pieces of text, with who saw them and who put which code on them; weight = characters."""
    line = spans.line()
    edges = np.unique(np.concatenate([line.seen.start, line.seen.end, line.spans.start, line.spans.end]))
    seen = _masks(line.seen, edges, 1, line.coders)[0]
    hits = _masks(line.spans, edges, line.codes, line.coders)
    there = np.flatnonzero(seen)
    transcript = np.searchsorted(line.bases, edges[there], side="right") - 1
    return CodedUnits(spans.codes, spans.coders, hits[:, there], seen[there], transcript, np.diff(edges)[there])


def _masks(stretches: Stretches, edges: Ints, codes: int, coders: int) -> Ints:
    """(codes, pieces) with one bit a coder: a stretch turns its bit on where it begins and off where it ends."""
    masks = np.zeros((codes, len(edges)), dtype=mask_type(coders))
    for coder in range(coders):
        own = np.flatnonzero(stretches.coder == coder)
        bit = masks.dtype.type(1 << coder)
        for places in (stretches.start[own], stretches.end[own]):
            masks[stretches.code[own], np.searchsorted(edges, places)] ^= bit
    return np.asarray(np.bitwise_xor.accumulate(masks, axis=1)[:, :-1])
