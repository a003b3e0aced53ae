"""`qualcode transcripts` and `qualcode turns`: what the project holds."""

from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_json, with_project
from qualcode.cli.output import say, show
from qualcode.text import count, one_line
from qualcode.writeup.document import Paragraph, Table

if TYPE_CHECKING:
    from qualcode.api import Project
    from qualcode.project.transcripts import TranscriptInfo, TurnInfo


@click.command()
@as_json
@with_project
def transcripts(project: "Project", as_json: bool) -> None:
    """List the transcripts: title, date, turns, and who speaks."""
    infos = project.transcripts()
    table = Table(
        columns=("transcript", "date", "turns", "speakers", "title"),
        rows=tuple((info.name, info.date or "", f"{info.turns:,}", _who(info), info.title) for info in infos),
        numeric=frozenset({"turns"}),
    )
    show([table] if infos else [], {"transcripts": [transcript_data(info) for info in infos]}, as_json)
    if not infos:
        say("There is no transcript yet: qualcode import FILE reads one.")


@click.command()
@click.argument("transcript")
@as_json
@with_project
def turns(project: "Project", transcript: str, as_json: bool) -> None:
    """List the turns of TRANSCRIPT (its name, or any part of it that fits only one)."""
    info = project.transcript(transcript)
    said = project.turns(info.name)
    spoken = (Paragraph(f"{_place(turn)}\n{turn.text}") for turn in said)
    show(spoken, {"transcript": info.name, "turns": [_turn_data(turn) for turn in said]}, as_json)
    say(f"{info.name}: {count(len(said), 'turn')}.")


def transcript_data(info: "TranscriptInfo") -> dict[str, object]:
    """One transcript as `--json` tells it."""
    return {
        "name": info.name,
        "title": info.title,
        "date": info.date,
        "turns": info.turns,
        "speakers": [{"name": each.name, "role": each.role, "turns": each.turns} for each in info.speakers],
        "sha256": info.source_sha256,
    }


def _who(info: "TranscriptInfo") -> str:
    return ", ".join(f"{speaker.name} ({speaker.turns:,})" for speaker in info.speakers)


def _turn_data(turn: "TurnInfo") -> dict[str, object]:
    return {
        "number": turn.number,
        "speaker": turn.speaker,
        "start_char": turn.start_char,
        "end_char": turn.end_char,
        "start_ms": turn.start_ms,
        "end_ms": turn.end_ms,
        "text": turn.text,
    }


def _place(turn: "TurnInfo") -> str:
    return f"{turn.number}  {one_line(turn.speaker)}{_clock(turn.start_ms)}"


def _clock(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"  {minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
