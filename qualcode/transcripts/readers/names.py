"""The name alone on its line, what is said in the paragraphs below; also `### Name` headings of Markdown."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from qualcode.transcripts import labelled, speakers
from qualcode.transcripts.compose import Draft
from qualcode.transcripts.document import Document
from qualcode.transcripts.model import Role

_BULLET = re.compile(r"[•◦▪‣*\-–]\s+")
_NO_HEADING_ENDS = tuple(".?!…:,;")
_CLAUSES = re.compile(r"[?!;:|#\[\]]|\w{5,}\. ")  # `Dr. Lee` is a name, `Certainly. Next` is not
_HASHES = re.compile(r"#{1,6}\s+")


class Block(NamedTuple):
    """A run of lines between blank ones: its first line, how many lines, and the heading its first line may be."""

    line: int
    height: int
    heading: str | None


def sniff(document: Document) -> int:
    """Lines that are a name that comes back."""
    return _sniff(document, _plain_heading)


def read(document: Document) -> Draft:
    """One turn from each name to the next; speech under a heading that is no person has the heading as its speaker."""
    return _read(document, _plain_heading)


def sniff_markdown(document: Document) -> int:
    """Markdown headings that are a name that comes back."""
    return _sniff(document, _markdown_heading)


def read_markdown(document: Document) -> Draft:
    """As `read`, for names in Markdown headings."""
    return _read(document, _markdown_heading)


def _plain_heading(line: str) -> str | None:
    """The name a line may be: up to six words and 63 characters, without the punctuation that ends a sentence or clause."""
    if len(line) > 2 * speakers.LONGEST or line.endswith(_NO_HEADING_ENDS):
        return None
    bullet = _BULLET.match(line)
    name = speakers.tidy(line[bullet.end() :] if bullet else line)
    short = 0 < len(name) <= speakers.LONGEST and name.count(" ") < 6
    heads = short and name[0].isalnum() and not _CLAUSES.search(name)
    return name if heads and speakers.is_person(name) else None


def _markdown_heading(line: str) -> str | None:
    hashes = _HASHES.match(line)
    return speakers.tidy(line[hashes.end() :].replace("**", "").rstrip(": ")) or None if hashes else None


def _sniff(document: Document, heading: Callable[[str], str | None]) -> int:
    names = _names(_blocks(document, heading))
    return sum(names.values()) if len(names) > 1 or sum(names.values()) > 2 else 0


def _read(document: Document, heading: Callable[[str], str | None]) -> Draft:
    blocks = _blocks(document, heading)
    names = _names(blocks)
    start, end, indented = _body(document)
    first = start if indented else next((block.line for block in blocks if block.heading in names), end)
    sections = _sections([block for block in blocks if block.line >= first], names)
    speaking = {*names, *sections}
    headings = [block for block in blocks if block.line >= first and block.heading in speaking]
    labels = [labelled.Label(block.line, len(document.lines[block.line]), block.heading) for block in headings]
    draft = labelled.read(document.lines, labels, end if indented else None)
    spoken = {turn.speaker for turn in draft.turns}
    sections = [name for name in sections if name in spoken]
    return _with_sections(draft, sections) if sections else draft


def _with_sections(draft: Draft, sections: Sequence[str]) -> Draft:
    stand = "stand" if len(sections) > 1 else "stands"
    note = (
        f"{labelled.few(sections)} {stand} only once as a heading and may be no person: the heading became the speaker of what "
        "is said below it, role section. `qualcode speakers rename` gives it to a person."
    )
    return replace(draft, roles=dict.fromkeys(sections, Role.SECTION)).noting(note)


def _body(document: Document) -> tuple[int, int, bool]:
    """(first line, line after the last, whether by indentation): a dump of a web page indents what is said."""
    indented = [n for n, line in enumerate(document.raw_lines) if line[:1].isspace() and line.strip()]
    if 2 * len(indented) < sum(map(bool, document.lines)) or not indented:
        return 0, len(document.lines), False
    return indented[0], indented[-1] + 1, True


def _blocks(document: Document, heading: Callable[[str], str | None]) -> list[Block]:
    """Blocks of the body. Where no line is blank (`Name` and text in turn), every line is a block."""
    start, end, _ = _body(document)
    lines = document.lines
    if all(lines[start:end]):
        return [Block(n, 1, heading(lines[n])) for n in range(start, end)]
    firsts = [n for n in range(start, end) if lines[n] and (n == start or not lines[n - 1])]
    blocks = []
    for n in firsts:
        height = 1
        while n + height < end and lines[n + height]:
            height += 1
        blocks.append(Block(n, height, heading(lines[n])))
    return blocks


def _names(blocks: Sequence[Block]) -> dict[str, int]:
    """Headings that come back, and stand free at least once: short answers come back too, but stand below a name."""
    counts = Counter(block.heading for block in blocks)
    free = {block.heading for n, block in enumerate(blocks) if _stands_free(blocks, n)}
    return {name: times for name, times in counts.items() if name and times > 1 and name in free and not speakers.is_answer(name)}


def _stands_free(blocks: Sequence[Block], n: int) -> bool:
    """Below it speech, above it nothing or speech: never another possible heading."""
    block = blocks[n]
    below = block.height > 1 or (n + 1 < len(blocks) and blocks[n + 1].heading is None)
    above = n == 0 or blocks[n - 1].heading is None or blocks[n - 1].height > 1
    return block.heading is not None and below and above


def _sections(blocks: Sequence[Block], names: dict[str, int]) -> list[str]:
    """Headings that stand once, capitalised, above a paragraph: `Outro`, `Ann's opening`."""
    counts = Counter(block.heading for block in blocks)
    return [
        block.heading
        for n, block in enumerate(blocks)
        if block.heading
        and block.heading not in names
        and counts[block.heading] == 1
        and _stands_free(blocks, n)
        and not block.heading[0].islower()
        and not re.search(r"[.,]", block.heading)
        and not speakers.is_answer(block.heading)
    ]
