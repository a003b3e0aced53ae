"""A decoded file as the readers get it."""

from dataclasses import dataclass
from functools import cached_property

_HEAD = 2000  # lines; what a file is shows in these, so telling its format takes the same time for any length
SURE = 1_000_000
"""What `sniff` says where the file's own signature names its format: more than any count of lines in the head."""


@dataclass(frozen=True)
class Document:
    """`raw` is the decoded text (line feeds, no byte order mark); `suffix` the file's ending in lower case, with its dot."""

    raw: str
    suffix: str = ""

    @cached_property
    def raw_lines(self) -> list[str]:
        """Lines as they stand, with their indentation."""
        return self.raw.split("\n")

    @cached_property
    def lines(self) -> list[str]:
        """Lines without white space at their ends, one for one with `raw_lines`: the canonical text."""
        return [line.strip() for line in self.raw_lines]

    @cached_property
    def head(self) -> "Document":
        """The first lines, to tell the format by."""
        return self if len(self.raw_lines) <= _HEAD else Document("\n".join(self.raw_lines[:_HEAD]), self.suffix)
