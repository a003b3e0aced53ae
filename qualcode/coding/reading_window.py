"""What was said in the transcript read last, as far as one is about to see it."""

from typing import Final

from qualcode.project.reader import Reader

WINDOW: Final = 4_000_000
"""Code points kept, some 80 hours of talk. Whole, a text of 1e6 turns would take 41 MB."""

_TEXT = "SELECT substr(text, :first + 1, :count) FROM transcript WHERE id = :id"


class ReadingWindow:
    """A stretch of a transcript's text, read anew where one looks beyond it. From any thread.

    It is wide, as a database counts through a text from its start for every piece of it (0.1 s at 41 MB).
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kept = ("", 0, "")  # (transcript id, its first character here, the text from there on); a text never changes

    def between(self, transcript_id: str, start_char: int, end_char: int) -> str:
        """The text on `[start_char, end_char)`; "" for what the project does not have."""
        kept, first, text = self._kept
        if kept != transcript_id or start_char < first or end_char > first + len(text):
            first = max(0, start_char - WINDOW // 2)
            count = max(WINDOW, end_char - first)
            text = self._reader.value(_TEXT, id=transcript_id, first=first, count=count) or ""
            self._kept = (transcript_id, first, text)
        return text[start_char - first : end_char - first]
