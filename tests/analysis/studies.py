"""Small projects for the tests of this room, with rows as screens, imports and merges of other people's files leave them."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from qualcode.project.checksums import coding_checksum
from qualcode.project.clock import now
from qualcode.project.ids import new_id
from qualcode.project.new_store import create_store
from qualcode.project.people import coder_id
from qualcode.project.rounds import find_round, open_round
from qualcode.project.store import Store, open_store
from qualcode.project.tables import Coding, Done, Memo
from qualcode.project.transcripts import TranscriptInfo, TurnInfo, add_transcripts, find_transcript, list_turns
from qualcode.transcripts.model import Role, Transcript, Turn

CODEBOOK = """
title: A small codebook
groups:
  - {name: Stage, key: stage, exclusive: true, ordered: true}
  - {name: Side, key: side, exclusive: true}
codes:
  - name: Money
    key: money
    codes:
      - {name: Budgets, key: budgets}
  - {name: Trust, key: trust}
  - {name: Early, key: early, group: stage}
  - {name: Middle, key: middle, group: stage}
  - {name: Late, key: late, group: stage}
  - {name: For, key: for, group: side}
  - {name: Against, key: against, group: side}
"""

TALK = (
    ("Ines", "How did the two teams begin to share their records?"),
    ("Omar", "Slowly. Nobody wanted to pay for it, and the half-finished system didn't help."),
    ("Ines", "Who paid in the end?"),
    ("Omar", "The county did, after a winter in which we lost three nurses. Ärzte too, straßenweise."),
    ("Ines", "And now?"),
    ("Omar", "Now we trust each other more than the numbers, which is odd, because the numbers got better."),
)


class Study:
    """A project whose rows are written one by one: a new one, or that in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = (
            open_store(folder) if folder.exists() else create_store(folder, title="A small study", codebook_yaml=CODEBOOK)
        )
        self.store.backed_up_on = now()[:10]  # as where it was made
        self.codes = {row["key"]: row["id"] for row in self.store.reader.rows("SELECT key, id FROM code")}

    def talk(self, name: str, said: Sequence[tuple[str, str]] = TALK, interviewer: str = "Ines") -> TranscriptInfo:
        """Take a transcript in, speakers on lines of their own."""
        text, turns = f"{name}\n\n", []
        for number, (speaker, words) in enumerate(said, 1):
            text += f"{speaker}\n"
            turns.append(Turn(number, speaker, len(text), len(text) + len(words)))
            text += f"{words}\n\n"
        roles = {interviewer: Role.INTERVIEWER} if any(speaker == interviewer for speaker, _ in said) else {}
        source = text.encode()
        transcript = Transcript(
            title=name, date=None, text=text, turns=tuple(turns), left_out=(), notes=(), format="names", encoding="utf-8",
            source_name=f"{name}.txt", source=source, source_sha256=hashlib.sha256(source).hexdigest(),
        )  # fmt: skip
        return add_transcripts(self.store, [transcript], roles)[0]

    def turn(self, transcript: str, number: int) -> TurnInfo:
        return list_turns(self.store, find_transcript(self.store, transcript).id)[number - 1]

    def place(self, transcript: str, words: str) -> tuple[int, int]:
        """Where these words stand in the transcript."""
        turns = list_turns(self.store, find_transcript(self.store, transcript).id)
        turn = next(turn for turn in turns if words in turn.text)
        start = turn.start_char + turn.text.index(words)
        return start, start + len(words)

    def code(
        self, coder: str, transcript: str, code: str, place: int | tuple[int, int], *, round: str = "main", deleted: bool = False
    ) -> str:
        """A coding on a turn (its number) or on a range; its id."""
        if isinstance(place, int):
            turn = self.turn(transcript, place)
            place = (turn.start_char, turn.end_char)
        row = {
            "id": new_id(), "coder_id": coder_id(self.store, coder), "round_id": find_round(self.store, round).id,
            "transcript_id": find_transcript(self.store, transcript).id, "code_id": self.codes[code], "start_char": place[0],
            "end_char": place[1], "created_at": now(), "revision": 1, "unsure": False, "replaces": None,
        }  # fmt: skip
        with self.store.writer.transaction() as session:
            session.add(Coding(**row, deleted=deleted, checksum=coding_checksum(row)))
        return str(row["id"])

    def done(self, coder: str, transcript: str, *numbers: int, round: str = "main", deleted: bool = False) -> None:
        """Turns declared done; without numbers all."""
        layer = {"coder_id": coder_id(self.store, coder), "round_id": find_round(self.store, round).id}
        turns = list_turns(self.store, find_transcript(self.store, transcript).id)
        with self.store.writer.transaction() as session:
            chosen = [turn for turn in turns if not numbers or turn.number in numbers]
            session.add_all(Done(**layer, turn_id=turn.id, at=now(), deleted=deleted) for turn in chosen)

    def memo(self, coder: str, kind: str, target: str, text: str) -> None:
        author = coder_id(self.store, coder)
        with self.store.writer.transaction() as session:
            session.add(Memo(coder_id=author, target_kind=kind, target_id=target, text=text, clock=1))

    def round(self, name: str) -> None:
        open_round(self.store, name)


Fill = Callable[[Study], None]
StudyOf = Callable[[Fill], Study]
