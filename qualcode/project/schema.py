"""Whose database file this is, and which schema it holds."""

import sqlite3
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.project.layout import way_back
from qualcode.project.sqlite_errors import DamagedError
from qualcode.text import listed, one_line

APPLICATION_ID = 0x71636F64  # "qcod"
SCHEMA_VERSION = 3

# From these versions on SQLite's write-ahead log no longer loses a commit when it starts over (the WAL-reset fix).
_WAL_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


def ddl() -> list[str]:
    """The statements that make the present schema."""
    # Local: writing alone needs SQLAlchemy, and it costs reading 0.5 s.
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable
    from sqlmodel import SQLModel

    import qualcode.project.tables  # noqa: F401  # fills the metadata

    tables = SQLModel.metadata.sorted_tables
    made: list[CreateTable | CreateIndex] = [CreateTable(table) for table in tables]
    made += [CreateIndex(index) for table in tables for index in sorted(table.indexes, key=lambda index: str(index.name))]
    return [str(statement.compile(dialect=sqlite.dialect())).strip() for statement in made]


def create_schema(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database file, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in ddl():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def read_version(connection: sqlite3.Connection, path: Path) -> int:
    """The file's schema version. QualcodeError for another program's file and for one this version is too old for."""
    shown = one_line(str(path))
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise DamagedError(f"{shown} was not made by qualcode, or is damaged. Leave it as it is. {way_back(path.parent)}")
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise QualcodeError(
            f"{shown} was written by a newer qualcode{_maker(connection)}: it holds schema {version}, this one knows up to "
            f"{SCHEMA_VERSION}. It was left as it is; update qualcode to open it."
        )
    return version


def refuse_triggers(connection: sqlite3.Connection, path: Path) -> None:
    """QualcodeError where somebody put triggers into the file: they would run with every write."""
    found = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
    if found:
        raise QualcodeError(
            f"{one_line(str(path))} holds triggers that qualcode did not make: {listed([one_line(name) for name in found])}. "
            f"It was not opened. {way_back(path.parent)}"
        )


def _maker(connection: sqlite3.Connection) -> str:
    """ " (0.4.0 or later)", as its creation or last migration noted it, or nothing where that cannot be read any more."""
    try:
        row = connection.execute(
            "SELECT json_extract(after, '$.qualcode') FROM event WHERE target_kind = 'project' "
            "AND json_extract(after, '$.schema') IS NOT NULL ORDER BY clock DESC LIMIT 1"
        ).fetchone()
    except sqlite3.Error:
        return ""
    return f" ({one_line(str(row[0]))} or later)" if row and row[0] else ""


def journal_mode(version: tuple[int, ...], *, local: bool) -> str:
    """The safe journal mode: a write-ahead log only on a local disk and where the linked SQLite no longer loses commits."""
    newest = version >= _WAL_FIXED[0]
    patched = any(version[:2] == fixed[:2] and version >= fixed for fixed in _WAL_FIXED[1:])
    return "wal" if local and (newest or patched) else "delete"
