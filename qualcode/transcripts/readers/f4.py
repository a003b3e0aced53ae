"""f4 and MAXQDA: `#00:01:02-0#` at the end (or the start) of a paragraph. Stamps become times and leave the text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from qualcode.text import count
from qualcode.transcripts import labelled, speakers
from qualcode.transcripts.clock import milliseconds
from qualcode.transcripts.compose import Draft, Piece, compose
from qualcode.transcripts.document import Document
from qualcode.transcripts.readers import labels

_STAMP = re.compile(r"#(\d{1,2}:\d\d(?::\d\d)?(?:[-.,]\d{1,3})?)#")


class Stamped(NamedTuple):
    """A line without its stamps, and the times (ms) of a stamp at its start and at its end."""

    words: str
    start_ms: int | None = None
    end_ms: int | None = None


def sniff(document: Document) -> int:
    """Stamps, and the labels beside them."""
    stamps = len(_STAMP.findall(document.raw))
    return stamps and stamps + len(labels.find([line.words for line in map(_unstamped, document.lines)]))


def _unstamped(line: str) -> Stamped:
    if "#" not in line:
        return Stamped(line)
    found = list(_STAMP.finditer(line))
    at_start = [stamp for stamp in found[:1] if stamp.start() == 0]
    at_end = [stamp for stamp in found[-1:] if stamp.end() == len(line) and stamp.start() > 0]
    words = " ".join(filter(None, map(str.strip, _STAMP.split(line)[::2])))
    return Stamped(words, _time(at_start[0]) if at_start else None, _time(at_end[0]) if at_end else None)


def _time(stamp: re.Match[str]) -> int:
    return milliseconds(stamp[1].replace("-", "."))


def read(document: Document) -> Draft:
    """One turn from each label to the next of another name; without labels, one turn a paragraph."""
    stamped = [_unstamped(line) for line in document.lines]
    lines = [line.words for line in stamped]
    found = labels.find(lines)
    note = f"{count(len(_STAMP.findall(document.raw)), 'time stamp')} became times of turns and left the text."
    if found:
        return labelled.read_telling(lines, list(_timed(found, stamped))).noting(note)
    paragraphs = [line for line in stamped if line.words]
    pieces = [Piece(f"{line.words}\n\n", speakers.UNNAMED, "", line.start_ms, line.end_ms) for line in paragraphs]
    unnamed = f'The file names no speaker: every paragraph is a turn of "{speakers.UNNAMED}".'
    return compose(pieces, joint=None).noting(note, unnamed)


def _timed(found: Sequence[labelled.Label], stamped: Sequence[Stamped]) -> Iterator[labelled.Label]:
    """Labels with the times of their turns. A stamp at a paragraph's end is also where the next paragraph starts."""
    until = None
    for label, after in pairwise([*found, labelled.Label(len(stamped), 0, None)]):
        ends = [line.end_ms for line in stamped[label.line : after.line] if line.end_ms is not None]
        start = stamped[label.line].start_ms
        end = ends[-1] if ends else None
        yield label._replace(start_ms=next((ms for ms in (start, label.start_ms, until) if ms is not None), None), end_ms=end)
        until = end
