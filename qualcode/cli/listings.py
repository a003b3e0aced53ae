"""`qualcode transcripts` and `qualcode turns`: what the project holds."""

from typing import TYPE_CHECKING

import click

from qualcode.cli.options import with_project
from qualcode.cli.output import Output, say, with_output
from qualcode.text import count, one_line
from qualcode.writeup.document import Cell, Document, Paragraph, Records, Table
from qualcode.writeup.numbers import clock

if TYPE_CHECKING:
    from qualcode.api import Project
    from qualcode.project.transcripts import TranscriptInfo, TurnInfo


@click.command()
@with_output
@with_project
def transcripts(project: "Project", output: Output) -> None:
    """List the transcripts: title, date, turns, and who speaks."""
    infos = project.transcripts()
    columns = ("transcript", "date", "turns", "speakers", "title")
    rows = tuple((info.name, info.date, info.turns, _who(info), info.title) for info in infos)
    table = Table(
        columns, tuple((name, date or "", f"{turns:,}", *more) for name, date, turns, *more in rows), frozenset({"turns"})
    )
    data = {"transcripts": [transcript_data(info) for info in infos]}
    if infos or output.chosen != "text":
        output.write(Document((table,), Records(columns, rows), data))
    if not infos:
        say("There is no transcript yet: qualcode import FILE reads one.")


@click.command()
@click.argument("transcript")
@with_output
@with_project
def turns(project: "Project", transcript: str, output: Output) -> None:
    """List the turns of TRANSCRIPT (its name, or any part of it that fits only one)."""
    info = project.transcript(transcript)
    said = project.turns(info.name)
    spoken = tuple(Paragraph(f"{_place(turn)}\n{turn.text}") for turn in said)
    data = [_turn_data(turn) for turn in said]
    records = Records(("transcript", *data[0]), tuple((info.name, *turn.values()) for turn in data))
    output.write(Document(spoken, records, {"transcript": info.name, "turns": data}))
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


def _turn_data(turn: "TurnInfo") -> dict[str, Cell]:
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
    time = "" if turn.start_ms is None else f"  {clock(turn.start_ms)}"
    return f"{turn.number}  {one_line(turn.speaker)}{time}"
