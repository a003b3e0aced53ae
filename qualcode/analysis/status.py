"""How far every coder is."""

from dataclasses import dataclass
from sqlite3 import Row

from qualcode.project.layers import DONE_TURNS
from qualcode.project.store import Store

# Every layer that holds anything, and every coder without one in the newest round.
_LAYERS = """
    WITH layer AS (SELECT coder_id, round_id FROM coding UNION SELECT coder_id, round_id FROM done)
    SELECT coder.id AS coder_id, coder.name AS coder, round.id AS round_id, round.name AS round FROM coder JOIN round
    ON (coder.id, round.id) IN (SELECT coder_id, round_id FROM layer)
       OR (round.number = (SELECT max(number) FROM round) AND coder.id NOT IN (SELECT coder_id FROM layer))
    ORDER BY coder.id, round.number
"""
_TRANSCRIPTS = """
    SELECT transcript.id, transcript.name, count(turn.id) AS turns
    FROM transcript LEFT JOIN turn ON turn.transcript_id = transcript.id GROUP BY transcript.id ORDER BY transcript.id
"""
_DONE = f"""
    SELECT layer.coder_id, layer.round_id, turn.transcript_id, count(*) AS done
    FROM {DONE_TURNS} AS layer JOIN turn ON turn.id = layer.turn_id GROUP BY 1, 2, 3
"""
_CODINGS = """
    SELECT coder_id, round_id, transcript_id, sum(NOT deleted) AS codings, max(created_at) AS last_change
    FROM coding GROUP BY 1, 2, 3
"""
_DECLARED = """
    SELECT done.coder_id, done.round_id, turn.transcript_id, max(done.at) AS last_change
    FROM done JOIN turn ON turn.id = done.turn_id GROUP BY 1, 2, 3
"""


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
    done, codings, declared = (_by_layer(store, query) for query in (_DONE, _CODINGS, _DECLARED))

    def work(layer: Row, transcript: Row) -> TranscriptStatus:
        place = (layer["coder_id"], layer["round_id"], transcript["id"])
        changes = [rows[place]["last_change"] for rows in (codings, declared) if place in rows]
        return TranscriptStatus(
            name=transcript["name"],
            turns=transcript["turns"],
            done=done[place]["done"] if place in done else 0,
            codings=codings[place]["codings"] if place in codings else 0,
            last_change=max(changes, default=None),
        )

    return [
        CoderStatus(layer["coder"], layer["round"], tuple(work(layer, transcript) for transcript in transcripts))
        for layer in store.reader.rows(_LAYERS)
    ]


def _by_layer(store: Store, query: str) -> dict[tuple[str, str, str], Row]:
    return {(row["coder_id"], row["round_id"], row["transcript_id"]): row for row in store.reader.rows(query)}
