"""What the event log tells of a layer since it was last asked: which turns to read again, whoever changed them."""

import json
from typing import Any, NamedTuple

from qualcode.project.reader import Reader

_FEW = 1000  # events: more are slower to follow than everything is to read anew
_NEWS = "SELECT before, after FROM event WHERE rowid > :seen AND +coder_id = :coder_id"  # by row, not by coder


class Stretch(NamedTuple):
    """Turns `first` to `last` of a transcript."""

    transcript_id: str
    first: int
    last: int


class News:
    """Follows the log from the first time it is asked on."""

    def __init__(self, reader: Reader, coder_id: str) -> None:
        self._reader = reader
        self._coder_id = coder_id
        self._seen: int | None = None  # row id of the newest event told

    def ask(self) -> list[Stretch] | None:
        """Where something was changed since the last time; None at first, and where that is too much to follow."""
        newest = self._reader.value("SELECT max(rowid) FROM event") or 0
        seen, self._seen = self._seen, newest
        if seen is None or not 0 <= newest - seen <= _FEW:
            return None
        rows = self._reader.rows(_NEWS, seen=seen, coder_id=self._coder_id) if newest > seen else []
        return [stretch for row in rows if (stretch := _stretch(row["after"]) or _stretch(row["before"]))]


def _stretch(stored: str | None) -> Stretch | None:
    place: dict[str, Any] = json.loads(stored or "null") or {}
    return Stretch(place["transcript_id"], *place["turns"]) if "transcript_id" in place and "turns" in place else None
