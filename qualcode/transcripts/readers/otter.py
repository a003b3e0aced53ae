"""Otter: `Name  0:21` on a line of its own, or `00:00:21 Name` as Word's dictation has it; what is said stands below."""

import re

from qualcode.transcripts import labelled, speakers
from qualcode.transcripts.clock import TIME
from qualcode.transcripts.compose import Draft
from qualcode.transcripts.document import Document

_NAME = rf"[^\W_][^:\[\]*|<>#\n]{{0,{speakers.LONGEST - 1}}}?"
NAME_FIRST = re.compile(rf"(?P<name>{_NAME})(?:\s*,|\s+[-–—|])?\s+[\[(]?(?P<time>{TIME})[\])]?\Z")
TIME_FIRST = re.compile(rf"[\[(]?(?P<time>{TIME})[\])]?\s+(?:[-–—|]\s+)?(?P<name>{_NAME})\Z")


def sniff(document: Document) -> int:
    """Lines that are a name and a time, and nothing else."""
    found = len(find(document.lines))
    return found + 1 if found > 1 else 0


def find(lines: list[str]) -> list[labelled.Label]:
    """Lines of a name and a time that have words below them."""
    short = [line if len(line) <= 2 * speakers.LONGEST else "" for line in lines]
    for pattern in (NAME_FIRST, TIME_FIRST):
        possible = labelled.candidates(short, pattern)
        names = {name for name in speakers.accepted([label.speaker or "" for label in possible]) if not name.endswith((".", ","))}
        found = labelled.named(possible, names)
        if found and _words_below(lines, found):
            return found
    return []


def _words_below(lines: list[str], labels: list[labelled.Label]) -> bool:
    """True where most labels have a line below that is no label: lines of time and text in a row are no headers."""
    at = {label.line for label in labels}
    with_words = [n for n in at if n + 1 not in at and any(lines[n + 1 : n + 3])]
    repeats = len({label.speaker for label in labels}) < len(labels) or len(labels) < 4
    return repeats and 2 * len(with_words) > len(at)


def read(document: Document) -> Draft:
    """One turn from each header to the next of another name."""
    return labelled.read_telling(document.lines, find(document.lines))
