"""How often each code was used, as a table and as bars."""

from dataclasses import asdict

from qualcode.analysis.frequencies import Frequencies, Frequency
from qualcode.text import one_line
from qualcode.writeup.charts.model import Bar, Bars
from qualcode.writeup.chosen import whose
from qualcode.writeup.document import Document, Figure, Records, Table
from qualcode.writeup.numbers import percent

_COUNTS = ("turns", "share", "transcripts", "speakers", "words", "words_share")


def frequencies_document(found: Frequencies) -> Document:
    """One row a code; codings for each coder apart."""
    coders = found.about.coders
    columns = (
        "code", *(f"codings by {one_line(coder)}" for coder in coders), "turns", "share of turns", "transcripts", "speakers",
        "words", "share of words",
    )  # fmt: skip
    table = Table(columns, tuple(_row(code) for code in found.codes), frozenset(columns[1:]))
    records = Records(
        ("code", "name", *(f"codings_{coder}" for coder in coders), *_COUNTS),
        tuple((code.code, code.name, *code.codings.values(), *(getattr(code, name) for name in _COUNTS)) for code in found.codes),
    )
    data = {"about": found.about.as_dict(), "words": found.words, "codes": [asdict(code) for code in found.codes]}
    rows = tuple(Bar(code.name, code.turns, f"{code.turns:,}  {percent(code.share)}") for code in found.codes)
    bars = Figure(Bars(rows, "turns with the code"), "Turns with each code, and their share of the turns done.")
    return Document((whose(found.about), table, bars), records, data, title="Code frequencies")


def _row(code: Frequency) -> tuple[str, ...]:
    return (
        code.name, *(f"{many:,}" for many in code.codings.values()), f"{code.turns:,}", percent(code.share),
        f"{code.transcripts:,}", f"{code.speakers:,}", f"{code.words:,}", percent(code.words_share),
    )  # fmt: skip
