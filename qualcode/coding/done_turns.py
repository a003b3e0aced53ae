"""Which turns of a layer are done, one byte a turn: read when asked about, then kept in step by the event log."""

import re
import threading

from qualcode.coding.news import News
from qualcode.project.duty import Duty
from qualcode.project.layers import DONE_HERE
from qualcode.project.reader import Reader

_BLOCK = 512  # turns read at a time: a few milliseconds
# Two are of turns that need no coding: left out of what is to do, but done all the same where somebody coded them.
_OPEN, _DONE, _UNREAD, _LEFT_OUT, _DONE_ANYHOW = range(5)
_IS_DONE = bytes(state in {_DONE, _DONE_ANYHOW} for state in range(256))
_UNREAD_RUN = re.compile(bytes([_UNREAD]) + b"+")
_STRETCH = """
    SELECT min(start_char) AS start, max(end_char) AS "end" FROM turn
     WHERE transcript_id = :transcript_id AND number BETWEEN :first AND :last
"""


class DoneTurns:
    """Done or not, for every turn of the transcripts asked about, whoever wrote it last: this program or another.

    From any thread: one that counts a long transcript lets another in after each block.
    """

    def __init__(self, reader: Reader, coder_id: str, round_id: str, duty: Duty) -> None:
        self._reader = reader
        self._duty = duty
        self._layer = {"coder_id": coder_id, "round_id": round_id}
        self._lock = threading.RLock()
        self._maps: dict[str, bytearray] = {}
        self._news = News(reader, coder_id)

    def count(self, transcript_id: str) -> tuple[int, int]:
        """How many turns of the transcript need coding, and how many of these are done. At first this reads all of it."""
        turns = self._all(transcript_id)
        return turns.count(_OPEN) + turns.count(_DONE), turns.count(_DONE)

    def turns(self, transcript_id: str) -> bytes:
        """1 for every turn of the transcript that is done, 0 for every other. The first time this reads all of it."""
        return self._all(transcript_id).translate(_IS_DONE)

    def _all(self, transcript_id: str) -> bytes:
        for place in range(0, len(self._map(transcript_id)), _BLOCK):
            self._read_unread(transcript_id, place, place + _BLOCK)
        with self._reader.taking(self._lock):
            return bytes(self._read_unread(transcript_id, 0, None))

    def next_todo(self, transcript_id: str, after_number: int, among: bytes | None = None) -> int | None:
        """The first turn after `after_number` that is not done; past the end, the first from the start; None if all are.

        With `among`, of the turns that have a 1 there. Turns that need no coding are passed over.
        """
        turns = len(self._map(transcript_id))
        after = min(after_number, turns)
        return self._find_open(transcript_id, after, turns, among) or self._find_open(transcript_id, 0, after, among)

    def _find_open(self, transcript_id: str, start: int, end: int, among: bytes | None) -> int | None:
        """Number of the first turn that is not done with its index in `[start, end)`."""
        for place in range(start, end, _BLOCK):
            close = min(place + _BLOCK, end)
            block = bytes(self._read_unread(transcript_id, place, close)[place:close])
            if among is not None:
                block = bytes(state if wanted else _DONE for state, wanted in zip(block, among[place:close], strict=True))
            if (found := block.find(_OPEN)) >= 0:
                return place + found + 1
        return None

    def _map(self, transcript_id: str) -> bytearray:
        with self._reader.taking(self._lock):
            self._catch_up()
            if transcript_id not in self._maps:
                turns = self._reader.value("SELECT max(number) FROM turn WHERE transcript_id = :id", id=transcript_id) or 0
                self._maps[transcript_id] = bytearray([_UNREAD]) * turns
            return self._maps[transcript_id]

    def _catch_up(self) -> None:
        changed = self._news.ask()
        if changed is None:
            self._maps.clear()
        for id, first, last in changed or ():
            if id in self._maps:
                self._maps[id][first - 1 : last] = bytes([_UNREAD]) * (last - first + 1)

    def _read_unread(self, transcript_id: str, start: int, end: int | None) -> bytearray:
        """The transcript's map, all of it read from index `start` to before `end`."""
        with self._reader.taking(self._lock):
            done = self._map(transcript_id)
            for run in list(_UNREAD_RUN.finditer(done, start, len(done) if end is None else end)):
                self._read(transcript_id, run.start() + 1, run.end())
            return done

    def _read(self, transcript_id: str, first: int, last: int) -> None:
        stretch = self._reader.row(_STRETCH, transcript_id=transcript_id, first=first, last=last)
        if stretch is None or stretch["start"] is None:
            return
        coded = self._reader.rows(DONE_HERE, transcript_id=transcript_id, **self._layer, **stretch)
        spared = self._duty.spared(transcript_id, first, last)
        done = self._maps[transcript_id]  # only now: of what cannot be read nothing is said
        done[first - 1 : last] = bytes(last - first + 1)
        for [number] in coded:
            done[number - 1] = _DONE
        for number in spared:
            done[number - 1] = _DONE_ANYHOW if done[number - 1] == _DONE else _LEFT_OUT
