"""The words of turns, as places on the line of all transcripts."""

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from qualcode.analysis.listings import transcript_texts
from qualcode.analysis.material import STRIDE, Bools, Numbers, Turns
from qualcode.project.store import Store
from qualcode.text import words

if TYPE_CHECKING:
    from qualcode.analysis.coded import Coded


@dataclass(frozen=True)
class Words:
    """Every word of some turns, in order: `starts` and `ends` on the line, `turn` (words,) the index of its turn."""

    starts: Numbers
    ends: Numbers
    turn: Numbers

    def only(self, chosen: Bools) -> "Words":
        """Some of them."""
        return Words(self.starts[chosen], self.ends[chosen], self.turn[chosen])

    def within(self, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
        """(first, last) index of the words that each span [start, end) touches, last exclusive."""
        first = np.searchsorted(self.ends, starts, side="right")
        return first, np.maximum(np.searchsorted(self.starts, ends, side="left"), first)

    def with_each(self, coded: "Coded") -> Numbers:
        """(codes,) how many of these words have each code, each counted once however many codings lie on it."""
        first, last = self.within(coded.starts, coded.ends)
        offset = coded.code * (len(self.starts) + 1)
        order = np.lexsort([first, coded.code])
        first, last = (first + offset)[order], (last + offset)[order]
        # What the spans before it in this order have reached already; those of other codes lie wholly before it.
        reached = np.maximum.accumulate(np.concatenate([[0], last]))[:-1]
        new = np.maximum(last - np.maximum(first, reached), 0)
        return np.bincount(coded.code[order], weights=new, minlength=len(coded.codes)).astype(np.int64)

    def coded(self, coded: "Coded") -> Bools:
        """(words,) whether a word has any of the codes."""
        first, last = self.within(coded.starts, coded.ends)
        size = len(self.starts) + 1
        return np.cumsum(np.bincount(first, minlength=size) - np.bincount(last, minlength=size))[:-1] > 0


def read_words(store: Store, turns: Turns, chosen: Bools) -> Words:
    """The words of the chosen turns (turns,)."""
    texts = {name.encode(): text for name, text in transcript_texts(store).items()}
    found = [np.zeros((0, 2), dtype=np.int64)]
    for place, transcript in enumerate(turns.transcript_ids):
        if chosen[turns.transcript_of == place].any():
            found.append(
                np.fromiter(chain.from_iterable(words(texts[bytes(transcript)])), np.int64).reshape(-1, 2) + STRIDE * place
            )
    starts, ends = np.concatenate(found).T
    turn = np.searchsorted(turns.starts, starts, side="right") - 1
    kept = (turn >= 0) & (starts < turns.ends[turn]) & chosen[turn]
    return Words(starts[kept], ends[kept], turn[kept])
