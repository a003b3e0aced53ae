"""SubRip captions."""

from qualcode.transcripts import cues, subtitles
from qualcode.transcripts.compose import Draft
from qualcode.transcripts.document import SURE, Document


def sniff(document: Document) -> int:
    """Sure where one of the first two lines with text is a timing line."""
    first = [line for line in document.lines[:20] if line][:2]
    return SURE if any(map(subtitles.TIMING.match, first)) else 0


def read(document: Document) -> Draft:
    """Turns where cues begin with names, else passages."""
    blocks, rolling = subtitles.without_repeats(subtitles.blocks(document.lines))
    said = [cues.Cue(subtitles.plain(" ".join(block.lines)), block.start_ms, block.end_ms) for block in blocks]
    return cues.draft(said).noting(subtitles.ROLLING_NOTE if rolling else "")
