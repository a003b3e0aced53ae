"""Listings as documents: the state of the work, codings and disagreements."""

from collections.abc import Sequence
from dataclasses import asdict, astuple, fields

from qualcode.analysis.disagreements import Disagreement
from qualcode.analysis.listings import CodingRow
from qualcode.analysis.status import CoderStatus
from qualcode.coding.memos import MemoInfo
from qualcode.text import listed
from qualcode.writeup.columns import with_attributes
from qualcode.writeup.document import Block, Document, Paragraph, Quote, Records, Table
from qualcode.writeup.numbers import percent


def status_document(coders: Sequence[CoderStatus]) -> Document:
    """Turns done, codings and turns still owed, per coder and transcript."""
    columns = ("coder", "round", "transcript", "turns", "done", "share", "left", "owed", "codings", "last change")
    numeric = frozenset({"turns", "done", "share", "left", "owed", "codings"})
    layers = [(coder, each) for coder in coders for each in coder.transcripts]
    rows = tuple(
        (
            coder.coder, coder.round, each.name, f"{each.turns:,}", f"{each.done:,}",
            percent(_share(each.need_coding - each.left, each.need_coding)), f"{each.left:,}", _number(each.owed),
            "blind" if each.codings is None else _number(each.codings), _minute(each.last_change),
        )
        for coder, each in layers
    )  # fmt: skip
    records = Records(
        ("coder", "round", "transcript", "turns", "done", "codings", "last_change", "owed", "need_coding", "left"),
        tuple((coder.coder, coder.round, *astuple(each)) for coder, each in layers),
    )
    block = Table(columns, rows, numeric) if rows else Paragraph("Nobody has coded yet. Start with `qualcode code`.")
    return Document((block,), records, {"coders": [asdict(coder) for coder in coders]})


def codings_document(codings: Sequence[CodingRow]) -> Document:
    """Every coding with its words; codings that their coder was unsure of carry a question mark."""
    columns = ("transcript", "turn", "speaker", "code", "coder", "round", "text")
    rows = tuple(
        (
            coding.transcript, str(coding.turn), coding.speaker, coding.code + ("?" if coding.unsure else ""), coding.coder,
            coding.round, coding.text,
        )
        for coding in codings
    )  # fmt: skip
    fixed = [field.name for field in fields(CodingRow) if field.name != "attributes"]
    told = [[getattr(coding, name) for name in fixed] for coding in codings]
    records = with_attributes(fixed, told, [coding.attributes for coding in codings])
    data = {"codings": [asdict(coding) for coding in codings]}
    return Document((_listing(columns, rows, "There are no such codings."),), records, data)


def disagreements_document(disagreements: Sequence[Disagreement]) -> Document:
    """Turns on which coders differ, each with the codes they differ in; in the records one row a turn and code."""
    turns: dict[tuple[str, int], list[Disagreement]] = {}
    for each in disagreements:
        turns.setdefault((each.transcript, each.turn), []).append(each)
    quotes = tuple(
        Quote(here[0].text, f"({transcript}, turn {turn})", notes=tuple(_difference(each) for each in here))
        for (transcript, turn), here in turns.items()
    )
    none = Paragraph("There are no disagreements on the turns that two or more of the coders have done.")
    rows = tuple(
        (each.transcript, each.turn, each.code, "; ".join(each.present), "; ".join(each.absent), each.text)
        for each in disagreements
    )
    records = Records(("transcript", "turn", "code", "present", "absent", "text"), rows)
    return Document(quotes or (none,), records, {"unit": "turn", "disagreements": [asdict(each) for each in disagreements]})


def memos_document(memos: Sequence[MemoInfo]) -> Document:
    """Every memo under what it hangs on, with the words it is about."""
    quotes = tuple(Quote(memo.words or memo.text, _hangs_on(memo), notes=(memo.text,) if memo.words else ()) for memo in memos)
    records = Records(tuple(field.name for field in fields(MemoInfo)), tuple(astuple(memo) for memo in memos))
    return Document(quotes or (Paragraph("There are no such memos."),), records, {"memos": [asdict(memo) for memo in memos]})


def _hangs_on(memo: MemoInfo) -> str:
    code = memo.code + ("" if memo.stands else " (taken off)")
    place = f"{memo.transcript}, turn {memo.turn}, {memo.speaker}" if memo.turn else memo.transcript
    target = ", ".join(filter(None, (place, code))) or "the project"
    return f"({target}; {memo.coder}, {_minute(memo.at)})"


def _difference(each: Disagreement) -> str:
    return f"{each.code}: {listed(list(each.present))}, not {listed(list(each.absent), 'or')}"


def _listing(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], none: str) -> Block:
    return Table(columns, rows, frozenset({"turn"})) if rows else Paragraph(none)


def _share(done: int, turns: int) -> float | None:
    return done / turns if turns else None


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _minute(stamp: str | None) -> str:
    """`2026-03-01 14:05` of an ISO 8601 time."""
    return stamp[:16].replace("T", " ") if stamp else ""
