"""Plain text, for a terminal or a file: tables aligned by display width, nothing cut, nothing a terminal would obey."""

from wcwidth import ljust, rjust, wcswidth, wrap

from qualcode.text import one_line, safe
from qualcode.writeup.charts.characters import drawn
from qualcode.writeup.document import Block, Bullets, Document, Figure, Heading, Paragraph, Quote, Table

_GAP = "  "
_INDENT = "    "
_NARROWEST = 20  # columns; narrower than that nobody reads a wrapped cell


def write(document: Document, width: int | None = None) -> str:
    """The document as text; running text is wrapped at `width` columns, or left on one line a paragraph without it."""
    blocks = [_block(block, width) for block in document.blocks]
    title = [_underlined(document.title, "=")] if document.title else []
    return "\n\n".join([*title, *blocks]) + "\n"


def _block(block: Block, width: int | None) -> str:
    match block:
        case Heading(text, level):
            return _underlined(text, "-" if level == 1 else "~")
        case Paragraph(text):
            return _lines(text, width)
        case Bullets(items):
            return "\n".join(_lines(item, width, first="- ", other="  ") for item in items)
        case Table():
            return _table(block, width)
        case Quote():
            return _quote(block, width)
        case Figure(chart, caption):
            return f"{drawn(chart, width)}\n\n{_lines(caption, width)}"


def _underlined(text: str, line: str) -> str:
    title = one_line(text)
    return f"{title}\n{line * _width(title)}"


def _lines(text: str, width: int | None, first: str = "", other: str = "") -> str:
    lines: list[str] = []
    for line in safe(text, lines=True).split("\n"):
        indent = other if lines else first
        lines += wrap(line, width, initial_indent=indent, subsequent_indent=other) if width and line else [indent + line]
    return "\n".join(line.rstrip() for line in lines)


def _quote(quote: Quote, width: int | None) -> str:
    parts = [_lines(quote.before, width, _INDENT, _INDENT)] if quote.before else []
    parts.append(_lines(quote.words, width, _INDENT, _INDENT) if quote.run_in else _lines(f"“{quote.text}”", width))
    parts += [_lines(quote.after, width, _INDENT, _INDENT)] if quote.after else []
    parts += [_lines(one_line(quote.source), width, _INDENT, _INDENT + "  ")] if quote.source else []
    parts += [_lines(note, width, _INDENT, _INDENT + "  ") for note in quote.notes]
    return "\n".join(parts)


def _table(table: Table, width: int | None) -> str:
    """Columns as wide as their widest cell. The last one is not padded, and wraps beside the others where it is too long."""
    rows = [[one_line(cell) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(table.columns))]
    left = sum(size + len(_GAP) for size in widths[:-1])
    room = width - left if width and width - left >= _NARROWEST else None
    right = [name in table.numeric for name in table.columns]
    lines = []
    for row in rows:
        *others, last = (rjust(cell, size) if flush else cell for cell, size, flush in zip(row, widths, right, strict=True))
        start = "".join(ljust(cell, size) + _GAP for cell, size in zip(others, widths[:-1], strict=True))
        first, *more = wrap(last, room) if room and last else [last]
        lines += [start + first, *(" " * left + line for line in more)]
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    # wcswidth says -1 where it meets a character without a width; safe text has none, but a new Unicode may.
    return max(wcswidth(text), 0)
