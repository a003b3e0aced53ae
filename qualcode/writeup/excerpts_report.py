"""Coded excerpts for a write-up: each quote whole, with its locator, coders, memo and context."""

from collections.abc import Sequence
from dataclasses import asdict

from qualcode.analysis.excerpts import Excerpt
from qualcode.text import one_line
from qualcode.writeup.document import Block, Document, Heading, Paragraph, Quote, Records

_COLUMNS = (
    "transcript", "turn", "speaker", "code", "code_path", "coders", "text", "before", "after", "memo", "start_char", "end_char",
)  # fmt: skip


def excerpts_document(excerpts: Sequence[Excerpt]) -> Document:
    """Quotes under the path of their code; in the records one row a quote."""
    blocks: list[Block] = []
    for path in dict.fromkeys(excerpt.code_path for excerpt in excerpts):
        blocks.append(Heading(" › ".join(path)))
        blocks += [_quote(excerpt) for excerpt in excerpts if excerpt.code_path == path]
    records = Records(_COLUMNS, tuple(tuple(_cells(excerpt)[name] for name in _COLUMNS) for excerpt in excerpts))
    nothing = Paragraph("There are no such excerpts.")
    return Document(tuple(blocks) or (nothing,), records, {"excerpts": [asdict(excerpt) for excerpt in excerpts]})


def _quote(excerpt: Excerpt) -> Quote:
    memo = (f"Memo: {excerpt.memo}",) if excerpt.memo else ()
    return Quote(excerpt.text, f"{locator(excerpt)} · {', '.join(excerpt.coders)}", excerpt.before, excerpt.after, memo)


def locator(excerpt: Excerpt) -> str:
    """`(Speaker, transcript, turn 12)`."""
    return f"({one_line(excerpt.speaker)}, {one_line(excerpt.transcript)}, turn {excerpt.turn})"


def _cells(excerpt: Excerpt) -> dict[str, str | int]:
    return asdict(excerpt) | {"code_path": " > ".join(excerpt.code_path), "coders": "; ".join(excerpt.coders)}
