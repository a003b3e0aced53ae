"""Transcripts in the project: taking them in, and listing what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.project.checksums import text_sha256, turns_sha256
from qualcode.project.clock import now
from qualcode.project.events import Step, record_steps
from qualcode.project.ids import new_id
from qualcode.project.naming import matching, storable, stored_name, unique_name
from qualcode.project.source_files import copied_sources
from qualcode.project.store import Store
from qualcode.text import listed, one_line
from qualcode.transcripts.model import Role, Transcript

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class SpeakerInfo:
    """A speaker and how many turns they have in the transcript (or the project)."""

    name: str
    role: str
    turns: int


@dataclass(frozen=True, slots=True)
class TranscriptInfo:
    """A transcript without its words. Speakers stand in the order they first speak."""

    id: str
    name: str
    title: str
    date: str | None
    turns: int
    speakers: tuple[SpeakerInfo, ...]
    source_sha256: str


@dataclass(frozen=True, slots=True)
class TurnInfo:
    """One turn with its words; offsets are code points in the transcript's text, times milliseconds."""

    id: str
    number: int
    speaker: str
    role: str
    start_char: int
    end_char: int
    start_ms: int | None
    end_ms: int | None
    text: str


def add_transcripts(
    store: Store, transcripts: Sequence[Transcript], roles: Mapping[str, Role] | None = None
) -> list[TranscriptInfo]:
    """Take transcripts into the project, all or none, with a copy of each file in transcripts/.

    `roles` gives roles by speaker name; a speaker new to the project is else a participant, or what the file itself says.
    QualcodeError, and nothing stored, where a file is in the project already, gives no turns, or `roles` names nobody.
    """
    with store.writer.transaction() as session:
        known = {row["source_sha256"]: row["name"] for row in store.reader.rows("SELECT source_sha256, name FROM transcript")}
        names = set(known.values())
        check_roles(transcripts, roles or {})
        rows = []
        for transcript in transcripts:
            _check_new(transcript, known)
            rows.append(_transcript_row(transcript, unique_name(transcript.source_name, names)))
            known[transcript.source_sha256] = rows[-1]["name"]
            names.add(rows[-1]["name"])
        with copied_sources(store.folder, transcripts):
            _store(session, store, transcripts, rows, roles or {})
            session.flush()
    added = {row["id"] for row in rows}
    return [info for info in list_transcripts(store) if info.id in added]


def list_transcripts(store: Store) -> list[TranscriptInfo]:
    """Every transcript, in the order they were taken in."""
    speakers: dict[str, list[SpeakerInfo]] = {}
    for row in store.reader.rows(
        "SELECT turn.transcript_id, speaker.name, speaker.role, count(*) FROM turn JOIN speaker ON speaker.id = turn.speaker_id "
        "GROUP BY turn.transcript_id, speaker.id ORDER BY min(turn.number)"
    ):
        speakers.setdefault(row[0], []).append(SpeakerInfo(row[1], row[2], row[3]))
    rows = store.reader.rows("SELECT id, name, title, date, source_sha256 FROM transcript ORDER BY id")
    return [
        TranscriptInfo(
            id=row["id"],
            name=row["name"],
            title=row["title"],
            date=row["date"],
            turns=sum(speaker.turns for speaker in speakers.get(row["id"], [])),
            speakers=tuple(speakers.get(row["id"], [])),
            source_sha256=row["source_sha256"],
        )
        for row in rows
    ]


def find_transcript(store: Store, name: str) -> TranscriptInfo:
    """The transcript called `name`, or the only one whose name has it as a part, whatever the case of its letters.

    QualcodeError, listing what could be meant, where there is none or more than one.
    """
    transcripts = {info.name: info for info in list_transcripts(store)}
    found = matching(name, list(transcripts))
    if len(found) == 1:
        return transcripts[found[0]]
    shown = one_line(name)
    if found:
        raise QualcodeError(f'"{shown}" could be {listed([one_line(each) for each in found], "or")}. Give more of the name.')
    if not transcripts:
        raise QualcodeError("There is no transcript in this project yet. Take one in with `qualcode import FILE`.")
    known = listed([one_line(each) for each in list(transcripts)[:20]])
    raise QualcodeError(f'There is no transcript "{shown}". This project has {known}.')


def transcript_text(store: Store, transcript_id: str) -> str:
    """The canonical text that all offsets of the transcript point into."""
    text: str = store.reader.value("SELECT text FROM transcript WHERE id = :id", id=transcript_id)
    return text


def list_turns(store: Store, transcript_id: str) -> list[TurnInfo]:
    """Every turn of a transcript, in order."""
    text = transcript_text(store, transcript_id)
    rows = store.reader.rows(
        "SELECT turn.id, number, speaker.name AS speaker, speaker.role, start_char, end_char, start_ms, end_ms FROM turn "
        "JOIN speaker ON speaker.id = turn.speaker_id WHERE transcript_id = :id ORDER BY number",
        id=transcript_id,
    )
    # By place: by name takes three times as long, and a long study has a hundred thousand of them.
    return [TurnInfo(*(*row, text[row[4] : row[5]])) for row in rows]


def check_roles(transcripts: Sequence[Transcript], roles: Mapping[str, Role]) -> None:
    """QualcodeError where `roles` names somebody who does not speak in any of the transcripts."""
    speakers = {speaker for transcript in transcripts for speaker in transcript.speakers()}
    if unknown := [name for name in roles if name not in speakers]:
        raise QualcodeError(
            f"Nobody is called {listed([one_line(name) for name in unknown], 'or')} there. "
            f"Who speaks: {listed([one_line(name) for name in sorted(speakers)])}."
        )


def _check_new(transcript: Transcript, known: Mapping[str, str]) -> None:
    shown = one_line(transcript.source_name)
    if transcript.source_sha256 in known:
        there = one_line(known[transcript.source_sha256])
        raise QualcodeError(f'{shown} is in the project already, as "{there}". Nothing was stored.')
    if not transcript.turns:
        raise QualcodeError(f"{shown} gives no turns. Nothing was stored.")


def _transcript_row(transcript: Transcript, name: str) -> dict[str, Any]:
    places = [(turn.number, turn.start_char, turn.end_char, turn.start_ms, turn.end_ms) for turn in transcript.turns]
    meta = {
        "encoding": transcript.encoding,
        "notes": list(transcript.notes),
        "left_out": [[left.start_char, left.end_char, left.kind] for left in transcript.left_out],
        "turns_sha256": turns_sha256(places),
    }
    return {
        "id": new_id(), "name": name, "title": storable(transcript.title), "date": transcript.date, "format": transcript.format,
        "source_name": stored_name(transcript.source_name), "source_sha256": transcript.source_sha256,
        "source": transcript.source, "text": transcript.text, "text_sha256": text_sha256(transcript.text), "meta": meta,
        "imported_at": now(),
    }  # fmt: skip


def _store(
    session: "Session", store: Store, transcripts: Sequence[Transcript], rows: list[dict[str, Any]], roles: Mapping[str, Role]
) -> None:
    # Local: only writing pays for SQLModel.
    from sqlmodel import insert

    from qualcode.project.tables import Transcript as TranscriptRow
    from qualcode.project.tables import Turn

    connection = session.connection()
    connection.execute(insert(TranscriptRow), rows)
    speakers, steps = _speakers(session, store, transcripts, roles)
    for transcript, row in zip(transcripts, rows, strict=True):
        connection.execute(insert(Turn), _turn_rows(transcript, row["id"], speakers))
        after = {key: row[key] for key in ("name", "source_name", "source_sha256", "text_sha256")}
        steps.append(Step("import", "transcript", row["id"], None, after | {"turns": len(transcript.turns)}))
    record_steps(session, None, new_id(), steps)


def _turn_rows(transcript: Transcript, transcript_id: str, speakers: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(), "transcript_id": transcript_id, "number": turn.number, "speaker_id": speakers[turn.speaker],
            "start_char": turn.start_char, "end_char": turn.end_char, "start_ms": turn.start_ms, "end_ms": turn.end_ms,
        }
        for turn in transcript.turns
    ]  # fmt: skip


def _speakers(
    session: "Session", store: Store, transcripts: Sequence[Transcript], roles: Mapping[str, Role]
) -> tuple[dict[str, str], list[Step]]:
    """Ids of all speakers by name, the new ones made; a role given for one already there is set."""
    # Local: only writing pays for SQLModel.
    from sqlmodel import select

    from qualcode.project.tables import Speaker

    known = {speaker.name: speaker for speaker in session.exec(select(Speaker))}
    told = {name: role for transcript in transcripts for name, role in transcript.roles.items()}
    steps = []
    for name in dict.fromkeys(name for transcript in transcripts for name in transcript.speakers()):
        speaker = known.get(name)
        role = roles.get(name, None if speaker else told.get(name, Role.PARTICIPANT))
        if role is None or (speaker and speaker.role == role):
            continue
        before = {"name": name, "role": speaker.role} if speaker else None
        speaker = known.setdefault(name, Speaker(name=name, role=role.value))
        speaker.role = role.value
        session.add(speaker)
        steps.append(Step("change" if before else "add", "speaker", speaker.id, before, {"name": name, "role": role.value}))
    session.flush()
    return {name: speaker.id for name, speaker in known.items()}, steps
