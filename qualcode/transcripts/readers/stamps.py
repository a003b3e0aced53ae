"""`hh:mm:ss text` or `[mm:ss] text` without names; the time may also stand on a line of its own above the text."""

import re

from qualcode.transcripts.clock import TIME
from qualcode.transcripts.compose import Draft
from qualcode.transcripts.cues import read_lines
from qualcode.transcripts.document import Document

_STAMP = re.compile(rf"[\[(]?({TIME})[\])]?(?:\s+[-–—]\s+|\s+|\Z)")


def sniff(document: Document) -> int:
    """Lines that begin with a time, where these are at least a quarter of all."""
    found = sum(1 for line in document.lines if _STAMP.match(line))
    return found if found > 1 and 4 * found >= sum(map(bool, document.lines)) else 0


def read(document: Document) -> Draft:
    """Passages of one unnamed speaker."""
    return read_lines(document.lines, _STAMP)
