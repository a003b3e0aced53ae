"""Markdown with the speaker in bold: `**Name:** text`, `**Name** text`, `**Name** [m:ss]` above the text."""

import re

from qualcode.transcripts import labelled, speakers
from qualcode.transcripts.clock import TIME
from qualcode.transcripts.compose import Draft
from qualcode.transcripts.document import Document

LABEL = re.compile(
    rf"(?:[\[(](?P<time>{TIME})[\])]\s*)?"
    rf"\*\*(?P<name>[^*\n]{{1,{speakers.LONGEST}}}?)\s*(?::\s*)?\*\*\s*(?::\s*)?(?:\\?[\[(](?P<time_after>{TIME})\\?[\])]\s*:?)?\s*"
)


def sniff(document: Document) -> int:
    """Lines that begin with a name in bold."""
    found = len(find(document.lines))
    return found if found > 1 else 0


def find(lines: list[str]) -> list[labelled.Label]:
    """Bold labels, header fields left aside."""
    possible = labelled.candidates(lines, LABEL)
    names = speakers.accepted([label.speaker or "" for label in possible])
    return labelled.named(labelled.without_header(lines, possible, names), names)


def read(document: Document) -> Draft:
    """One turn from each bold name to the next other one."""
    return labelled.read_telling(document.lines, find(document.lines))
