"""Small projects to code in, and a layer as its coder sees it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from qualcode.coding.desk import CodingView, Desk, TurnView
from qualcode.coding.gesture import Gesture
from qualcode.coding.session import CodingSession
from qualcode.project.new_store import create_store
from qualcode.project.store import Store
from qualcode.project.transcripts import add_transcripts
from qualcode.transcripts.model import Transcript, Turn

CODEBOOK = """\
title: Waiting
groups:
  - key: stage
    name: Stage
    exclusive: true
    ordered: true
codes:
  - key: wait
    name: Waiting
    hotkey: w
  - key: list
    name: Making a list
  - key: early
    name: Early
    group: stage
  - key: middle
    name: Middle
    group: stage
  - key: late
    name: Late
    group: stage
"""
SAID = (
    "And when the ward was full?",
    "We sat in the corridor – nobody said a word. 🙂 Then she rang the desk.",
    "Did that help?",
    "There was a list, and we were on it, they said.",
    "So you had a list of your own.",
    "On paper. My nephew kept it.",
)


def transcript(name: str, said: tuple[str, ...] = SAID) -> Transcript:
    """Turns of two speakers by turns, a blank line between them."""
    turns, position = [], 0
    for number, words in enumerate(said, 1):
        turns.append(Turn(number, ("Int", "P07")[(number - 1) % 2], position, position + len(words)))
        position += len(words) + 2
    text = "\n\n".join(said)
    source = f"{name}\n{text}".encode()
    sha256 = hashlib.sha256(source).hexdigest()
    return Transcript(name, None, text, tuple(turns), (), (), "made", "utf-8", f"{name}.txt", source, sha256)


def project(folder: Path, *transcripts: Transcript) -> Store:
    """A new project with these transcripts (or with one called "ward")."""
    store = create_store(folder, title="Waiting", codebook_yaml=CODEBOOK)
    add_transcripts(store, transcripts or [transcript("ward")], {})
    return store


@dataclass
class Seat:
    """A coder at a transcript: gestures by turn number, and what stands."""

    session: CodingSession
    transcript_id: str

    @classmethod
    def at(cls, store: Store, coder: str = "ana", name: str = "ward") -> "Seat":
        found = store.reader.value("SELECT id FROM transcript WHERE name = :name", name=name)
        return cls(CodingSession(store, coder), found)

    @property
    def desk(self) -> Desk:
        return Desk(self.session.store, self.session.coder_id, self.session.round_id)

    def turn(self, number: int) -> TurnView:
        return self.desk.page(self.transcript_id, number, 1)[0]

    def place(self, number: int, span: tuple[int, int] | None = None) -> tuple[int, int]:
        turn = self.turn(number)
        return (turn.start_char + span[0], turn.start_char + span[1]) if span else (turn.start_char, turn.end_char)

    def apply(self, code: str, number: int, span: tuple[int, int] | None = None, unsure: bool = False) -> Gesture | None:
        return self.session.apply(self.transcript_id, code, *self.place(number, span), unsure=unsure)

    def remove(self, code: str, number: int, span: tuple[int, int] | None = None) -> Gesture | None:
        return self.session.remove(self.transcript_id, code, *self.place(number, span))

    def toggle(self, code: str, number: int, span: tuple[int, int] | None = None) -> Gesture | None:
        return self.session.toggle(self.transcript_id, code, *self.place(number, span))

    def done(self, *numbers: int, done: bool = True) -> Gesture | None:
        return self.session.done([self.turn(number).id for number in numbers], done)

    def coding(self, code: str, number: int) -> CodingView:
        return next(coding for coding in self.turn(number).codings if coding.code == code)

    def codes(self, number: int) -> list[str]:
        return sorted(coding.code for coding in self.turn(number).codings)

    def view(self) -> list[tuple[int, bool, bool, str, tuple[tuple[str, int, int, bool, str], ...]]]:
        """Everything that stands, by content."""
        return [
            (
                turn.number,
                turn.done,
                turn.flagged,
                turn.memo,
                tuple((c.code, c.start_char, c.end_char, c.unsure, c.memo) for c in turn.codings),
            )
            for turn in self.desk.page(self.transcript_id, 1, 100)
        ]


def summary(gesture: Gesture | None) -> str:
    assert gesture is not None
    return gesture.summary
