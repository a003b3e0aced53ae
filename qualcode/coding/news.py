"""What the event log tells of a layer since it was last asked: which turns to read again, whoever changed them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any, NamedTuple

from qualcode.project.reader import Reader

_FEW = 1000  # events: more are slower to follow than everything is to read anew
_SHARED = "('code', 'codebook', 'coder', 'round', 'speaker', 'transcript')"
# By row, not by coder. Of other coders' layers nothing is read, not even that something was done.
_NEWS = f"""
    SELECT gesture, target_kind, before, after FROM event
     WHERE rowid > :seen
       AND (+coder_id IN (SELECT value FROM json_each(:coder_ids)) OR (target_kind IN {_SHARED} AND verb <> 'memo'))
"""


class Stretch(NamedTuple):
    """Turns `first` to `last` of a transcript."""

    transcript_id: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What is new: stretches of the layer by the gesture that changed them (None: too much to follow), and the kinds of what
    is everybody's: code, codebook, coder, round, speaker, transcript."""

    changed: Sequence[tuple[str, Stretch]] | None
    kinds: frozenset[str]


class News:
    """Follows the log from the first time it is asked on: what these coders did, who may become more, and what is everybody's."""

    def __init__(self, reader: Reader, *coder_ids: str) -> None:
        self.coder_ids = coder_ids
        self._reader = reader
        self._seen: int | None = None  # row id of the newest event told

    def ask(self) -> list[Stretch] | None:
        """Where something was changed since the last time; None at first, and where that is too much to follow."""
        rows = self._rows()
        return None if rows is None else [stretch for _, stretch in _stretches(rows)]

    def hear(self) -> Heard:
        """Everything new that concerns these coders since the last time. A look at the end of the log where there is nothing."""
        rows = self._rows()
        if rows is None:
            return Heard(None, frozenset())
        return Heard(tuple(_stretches(rows)), frozenset(row["target_kind"] for row in rows))

    def _rows(self) -> list[Row] | None:
        newest = self._reader.value("SELECT max(rowid) FROM event") or 0
        seen, rows = self._seen, []
        if seen is not None and 0 < newest - seen <= _FEW:
            rows = self._reader.rows(_NEWS, seen=seen, coder_ids=json.dumps(self.coder_ids))
        self._seen = newest  # only now: what could not be read is still to be told
        return rows if seen is not None and 0 <= newest - seen <= _FEW else None


def _stretches(rows: Iterable[Row]) -> Iterable[tuple[str, Stretch]]:
    for row in rows:
        if stretch := _stretch(row["after"]) or _stretch(row["before"]):
            yield row["gesture"], stretch


def _stretch(stored: str | None) -> Stretch | None:
    place: dict[str, Any] = json.loads(stored or "null") or {}
    return Stretch(place["transcript_id"], *place["turns"]) if "transcript_id" in place and "turns" in place else None
