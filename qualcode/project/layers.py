"""A layer is what one coder did in one round. Here stands which codings lie over a place and when a turn is done.

Plain SQL with named parameters, and nothing here imports the tables: the coding screen paints its first page without the
database toolkit (0.5 s).
"""

from typing import Final

LONG: Final = 4000
"""Code points. A longer coding also stands in a small index of its own, so that what lies over a place is found from the
codings that start at most this far before it and the few long ones: never by reading on from the first turn."""

IS_LONG: Final = f"end_char - start_char > {LONG}"  # in the very words of that index, or SQLite does not use it

# Here and below, a unary plus keeps SQLite from an index that would read a whole layer or transcript for one place.
_HERE = """
    coding.transcript_id = :transcript_id AND +coding.coder_id = :coder_id AND +coding.round_id = :round_id
    AND coding.end_char > :start AND coding.start_char < :end
"""

CODINGS_HERE: Final = f"""
    SELECT id, code_id, start_char, end_char, unsure, deleted, coalesce(replaces, id) AS first_id
      FROM coding WHERE {_HERE} AND start_char > :start - {LONG}
     UNION ALL
    SELECT id, code_id, start_char, end_char, unsure, deleted, coalesce(replaces, id)
      FROM coding WHERE {_HERE} AND start_char <= :start - {LONG} AND {IS_LONG}
"""
"""Every row a layer (`:coder_id`, `:round_id`) has or had over `[:start, :end)` of `:transcript_id`; memos hang on `first_id`."""

CODED_HERE: Final = f"""
    SELECT DISTINCT turn.number
      FROM ({CODINGS_HERE}) AS live
      JOIN turn ON turn.transcript_id = :transcript_id AND turn.start_char < live.end_char AND turn.start_char >= coalesce(
            (SELECT max(start_char) FROM turn WHERE transcript_id = :transcript_id AND start_char <= live.start_char), 0)
     WHERE NOT live.deleted AND turn.end_char > live.start_char AND turn.end_char > :start AND +turn.start_char < :end
"""
"""Numbers of the turns over `[:start, :end)` that the layer has put a code on."""

DONE_HERE: Final = f"""
    SELECT turn.number
      FROM turn JOIN done ON done.turn_id = turn.id
     WHERE turn.transcript_id = :transcript_id AND turn.start_char >= :start AND turn.start_char < :end
       AND done.coder_id = :coder_id AND done.round_id = :round_id AND NOT done.deleted
     UNION
    {CODED_HERE}
"""
"""Numbers of the layer's done turns from `:start` to before `:end`: those its coder said so of, and those with a code.
Only in a done turn does a missing code mean "absent"."""
