"""What a coder is to code in a round: the one rule behind what is next, what is left, and which turns are dim.

A turn needs coding unless its speaker has a role that needs none, or a sample without it was drawn for the round, or the
coder was given other transcripts to do in the round. Every turn may be coded all the same.
"""

import json
from collections.abc import Iterable
from typing import Final

from qualcode.project.reader import Reader

_ASSIGNED = "SELECT transcript_id FROM assignment WHERE coder_id = :coder_id AND round_id = :round_id ORDER BY position"
_SAMPLED = "SELECT turn_id FROM sample WHERE round_id = :round_id LIMIT 1"
_SPARED = """
    SELECT number FROM turn JOIN speaker ON speaker.id = speaker_id
     WHERE transcript_id = :transcript_id AND number BETWEEN :first AND :last
       AND (role IN (SELECT value FROM json_each(:roles))
            OR (EXISTS (SELECT 1 FROM sample WHERE round_id = :round_id)
                AND NOT EXISTS (SELECT 1 FROM sample WHERE round_id = :round_id AND turn_id = turn.id)))
"""


class Duty:
    """Of one coder in one round, as it was when this was made. Whoever was given nothing shares in everything."""

    def __init__(self, reader: Reader, coder_id: str, round_id: str, no_coding: frozenset[str]) -> None:
        rows = reader.rows(_ASSIGNED, coder_id=coder_id, round_id=round_id)
        self.transcripts: Final = tuple(row["transcript_id"] for row in rows)  # ids of those given, in order
        self._reader = reader
        self._roles, self._round_id = json.dumps(sorted(no_coding)), round_id
        self._in_part = bool(no_coding or reader.value(_SAMPLED, round_id=round_id))

    def covers(self, transcript_id: str) -> bool:
        """Whether the transcript is one of those given, or none was."""
        return not self.transcripts or transcript_id in self.transcripts

    def spared(self, transcript_id: str, first: int, last: int) -> Iterable[int]:
        """Numbers of the turns from `first` to `last` that need no coding; both are turns of the transcript."""
        if not self.covers(transcript_id):
            return range(first, last + 1)
        place = {"transcript_id": transcript_id, "first": first, "last": last}
        whose = {"round_id": self._round_id, "roles": self._roles}
        return [row["number"] for row in self._reader.rows(_SPARED, **place, **whose)] if self._in_part else ()
