"""Timed cues (captions, segments) → turns: names from their words where they carry any, passages where nobody is named."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from qualcode.transcripts import speakers
from qualcode.transcripts.clock import milliseconds
from qualcode.transcripts.compose import Draft, Piece, compose
from qualcode.transcripts.labelled import Label, ends_sentence
from qualcode.transcripts.readers import brackets, labels

# Captions are cut for the eye. A passage ends with a sentence, at a pause or when it is long enough to be coded as one.
_PAUSE_MS, _LONG_PAUSE_MS = 1_000, 3_000
_ENOUGH_WORDS, _MOST_WORDS = 60, 200


class Cue(NamedTuple):
    """Words on one line, when they were said, and who said them where the format itself tells."""

    words: str
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str | None = None


def read_lines(lines: Sequence[str], stamp: re.Pattern[str]) -> Draft:
    """A file with a stamp before each cue (groups `start` and, where it has one, `end`); other lines go on with their cue."""
    stamps = [(number, match) for number, line in enumerate(lines) if (match := stamp.match(line))]
    starts = [number for number, _ in stamps]
    cues = []
    for (number, match), (_, after) in zip(stamps, pairwise([*starts, len(lines)]), strict=True):
        words = " ".join(filter(None, [lines[number][match.end() :], *lines[number + 1 : after]]))
        times = [milliseconds(time) for time in match.groups()]
        cues.append(Cue(words, times[0], times[1] if len(times) > 1 else None))
    return draft(cues, front="\n".join(lines[: starts[0]] if starts else lines))


def draft(cues: Sequence[Cue], front: str = "") -> Draft:
    """Turns of named speakers, or passages of one unnamed speaker. `front` is matter that stands before them."""
    cues = [cue for cue in cues if cue.words]
    before = [Piece(f"{front.strip()}\n\n")] if front.strip() else []
    if not any(cue.speaker for cue in cues):
        cues = _named_in_words(cues)
    if any(cue.speaker for cue in cues):
        return compose([*before, *_turns(cues)], joint=" ")
    passages = list(_passages(cues))
    note = (
        f'The file names no speaker: all is said by "{speakers.UNNAMED}", cut into passages at pauses and sentence ends.'
        if passages
        else ""
    )
    return compose([*before, *passages], joint=None).noting(note)


def _named_in_words(cues: Sequence[Cue]) -> list[Cue]:
    """Cues whose words begin with `Name:` or `[id]`, as Zoom and WhisperX write them; the name goes on until the next."""
    lines = [cue.words for cue in cues]
    found: list[Label] = max(labels.find(lines, header=False), brackets.find(lines), key=len)
    if len(found) < 2:
        return list(cues)
    at = {label.line: label for label in found}
    named, speaker = [], None
    for number, cue in enumerate(cues):
        label = at.get(number)
        speaker = label.speaker if label else speaker
        named.append(cue._replace(words=cue.words[label.end :] if label and label.speaker else cue.words, speaker=speaker))
    return named


def _turns(cues: Sequence[Cue]) -> Iterator[Piece]:
    for cue in cues:
        label = f"{cue.speaker}\n" if cue.speaker else ""
        yield Piece(f"{cue.words}\n\n", cue.speaker or speakers.UNNAMED, label, cue.start_ms, cue.end_ms)


def _passages(cues: Sequence[Cue]) -> Iterator[Piece]:
    words: list[str] = []
    length, start = 0, None
    for cue, after in pairwise([*cues, None]):
        if cue is None:
            return
        start = cue.start_ms if not words else start
        words.append(cue.words)
        length += cue.words.count(" ") + 1
        if after is None or _ends_passage(cue, after, length):
            yield Piece(" ".join(words) + "\n\n", speakers.UNNAMED, "", start, cue.end_ms)
            words, length = [], 0


def _ends_passage(cue: Cue, after: Cue, length: int) -> bool:
    known = cue.end_ms is not None and after.start_ms is not None
    pause = (after.start_ms or 0) - (cue.end_ms or 0) if known else 0
    if ends_sentence(cue.words):
        return pause >= _PAUSE_MS or length >= _ENOUGH_WORDS
    return pause >= _LONG_PAUSE_MS or length >= _MOST_WORDS
