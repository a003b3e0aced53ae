"""A kit: what a new coder needs, as rows of the project's own tables. No coding, memo or log of anybody goes with it.

The rows keep their ids, so that what is coded from a kit and what is coded here name everything alike.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary
from sqlmodel import SQLModel

import qualcode.project.tables  # noqa: F401  # fills the metadata
from qualcode.errors import QualcodeError
from qualcode.project.people import coder_name
from qualcode.project.project_file import Declared, read_attributes
from qualcode.project.store import Store

Row = dict[str, Any]

# In the order in which they are put in: what rows point to comes first.
TABLES: Final = (
    "coder", "code_group", "code", "codebook_revision", "round", "speaker", "transcript", "turn", "assignment", "sample",
)  # fmt: skip
_LEFT_OUT: Final = {("codebook_revision", "coder_id")}  # who wrote a revision is no business of a coder's
_PYTHON: Final = {JSON: dict, LargeBinary: bytes, Boolean: bool, Integer: int}
_OWED = """
    SELECT DISTINCT transcript_id FROM assignment JOIN round ON round.id = round_id JOIN coder ON coder.id = coder_id
     WHERE state = 'open' AND coder.name = :coder
"""


@dataclass(frozen=True)
class Kit:
    """`rows` by table; `coder` is who it is for, "" for anybody."""

    project: str
    title: str
    coder: str
    no_coding: tuple[str, ...]
    attributes: Declared
    rows: dict[str, list[Row]]


def make_kit(store: Store, coder: str | None = None) -> Kit:
    """The project without anybody's work. For a coder who was given transcripts in open rounds, only these.

    QualcodeError where there is no transcript to code.
    """
    name = "" if coder is None else coder_name(coder)
    with store.reader.snapshot():
        rows = {table: _rows(store, table) for table in TABLES}
        names = {row["name"].casefold(): row["name"] for row in rows["coder"]}
        owed = {row["transcript_id"] for row in store.reader.rows(_OWED, coder=names.get(name.casefold(), name))}
    if not rows["transcript"]:
        raise QualcodeError("There is no transcript to code yet. Take one in with `qualcode import FILE` first.")
    _keep(rows, "transcript", "id", owed or {row["id"] for row in rows["transcript"]})
    _keep(rows, "turn", "transcript_id", {row["id"] for row in rows["transcript"]})
    _keep(rows, "speaker", "id", {row["speaker_id"] for row in rows["turn"]})
    _keep(rows, "sample", "turn_id", {row["id"] for row in rows["turn"]})
    _keep(rows, "assignment", "transcript_id", {row["id"] for row in rows["transcript"]})
    at_work = {row["coder_id"] for row in rows["assignment"]}
    _keep(rows, "coder", "id", at_work | {row["id"] for row in rows["coder"] if row["name"].casefold() == name.casefold()})
    return Kit(store.id, store.title, name, tuple(sorted(store.no_coding)), read_attributes(store.folder), rows)


def columns(table: str) -> dict[str, Column[Any]]:
    """The columns of a table that a kit has, by name."""
    there: dict[str, Column[Any]] = dict(SQLModel.metadata.tables[table].columns.items())
    return {name: column for name, column in there.items() if (table, name) not in _LEFT_OUT}


def checked(table: str, row: object) -> Row:
    """A row as the table wants it. QualcodeError where it is none."""
    wanted = columns(table)
    if not isinstance(row, dict) or row.keys() != wanted.keys():
        raise QualcodeError(f"The kit is not what `qualcode share --kit` writes: a row of {table} has other fields.")
    for name, column in wanted.items():
        kind = next((kind for of, kind in _PYTHON.items() if isinstance(column.type, of)), str)
        if not (type(row[name]) is kind or (row[name] is None and column.nullable)):
            raise QualcodeError(f"The kit is not what `qualcode share --kit` writes: the {name} of a {table} does not do.")
    return row


def _rows(store: Store, table: str) -> list[Row]:
    wanted = columns(table)
    listed = [f"CAST({name} AS TEXT) AS {name}" if isinstance(c.type, JSON) else name for name, c in wanted.items()]
    keys = [column.name for column in SQLModel.metadata.tables[table].primary_key]
    found = store.reader.rows(f"SELECT {', '.join(listed)} FROM {table} ORDER BY {', '.join(keys)}")
    return [{name: _value(column, row[name]) for name, column in wanted.items()} for row in found]


def _value(column: Column[Any], stored: Any) -> Any:
    if isinstance(column.type, JSON):
        return json.loads(stored)
    if isinstance(column.type, LargeBinary):
        return bytes(stored)
    return bool(stored) if isinstance(column.type, Boolean) else stored


def _keep(rows: dict[str, list[Row]], table: str, column: str, values: set[Any]) -> None:
    rows[table] = [row for row in rows[table] if row[column] in values]
