"""Markdown (CommonMark with pipe tables): what people wrote is escaped, so that it reads as they wrote it."""

import re

from qualcode.text import one_line, safe
from qualcode.writeup.charts.characters import drawn
from qualcode.writeup.document import Block, Bullets, Document, Figure, Heading, Paragraph, Quote, Table

# Whatever could start emphasis, a link, code, HTML, a cell or an entity, anywhere in a line.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|&~$])")
# What makes a heading, a list, a rule or, by its blanks, code of a line by standing at its start.
_LINE_START = re.compile(r"^[ \t]*(#|=|[+-](?=[\s+-]|$)|\d+(?=[.)](?:\s|$))|)", re.MULTILINE)


def write(document: Document) -> str:
    """The document as Markdown."""
    title = [f"# {_inline(document.title)}"] if document.title else []
    return "\n\n".join([*title, *(_block(block) for block in document.blocks)]) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * (level + 1)} {_inline(text)}"
        case Paragraph(text):
            return _lines(text)
        case Bullets(items):
            return "\n".join(f"- {_lines(one_line(item))}" for item in items)
        case Table():
            return _table(block)
        case Quote():
            return _quote(block)
        case Figure(chart, caption):
            # Indented by four, a line is code whatever stands in it; a fence could be closed from inside.
            return "\n".join(f"    {line}".rstrip() for line in drawn(chart).split("\n")) + f"\n\n{_lines(caption)}"


def _lines(text: str) -> str:
    """Running text: a single line feed becomes a hard break, a blank line parts paragraphs."""
    return re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", _LINE_START.sub(_escaped_start, _escaped(safe(text, lines=True))))


def _escaped_start(match: re.Match[str]) -> str:
    mark = match[1]
    # A number that would start a list is kept from it by its full stop; the others by themselves.
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}" if mark else ""


def _inline(text: str) -> str:
    """What stands inside a line: a cell, a heading."""
    return _escaped(one_line(text))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _table(table: Table) -> str:
    rules = ("---:" if name in table.numeric else "---" for name in table.columns)
    rows = [[_inline(cell) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in ([_inline(name) for name in table.columns], rules, *rows))


def _quote(quote: Quote) -> str:
    parts = [_aside(quote.before)] if quote.before else []
    parts.append(_lines(quote.words))
    parts += [_aside(quote.after)] if quote.after else []
    parts += [*([_inline(quote.source)] if quote.source else []), *(_lines(note) for note in quote.notes)]
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(parts).split("\n"))


def _aside(context: str) -> str:
    """Context in italics, paragraph by paragraph."""
    return "\n\n".join(f"*{_inline(part)}*" for part in context.split("\n\n") if part.strip())
