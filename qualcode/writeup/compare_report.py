"""Layers side by side, and why coders differed, as documents."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Final

from qualcode.analysis.side_by_side import ComparedCode, DecidedCode, Passage
from qualcode.text import count
from qualcode.writeup.document import Block, Bullets, Cell, Document, Heading, Paragraph, Records, Table

SIGNS: Final = {"equal": "=", "boundary": "~", "other": "×", "one": "≠"}
_MEANING: Final = {"equal": "equal", "boundary": "borders differ", "other": "another code instead", "one": "not by all"}


def compare_document(names: Sequence[str], found: Sequence[ComparedCode]) -> Document:
    """A table for each turn, with a column for each coder; in the records one row a turn and code."""
    blocks: list[Block] = []
    for (transcript, turn), codes in groupby(found, key=lambda each: (each.transcript, each.turn)):
        here = list(codes)
        blocks += [Heading(f"{transcript}, turn {turn}: {here[0].speaker}", 2), Paragraph(here[0].text), _table(names, here)]
    columns = (
        "transcript",
        "turn",
        "speaker",
        "code",
        "kind",
        *names,
        "overlap",
        "outcome",
        "reason",
        "note",
        "decided_by",
        "final",
    )
    rows = tuple(_record(names, each) for each in found)
    none = Paragraph("There are no such differences on the turns that two or more of the coders have done.")
    data = {"coders": list(names), "compared": [asdict(each) for each in found]}
    return Document(tuple(blocks) or (none,), Records(columns, rows), data)


def decisions_document(found: Sequence[DecidedCode]) -> Document:
    """How much is decided of each code and why; the notes, word for word."""
    reasons = tuple(found[0].reasons) if found else ()
    columns = ("code", "differences", "open", *reasons)
    rows: tuple[tuple[Cell, ...], ...] = tuple((each.code, each.differences, each.open, *each.reasons.values()) for each in found)
    table = Table(columns, tuple(tuple(map(str, row)) for row in rows), frozenset(columns[1:]))
    blocks: list[Block] = [table if rows else Paragraph("There are no differences to decide on.")]
    if mend := [each for each in found if each.to_mend]:
        blocks += [Heading("Definitions to mend first", 2), Bullets(tuple(map(_why, mend)))]
    if noted := [each for each in found if each.notes]:
        blocks.append(Heading("Notes", 2))
        blocks += [Bullets(tuple(f"{each.code}, {place}: {note}" for place, note in each.notes)) for each in noted]
    data = {"codes": [asdict(each) | {"open": each.open} for each in found]}
    return Document(tuple(blocks), Records(columns, rows), data)


def _table(names: Sequence[str], codes: Sequence[ComparedCode]) -> Table:
    rows = tuple(
        (SIGNS[each.kind], each.code, *(_cell(each, each.coders[name]) for name in names), _decision(each)) for each in codes
    )
    return Table(("", "code", *names, "decision"), rows)


def _cell(code: ComparedCode, passages: Sequence[Passage] | None) -> str:
    if passages is None:
        return "not done"
    told = [_words(code, passage) + (f" (memo: {passage.memo})" if passage.memo else "") for passage in passages]
    return "; ".join(told) or "–"


def _words(code: ComparedCode, passage: Passage) -> str:
    return "the turn" if passage.text == code.text.strip() else f"“{passage.text}”"


def _decision(code: ComparedCode) -> str:
    if not code.outcome:
        return "" if code.kind == "equal" else f"open ({_MEANING[code.kind]})"
    return f"{code.outcome}: {code.reason}" + (f" – {code.note}" if code.note else "")


def _record(names: Sequence[str], code: ComparedCode) -> tuple[Cell, ...]:
    by_name = (_plain(code.coders[name]) for name in names)
    decided = (code.outcome, code.reason, code.note, code.decided_by, _plain(code.final))
    return (code.transcript, code.turn, code.speaker, code.code, code.kind, *by_name, code.overlap, *decided)


def _plain(passages: Sequence[Passage] | None) -> str | None:
    return None if passages is None else "; ".join(f"[{each.start_char}, {each.end_char}) {each.text}" for each in passages)


def _why(code: DecidedCode) -> str:
    parts = [f"{reason} {number}" for reason, number in code.reasons.items() if number]
    return f"{code.code}: {', '.join(parts)} of {count(code.decided, 'decision')}"
