"""On how many turns coders differ about a code, as a mere share: never on which turns, and never who.

Read in blocks of turns, each a few milliseconds, so that a coder who writes meanwhile never waits for it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from sqlite3 import Row
from typing import Final

from qualcode.project.layers import IS_LONG, LONG
from qualcode.project.reader import Reader
from qualcode.project.rounds import list_rounds, shows_differences
from qualcode.project.store import Store

FEWEST: Final = 5
"""Turns. Of fewer no share is told: a single turn would move it by a fifth and more, and so say which."""

_BLOCK = 1000  # turns read at a time
_CODERS = """
    SELECT count(*) FROM coder WHERE kind = 'human'
       AND (EXISTS (SELECT 1 FROM coding WHERE coder_id = coder.id AND round_id = :round_id AND NOT deleted)
         OR EXISTS (SELECT 1 FROM done WHERE coder_id = coder.id AND round_id = :round_id AND NOT deleted))
"""
_BLOCKS = """
    SELECT transcript_id, min(start_char) AS start, max(end_char) AS "end" FROM turn
     GROUP BY transcript_id, number / :block ORDER BY transcript_id, start
"""
# The unary plus keeps SQLite from an index that would read a whole layer for one block.
_HERE = """
    transcript_id = :transcript_id AND +round_id = :round_id AND NOT deleted AND end_char > :start AND start_char < :end
"""
_DIFFERENCES = f"""
    WITH live AS (
        SELECT coder_id, code_id, start_char, end_char FROM coding WHERE {_HERE} AND start_char > :start - {LONG}
         UNION ALL
        SELECT coder_id, code_id, start_char, end_char FROM coding WHERE {_HERE} AND start_char <= :start - {LONG} AND {IS_LONG}
    ), mark AS (
        SELECT DISTINCT turn.number, live.coder_id, live.code_id
          FROM live JOIN coder ON coder.id = live.coder_id AND coder.kind = 'human'
          JOIN turn ON turn.transcript_id = :transcript_id AND turn.start_char < live.end_char AND turn.start_char >= coalesce(
                (SELECT max(start_char) FROM turn WHERE transcript_id = :transcript_id AND start_char <= live.start_char), 0)
         WHERE turn.end_char > live.start_char AND turn.end_char > :start AND +turn.start_char < :end
    ), seen AS (
        SELECT number, coder_id FROM mark
         UNION
        SELECT turn.number, done.coder_id FROM turn JOIN done ON done.turn_id = turn.id
          JOIN coder ON coder.id = done.coder_id AND coder.kind = 'human'
         WHERE turn.transcript_id = :transcript_id AND turn.start_char >= :start AND turn.start_char < :end
           AND done.round_id = :round_id AND NOT done.deleted
    ), shared AS (
        SELECT number, count(*) AS coders FROM seen GROUP BY number HAVING count(*) > 1
    ), used AS (
        SELECT number, code_id, count(*) AS coders FROM mark GROUP BY number, code_id
    )
    SELECT code.key, count(*) AS turns, sum(CASE WHEN used.coders < shared.coders THEN 1 ELSE 0 END) AS differing
      FROM used JOIN shared ON shared.number = used.number JOIN code ON code.id = used.code_id GROUP BY code.key
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """Of `turns` that two or more coders have done and at least one gave the code, all gave it but on `differing`."""

    turns: int
    differing: int

    @property
    def percent(self) -> int:
        """The share of `differing`."""
        return round(100 * self.differing / self.turns)


def read_differences(store: Store, round_id: str) -> dict[str, Difference]:
    """By the code's key, in all transcripts of a round; empty where that may not be shown, or one coder works alone."""
    round_ = next(each for each in list_rounds(store) if each.id == round_id)
    if not shows_differences(round_) or store.reader.value(_CODERS, round_id=round_id) < 2:
        return {}
    turns, differing = Counter[str](), Counter[str]()
    for row in _rows(store.reader, round_id):
        turns[row["key"]] += row["turns"]
        differing[row["key"]] += row["differing"]
    return {key: Difference(number, differing[key]) for key, number in turns.items() if number >= FEWEST}


def _rows(reader: Reader, round_id: str) -> Iterator[Row]:
    for block in reader.rows(_BLOCKS, block=_BLOCK):
        yield from reader.rows(_DIFFERENCES, round_id=round_id, **block)
