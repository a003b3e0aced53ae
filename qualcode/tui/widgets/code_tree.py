"""The codebook as the lines of a list: groups over their codes, codes under their parents."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.codebook.model import Code, Codebook, Group


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """What stands over the codes that follow; a group tells its kind."""

    name: str
    depth: int = 0
    kind: str = ""
    key: str = ""  # of the group


@dataclass(frozen=True, slots=True, eq=False)
class CodeLine:
    """A code. `level` is its place in an ordered group, from 1, lowest first; 0 elsewhere."""

    code: Code
    depth: int = 0
    level: int = 0


TreeLine = Heading | CodeLine


def tree(codebook: Codebook) -> tuple[TreeLine, ...]:
    """Every code once, in the order of the codebook, indented under its parent and under the heading of its group."""
    return tuple(_lines(codebook.codes, 0, None, _Groups(codebook)))


class _Groups:
    """The codebook's groups, and how many levels of each have been passed."""

    def __init__(self, codebook: Codebook) -> None:
        self._by_key = {group.key: group for group in codebook.groups}
        self._sizes = Counter(code.group for code in codebook)
        self._passed: Counter[str] = Counter()

    def of(self, code: Code) -> Group | None:
        return self._by_key.get(code.group or "")

    def level(self, group: Group | None) -> int:
        if group is None or not group.ordered:
            return 0
        self._passed[group.key] += 1
        return self._passed[group.key]

    def kind(self, group: Group) -> str:
        """ "one of", for an ordered group with its levels: "one of 1–3"."""
        levels = f"1–{self._sizes[group.key]}" if group.ordered else ""
        return " ".join(part for part in ("one of" if group.exclusive else "", levels) if part)


def _lines(codes: tuple[Code, ...], depth: int, above: Group | None, groups: _Groups) -> Iterator[TreeLine]:
    """Codes under one parent; those that share its group need no heading again."""
    indent = 0
    for code in codes:
        group = groups.of(code)
        if group is not above:
            indent = 1 if group else 0
            if group:
                yield Heading(group.name, depth, groups.kind(group), group.key)
        above = group
        yield CodeLine(code, depth + indent, groups.level(group))
        yield from _lines(code.codes, depth + indent + 1, group, groups)
