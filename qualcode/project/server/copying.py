"""A project from a file onto a server and back: every row, counted and compared, or nothing."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from psycopg import Connection, sql

from qualcode.errors import QualcodeError
from qualcode.project import schema as sqlite_schema
from qualcode.project.server.schema import create_schema, read_version
from qualcode.project.server.server import Server
from qualcode.project.sqlite_errors import plain_errors
from qualcode.project.sqlite_file import connect
from qualcode.text import one_line

_MANY = 5_000  # rows fetched at a time


def to_server(path: Path, server: Server) -> dict[str, int]:
    """Copy the project in a file into an empty database; how many rows each table has.

    QualcodeError, and nothing on the server, where the database is not empty or what arrived is not what was sent.
    """
    with plain_errors(path), closing(connect(path)) as origin, server.opened() as target, target.transaction():
        origin.execute("PRAGMA query_only = ON")
        origin.execute("BEGIN")  # one state of it
        create_schema(target, server.address)
        for table in _tables():
            names = sql.SQL(", ").join(map(sql.Identifier, table.columns))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
            with target.cursor().copy(into) as copy:
                for row in origin.execute(table.select()):
                    copy.write_row(row)
        return _compared(origin, target, str(server.address))


def to_file(server: Server, path: Path) -> dict[str, int]:
    """Copy the project on a server into an empty file at `path`; how many rows each table has.

    QualcodeError where what arrived is not what is there.
    """
    with server.opened(reading=True) as origin, origin.transaction():
        origin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        if read_version(origin, server.address) != sqlite_schema.SCHEMA_VERSION:
            raise QualcodeError(f"{server.address} holds an older schema. Bring it up to date first, with `qualcode db upgrade`.")
        with plain_errors(path), closing(connect(path)) as target:
            target.execute("PRAGMA foreign_keys = OFF")
            sqlite_schema.create_schema(target)
            target.execute("BEGIN IMMEDIATE")
            for table in _tables():
                marks = ", ".join("?" * len(table.columns))
                into = f'INSERT INTO "{table.name}" ({table.listed}) VALUES ({marks})'
                target.executemany(into, _read(origin, table))
            rows = _compared(target, origin, one_line(path.name))
            if broken := target.execute("PRAGMA foreign_key_check").fetchone():
                raise QualcodeError(f"A row of {broken[0]} on {server.address} points to nothing. Nothing was copied.")
            target.execute("COMMIT")
            return rows


class _Table:
    """A table, and its rows in an order that both engines give."""

    def __init__(self, name: str, columns: Sequence[tuple[str, str]], order: Iterable[str]) -> None:
        self.name = name
        self.columns = [column for column, _ in columns]
        self.listed = ", ".join(f'"{column}"' for column in self.columns)
        self.order = ", ".join(order)
        self._as_text = [f'CAST("{column}" AS TEXT)' if kind == "JSON" else f'"{column}"' for column, kind in columns]

    def select(self) -> str:
        """The question for all rows, JSON as its text."""
        return f'SELECT {", ".join(self._as_text)} FROM "{self.name}" ORDER BY {self.order}'


def _tables() -> list[_Table]:
    # Local: the metadata of SQLModel, 0.5 s.
    from sqlmodel import SQLModel

    import qualcode.project.tables  # noqa: F401  # fills the metadata

    return [
        _Table(
            table.name,
            [(column.name, type(column.type).__name__) for column in table.columns],
            # In the order they were written: what follows the log goes by it.
            ["rowid"] if table.name == "event" else [f'"{column.name}"' for column in table.primary_key],
        )
        for table in SQLModel.metadata.sorted_tables
    ]


def _read(origin: "Connection[Any]", table: _Table) -> Iterator[tuple[Any, ...]]:
    with origin.cursor(name=f"all_{table.name}") as cursor:
        cursor.itersize = _MANY
        yield from cursor.execute(table.select().encode())


def _compared(file: sqlite3.Connection, server: "Connection[Any]", where: str) -> dict[str, int]:
    rows = {}
    for table in _tables():
        there, here = _digest(file.execute(table.select())), _digest(_read(server, table))
        if there != here:
            raise QualcodeError(f"The rows of {table.name} in {where} are not those that were to be copied. Nothing was copied.")
        rows[table.name] = here[0]
    return rows


def _digest(rows: Iterable[Sequence[Any]]) -> tuple[int, str]:
    """How many rows, and the SHA-256 of all their values; a truth value counts as 0 or 1."""
    number, found = 0, hashlib.sha256()
    for row in rows:
        number += 1
        found.update(repr([int(value) if isinstance(value, bool) else value for value in row]).encode())
    return number, found.hexdigest()
