"""The codes along each transcript: on which turns each stands."""

from qualcode.analysis.timeline import Timeline, Timelines
from qualcode.text import count, one_line
from qualcode.writeup.charts.model import Strip, Strips
from qualcode.writeup.chosen import whose
from qualcode.writeup.document import Block, Document, Figure, Heading, Paragraph, Records, Table
from qualcode.writeup.numbers import NOTHING


def timeline_document(found: Timelines) -> Document:
    """A table and a figure for each transcript; in the records one row a run of turns."""
    blocks: list[Block] = [whose(found.about)]
    for timeline in found.transcripts:
        blocks += [Heading(timeline.transcript), *_of_one(found, timeline)]
    rows = tuple(
        (timeline.transcript, code.key, code.name, first, last)
        for timeline in found.transcripts
        for code, runs in zip(found.codes, timeline.runs, strict=True)
        for first, last in runs
    )
    records = Records(("transcript", "code", "name", "first_turn", "last_turn"), rows)
    data = {"about": found.about.as_dict(), "transcripts": [_data(found, timeline) for timeline in found.transcripts]}
    return Document(tuple(blocks), records, data, title="Codes along the transcripts")


def _of_one(found: Timelines, timeline: Timeline) -> tuple[Block, ...]:
    rows = tuple(
        (code.name, f"{sum(last - first + 1 for first, last in runs):,}", _numbers(runs))
        for code, runs in zip(found.codes, timeline.runs, strict=True)
    )
    done = Paragraph(f"{count(timeline.turns, 'turn')}, {timeline.done:,} of the chosen ones done.")
    strips = tuple(Strip(code.name, runs) for code, runs in zip(found.codes, timeline.runs, strict=True))
    figure = Figure(
        Strips(strips, timeline.turns, "turn"),
        f"Turns with each code along {one_line(timeline.transcript)}, and how many they are.",
    )
    return done, Table(("code", "turns", "which"), rows, frozenset({"turns"})), figure


def _numbers(runs: tuple[tuple[int, int], ...]) -> str:
    """`3, 5–7`."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs) or NOTHING


def _data(found: Timelines, timeline: Timeline) -> dict[str, object]:
    codes = [
        {"code": code.key, "name": code.name, "runs": [list(run) for run in runs]}
        for code, runs in zip(found.codes, timeline.runs, strict=True)
    ]
    return {"transcript": timeline.transcript, "turns": timeline.turns, "done": timeline.done, "codes": codes}
