"""Spans: who put which code on which stretch of a text, and who read which stretch.

Texts are laid one behind the other on one line, one free place between them, so that one sorting serves all of them and
nothing ever reaches from one text into the next. Places are characters (code points), ends are exclusive.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from qualcode.agreement.table import Floats, Ints


@dataclass(frozen=True)
class CodedText:
    """One text. spans (n, 4): coder, code, start, end; seen (n, 3): coder, start, end of what each coder has read.

    Coders and codes are counted from 0. What lies outside a coder's seen stretches does not count.
    """

    spans: Ints
    seen: Ints


@dataclass(frozen=True)
class CodedSpans:
    """Texts with the names of their coders and codes. `length` is how many characters the texts have in all."""

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    length: int
    texts: tuple[CodedText, ...]

    def line(self) -> "Line":
        """All texts on one line."""
        bases = np.cumsum([0, *(_last_place(text) + 1 for text in self.texts)])
        spans = [_moved(text.spans, base) for text, base in zip(self.texts, bases, strict=False)]
        seen = [_moved(text.seen, base) for text, base in zip(self.texts, bases, strict=False)]
        stretches = Stretches.merged(np.concatenate(seen))
        cut = Stretches.merged(np.concatenate(spans)).within(stretches)
        return Line(len(self.coders), len(self.codes), bases, cut, stretches)


@dataclass(frozen=True)
class Stretches:
    """Stretches (n,) sorted by code, coder and start; those of one coder and code neither touch nor overlap."""

    coder: Ints
    code: Ints
    start: Ints
    end: Ints

    @classmethod
    def merged(cls, rows: Ints) -> "Stretches":
        """From rows of coder, code, start, end (or coder, start, end), those that touch or overlap made one."""
        coder, code = rows[:, 0], rows[:, 1] if rows.shape[1] == 4 else np.zeros(len(rows), dtype=np.int64)
        return cls.of(coder, code, rows[:, -2], rows[:, -1])

    @classmethod
    def of(cls, coder: Ints, code: Ints, start: Ints, end: Ints) -> "Stretches":
        """Any stretches, merged."""
        if not len(start):
            nothing = np.zeros(0, dtype=np.int64)
            return cls(nothing, nothing, nothing, nothing)
        coders, stride = int(coder.max()) + 1, int(end.max()) + 1
        base = (code.astype(np.int64) * coders + coder) * stride
        order = np.argsort(base + start)
        starts, reach = (base + start)[order], np.maximum.accumulate((base + end)[order])
        first = np.flatnonzero(np.concatenate([[True], starts[1:] > reach[:-1]]))
        last = np.concatenate([first[1:] - 1, [len(starts) - 1]])
        own = order[first]
        return cls(coder[own], code[own], start[own], reach[last] - base[own])

    @property
    def size(self) -> Ints:
        """(n,) characters of each."""
        return self.end - self.start

    def within(self, seen: "Stretches") -> "Stretches":
        """What of these lies in the same coder's stretches of `seen`; what lies in two of them becomes two."""
        stride = max(int(self.end.max(initial=0)), int(seen.end.max(initial=0))) + 1
        first = np.searchsorted(seen.coder * stride + seen.end, self.coder * stride + self.start, side="right")
        behind = np.searchsorted(seen.coder * stride + seen.start, self.coder * stride + self.end, side="left")
        times = np.maximum(behind - first, 0)
        which = np.repeat(np.arange(len(times)), times)
        where = np.repeat(first - np.cumsum(times) + times, times) + np.arange(len(which))
        start = np.maximum(self.start[which], seen.start[where])
        return Stretches(self.coder[which], self.code[which], start, np.minimum(self.end[which], seen.end[where]))


@dataclass(frozen=True)
class Line:
    """Texts one behind the other. `bases` (texts + 1,) is where each begins; `spans` lie within what their coder has seen."""

    coders: int
    codes: int
    bases: Ints
    spans: Stretches
    seen: Stretches

    @cached_property
    def edges(self) -> Ints:
        """Places where somebody begins or ends to have seen, rising."""
        return np.unique(np.concatenate([[0], self.seen.start, self.seen.end]))

    @cached_property
    def readers(self) -> Ints:
        """How many coders have seen what lies behind each of the edges."""
        change = np.zeros(len(self.edges), dtype=np.int64)
        np.add.at(change, np.searchsorted(self.edges, self.seen.start), 1)
        np.add.at(change, np.searchsorted(self.edges, self.seen.end), -1)
        return np.cumsum(change)

    @cached_property
    def pairable_length(self) -> int:
        """Characters at least two coders have seen."""
        return int(np.diff(self.edges)[self.readers[:-1] >= 2].sum())

    def until(self, each: Floats | Ints, places: Ints) -> Floats:
        """Sum of `each` (edges,) per character from the beginning of the line up to each of `places`."""
        total = np.concatenate([[0.0], np.cumsum(each[:-1] * np.diff(self.edges))])
        return np.asarray(np.interp(places, self.edges, total))

    def pairable(self) -> "Line":
        """The same line, cut down to what at least two coders have seen."""
        enough = self.readers >= 2
        kept = np.flatnonzero(enough)
        if enough[:-1].all():
            return self
        ends = self.edges[np.minimum(kept + 1, len(self.edges) - 1)]
        coders = np.arange(self.coders)
        shared = Stretches.of(
            np.repeat(coders, len(kept)), np.zeros(len(kept) * self.coders, dtype=np.int64),
            np.tile(self.edges[kept], self.coders), np.tile(ends, self.coders),
        )  # fmt: skip
        return Line(self.coders, self.codes, self.bases, self.spans.within(shared), self.seen.within(shared))


def _last_place(text: CodedText) -> int:
    return max(int(text.spans[:, 3].max(initial=0)), int(text.seen[:, 2].max(initial=0)))


def _moved(rows: Ints, by: int) -> Ints:
    moved = rows.astype(np.int64)
    moved[:, -2:] += by
    return moved


def whole_text(coders: Sequence[str], codes: Sequence[str], length: int, spans: Ints) -> CodedSpans:
    """One text of `length` characters that every coder has read from beginning to end; spans as in `CodedText`."""
    seen = np.array([[coder, 0, length] for coder in range(len(coders))], dtype=np.int64).reshape(-1, 3)
    return CodedSpans(tuple(coders), tuple(codes), length, (CodedText(spans, seen),))
