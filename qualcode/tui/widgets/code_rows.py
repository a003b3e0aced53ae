"""How a line of the code list looks: a heading, a code with its count, a coding with its quote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qualcode.coding.differences import Difference
from qualcode.text import one_line
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.code_tree import CodeLine, Heading
from qualcode.tui.widgets.drawn import finished
from qualcode.tui.widgets.remover import CodingLine
from qualcode.tui.widgets.wrap import cells, clip

Line = Heading | CodeLine | CodingLine
Piece = tuple[str, Style | None]
_SHARES_FROM = 30  # cells: with fewer, names matter more than where coders differ


class Use(NamedTuple):
    """What the list tells of one code: how often used, whether unsure on this turn (None where it is not on it), where coders
    differ."""

    times: int
    unsure: bool | None
    difference: Difference | None


@dataclass
class Told:
    """What the list tells of codes by their keys: how often used, on this turn (True where unsure), where coders differ."""

    counts: Mapping[str, int] = field(default_factory=dict)
    here: Mapping[str, bool] = field(default_factory=dict)
    differences: Mapping[str, Difference] = field(default_factory=dict)

    def of(self, line: Line) -> Use:
        """What is told of the code of a line."""
        key = line.code.key if isinstance(line, CodeLine) else ""
        return Use(self.counts.get(key, 0), self.here.get(key), self.differences.get(key))


@lru_cache(maxsize=1024)  # a key changes a line or two of the list
def draw(line: Line, use: Use, looks: Looks, width: int, *, chosen: bool) -> Strip:
    """`line` in `width` cells; `chosen` is the one that enter means."""
    match line:
        case Heading():
            return _heading(line, looks, width)
        case CodeLine():
            return _code(line, use, looks, width, chosen=chosen)
        case CodingLine():
            return _coding(line, looks, width, chosen=chosen)


def aligned(left: list[Piece], right: str, looks: Looks, width: int, style: Style | None = None) -> Strip:
    """Pieces from the left, `right` at the right end, dim or in its own style."""
    gap = max(0, width - sum(cells(text) for text, _ in left) - cells(right))
    pieces = [*left, (" " * gap, None), (right, style or looks.dim)]
    return finished([Segment(text, style) for text, style in pieces], width, looks.plain)


def _heading(line: Heading, looks: Looks, width: int) -> Strip:
    style = looks.dim + Style(italic=True)
    name = clip(one_line(line.name), max(4, width - 3 - line.depth - len(line.kind)))
    return aligned([(" " * (line.depth + 1) + name, style)], f"{line.kind} " if line.kind else "", looks, width, style)


def _code(line: CodeLine, use: Use, looks: Looks, width: int, *, chosen: bool) -> Strip:
    code, doubt = line.code, use.unsure
    difference = use.difference if width >= _SHARES_FROM else None
    right = (f"{use.times:,}" if use.times else "") + (f" ≠{difference.percent:>2}%" if difference else "")
    right += "   " if doubt is None else " ●?" if doubt else " ● "
    left = _key(code.hotkey, code.key, looks, line.depth, chosen=chosen)
    level = f" {line.level}." if line.level else ""
    room = max(2, width - sum(cells(text) for text, _ in left) - 2 - len(level) - cells(right))
    style = looks.label if chosen or doubt is not None else Style()
    return aligned([*left, (level, looks.dim), (" " + clip(one_line(code.name), room), style)], right, looks, width)


def _coding(line: CodingLine, looks: Looks, width: int, *, chosen: bool) -> Strip:
    left = _key(line.sign, line.coding.code, looks, 0, chosen=chosen)
    name = one_line(line.code.name if line.code else line.coding.code) + ("?" if line.coding.unsure else "")
    room = width - sum(cells(text) for text, _ in left) - 1
    name = clip(name, max(2, room // 2 if line.quote else room))
    quote = clip(f" “{one_line(line.quote)}”", max(1, room - cells(name))) if line.quote else ""
    return aligned([*left, (" " + name, looks.label if chosen else Style()), (quote, looks.dim)], "", looks, width)


def _key(sign: str | None, key: str, looks: Looks, depth: int, *, chosen: bool) -> list[Piece]:
    chip = looks.chips.get(key, Style(reverse=True))
    return [("›" if chosen else " ", looks.bar), (" " * depth, Style()), (f" {one_line(sign or '·')} ", chip)]
