"""How far every coder is."""

from dataclasses import dataclass

from qualcode.project.layers import DONE_TURNS
from qualcode.project.store import Store

# Every layer that holds anything, and every coder without one in the newest round.
_LAYERS = """
    SELECT coder.id AS coder_id, coder.name AS coder, round.id AS round_id, round.name AS round
    FROM coder JOIN round ON (coder.id, round.id) IN (SELECT coder_id, round_id FROM coding UNION SELECT coder_id, round_id FROM done)
        OR (round.number = (SELECT max(number) FROM round)
            AND coder.id NOT IN (SELECT coder_id FROM coding UNION SELECT coder_id FROM done))
    ORDER BY coder.id, round.number
"""
_TRANSCRIPTS = """
    SELECT transcript.id, transcript.name, count(turn.id) AS turns, coalesce(max(turn.end_char), 0) AS end
    FROM transcript LEFT JOIN turn ON turn.transcript_id = transcript.id
    GROUP BY transcript.id ORDER BY transcript.id
"""
_CODINGS = """
    SELECT transcript_id, sum(NOT deleted) AS codings, max(created_at) AS last_change FROM coding
    WHERE coder_id = :coder_id AND round_id = :round_id GROUP BY transcript_id
"""
_DECLARED = """
    SELECT turn.transcript_id, max(done.at) AS last_change FROM done JOIN turn ON turn.id = done.turn_id
    WHERE done.coder_id = :coder_id AND done.round_id = :round_id GROUP BY turn.transcript_id
"""
_DONE = f"SELECT count(*) FROM ({DONE_TURNS})"


@dataclass(frozen=True, slots=True)
class TranscriptStatus:
    """A coder's work on one transcript. `last_change` is UTC, ISO 8601, or None before the first."""

    name: str
    turns: int
    done: int
    codings: int
    last_change: str | None


@dataclass(frozen=True, slots=True)
class CoderStatus:
    """A coder's work in one round, on every transcript."""

    coder: str
    round: str
    transcripts: tuple[TranscriptStatus, ...]


def status(store: Store) -> list[CoderStatus]:
    """Every layer, by coder and round."""
    transcripts = store.reader.rows(_TRANSCRIPTS)
    found = []
    for layer in store.reader.rows(_LAYERS):
        ids = {"coder_id": layer["coder_id"], "round_id": layer["round_id"]}
        codings = {row["transcript_id"]: row for row in store.reader.rows(_CODINGS, **ids)}
        declared = {row["transcript_id"]: row["last_change"] for row in store.reader.rows(_DECLARED, **ids)}
        each = []
        for transcript in transcripts:
            coded = codings.get(transcript["id"])
            changes = [coded["last_change"] if coded else None, declared.get(transcript["id"])]
            each.append(
                TranscriptStatus(
                    name=transcript["name"],
                    turns=transcript["turns"],
                    done=store.reader.value(_DONE, **ids, transcript_id=transcript["id"], start=0, end=transcript["end"]),
                    codings=coded["codings"] if coded else 0,
                    last_change=max(filter(None, changes), default=None),
                )
            )
        found.append(CoderStatus(layer["coder"], layer["round"], tuple(each)))
    return found
