"""What stands in a layer although every gesture of its log is taken back.

Two computers of one coder may undo different things without knowing of each other: one takes a code off, the other takes back
that it was taken off. What is put together of it then stands on no gesture, and no undo would reach it any more.
"""

from qualcode.coding.gesture import Gesture, summary
from qualcode.coding.marks import Mark
from qualcode.coding.open_gesture import OpenGesture
from qualcode.project.events import Step

_TOLD = """
    SELECT 1 FROM event WHERE event.coder_id = :coder_id AND target_kind = '{kind}' AND target_id = {id}
       AND :round_id = coalesce(json_extract(after, '$.round_id'), json_extract(before, '$.round_id'))
"""
_CODINGS = f"""
    SELECT transcript_id, code_id, start_char, end_char FROM coding
     WHERE coder_id = :coder_id AND round_id = :round_id AND NOT deleted
       AND EXISTS ({_TOLD.format(kind="coding", id="coding.id")})
"""
_TURNS = f"""
    SELECT DISTINCT turn_id FROM {{table}}
     WHERE coder_id = :coder_id AND round_id = :round_id AND NOT deleted
       AND EXISTS ({_TOLD.format(kind="turn", id="turn_id")})
"""
_MEMOS = """
    SELECT DISTINCT target_id FROM memo WHERE coder_id = :coder_id AND target_kind = :kind AND NOT deleted AND EXISTS (
           SELECT 1 FROM event WHERE event.coder_id = :coder_id AND event.target_kind = :kind AND event.verb = 'memo'
              AND event.target_id = memo.target_id
              AND :round_id = coalesce(json_extract(after, '$.round_id'), json_extract(before, '$.round_id')))
       AND NOT EXISTS (
           SELECT 1 FROM event WHERE event.coder_id = :coder_id AND event.target_kind = :kind AND event.verb = 'memo'
              AND event.target_id = memo.target_id AND NOT EXISTS (
                  SELECT 1 FROM event AS back WHERE back.target_kind = 'gesture' AND back.verb = 'undo'
                     AND (back.target_id = event.gesture OR back.gesture = event.gesture)))
"""


def take_off_leftovers(now: OpenGesture) -> Gesture | None:
    """Take off what is left of a layer none of whose gestures stands; None where nothing is. It can be redone.

    Only of a person's own layer: in the consensus others' gestures may stand.
    """
    if not now.rows("SELECT 1 FROM coder WHERE id = :coder_id AND kind = 'human'"):
        return None
    places: dict[str, list[Mark]] = {}
    for row in now.rows(_CODINGS):
        places.setdefault(row["transcript_id"], []).append(Mark(row["code_id"], row["start_char"], row["end_char"]))
    for transcript_id, marks in places.items():
        now.read(transcript_id, min(mark.start_char for mark in marks), max(mark.end_char for mark in marks))
        for mark in marks:
            now.remove(transcript_id, mark)
    now.set_done([row["turn_id"] for row in now.rows(_TURNS.format(table="done"))], done=False)
    now.set_flags([row["turn_id"] for row in now.rows(_TURNS.format(table="flag"))], flagged=False)
    for kind in ("turn", "coding", "code", "transcript", "project"):
        now.set_memos(kind, {row["target_id"]: "" for row in now.rows(_MEMOS, kind=kind)})
    if not now.steps:
        return None
    header = Step("undo", "gesture", "", None, {"round_id": now.round_id, "back": 0})
    return now.finish(header=header, told=f"undone: {summary(now.steps, now.codes)}")
