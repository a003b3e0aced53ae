"""Twins: rows of one code on the same words in one layer.

One computer never makes them. Two computers of one coder may, when each puts the same code on the same place before their work
is merged; both rows stay, so that what is taken off on one of them does not take off what the other meant. They count as one.
"""

from typing import Final

from qualcode.project.reader import Reader

_NOTED = """
    SELECT 1 FROM event WHERE target_kind = 'coder' AND target_id = :coder_id AND verb = 'merge'
       AND json_extract(after, '$.twins') IS NOT NULL LIMIT 1
"""

EXTRA: Final = """
    SELECT transcript_id, code_id, count(*) - 1 AS extra FROM coding
     WHERE coder_id = :coder_id AND round_id = :round_id AND NOT deleted
     GROUP BY transcript_id, code_id, start_char, end_char HAVING count(*) > 1
"""
"""How many rows too many a layer has, place by place."""


def may_have_twins(reader: Reader, coder_id: str) -> bool:
    """Whether a merge left twins in any layer of the coder: to look for them row by row would slow every count down."""
    return bool(reader.value(_NOTED, coder_id=coder_id))
