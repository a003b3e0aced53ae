"""A layer as this project has it, in the words of a layer file. `ask` knows the layer (:coder_id, :round_id)."""

import json
from collections.abc import Iterator
from typing import Final

from qualcode.project.events import event_sha256
from qualcode.team.layer_rows import CodingLine, DecisionLine, DoneLine, EventLine, FlagLine, MemoLine
from qualcode.team.names import Ask, Names

Row = CodingLine | DoneLine | FlagLine | DecisionLine

_CODINGS = """
    SELECT id, code_id, transcript_id, start_char, end_char, created_at, revision, unsure, deleted, replaces FROM coding
     WHERE coder_id = :coder_id AND round_id = :round_id
"""
_TURN_MARKS = "SELECT id, turn_id, at, deleted FROM {table} WHERE coder_id = :coder_id AND round_id = :round_id"
# A memo belongs to no round; it goes with the layers in whose log it was written.
_MEMOS = """
    SELECT id, target_kind, target_id, text, clock, deleted FROM memo WHERE coder_id = :coder_id AND EXISTS (
           SELECT 1 FROM event WHERE event.target_kind = memo.target_kind AND event.target_id = memo.target_id
              AND event.coder_id = :coder_id AND event.verb = 'memo'
              AND :round_id = coalesce(json_extract(after, '$.round_id'), json_extract(before, '$.round_id')))
"""
# What was decided in a round belongs to its consensus; the row says who decided.
_DECISIONS = """
    SELECT id, code_id, transcript_id, start_char, end_char, outcome, reason, note, coder_id, at, deleted FROM decision
     WHERE round_id = :round_id AND EXISTS (SELECT 1 FROM coder WHERE coder.id = :coder_id AND kind = 'consensus')
"""
_EVENTS = """
    SELECT id, clock, coder_id, gesture, verb, target_kind, target_id, CAST(before AS TEXT) AS before,
           CAST(after AS TEXT) AS after, prev_sha256 FROM event WHERE coder_id = :coder_id ORDER BY clock, id
"""
ALL_MEMOS: Final = """
    SELECT id, target_kind, target_id, text, clock, deleted FROM memo WHERE coder_id = :coder_id
"""


def rows_here(ask: Ask, names: Names) -> Iterator[Row]:
    """Codings, done marks, flags and decisions."""
    for row in ask(_CODINGS):
        yield CodingLine(
            row["id"], names.codes[row["code_id"]], names.transcripts[row["transcript_id"]].key, row["start_char"],
            row["end_char"], row["created_at"], row["revision"], bool(row["unsure"]), bool(row["deleted"]), row["replaces"],
        )  # fmt: skip
    for kind in (DoneLine, FlagLine):
        for row in ask(_TURN_MARKS.format(table=kind.kind)):
            transcript, number = names.turns[row["turn_id"]].split(":")
            yield kind(row["id"], transcript, int(number), row["at"], bool(row["deleted"]))
    for row in ask(_DECISIONS):
        place = names.codes[row["code_id"]], names.transcripts[row["transcript_id"]].key, row["start_char"], row["end_char"]
        by = names.name("coder", row["coder_id"])
        yield DecisionLine(row["id"], *place, row["outcome"], row["reason"], row["note"], by, row["at"], bool(row["deleted"]))


def memos_here(ask: Ask, names: Names, sql: str = _MEMOS) -> Iterator[MemoLine]:
    """The memos that were written in the layer, or those that `sql` finds."""
    for row in ask(sql):
        target = names.name(row["target_kind"], row["target_id"])
        yield MemoLine(row["id"], row["target_kind"], target, row["text"], row["clock"], bool(row["deleted"]))


def events_here(ask: Ask, names: Names, round_id: str) -> Iterator[EventLine]:
    """The events of the layer, each with the one of the layer that comes before it in its coder's chain."""
    before: dict[str, str] = {}  # by the checksum of an event of the coder: the last event of the layer up to it
    for row in ask(_EVENTS):
        event = {**dict(row), **{name: json.loads(row[name] or "null") for name in ("before", "after")}}
        previous = before.get(event["prev_sha256"], "")
        mine = round_id == ((event["after"] or {}).get("round_id") or (event["before"] or {}).get("round_id"))
        before[event_sha256(event)] = event["id"] if mine else previous
        if mine:
            yield EventLine(
                event["id"], event["clock"], event["gesture"], event["verb"], event["target_kind"],
                names.name(event["target_kind"], event["target_id"]), names.named(event["before"]),
                names.named(event["after"]), previous,
            )  # fmt: skip
