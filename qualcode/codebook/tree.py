"""YAML text as a tree of nodes that know their lines.

Built from the parser's events, so that nothing in the file can do anything: no tag is followed, no reference expanded,
and every scalar is the text that stands there (`no`, `012` and `1.0` stay what the person wrote).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from qualcode.codebook.problems import Problems, shown
from qualcode.codebook.syntax import plain_words

MAX_BYTES = 5_000_000
MAX_DEPTH = 50
# libyaml is some twelve times faster; a PyYAML built without it reads the same.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Text:
    """A piece of text, as written."""

    text: str
    line: int


@dataclass(slots=True)
class Items:
    """A list."""

    line: int
    nodes: "list[Node]" = field(default_factory=list)


@dataclass(slots=True)
class Fields:
    """Fields and their values in turn, in the order of the file: a field may stand there twice."""

    line: int
    nodes: "list[Node]" = field(default_factory=list)

    def pairs(self) -> "Iterator[tuple[Node, Node]]":
        """Each field with its value."""
        return zip(self.nodes[::2], self.nodes[1::2], strict=True)


Node = Text | Items | Fields


def grow(text: str, problems: Problems) -> Node | None:
    """The tree of a YAML text, or None where it cannot be read at all; what is wrong is added to `problems`."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > MAX_BYTES:
        remedy = f"At most {MAX_BYTES / 1e6:.0f} MB are read; is this a codebook?"
        problems.error(1, f"The file has {len(data) / 1e6:.1f} MB.", remedy)
        return None
    try:
        roots = _roots(data, problems)
    except yaml.YAMLError as error:
        problems.error(*plain_words(error, text))
        return None
    if len(roots) > 1:
        problems.error(roots[1].line, "A second document begins here.", "Keep one codebook a file: take out the line `---`.")
    return roots[0] if roots else None


def _roots(data: bytes, problems: Problems) -> list[Node]:
    roots: list[Node] = []
    above: list[Items | Fields] = []
    for event in yaml.parse(data, Loader=LOADER):
        if isinstance(event, yaml.NodeEvent):
            node = _node(event, problems)
            (above[-1].nodes if above else roots).append(node)
            if not isinstance(node, Text):
                above.append(node)
        elif isinstance(event, yaml.CollectionEndEvent):
            above.pop()
        if len(above) > MAX_DEPTH:
            problems.error(above[-1].line, f"More than {MAX_DEPTH} levels stand inside each other.", "Make the codebook flatter.")
            return []
    return roots


def _node(event: Any, problems: Problems) -> Node:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent):
        remedy = "Write it out here (no code can hold itself); a text that begins with * goes in quotes."
        problems.error(line, f"{shown(f'*{event.anchor}')} refers to another place of the file.", remedy)
        return Text(f"*{event.anchor}", line)
    for sign, kind, mark in (("&", "anchor", event.anchor), ("!", "tag", event.tag)):
        if mark is not None:
            remedy = f"Take it out; a text that begins with {sign} goes in quotes."
            problems.error(line, f"{shown(sign + mark.removeprefix(sign))} is a YAML {kind}.", remedy)
    if isinstance(event, yaml.ScalarEvent):
        return Text(event.value, line)
    return Items(line) if isinstance(event, yaml.SequenceStartEvent) else Fields(line)
