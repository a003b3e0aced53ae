"""Coded excerpts for a write-up: each quote whole, with its locator, coders, memo and context; or as APA sets quotations."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from qualcode.analysis.excerpts import Excerpt
from qualcode.text import one_line, words
from qualcode.writeup.columns import with_attributes
from qualcode.writeup.document import Block, Cell, Document, Heading, Paragraph, Quote
from qualcode.writeup.numbers import clock

ORDERS = ("code", "transcript", "speaker")
"""What excerpts are grouped by: code and transcript in it, transcript and code, speaker and code."""
_COLUMNS = (
    "transcript", "turn", "speaker", "code", "code_path", "coders", "text", "before", "after", "memo", "start_char", "end_char",
    "speaker_role", "last_turn", "start_ms", "also",
)  # fmt: skip
_FIELDS = tuple(field.name for field in fields(Excerpt))
_BLOCK = 40  # words from which on APA 7 (8.27) sets a quotation as a block
_PAIR = re.compile('"([^"]*)"')
_SINGLE = str.maketrans("“”", "‘’")


def excerpts_document(
    excerpts: Sequence[Excerpt],
    *,
    by: str = "code",
    codes: Sequence[str] = (),
    apa: bool = False,
    memos: bool = True,
    note: str = "",
) -> Document:
    """Quotes under two levels of headings, as `by` (one of ORDERS) says, codes in the order of `codes`; in the records one row
    a quote.

    With `apa`, quotations of fewer than 40 words stand in quotation marks and longer ones as blocks, each with who said it
    where. `note` says how the excerpts were chosen.
    """
    outer, inner = _GROUPS[by]
    rank = {code: place for place, code in enumerate(codes)}
    blocks: list[Block] = [Paragraph(note)] if note and excerpts else []
    for title, theirs in _grouped(excerpts, outer, rank):
        blocks.append(Heading(title))
        for below, these in _grouped(theirs, inner, rank):
            blocks.append(Heading(below, 2))
            blocks += [_apa(each) if apa else _quote(each, memos=memos) for each in these]
    told = [_told(each, memos=memos) for each in excerpts]
    records = with_attributes(_COLUMNS, [_cells(each) for each in told], [each.attributes for each in excerpts])
    data = {"excerpts": told}
    if not excerpts:
        return Document((Paragraph("There are no such excerpts."),), records, data)
    return Document(tuple(blocks), records, data, title="Excerpts", contents=True)


def locator(excerpt: Excerpt) -> str:
    """`(Speaker, transcript, turn 12, 00:04:10)`."""
    turns = f"turns {excerpt.turn}–{excerpt.last_turn}" if excerpt.last_turn > excerpt.turn else f"turn {excerpt.turn}"
    time = f", {clock(excerpt.start_ms)}" if excerpt.start_ms is not None else ""
    return f"({one_line(excerpt.speaker)}, {one_line(excerpt.transcript)}, {turns}{time})"


def _code(excerpt: Excerpt) -> str:
    return " + ".join([" › ".join(excerpt.code_path), *excerpt.also])


def _transcript(excerpt: Excerpt) -> str:
    return excerpt.transcript


def _speaker(excerpt: Excerpt) -> str:
    return excerpt.speaker


_Title = Callable[[Excerpt], str]
_GROUPS: dict[str, tuple[_Title, _Title]] = {
    "code": (_code, _transcript), "transcript": (_transcript, _code), "speaker": (_speaker, _code),
}  # fmt: skip


def _grouped(excerpts: Sequence[Excerpt], title: _Title, rank: Mapping[str, int]) -> Iterator[tuple[str, list[Excerpt]]]:
    """By title: codes by their rank, all others in the order in which they come first; under one they keep their order."""
    if title is _code:
        excerpts = sorted(excerpts, key=lambda each: rank.get(each.code, len(rank)))
    groups: dict[str, list[Excerpt]] = {}
    for each in excerpts:
        groups.setdefault(title(each), []).append(each)
    yield from groups.items()


def _quote(excerpt: Excerpt, *, memos: bool) -> Quote:
    memo = (f"Memo: {excerpt.memo}",) if excerpt.memo and memos else ()
    return Quote(excerpt.text, f"{locator(excerpt)} · {', '.join(excerpt.coders)}", excerpt.before, excerpt.after, memo)


def _apa(excerpt: Excerpt) -> Block:
    """APA 7, 8.25 to 8.27: in a line of the text the citation stands before the full stop, below a block behind it."""
    if "\n" in excerpt.text or len(words(excerpt.text)) >= _BLOCK:
        return Quote(excerpt.text, locator(excerpt), run_in=True)
    said = _PAIR.sub(r"‘\1’", excerpt.text.translate(_SINGLE))
    stop = said.endswith(".") and not said.endswith("..")
    return Paragraph(f"“{said[:-1] if stop else said}” {locator(excerpt)}.")


def _told(excerpt: Excerpt, *, memos: bool) -> dict[str, Any]:
    # Not `asdict`, which copies everything, and takes half the time of a CSV file.
    told = {name: getattr(excerpt, name) for name in _FIELDS}
    return told if memos else told | {"memo": ""}


def _cells(told: Mapping[str, Any]) -> tuple[Cell, ...]:
    joined = {"code_path": " > ".join(told["code_path"]), "coders": "; ".join(told["coders"]), "also": "; ".join(told["also"])}
    return tuple(joined.get(name, told[name]) for name in _COLUMNS)
