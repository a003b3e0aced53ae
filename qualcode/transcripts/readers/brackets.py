"""`[id] text`, `[mm:ss] [m1] text`: the speaker in square brackets."""

import re

from qualcode.transcripts import labelled, speakers
from qualcode.transcripts.clock import TIME
from qualcode.transcripts.compose import Draft
from qualcode.transcripts.document import Document

LABEL = re.compile(rf"(?:[\[(](?P<time>{TIME})[\])]\s*)?\[(?P<name>(?!{TIME}\])[^\[\]\n]{{1,{speakers.LONGEST}}})\]:?\s*")


def sniff(document: Document) -> int:
    """Lines that begin with a speaker in brackets."""
    found = len(find(document.lines))
    return found if found > 1 else 0


def find(lines: list[str]) -> list[labelled.Label]:
    """Labels in brackets. What is heard (`[laughs]`) and words that stand once are part of the speech."""
    possible = [label for label in labelled.candidates(lines, LABEL) if speakers.is_person(label.speaker or "")]
    written = [label.speaker or "" for label in possible]
    identifiers = {name for name in written if re.fullmatch(r"[^\W\d]+[\s_-]?\d+", name)}
    names = speakers.accepted(written) | identifiers
    return [label for label in possible if label.speaker in names]


def read(document: Document) -> Draft:
    """One turn from each bracket to the next of another name."""
    return labelled.read_telling(document.lines, find(document.lines))
