"""A search in the open transcript: read in a thread of its own, from the turn one is on, and left off when it is not wanted."""

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from qualcode.coding.desk import Desk
from qualcode.coding.searching import Hit
from qualcode.coding.turn_maps import TurnMap
from qualcode.project.database import NotNowError
from qualcode.text import count
from qualcode.tui.work import Work

MOST = 20_000
"""Hits. Of more, the nearest are gone through; a word or two more would tell them apart."""

_PATIENCE = 0.3  # seconds that a key waits for the first hit: how long a transcript of 1e5 turns takes


class Search:
    """The hits of `words`, those from `start_char` on found first. `news` is called in the reading thread."""

    def __init__(self, work: Work, transcript_id: str, words: str, start_char: int, news: Callable[["Search"], object]) -> None:
        self.words = words
        self.transcript_id = transcript_id
        self.start_char = start_char
        self.finished = self.more = self.failed = False
        self._hits: list[Hit] = []  # in order of place
        self._wrapped = 0  # how many of them stand before `start_char`
        self._left = False
        self._first = threading.Event()  # there is a hit, or there is none
        self._news = news
        work.look(self._read)

    def leave(self) -> None:
        """It is not wanted any more."""
        self._left = True

    def next(self, char: int, step: int, among: TurnMap | None = None) -> Hit | None:
        """The first hit that starts after `char` (1), or the last that starts before it (-1), coming round at the ends.

        With `among`, of those in these turns.
        """
        self._first.wait(_PATIENCE)
        hits = self._in(among)
        if not hits:
            return None
        place = bisect_right(hits, char, key=_start) if step > 0 else bisect_left(hits, char, key=_start) - 1
        return hits[place % len(hits)]

    def told(self, hit: Hit | None, among: TurnMap | None = None) -> str:
        """ "3 of 17 hits"; with `among`, of those in these turns, and how many are in others."""
        if self.failed:
            return "the project is in use: search again"
        if not self._hits:
            return "not found" if self.finished else "searching …" if self.words.strip() else ""
        hits = self._in(among)
        hidden = len(self._hits) - len(hits)
        many = count(len(hits), "hit") + ("" if self.finished and not self.more else " and more")
        told = f"{bisect_left(hits, hit.start_char, key=_start) + 1:,} of {many}" if hit else many
        return told + (f" · {hidden:,} in turns that the filter hides" if hidden else "")

    def _in(self, turns: TurnMap | None) -> list[Hit]:
        return self._hits if turns is None else [hit for hit in self._hits if hit.number in turns]

    def _read(self, desk: Desk) -> None:
        try:
            self._gather(desk)
        except NotNowError:
            self.failed = True
        self.finished = not (self._left or self.failed)
        self._first.set()
        self._news(self)

    def _gather(self, desk: Desk) -> None:
        for found in desk.search(self.transcript_id, self.words, self.start_char):
            if self._left:
                break
            self._take(found)
            if len(self._hits) > MOST:
                self.more = True
                break

    def _take(self, found: list[Hit]) -> None:
        if not found:
            return
        if found[0].start_char >= self.start_char:
            self._hits = [*self._hits, *found]
        else:
            before = self._hits[: self._wrapped]
            self._hits = [*before, *found, *self._hits[self._wrapped :]]
            self._wrapped += len(found)
        if not self._first.is_set():
            self._first.set()
            self._news(self)


def _start(hit: Hit) -> int:
    return hit.start_char
