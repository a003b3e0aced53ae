"""Speakers: one name across the project. Renaming to a name that is there joins the two."""

from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.project.events import Step, record_steps
from qualcode.project.ids import new_id
from qualcode.project.store import Store
from qualcode.project.transcripts import SpeakerInfo, find_transcript
from qualcode.text import listed, one_line
from qualcode.transcripts.model import Role

if TYPE_CHECKING:
    from sqlmodel import Session

    from qualcode.project.tables import Speaker


def list_speakers(store: Store, transcript: str | None = None) -> list[SpeakerInfo]:
    """Every speaker with their turns, in the project or in the transcript called so, in the order they first speak."""
    wanted = None if transcript is None else find_transcript(store, transcript).id
    rows = store.reader.rows(
        "SELECT speaker.name, speaker.role, count(*) FROM turn JOIN speaker ON speaker.id = turn.speaker_id "
        "WHERE :wanted IS NULL OR turn.transcript_id = :wanted "
        "GROUP BY speaker.id, turn.transcript_id ORDER BY turn.transcript_id, min(turn.number)",
        wanted=wanted,
    )
    turns: dict[tuple[str, str], int] = {}
    for name, role, number in rows:
        turns[name, role] = turns.get((name, role), 0) + number
    return [SpeakerInfo(name, role, number) for (name, role), number in turns.items()]


def rename_speaker(store: Store, old: str, new: str, transcript: str | None = None) -> SpeakerInfo:
    """Call a speaker otherwise, in the whole project or in one transcript only; the speaker as they are then.

    Where somebody is called `new` already the two become one, with that one's role. QualcodeError where nobody is
    called `old`, or `new` does not do as a name.
    """
    new = _speaker_name(new)
    wanted = None if transcript is None else find_transcript(store, transcript).id
    _check_known(store, old, transcript)
    with store.writer.transaction() as session:
        speaker = _speaker(session, old)
        target = _speaker(session, new)
        if speaker is None or old == new:
            return next(info for info in list_speakers(store) if info.name == old)
        if target is None and wanted is None:
            steps = [_renamed(session, speaker, new)]
        else:
            steps = _moved(session, speaker, new, target, wanted)
        record_steps(session, None, new_id(), steps)
    return next(info for info in list_speakers(store) if info.name == new)


def set_role(store: Store, name: str, role: Role) -> SpeakerInfo:
    """Say what a speaker is. QualcodeError where nobody is called so."""
    _check_known(store, name)
    with store.writer.transaction() as session:
        speaker = _speaker(session, name)
        if speaker is not None and speaker.role != role:
            before, speaker.role = {"name": name, "role": speaker.role}, role.value
            session.add(speaker)
            after = {"name": name, "role": role.value}
            record_steps(session, None, new_id(), [Step("change", "speaker", speaker.id, before, after)])
    return next(info for info in list_speakers(store) if info.name == name)


def _speaker(session: "Session", name: str) -> "Speaker | None":
    # Local: only writing pays for SQLModel.
    from sqlmodel import select

    from qualcode.project.tables import Speaker

    return session.exec(select(Speaker).where(Speaker.name == name)).first()


def _renamed(session: "Session", speaker: "Speaker", new: str) -> Step:
    before, speaker.name = {"name": speaker.name, "role": speaker.role}, new
    session.add(speaker)
    return Step("rename", "speaker", speaker.id, before, {"name": new, "role": speaker.role})


def _moved(session: "Session", speaker: "Speaker", new: str, target: "Speaker | None", transcript_id: str | None) -> list[Step]:
    """Give the speaker's turns (those of one transcript, or all) to another; whoever has none left then goes."""
    # Local: only writing pays for SQLModel.
    from sqlmodel import col, exists, select, update

    from qualcode.project.tables import Speaker, Turn

    steps = []
    if target is None:
        target = Speaker(name=new, role=speaker.role)
        session.add(target)
        session.flush()
        steps.append(Step("add", "speaker", target.id, None, {"name": new, "role": target.role}))
    theirs = [col(Turn.speaker_id) == speaker.id]
    if transcript_id is not None:
        theirs.append(col(Turn.transcript_id) == transcript_id)
    numbers: dict[str, list[int]] = {}
    for place, number in session.exec(select(Turn.transcript_id, Turn.number).where(*theirs)):
        numbers.setdefault(place, []).append(number)
    session.connection().execute(update(Turn).where(*theirs).values(speaker_id=target.id))
    steps += [
        Step("speak", "transcript", place, {"speaker": speaker.name, "turns": turns}, {"speaker": new, "turns": turns})
        for place, turns in numbers.items()
    ]
    if not session.exec(select(exists().where(col(Turn.speaker_id) == speaker.id))).one():
        before = {"name": speaker.name, "role": speaker.role, "pseudonym": speaker.pseudonym, "attributes": speaker.attributes}
        session.delete(speaker)
        steps.append(Step("remove", "speaker", speaker.id, before, None))
        if more := {name: value for name, value in speaker.attributes.items() if name not in target.attributes}:
            target.attributes = target.attributes | more
            steps.append(Step("set", "speaker", target.id, dict.fromkeys(more), more))
    return steps


def _check_known(store: Store, name: str, transcript: str | None = None) -> None:
    names = [speaker.name for speaker in list_speakers(store, transcript)]
    if name not in names:
        known = listed([one_line(each) for each in names[:20]])
        raise QualcodeError(f'Nobody is called "{one_line(name)}" there. Who speaks: {known or "nobody yet"}.')


def _speaker_name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise QualcodeError(f'"{one_line(name[:60])}" does not do as a speaker\'s name: use 1 to 200 plain characters.')
    return name
