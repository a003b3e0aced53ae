"""Codings as they stand, each with its coder, place, words and memo."""

from dataclasses import dataclass
from sqlite3 import Row

from qualcode.analysis.attributes import known_of
from qualcode.analysis.selection import Selection
from qualcode.project.attribute_kinds import Value
from qualcode.project.store import Store

# A coding belongs to the turn it starts in: the last one that starts at or before it. The index `turn_place` finds it
# without a scan.
CODINGS = """
    SELECT coder.name AS coder, round.name AS round, transcript.id AS transcript_id, transcript.name AS transcript,
           turn.id AS turn_id, turn.number AS turn, speaker.name AS speaker,
           code.key AS code, code.name AS code_name,
           coding.start_char, coding.end_char, coding.created_at, coding.unsure,
           COALESCE(coding.replaces, coding.id) AS first_row
    FROM coding
    JOIN coder ON coder.id = coding.coder_id
    JOIN round ON round.id = coding.round_id
    JOIN code ON code.id = coding.code_id
    JOIN transcript ON transcript.id = coding.transcript_id
    JOIN turn ON turn.transcript_id = coding.transcript_id AND turn.start_char =
        (SELECT max(place.start_char) FROM turn AS place
         WHERE place.transcript_id = coding.transcript_id AND place.start_char <= coding.start_char)
    JOIN speaker ON speaker.id = turn.speaker_id
    WHERE NOT coding.deleted AND {condition}
    ORDER BY transcript.id, coding.start_char, coding.end_char, code.position, coder.id, round.number
"""
_PLACE = ("coder", "round", "transcript_id", "start_char", "end_char", "code")


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One coding that stands. `turn` and `speaker` are those it starts in, `text` the words it is on.

    `attributes` are those of speaker and transcript, by key (`age`, `transcript.site`), None where they have no value.
    """

    coder: str
    round: str
    transcript: str
    turn: int
    speaker: str
    code: str
    start_char: int
    end_char: int
    text: str
    created_at: str
    memo: str
    unsure: bool
    attributes: dict[str, Value | None]


def codings(store: Store, selection: Selection) -> list[CodingRow]:
    """The codings of a selection, by transcript and place; those of a blind round are left out.

    Raises QualcodeError on a name the project does not have.
    """
    with store.reader.snapshot():
        chosen = selection.shown(store)
        texts, noted, known = transcript_texts(store), memos(store, "coding"), known_of(store)
        rows = store.reader.rows(CODINGS.format(condition=chosen.codings()), **chosen.params())
    twins: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        twins.setdefault(tuple(row[name] for name in _PLACE), []).append(row)
    listed = (
        CodingRow(
            coder=row["coder"],
            round=row["round"],
            transcript=row["transcript"],
            turn=row["turn"],
            speaker=row["speaker"],
            code=row["code"],
            start_char=row["start_char"],
            end_char=row["end_char"],
            text=texts[row["transcript_id"]][row["start_char"] : row["end_char"]],
            created_at=row["created_at"],
            memo="\n".join(memo for each in (row, *more) for _, memo in noted.get(each["first_row"], ())),
            unsure=any(each["unsure"] for each in (row, *more)),
            attributes=known(row["speaker"], row["transcript"]),
        )
        for row, *more in twins.values()
    )
    return [coding for coding in listed if chosen.says(coding.text)]


def transcript_texts(store: Store) -> dict[str, str]:
    """Canonical text by transcript id. Sliced in Python: `substr` would read a whole text again for each coding."""
    return {row["id"]: row["text"] for row in store.reader.rows("SELECT id, text FROM transcript")}


def memos(store: Store, kind: str) -> dict[str, list[tuple[str, str]]]:
    """(coder, memo) by the id of what it is on, for "coding", "turn", …; oldest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    query = """
        SELECT memo.target_id, coder.name AS coder, memo.text FROM memo JOIN coder ON coder.id = memo.coder_id
        WHERE NOT memo.deleted AND memo.target_kind = :kind ORDER BY memo.clock
    """
    for row in store.reader.rows(query, kind=kind):
        found.setdefault(row["target_id"], []).append((row["coder"], row["text"]))
    return found
