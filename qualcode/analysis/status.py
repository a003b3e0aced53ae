"""How far every coder is."""

from dataclasses import dataclass
from sqlite3 import Row

from qualcode.analysis.compared import Layer
from qualcode.analysis.selection import Selection
from qualcode.project.rounds import hidden_rounds, list_rounds, owed
from qualcode.project.store import Store
from qualcode.project.transcripts import TranscriptInfo, list_transcripts
from qualcode.project.twins import EXTRA, may_have_twins

# Every layer that holds or owes anything, and every coder without one in the newest round.
_LAYERS = """
    WITH layer AS (SELECT coder_id, round_id FROM coding UNION SELECT coder_id, round_id FROM done
                   UNION SELECT coder_id, round_id FROM assignment)
    SELECT coder.id AS coder_id, coder.name AS coder, round.id AS round_id, round.name AS round FROM coder JOIN round
    ON (coder.id, round.id) IN (SELECT coder_id, round_id FROM layer)
       OR (round.number = (SELECT max(number) FROM round) AND coder.id NOT IN (SELECT coder_id FROM layer))
    WHERE coder.kind <> 'consensus'
    ORDER BY coder.id, round.number
"""
# Read in the order of the table, which the unary plus sees to: by its index of layers SQLite would look for every row on its
# own.
_CODINGS = """
    SELECT +coder_id AS coder_id, round_id, transcript_id, sum(CASE WHEN deleted THEN 0 ELSE 1 END) AS codings,
           max(created_at) AS last_change
    FROM coding GROUP BY 1, 2, 3
"""
_DECLARED = """
    SELECT done.coder_id, done.round_id, turn.transcript_id, max(done.at) AS last_change
    FROM done JOIN turn ON turn.id = done.turn_id GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class TranscriptStatus:
    """A coder's work on one transcript.

    `done` counts all turns, `left` those that need coding and are not done. `owed` are the turns still to be done of those
    assigned, None where nothing was assigned in this round; `codings` is None while the round is blind; `last_change` is
    UTC, ISO 8601, or None before the first.
    """

    name: str
    turns: int
    done: int
    codings: int | None
    last_change: str | None
    owed: int | None
    need_coding: int
    left: int


@dataclass(frozen=True, slots=True)
class CoderStatus:
    """A coder's work in one round, on every transcript."""

    coder: str
    round: str
    transcripts: tuple[TranscriptStatus, ...]


def status(store: Store) -> list[CoderStatus]:
    """Every layer, by coder and round."""
    # numpy, 0.14 s: a layer of a million codings takes ten times as long without it.
    from qualcode.analysis.material import done_turns, selected_turns

    with store.reader.snapshot():
        transcripts, turns = list_transcripts(store), selected_turns(store, Selection())
        layers = store.reader.rows(_LAYERS)
        done = [turns.per_transcript(done_turns(store, Layer(row["coder"], row["round"]), turns)) for row in layers]
        needing = turns
        if store.no_coding:
            needing = selected_turns(store, Selection(without_roles=tuple(sorted(store.no_coding))))
            seen = [needing.per_transcript(done_turns(store, Layer(row["coder"], row["round"]), needing)) for row in layers]
        else:
            seen = done
        codings, declared = (_by_layer(store, query) for query in (_CODINGS, _DECLARED))
        extra = _extra(store, layers)
        blind = {round_.id for round_ in hidden_rounds(store)}
        todo = {
            (each.coder, round_.name, each.transcript): each.turns - each.done
            for round_ in list_rounds(store)
            for each in owed(store, round_)
        }

    def work(layer: Row, transcript: TranscriptInfo, done: int, seen: int) -> TranscriptStatus:
        need = sum(speaker.turns for speaker in transcript.speakers if speaker.role not in store.no_coding)
        place = (layer["coder_id"], layer["round_id"], transcript.id)
        changes = [rows[place]["last_change"] for rows in (codings, declared) if place in rows]
        number = codings[place]["codings"] - extra.get(place, 0) if place in codings else 0
        return TranscriptStatus(
            name=transcript.name,
            turns=transcript.turns,
            done=done,
            need_coding=need,
            left=need - seen,
            codings=None if layer["round_id"] in blind else number,
            last_change=max(changes, default=None),
            owed=todo.get((layer["coder"], layer["round"], transcript.name)),
        )

    return [
        CoderStatus(
            row["coder"],
            row["round"],
            tuple(work(row, each, here.get(each.id, 0), needed.get(each.id, 0)) for each in transcripts),
        )
        for row, here, needed in zip(layers, done, seen, strict=True)
    ]


def _by_layer(store: Store, query: str) -> dict[tuple[str, str, str], Row]:
    return {(row["coder_id"], row["round_id"], row["transcript_id"]): row for row in store.reader.rows(query)}


def _extra(store: Store, layers: list[Row]) -> dict[tuple[str, str, str], int]:
    """Rows too many, by coder, round and transcript."""
    found: dict[tuple[str, str, str], int] = {}
    for coder_id, round_id in ((row["coder_id"], row["round_id"]) for row in layers):
        if may_have_twins(store.reader, coder_id):
            for row in store.reader.rows(EXTRA, coder_id=coder_id, round_id=round_id):
                place = (coder_id, round_id, row["transcript_id"])
                found[place] = found.get(place, 0) + row["extra"]
    return found
