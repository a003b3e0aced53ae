"""Whisper's text output: `[00:12.340 --> 00:15.000]  text`, one segment a line."""

import re

from qualcode.transcripts.clock import TIME
from qualcode.transcripts.compose import Draft
from qualcode.transcripts.cues import read_lines
from qualcode.transcripts.document import Document

_SEGMENT = re.compile(rf"\[({TIME})\s*-->\s*({TIME})\]:?\s*")


def sniff(document: Document) -> int:
    """Lines that begin with a segment's times in brackets."""
    return sum(1 for line in document.lines if _SEGMENT.match(line))


def read(document: Document) -> Draft:
    """Passages, or turns where the segments begin with names."""
    return read_lines(document.lines, _SEGMENT)
