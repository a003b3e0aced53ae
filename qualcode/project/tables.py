"""The project's tables, defined once (SQLModel). Ids are UUIDv7 text; times are UTC, ISO 8601 text; offsets are code points.

Codings, done marks and flags are immutable rows with a one-way `deleted` flag: taking a code off sets it, putting it back makes
a new row. So the merge of two copies of a project is the union of their rows.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from qualcode.project.ids import new_id
from qualcode.project.layers import IS_LONG

CLOCK = BigInteger().with_variant(Integer, "sqlite")  # nanoseconds, which SQLite's integers hold


class Transcript(SQLModel, table=True):
    """One imported file: canonical text, and the bytes it came from."""

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    title: str
    date: str | None = None
    format: str
    source_name: str
    source_sha256: str = Field(unique=True)
    source: bytes
    text: str
    text_sha256: str
    meta: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    imported_at: str


class Speaker(SQLModel, table=True):
    """A person (or a section heading) that speaks in any of the transcripts."""

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    pseudonym: str | None = None
    role: str
    attributes: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Turn(SQLModel, table=True):
    """A turn is `[start_char, end_char)` of its transcript's text; numbers count from 1."""

    __table_args__ = (UniqueConstraint("transcript_id", "number"), Index("turn_place", "transcript_id", "start_char"))

    id: str = Field(default_factory=new_id, primary_key=True)
    transcript_id: str = Field(foreign_key="transcript.id")
    number: int
    speaker_id: str = Field(foreign_key="speaker.id", index=True)
    start_char: int
    end_char: int
    start_ms: int | None = None
    end_ms: int | None = None


class CodeGroup(SQLModel, table=True):
    """A group of codes; exclusive ones hold at most one code a place, ordered ones are levels from low to high."""

    __tablename__ = "code_group"

    id: str = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    exclusive: bool = False
    ordered: bool = False


class Code(SQLModel, table=True):
    """A code that codings point to. What it means stands in the codebook revisions."""

    id: str = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    parent_id: str | None = Field(default=None, foreign_key="code.id")
    group_id: str | None = Field(default=None, foreign_key="code_group.id")
    position: int
    retired: bool = False


class Coder(SQLModel, table=True):
    """Who codes: a human, the consensus of several, or a machine."""

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    kind: str = "human"


class CodebookRevision(SQLModel, table=True):
    """The codebook as it stood: the person's YAML, numbered."""

    __tablename__ = "codebook_revision"

    id: str = Field(default_factory=new_id, primary_key=True)
    number: int = Field(unique=True)
    yaml: str
    sha256: str
    created_at: str
    coder_id: str | None = Field(default=None, foreign_key="coder.id")
    note: str = ""


class Round(SQLModel, table=True):
    """A pass over the material. A layer is (coder, round). `opened_early` says why a blind one was opened early."""

    id: str = Field(default_factory=new_id, primary_key=True)
    number: int = Field(unique=True)
    name: str = Field(unique=True)
    kind: str = "main"
    unit: str = "turn"
    state: str = "open"
    codebook_revision: int
    blind: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    opened_early: str = Field(default="", sa_column_kwargs={"server_default": ""})


class Coding(SQLModel, table=True):
    """A code on `[start_char, end_char)`. `replaces` is the first row of a coding that was taken off and put back, or moved."""

    __table_args__ = (
        Index("coding_place", "transcript_id", "start_char"),
        Index("coding_layer", "coder_id", "round_id"),
        Index("coding_long", "transcript_id", "start_char", sqlite_where=text(IS_LONG), postgresql_where=text(IS_LONG)),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    coder_id: str = Field(foreign_key="coder.id")
    round_id: str = Field(foreign_key="round.id")
    transcript_id: str = Field(foreign_key="transcript.id")
    code_id: str = Field(foreign_key="code.id", index=True)
    start_char: int
    end_char: int
    created_at: str
    revision: int
    unsure: bool = False
    deleted: bool = False
    replaces: str | None = None
    checksum: str


class Done(SQLModel, table=True):
    """A coder's word that they have read and coded a turn: only then does a missing code mean "absent"."""

    __table_args__ = (Index("done_layer", "coder_id", "round_id", "turn_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    coder_id: str = Field(foreign_key="coder.id")
    round_id: str = Field(foreign_key="round.id")
    turn_id: str = Field(foreign_key="turn.id", index=True)
    at: str
    deleted: bool = False


class Flag(SQLModel, table=True):
    """A coder wants to talk about a turn."""

    __table_args__ = (Index("flag_layer", "coder_id", "round_id", "turn_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    coder_id: str = Field(foreign_key="coder.id")
    round_id: str = Field(foreign_key="round.id")
    turn_id: str = Field(foreign_key="turn.id", index=True)
    at: str
    deleted: bool = False


class Memo(SQLModel, table=True):
    """A note on a turn, coding, code, transcript or the project. On a coding, `target_id` is the coding's first row."""

    __table_args__ = (Index("memo_target", "target_kind", "target_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    coder_id: str = Field(foreign_key="coder.id")
    target_kind: str
    target_id: str
    text: str
    clock: int = Field(sa_type=CLOCK)
    deleted: bool = False


class Assignment(SQLModel, table=True):
    """Which transcripts a coder owes in a round, in order."""

    coder_id: str = Field(foreign_key="coder.id", primary_key=True)
    round_id: str = Field(foreign_key="round.id", primary_key=True)
    transcript_id: str = Field(foreign_key="transcript.id", primary_key=True)
    position: int


class Sample(SQLModel, table=True):
    """A turn that was drawn for a round. Where a round has any, coders owe only these."""

    round_id: str = Field(foreign_key="round.id", primary_key=True)
    turn_id: str = Field(foreign_key="turn.id", primary_key=True, index=True)


class Decision(SQLModel, table=True):
    """What was agreed on a disagreement about one code on a place, and why. To decide anew takes the former one back."""

    __table_args__ = (Index("decision_place", "round_id", "transcript_id", "start_char"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    round_id: str = Field(foreign_key="round.id")
    transcript_id: str = Field(foreign_key="transcript.id", index=True)
    start_char: int
    end_char: int
    code_id: str = Field(foreign_key="code.id")
    outcome: str
    reason: str
    note: str = ""
    coder_id: str = Field(foreign_key="coder.id")
    at: str
    deleted: bool = False


class Event(SQLModel, table=True):
    """One change, written in the transaction of the gesture that made it: audit trail, undo and decision log in one.

    `clock` is a hybrid clock (nanoseconds, never going back); `prev_sha256` chains the events of a coder.
    """

    __table_args__ = (Index("event_coder", "coder_id", "clock"), Index("event_target", "target_kind", "target_id"))

    id: str = Field(default_factory=new_id, primary_key=True)
    clock: int = Field(index=True, sa_type=CLOCK)
    coder_id: str | None = Field(default=None, foreign_key="coder.id")
    gesture: str = Field(index=True)
    verb: str
    target_kind: str
    target_id: str
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    prev_sha256: str
