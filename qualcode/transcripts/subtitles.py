"""What WebVTT and SRT share: a timing line, and the lines of a cue below it."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qualcode.transcripts.clock import TIME, milliseconds

TIMING = re.compile(rf"({TIME})\s*-->\s*({TIME})")
_MARKUP = re.compile(r"</?(?:[cibuv]|ruby|rt|rp|lang|font)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}", re.IGNORECASE)
ROLLING_NOTE = "Rolling captions: lines that each cue repeats of the one before were taken once."
# Only entities with their semicolon: `AT&T` and `R&D` are words.
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")


@dataclass(slots=True)
class Block:
    """A cue as it stands: times in ms, its identifier and its lines, markup and all."""

    start_ms: int
    end_ms: int
    identifier: str = ""
    lines: list[str] = field(default_factory=list)


def blocks(lines: Sequence[str]) -> list[Block]:
    """The cues of a file in file order. A blank line within a cue is tolerated; what stands before the first is not theirs."""
    found: list[Block] = []
    for number, line in enumerate(lines):
        timing = TIMING.match(line) if "-->" in line else None
        if timing:
            identifier = _identifier(lines, number)
            if identifier and found:
                found[-1].lines.pop()
            found.append(Block(milliseconds(timing[1]), milliseconds(timing[2]), identifier))
        elif line and found:
            found[-1].lines.append(line)
    return found


def _identifier(lines: Sequence[str], timing: int) -> str:
    """The line right above the timing, where it opens a block or is a running number."""
    above = lines[timing - 1] if timing else ""
    opens = timing < 2 or not lines[timing - 2]
    return above if above and (opens or above.isdigit()) and "-->" not in above else ""


def plain(text: str) -> str:
    """A cue's words on one line: markup taken out, entities read."""
    if "<" in text or "{" in text:
        text = _MARKUP.sub("", text)
    return " ".join((_ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text).split())


def without_repeats(cues: Sequence[Block]) -> tuple[list[Block], bool]:
    """Rolling captions without the lines each cue repeats of the one before, and whether they were rolling."""
    shown = [[line for line in map(plain, cue.lines) if line] for cue in cues]
    repeated = [0] + [_repeated(before, now) for before, now in pairwise(shown)]
    # Someone who says "Yes." twice makes two cues that are alike to the letter; a rolling one has more lines or marks.
    rolling = any(again and before.lines != now.lines for (before, now), again in zip(pairwise(cues), repeated[1:], strict=True))
    voiced = any(line.startswith("<v") for cue in cues for line in cue.lines)
    if voiced or not rolling or 2 * sum(map(bool, repeated)) < len(cues):
        return list(cues), False
    kept = [
        Block(cue.start_ms, cue.end_ms, cue.identifier, lines[again:])
        for cue, lines, again in zip(cues, shown, repeated, strict=True)
    ]
    return kept, True


def _repeated(before: Sequence[str], now: Sequence[str]) -> int:
    """How many lines at the beginning of `now` stand at the end of `before`."""
    return next((n for n in range(min(len(before), len(now)), 0, -1) if before[-n:] == now[:n]), 0)
