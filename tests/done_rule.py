"""When a turn is done, said in one query for whole projects: what the quicker ways are held against."""

# One row (coder_id, round_id, turn_id) for every done turn of every layer.
DONE_TURNS = """(
    SELECT coder_id, round_id, turn_id FROM done WHERE NOT deleted
     UNION
    SELECT coding.coder_id, coding.round_id, turn.id
      FROM coding JOIN turn ON turn.transcript_id = coding.transcript_id
       AND turn.start_char < coding.end_char AND turn.end_char > coding.start_char AND turn.start_char >= coalesce(
            (SELECT max(start_char) FROM turn AS first
              WHERE first.transcript_id = coding.transcript_id AND first.start_char <= coding.start_char), 0)
     WHERE NOT coding.deleted
)"""
