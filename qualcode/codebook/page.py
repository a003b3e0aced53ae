"""A codebook's YAML as a page of text: where each entry, field and comment stands on it. Offsets are characters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml

from qualcode.codebook.reading import slug
from qualcode.codebook.tree import LOADER

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*", re.MULTILINE)
# A line that holds nothing but a comment, and where the comment begins.
_COMMENT_LINE = re.compile(r" *(?=#)")


@dataclass(frozen=True, slots=True)
class Splice:
    """`[start, end)` of a text is to become `new`."""

    start: int
    end: int
    new: str


def spliced(text: str, *splices: Splice) -> str:
    """`text` with every splice made. New lines end as the others of the text do."""
    ending = "\r\n" if "\r\n" in text else "\n"
    for splice in sorted(splices, key=lambda each: each.start, reverse=True):
        text = text[: splice.start] + splice.new.replace("\n", ending) + text[splice.end :]
    return text


class Page:
    """The text, which must be a codebook without errors; its last line gets an end where it has none."""

    def __init__(self, text: str) -> None:
        self.text = text if text.endswith("\n") else spliced(text, Splice(len(text), len(text), "\n"))
        root = yaml.compose(self.text, Loader=LOADER)
        assert isinstance(root, yaml.MappingNode)
        self.root = root

    @cached_property
    def codes(self) -> dict[str, yaml.MappingNode]:
        """The entry of every code, by its key."""
        return {key_of(entry): entry for entry, _ in self._walk(self.root)}

    @cached_property
    def above(self) -> dict[str, yaml.MappingNode]:
        """The entry that holds each code among its `codes`, by the code's key."""
        return {key_of(entry): above for entry, above in self._walk(self.root)}

    @cached_property
    def groups(self) -> dict[str, yaml.MappingNode]:
        """The entry of every group, by its key."""
        return {key_of(entry): entry for entry in entries(self.root, "groups")}

    def _walk(self, above: yaml.MappingNode) -> Iterator[tuple[yaml.MappingNode, yaml.MappingNode]]:
        for entry in entries(above, "codes"):
            yield entry, above
            yield from self._walk(entry)

    def line(self, at: int) -> int:
        """Where the line of the character `at` begins."""
        return self.text.rfind("\n", 0, at) + 1

    def next_line(self, at: int) -> int:
        """Where the line after that of the character `at` begins; the end of the text after the last."""
        return self.text.find("\n", at) + 1 or len(self.text)

    def column(self, at: int) -> int:
        """How many characters stand before `at` in its line."""
        return at - self.line(at)

    def end(self, node: yaml.Node) -> int:
        """Where the last sign of a node ends: the parser counts comments and blank lines after it in."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        return len(self.text[: node.end_mark.index].rstrip())

    def item(self, entry: yaml.Node, column: int) -> tuple[int, int]:
        """The whole lines of an item of a list whose dashes stand in `column`.

        A comment right above the dash, and one further in below the entry, belong to it; what a blank line parts does not.
        """
        start = self.line(entry.start_mark.index)
        while self.text[start : start + column + 1].strip(" ") != "-" or self.text[start + column] != "-":
            start = self.line(start - 1)
        while start and self._comment_column(self.line(start - 1)) == column:
            start = self.line(start - 1)
        end = self.next_line(self.end(entry))
        while (found := self._comment_column(end)) is not None and found > column:
            end = self.next_line(end)
        return start, end

    def blank_after(self, line: int) -> int:
        """Where the blank lines from `line` on end."""
        while line < len(self.text) and not self.text[line : self.next_line(line)].strip():
            line = self.next_line(line)
        return line

    def blank_before(self, line: int) -> int:
        """Where the blank lines above `line` begin."""
        while line and not self.text[self.line(line - 1) : line].strip():
            line = self.line(line - 1)
        return line

    def comments(self, start: int = 0, end: int | None = None) -> list[str]:
        """Every comment in `[start, end)`, in order."""
        end = len(self.text) if end is None else end
        leaves = [leaf for leaf in _leaves(self.root) if start <= leaf.start_mark.index < end]
        gaps, at = [], start
        for leaf in leaves:
            gaps.append((at, max(at, leaf.start_mark.index)))
            if leaf.style in {"|", ">"}:  # a comment may stand behind the sign
                gaps.append((leaf.start_mark.index, self.next_line(leaf.start_mark.index)))
            at = max(at, self.end(leaf))
        gaps.append((at, end))
        return [match[0].rstrip() for gap in gaps for match in _COMMENT.finditer(self.text, *gap)]

    def _comment_column(self, line: int) -> int | None:
        match = _COMMENT_LINE.match(self.text, line)
        return match.end() - line if match else None


def fields(entry: yaml.MappingNode) -> dict[str, tuple[yaml.ScalarNode, yaml.Node]]:
    """(name, value) of every field of an entry, by the name."""
    return {name.value: (name, value) for name, value in entry.value}


def entries(above: yaml.MappingNode, field: str) -> list[yaml.MappingNode]:
    """The entries of the list in a field, none where there is no list."""
    _, value = fields(above).get(field, (None, None))
    return [entry for entry in value.value if isinstance(entry, yaml.MappingNode)] if isinstance(value, yaml.SequenceNode) else []


def key_of(entry: yaml.MappingNode) -> str:
    """The key of a code or group, as written or as made from its name."""
    written = {name: value.value.strip() for name, (_, value) in fields(entry).items() if isinstance(value, yaml.ScalarNode)}
    return written.get("key") or slug(" ".join(written["name"].split()))


def _leaves(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    else:
        for child in node.value:
            for part in child if isinstance(child, tuple) else (child,):
                yield from _leaves(part)
