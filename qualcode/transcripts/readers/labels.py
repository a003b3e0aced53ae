"""`Name: text`, with or without a time before or after the name."""

import re

from qualcode.transcripts import labelled, speakers
from qualcode.transcripts.clock import TIME
from qualcode.transcripts.compose import Draft
from qualcode.transcripts.document import Document

# A colon right before a digit or slash belongs to a time or an address. f4 writes a tenth as `-0` behind the time.
LABEL = re.compile(
    rf"(?:[\[(#]?(?P<time>{TIME})(?:-\d)?[\])#]?\s*(?:[-–—]\s*)?)?"
    rf"(?P<name>[^\W_][^:\[\]#*|<>\n]{{0,{speakers.LONGEST - 1}}})"
    rf"(?:[\[(](?P<time_after>{TIME})[\])]\s*)?:(?![\d/\\:])\s*"
)


def sniff(document: Document) -> int:
    """Lines that begin with a label; none where fewer than half the paragraphs do and no label comes back."""
    labels = find(document.lines)
    names = {label.speaker for label in labels}
    paragraphs = sum(map(bool, document.lines[labels[0].line :])) if labels else 0
    return len(labels) if len(labels) > 1 and (len(names) < len(labels) or 2 * len(labels) >= paragraphs) else 0


def find(lines: list[str], header: bool = True) -> list[labelled.Label]:
    """The labels of a transcript; with `header`, fields and titles before the first turn are left aside."""
    possible = [label for label in labelled.candidates(lines, LABEL) if _parted(lines[label.line], label)]
    names = speakers.accepted([label.speaker or "" for label in possible])
    return labelled.named(labelled.without_header(lines, possible, names) if header else possible, names)


def _parted(line: str, label: labelled.Label) -> bool:
    """A blank follows the colon; `I:text` passes for a name of one word only, or `so:he said` would be one too."""
    return line[label.end - 1] != ":" or label.end == len(line) or " " not in (label.speaker or "")


def read(document: Document) -> Draft:
    """One turn from each label to the next of another name."""
    return labelled.read_telling(document.lines, find(document.lines))
