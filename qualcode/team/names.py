"""What two computers call the same thing: a code its key, a transcript the checksum of its text, a turn its number.

Their ids differ wherever each has made its own project or taken in the files itself.
"""

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final

from qualcode.team.layer_file import TranscriptHead
from qualcode.team.layer_rows import Payload
from qualcode.text import one_line

Ask = Callable[..., Sequence[Any]]  # SQL and its parameters -> rows, their columns by name

_SHORTEST: Final = 12  # digits of a checksum: as many as tell 100,000 transcripts apart with all but certainty
_TRANSCRIPTS = """
    SELECT id, name, text_sha256, CAST(meta AS TEXT) AS meta,
           (SELECT count(*) FROM turn WHERE transcript_id = transcript.id) AS turns
      FROM transcript ORDER BY id
"""

_TURN_AT = "SELECT max(number) AS number FROM turn WHERE transcript_id = :id AND start_char <= :char"
_CODING = """
    SELECT code.key, transcript_id, start_char FROM coding JOIN code ON code.id = code_id WHERE coding.id = :id
"""


class Names:
    """Both ways between the ids of one project and the names that a layer file has."""

    def __init__(self, ask: Ask, round_id: str, round_name: str) -> None:
        self.ask = ask
        self.codes: dict[str, str] = {row["id"]: row["key"] for row in ask("SELECT id, key FROM code")}
        self.transcripts: dict[str, TranscriptHead] = {row["id"]: _head(row) for row in ask(_TRANSCRIPTS)}
        self.coders: dict[str, str] = {row["id"]: row["name"] for row in ask("SELECT id, name FROM coder")}
        self._rounds = {round_id: round_name}

    @cached_property
    def turns(self) -> dict[str, str]:
        """The names of all turns by their ids."""
        keys = {id: head.key for id, head in self.transcripts.items()}
        found = self.ask("SELECT id, transcript_id, number FROM turn")
        return {row["id"]: f"{keys[row['transcript_id']]}:{row['number']}" for row in found}

    @cached_property
    def code_ids(self) -> dict[str, str]:
        """Ids of codes by their keys."""
        return _inverse(self.codes)

    @cached_property
    def coder_ids(self) -> dict[str, str]:
        """Ids of coders by their names, whatever the case of the letters; those made in this transaction, too."""
        return {row["name"].casefold(): row["id"] for row in self.ask("SELECT id, name FROM coder")}

    @cached_property
    def transcript_ids(self) -> dict[str, str]:
        """Ids of transcripts by their keys."""
        return {head.key: id for id, head in self.transcripts.items()}

    @cached_property
    def turn_ids(self) -> dict[str, str]:
        """Ids of turns by their names."""
        return _inverse(self.turns)

    def length(self, key: str) -> int:
        """How many code points the text of a transcript has, by its key."""
        [row] = self.ask("SELECT length(text) AS length FROM transcript WHERE id = :id", id=self.transcript_ids[key])
        length: int = row["length"]
        return length

    def name(self, kind: str, id: str) -> str:
        """What the thing of this kind is called in a file; what keeps its id everywhere is called by that."""
        match kind:
            case "code":
                return self.codes.get(id, id)
            case "transcript":
                return self.transcripts[id].key if id in self.transcripts else id
            case "turn":
                return self.turns.get(id, id)
            case "round":
                return self._rounds.get(id, id)
            case "coder":
                return self.coders.get(id, id)
        return id

    def id(self, kind: str, name: str) -> str:
        """The other way round."""
        match kind:
            case "code":
                return self.code_ids.get(name, name)
            case "transcript":
                return self.transcript_ids.get(name, name)
            case "turn":
                return self.turn_ids.get(name, name)
            case "round":
                return next((id for id, known in self._rounds.items() if known == name), name)
            case "coder":
                return self.coder_ids.get(name.casefold(), name)
        return name

    def shown(self, kind: str, name: str) -> str:
        """A thing in a sentence: "turn 3 of place-director", "the code vision", …"""
        match kind:
            case "turn":
                key, number = name.split(":")
                return f"turn {number} of {self._called(key)}"
            case "transcript":
                return self._called(name)
            case "code":
                return f"the code {one_line(name)}"
            case "coding":
                return self._coding(name)
        return "the project"

    def place(self, key: str, char: int) -> str:
        """Where a character of a transcript stands, in a sentence."""
        [row] = self.ask(_TURN_AT, id=self.transcript_ids[key], char=char)
        return f"turn {row['number']} of {self._called(key)}"

    def _coding(self, id: str) -> str:
        for row in self.ask(_CODING, id=id):
            return f"{one_line(row['key'])} in {self.place(self.transcripts[row['transcript_id']].key, row['start_char'])}"
        return "a coding"

    def _called(self, key: str) -> str:
        return one_line(self.transcripts[self.transcript_ids[key]].name)

    def named(self, payload: Payload) -> Payload:
        """What an event tells, with names in the place of ids."""
        return _translated(payload, self.name)

    def told(self, payload: Payload) -> Payload:
        """The other way round."""
        return _translated(payload, self.id)


def _translated(payload: Payload, translate: Callable[[str, str], str]) -> Payload:
    if payload is None:
        return None
    return {
        field: translate(kind, value) if (kind := _kind(field)) and isinstance(value, str) else value
        for field, value in payload.items()
    }


def _kind(field: str) -> str:
    """What the value of a field is the id of; "" where it is none."""
    return "coder" if field == "by" else field.removesuffix("_id") if field.endswith("_id") else ""


def _head(row: Any) -> TranscriptHead:
    turns_sha256 = json.loads(row["meta"]).get("turns_sha256", "")
    return TranscriptHead(row["text_sha256"][:_SHORTEST], row["name"], row["text_sha256"], row["turns"], turns_sha256)


def _inverse(names: dict[str, str]) -> dict[str, str]:
    return {name: id for id, name in names.items()}
