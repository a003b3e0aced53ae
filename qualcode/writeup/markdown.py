"""Markdown (CommonMark with pipe tables): what people wrote is escaped, so that it reads as they wrote it."""

import re

from qualcode.text import one_line, safe
from qualcode.writeup.document import Block, Bullets, Document, Heading, Paragraph, Quote, Table

# Whatever could start emphasis, a link, code, HTML, a cell or an entity, anywhere in a line.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|&~$])")
# What makes a heading, a list, a quote or a rule of a line by standing at its start.
_LINE_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))", re.MULTILINE)


def write(document: Document) -> str:
    """The document as Markdown."""
    title = [f"# {_inline(document.title)}"] if document.title else []
    return "\n\n".join([*title, *(_block(block) for block in document.blocks)]) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {_inline(text)}"
        case Paragraph(text):
            return _escaped(text)
        case Bullets(items):
            return "\n".join(f"- {_inline(item)}" for item in items)
        case Table():
            return _table(block)
        case Quote():
            return _quote(block)


def _escaped(text: str) -> str:
    """Lines stay lines: a single line feed becomes a hard break, a blank line parts paragraphs."""
    escaped = _LINE_START.sub(_escape_start, _SPECIAL.sub(r"\\\1", safe(text, lines=True)))
    return re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", escaped)


def _escape_start(match: re.Match[str]) -> str:
    blank, mark = match.groups()
    # A number that would start a list is kept from it by its full stop; the others by themselves.
    return f"{blank}{mark}\\" if mark.isdigit() else f"{blank}\\{mark}"


def _inline(text: str) -> str:
    return _escaped(one_line(text))


def _table(table: Table) -> str:
    rules = ("---:" if name in table.numeric else "---" for name in table.columns)
    rows = [[_inline(cell) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in ([_inline(name) for name in table.columns], rules, *rows))


def _quote(quote: Quote) -> str:
    aside = [f"*{_inline(part)}*" for part in (quote.before, quote.after)]
    parts = [*(aside[:1] if quote.before else []), _escaped(quote.text), *(aside[1:] if quote.after else [])]
    parts += [f"— {_inline(quote.locator)}", *(_inline(note) for note in quote.notes)]
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(parts).split("\n"))
