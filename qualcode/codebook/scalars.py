"""A text as YAML holds it: as bare as it can stand, long ones folded, those with lines as they are."""

from collections.abc import Iterator

import yaml

from qualcode.codebook.tree import LOADER

_WIDTH = 118


def line_scalar(text: str, *, quoted: bool = False) -> str:
    """`text` on one line, in double quotes where YAML, or somebody's other program, would read something else into it.

    What is bare is so that it may also stand between commas and brackets.
    """
    dumped: str = yaml.safe_dump([text], allow_unicode=True, width=float("inf"), default_flow_style=True)
    if not quoted and dumped == f"[{text}]\n":
        return text
    dumped = yaml.safe_dump(text, allow_unicode=True, width=float("inf"), default_style='"')
    return dumped.removesuffix("\n")


def block_scalar(text: str, indent: int) -> str | None:
    """`text` over several lines `indent` blanks further in, where it is long or has lines; None where one line does."""
    if "\n" in text:
        return _if_read(f"|-\n{_indented(text.split(chr(10)), indent)}", text)
    if len(text) + indent > _WIDTH and "  " not in text:
        return _if_read(f">-\n{_indented(_folded(text, _WIDTH - indent), indent)}", text)
    return None


def _folded(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _indented(lines: Iterator[str] | list[str], indent: int) -> str:
    return "\n".join(" " * indent + line if line else "" for line in lines)


def _if_read(written: str, text: str) -> str | None:
    """`written` where a parser reads `text` out of it: some signs stand in quotes only."""
    try:
        read = yaml.load(f"x: {written}\n", Loader=LOADER)
    except yaml.YAMLError:
        return None
    return written if read == {"x": text} else None
