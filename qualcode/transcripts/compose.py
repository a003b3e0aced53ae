"""Pieces of speech and other matter → canonical text with its turns. The one place where offsets are made."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from qualcode.transcripts.model import LeftOut, Role, Turn


class Piece(NamedTuple):
    """A stretch of text in file order: `words` said by `speaker`, or matter that nobody says (`speaker` None).

    `label` (name, stamp, heading) stands before the words in the text, outside of the turn. White space around the words
    is kept in the text, outside of the turn too.
    """

    words: str
    speaker: str | None = None
    label: str = ""
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader makes of a file: everything of a Transcript but its name, date and source."""

    text: str
    turns: tuple[Turn, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    roles: dict[str, Role] = field(default_factory=dict)

    def noting(self, *notes: str) -> "Draft":
        """The same draft with more notes (empty ones are dropped)."""
        return replace(self, notes=(*self.notes, *filter(None, notes)))


def compose(pieces: Iterable[Piece], joint: str | None = "\n\n") -> Draft:
    """Lay the pieces out as one text. Pieces of one speaker in a row become one turn, `joint` between their words.

    A repeated label is taken out, so that a turn is one clean slice. With `joint` None every piece is a turn of its own.
    """
    sheet = _Sheet(joint)
    for piece in pieces:
        if piece.speaker is None:
            sheet.write_matter(piece.words)
        else:
            sheet.write_speech(piece, piece.speaker)
    sheet.finish()
    return Draft("".join(sheet.parts), tuple(sheet.turns), tuple(sheet.left_out()))


class _Sheet:
    """The text as it grows. What stands behind the open turn (`gap`) is written once it is known what follows."""

    def __init__(self, joint: str | None) -> None:
        self.joint = joint
        self.parts: list[str] = []
        self.length = 0
        self.turns: list[Turn] = []
        self.matter: list[tuple[int, int]] = []
        self.speaker: str | None = None
        self.start = 0
        self.start_ms: int | None = None
        self.end_ms: int | None = None
        self.gap = ""

    def write(self, between: str, words: str) -> int:
        """Append both; gives where `words` starts."""
        self.parts += (between, words)
        start = self.length + len(between)
        self.length = start + len(words)
        return start

    def write_matter(self, text: str) -> None:
        self.close_turn()
        inner = text.strip()
        if not inner:
            self.gap += text
            return
        before, _, after = text.partition(inner)
        start = self.write(self.gap + before, inner)
        self.matter.append((start, self.length))
        self.gap = after

    def write_speech(self, piece: Piece, speaker: str) -> None:
        words = piece.words.strip()
        if not words:
            self.write_matter(piece.label + piece.words)
            return
        before, _, after = piece.words.partition(words)
        if speaker == self.speaker and self.joint is not None:
            self.write(self.joint, words)
            self.end_ms = self.end_ms if piece.end_ms is None else piece.end_ms
        else:
            self.close_turn()
            self.start = self.write(self.gap + piece.label + before, words)
            self.speaker, self.start_ms, self.end_ms = speaker, piece.start_ms, piece.end_ms
        self.gap = after

    def close_turn(self) -> None:
        if self.speaker is not None:
            number = len(self.turns) + 1
            self.turns.append(Turn(number, self.speaker, self.start, self.length, self.start_ms, self.end_ms))
            self.speaker = None

    def finish(self) -> None:
        self.close_turn()
        self.write(self.gap, "")

    def left_out(self) -> list[LeftOut]:
        if not self.turns:
            return [LeftOut(start, end, "front") for start, end in self.matter]
        first, last = self.turns[0].start_char, self.turns[-1].end_char
        return [LeftOut(a, b, "front" if b <= first else "back" if a >= last else "between") for a, b in self.matter]
