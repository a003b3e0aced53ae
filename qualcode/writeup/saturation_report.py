"""Which transcript brought which codes, one after the other."""

from dataclasses import asdict

from qualcode.analysis.saturation import Saturation
from qualcode.text import count, listed, one_line
from qualcode.writeup.charts.model import Step, Steps
from qualcode.writeup.chosen import whose
from qualcode.writeup.document import Block, Document, Figure, Paragraph, Records, Table

_COLUMNS = ("transcript", "turns done", "codes", "new", "so far", "new codes")


def saturation_document(found: Saturation) -> Document:
    """One row a transcript."""
    names = {code.key: code.name for code in found.codes}
    rows = tuple(
        (
            step.transcript, f"{step.turns:,}", f"{step.codes:,}", f"{len(step.new):,}", f"{step.cumulative:,}",
            ", ".join(names[code] for code in step.new),
        )
        for step in found.steps
    )  # fmt: skip
    blocks: list[Block] = [whose(found.about), Paragraph(told(found))]
    if rows:
        blocks += [Table(_COLUMNS, rows, frozenset(_COLUMNS[1:5])), _figure(found)]
    records = Records(
        ("transcript", "turns_done", "codes", "new", "cumulative", "new_codes"),
        tuple(
            (step.transcript, step.turns, step.codes, len(step.new), step.cumulative, "; ".join(step.new)) for step in found.steps
        ),
    )
    data = {
        "about": found.about.as_dict(), "codes": [asdict(code) for code in found.codes],
        "transcripts": [asdict(step) for step in found.steps], "not_coded": list(found.not_coded),
    }  # fmt: skip
    return Document(tuple(blocks), records, data, title="New codes per transcript")


def _figure(found: Saturation) -> Figure:
    steps = tuple(Step(step.transcript, len(step.new), step.cumulative) for step in found.steps)
    chart = Steps(steps, f"codes, of {len(found.codes):,}", len(found.codes))
    return Figure(chart, "Codes that have occurred by each transcript, those new with it in dark.")


def told(found: Saturation) -> str:
    """What the steps say, and what they cannot."""
    if not found.steps:
        return "No transcript has been coded yet."
    last = max((place for place, step in enumerate(found.steps) if step.new), default=-1)
    after = len(found.steps) - 1 - last
    used = found.steps[-1].cumulative
    said = f"{used:,} of {count(len(found.codes), 'code')} occur."
    if last >= 0:
        since = f"{count(after, 'transcript')} came after it without a new one" if after else "no transcript came after it"
        said += f" The last new one came with {one_line(found.steps[last].transcript)}; {since}."
    if found.not_coded:
        said += f" Not coded, and left out: {listed([one_line(name) for name in found.not_coded])}."
    return f"{said} That no new code comes says nothing of what a code means: a codebook fixed beforehand saturates at once."
