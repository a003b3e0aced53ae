"""Which turns of a layer are done, one byte a turn: read once a transcript, then kept in step through the event log."""

import json
from typing import Any

from qualcode.project.layers import DONE_HERE
from qualcode.project.reader import Reader

_FEW = 1000  # events: more are slower to follow than the maps are to read anew
_NEWS = "SELECT before, after FROM event WHERE rowid > :seen AND +coder_id = :coder_id"  # by row, not by coder
_STRETCH = """
    SELECT min(start_char) AS start, max(end_char) AS "end" FROM turn
     WHERE transcript_id = :transcript_id AND number BETWEEN :first AND :last
"""


class DoneTurns:
    """Done or not, for every turn of the transcripts asked about, whoever wrote it last: this program or another."""

    def __init__(self, reader: Reader, coder_id: str, round_id: str) -> None:
        self._reader = reader
        self._layer = {"coder_id": coder_id, "round_id": round_id}
        self._maps: dict[str, bytearray] = {}
        self._seen = 0  # row id of the newest event that the maps know of

    def count(self, transcript_id: str) -> int:
        """How many turns of the transcript are done."""
        return self._map(transcript_id).count(1)

    def next_todo(self, transcript_id: str, after_number: int) -> int | None:
        """The first turn after `after_number` that is not done; past the end, the first from the start; None if all are."""
        done = self._map(transcript_id)
        index = done.find(0, after_number)
        if index < 0:
            index = done.find(0, 0, after_number)
        return None if index < 0 else index + 1

    def _map(self, transcript_id: str) -> bytearray:
        self._catch_up()
        if transcript_id not in self._maps:
            turns = self._reader.value("SELECT max(number) FROM turn WHERE transcript_id = :id", id=transcript_id) or 0
            self._maps[transcript_id] = bytearray(turns)
            self._read(transcript_id, 1, turns)
        return self._maps[transcript_id]

    def _catch_up(self) -> None:
        newest = self._reader.value("SELECT max(rowid) FROM event") or 0
        if not 0 <= newest - self._seen <= _FEW:
            self._maps.clear()
        for row in self._reader.rows(_NEWS, seen=self._seen, **self._layer) if self._maps else ():
            place: dict[str, Any] = json.loads(row["after"] or "null") or json.loads(row["before"] or "null") or {}
            if place.get("transcript_id") in self._maps and "turns" in place:
                self._read(place["transcript_id"], *place["turns"])
        self._seen = newest

    def _read(self, transcript_id: str, first: int, last: int) -> None:
        stretch = self._reader.row(_STRETCH, transcript_id=transcript_id, first=first, last=last)
        if stretch is None or stretch["start"] is None:
            return
        done = self._maps[transcript_id]
        done[first - 1 : last] = bytes(last - first + 1)
        for [number] in self._reader.rows(DONE_HERE, transcript_id=transcript_id, **self._layer, **stretch):
            done[number - 1] = 1
