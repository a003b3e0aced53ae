"""`qualcode import`: transcript files in, all of them or none."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.listings import transcript_data
from qualcode.cli.options import as_json, choose_project, open_chosen
from qualcode.cli.output import progress, say, show
from qualcode.errors import QualcodeError
from qualcode.text import count, listed, one_line
from qualcode.transcripts.model import Role, Transcript
from qualcode.writeup.document import Block, Bullets, Heading, Paragraph, Quote, Table

if TYPE_CHECKING:
    from qualcode.project.transcripts import TranscriptInfo

_FIRST = 5  # turns a preview shows
_KINDS = {"front": "before the talk", "back": "after the talk", "between": "between turns"}


ASSIGNABLE = (Role.INTERVIEWER.value, Role.PARTICIPANT.value, Role.OTHER.value)


def _roles(_: click.Context, __: click.Parameter, values: Sequence[str]) -> dict[str, Role]:
    roles = {}
    for value in values:
        name, equals, role = value.rpartition("=")
        if not equals or not name.strip() or role.strip().lower() not in ASSIGNABLE:
            known = listed([*ASSIGNABLE])
            raise click.BadParameter(f"'{one_line(value)}' is not like 'Ada Okafor=interviewer'; roles are {known}.")
        roles[name.strip()] = Role(role.strip().lower())
    return roles


@click.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--preview", is_flag=True, help="Show what would be read, and store nothing.")
@click.option("--format", metavar="NAME", help="The format of the files, where it is not seen rightly.")
@click.option("--role", "roles", metavar="NAME=ROLE", multiple=True, callback=_roles, help="Say who interviews; may be repeated.")
@as_json
@choose_project
def import_files(files: Sequence[Path], preview: bool, format: str | None, roles: Mapping[str, Role], as_json: bool) -> None:
    """Read transcript files into the project: all of them, or none where one cannot be read.

    Shows the turns of each speaker, what was left out as front or back matter, and what the reader was unsure of.
    """
    transcripts = _read(files, format)
    notes = _notes(transcripts)
    if preview:
        from qualcode.project.transcripts import check_roles

        check_roles(transcripts, roles)
        blocks = [block for transcript in transcripts for block in _preview(transcript, roles)]
        show(blocks, {"imported": [], "preview": [_preview_data(each, roles) for each in transcripts], "notes": notes}, as_json)
        say("Nothing is stored yet: the same command without --preview imports.")
        return
    added = {info.source_sha256: info for info in _store(transcripts, roles)}
    infos = [added[transcript.source_sha256] for transcript in transcripts]
    blocks = [block for info, transcript in zip(infos, transcripts, strict=True) for block in _imported(info, transcript)]
    show(blocks, {"imported": [transcript_data(info) for info in infos], "notes": notes}, as_json)


def _read(files: Sequence[Path], format: str | None) -> list[Transcript]:
    from qualcode.transcripts import read  # the readers, for this command only

    transcripts, problems = [], []
    for file in progress(files, "Reading"):
        try:
            transcripts.append(read(file, format))
        except QualcodeError as error:
            problems.append(str(error))
    if len(problems) > 1:
        lines = "\n".join(f"  {problem}" for problem in problems)
        raise QualcodeError(f"{len(problems)} of {count(len(files), 'file')} cannot be read, so nothing was imported:\n{lines}")
    if problems:
        raise QualcodeError(problems[0])
    return transcripts


def _store(transcripts: Sequence[Transcript], roles: Mapping[str, Role]) -> "list[TranscriptInfo]":
    from qualcode.project.transcripts import add_transcripts  # SQLModel, 0.5 s: a preview does without

    with open_chosen() as project:
        return add_transcripts(project.store, transcripts, roles)


def _notes(transcripts: Sequence[Transcript]) -> list[str]:
    """With the file's name where there are several."""
    named = len(transcripts) > 1
    return [f"{each.source_name}: {note}" if named else note for each in transcripts for note in each.notes]


def _imported(info: "TranscriptInfo", transcript: Transcript) -> Iterator[Block]:
    yield Heading(f"{info.name}: {count(info.turns, 'turn')}")
    yield _facts(transcript)
    yield _speakers([(speaker.name, speaker.role, speaker.turns) for speaker in info.speakers])
    yield from _left_out(transcript)
    yield from _unsure(transcript)


def _preview(transcript: Transcript, roles: Mapping[str, Role]) -> Iterator[Block]:
    yield Heading(f"{transcript.source_name}: {count(len(transcript.turns), 'turn')}")
    yield _facts(transcript)
    yield _speakers([(name, _role(transcript, roles, name), turns) for name, turns in transcript.speakers().items()])
    yield Paragraph(f"The first {count(min(_FIRST, len(transcript.turns)), 'turn')}:")
    for turn in transcript.turns[:_FIRST]:
        yield Paragraph(f"{turn.number}  {one_line(turn.speaker)}\n{transcript.said(turn)}")
    yield from _left_out(transcript, whole=True)
    yield from _unsure(transcript)


def _facts(transcript: Transcript) -> Paragraph:
    date = transcript.date or "no date found"
    return Paragraph(f"{transcript.title or 'No title found'} · {date} · read as {transcript.format}, {transcript.encoding}")


def _speakers(rows: Sequence[tuple[str, str, int]]) -> Table:
    return Table(
        columns=("speaker", "role", "turns"),
        rows=tuple((name, role, f"{turns:,}") for name, role, turns in rows),
        numeric=frozenset({"turns"}),
    )


def _role(transcript: Transcript, roles: Mapping[str, Role], speaker: str) -> str:
    return (roles.get(speaker) or transcript.roles.get(speaker) or Role.PARTICIPANT).value


def _left_out(transcript: Transcript, whole: bool = False) -> Iterator[Block]:
    """What is kept but not coded: every word of it in a preview, else only how much it is."""
    if not transcript.left_out:
        return
    if not whole:
        parts = [f"{count(words, 'word')} {_KINDS[kind]}" for kind, words in _words_left_out(transcript).items()]
        yield Paragraph(f"Left out (kept, not coded): {listed(parts)}. --preview shows it.")
        return
    yield Paragraph("Left out (kept, not coded):")
    for piece in transcript.left_out:
        yield Quote(text=transcript.text[piece.start_char : piece.end_char], locator=_KINDS[piece.kind])


def _words_left_out(transcript: Transcript) -> Counter[str]:
    words: Counter[str] = Counter()
    for piece in transcript.left_out:
        words[piece.kind] += len(transcript.text[piece.start_char : piece.end_char].split())
    return words


def _unsure(transcript: Transcript) -> Iterator[Block]:
    if transcript.notes:
        yield Paragraph("Worth a look:")
        yield Bullets(transcript.notes)


def _preview_data(transcript: Transcript, roles: Mapping[str, Role]) -> dict[str, object]:
    return {
        "name": Path(transcript.source_name).stem,
        "title": transcript.title,
        "date": transcript.date,
        "turns": len(transcript.turns),
        "speakers": [
            {"name": name, "role": _role(transcript, roles, name), "turns": turns}
            for name, turns in transcript.speakers().items()
        ],
        "sha256": transcript.source_sha256,
        "format": transcript.format,
        "encoding": transcript.encoding,
        "first_turns": [
            {"number": turn.number, "speaker": turn.speaker, "text": transcript.said(turn)} for turn in transcript.turns[:_FIRST]
        ],
        "left_out": [
            {"kind": piece.kind, "text": transcript.text[piece.start_char : piece.end_char]} for piece in transcript.left_out
        ],
    }
