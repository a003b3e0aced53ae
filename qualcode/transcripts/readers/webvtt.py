"""WebVTT captions: voice tags of Teams and others, Zoom's `Name: text`, rolling captions of YouTube."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qualcode.text import count
from qualcode.transcripts import cues, speakers, subtitles
from qualcode.transcripts.compose import Draft
from qualcode.transcripts.document import SURE, Document

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]*)>", re.IGNORECASE)
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")
# Teams numbers what was recognised in one go as n-0, n-1, …: pieces of one utterance.
_TEAMS_ID = re.compile(r"(.+/\d+)-\d+\Z")


def sniff(document: Document) -> int:
    """Sure where the file begins with the format's own word."""
    return SURE + 1 if document.raw.lstrip().startswith("WEBVTT") else 0


def read(document: Document) -> Draft:
    """Turns by voice tags, else by names in the words, else passages."""
    lines, comments = _without_comments(document.lines)
    blocks, rolling = subtitles.without_repeats(subtitles.blocks(lines))
    said = [cue for block in _whole_utterances(blocks) for cue in _voices(block)]
    in_time = sorted(said, key=lambda cue: cue.start_ms or 0)
    title = next((line.removeprefix("WEBVTT").strip(" -\t") for line in lines if line), "")
    return cues.draft(in_time, front=title).noting(
        "Cues that stand out of time order were put in order." if in_time != said else "",
        subtitles.ROLLING_NOTE if rolling else "",
        f"{count(comments, 'NOTE or STYLE block')} left out." if comments else "",
    )


def _without_comments(lines: Sequence[str]) -> tuple[list[str], int]:
    """Lines without NOTE, STYLE and REGION blocks, and how many there were. A block ends at a blank line."""
    kept: list[str] = []
    comments, skipping, before = 0, False, ""
    for line in lines:
        if not line:
            skipping = False
        elif not before and _COMMENT.match(line):
            skipping = True
            comments += 1
        if not skipping:
            kept.append(line)
        before = line
    return kept, comments


def _whole_utterances(blocks: Sequence[subtitles.Block]) -> Iterator[subtitles.Block]:
    """Pieces of one Teams utterance joined, so that a remark of someone else never cuts a sentence in two."""
    whole: subtitles.Block | None = None
    for block in blocks:
        if whole and _utterance(block) and _utterance(block) == _utterance(whole):
            whole.lines += block.lines
            whole.end_ms = max(whole.end_ms, block.end_ms)
        else:
            if whole:
                yield whole
            whole = block
    if whole:
        yield whole


def _utterance(block: subtitles.Block) -> tuple[str, str] | None:
    """What a block's pieces have in common: the number of the utterance and its voice."""
    number = _TEAMS_ID.match(block.identifier)
    voices = {voice for line in block.lines for voice in _VOICE.findall(line)}
    return (number[1], voices.pop()) if number and len(voices) == 1 else None


def _voices(block: subtitles.Block) -> Iterator[cues.Cue]:
    """The cue, or one for each voice in it."""
    text = " ".join(block.lines)
    voices = [(0, 0, "")] + [(voice.start(), voice.end(), voice[1]) for voice in _VOICE.finditer(text)]
    for (_, start, name), (end, _, _) in pairwise([*voices, (len(text), 0, "")]):
        words = subtitles.plain(text[start:end])
        if words:
            yield cues.Cue(words, block.start_ms, block.end_ms, speakers.tidy(subtitles.plain(name)) or None)
