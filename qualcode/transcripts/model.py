"""A transcript as every reader gives it: one canonical text, and turns that point into it.

The canonical text is fixed at import: line feeds only, no byte order mark, no white space at the ends of lines, Unicode
never normalised (that would move offsets). Turns, speaker labels and front and back matter all stand in it; only what is
inside a turn's range is coded. Offsets are code points, end exclusive.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a speaker is in the interview; `section` is speech under a heading that is no person."""

    INTERVIEWER = "interviewer"
    PARTICIPANT = "participant"
    OTHER = "other"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until another does: `text[start_char:end_char]`, times in milliseconds where known."""

    number: int
    speaker: str
    start_char: int
    end_char: int
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch of the canonical text that is kept but not coded: front or back matter, a rule, a footer."""

    start_char: int
    end_char: int
    kind: str  # "front", "back" or "between"


@dataclass(frozen=True)
class Transcript:
    """One transcript file, read. `roles` holds only the speakers whose role the file itself tells (sections)."""

    title: str
    date: str | None  # ISO 8601, or None where the file does not say
    text: str
    turns: tuple[Turn, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]  # what the reader was unsure of, one plain sentence each
    format: str  # the registry name of the reader that read it
    encoding: str
    source_name: str
    source: bytes = field(repr=False)
    source_sha256: str
    roles: dict[str, Role] = field(default_factory=dict)

    def said(self, turn: Turn) -> str:
        """The words of a turn."""
        return self.text[turn.start_char : turn.end_char]

    def speakers(self) -> dict[str, int]:
        """Turns per speaker, in order of first appearance."""
        return dict(Counter(turn.speaker for turn in self.turns))
