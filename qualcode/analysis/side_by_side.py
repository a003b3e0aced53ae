"""Layers side by side as a listing tells them, and what was decided about them, counted by code and reason."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """What a coder gave a code on: `[start_char, end_char)` of the transcript, its words, and the coder's memo."""

    start_char: int
    end_char: int
    text: str
    memo: str


@dataclass(frozen=True, slots=True)
class ComparedCode:
    """A code on a turn. `kind` is equal, boundary, other or one; `coders` tells who has it where.

    A coder without passages did not give the code, one who has not done the turn is None. `overlap` is the share of the
    characters coded by anyone that everyone who gave the code coded. `outcome` is "" while nothing is decided.
    """

    transcript: str
    turn: int
    speaker: str
    text: str
    code: str
    kind: str
    coders: Mapping[str, tuple[Passage, ...] | None]
    overlap: float
    outcome: str
    reason: str
    note: str
    decided_by: str
    final: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class DecidedCode:
    """What coders differed in about a code, how much of it is decided, and why, by reason; `notes` are (place, note)."""

    code: str
    differences: int
    decided: int
    reasons: Mapping[str, int]
    notes: tuple[tuple[str, str], ...]

    @property
    def open(self) -> int:
        """How many are not decided."""
        return self.differences - self.decided

    @property
    def to_mend(self) -> int:
        """How many decisions say that the definition is to be mended: of a gap in it, or of words that it leaves open."""
        return self.reasons["guideline gap"] + self.reasons["ambiguous text"]
