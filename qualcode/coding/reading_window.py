"""What was said, as far as one is about to see it."""

from typing import Final

from qualcode.project.reader import Reader

WINDOW: Final = 1_000_000
"""Code points, some 20 hours of talk. Whole, a text of 1e6 turns would take 41 MB."""

_KEPT = 3  # windows

_TEXT = "SELECT substr(text, :first + 1, :count) FROM transcript WHERE id = :id"


class ReadingWindow:
    """Stretches of transcripts' texts, the last of which are kept. From any thread.

    They are wide, as a database counts through a text from its start for every piece of it (0.1 s at 41 MB).
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kept: tuple[tuple[str, int, str], ...] = ()  # (transcript id, its first character here, text); it never changes

    def between(self, transcript_id: str, start_char: int, end_char: int) -> str:
        """The text on `[start_char, end_char)`; "" for what the project does not have."""
        for kept, first, text in self._kept:
            if kept == transcript_id and first <= start_char and end_char <= first + len(text):
                return text[start_char - first : end_char - first]
        first = max(0, start_char - WINDOW // 2)
        count = max(WINDOW, end_char - first)
        text = self._reader.value(_TEXT, id=transcript_id, first=first, count=count) or ""
        self._kept = ((transcript_id, first, text), *self._kept)[:_KEPT]
        return text[start_char - first : end_char - first]
