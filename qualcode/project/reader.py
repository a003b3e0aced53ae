"""Reading: plain SQL on the standard library's sqlite3, so that what only reads starts at once and cannot write."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qualcode.project.sqlite_errors import plain_errors

BUSY_SECONDS = 10


class Reader:
    """Read-only questions to one database file, from any thread: each thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.local()
        self._connections: list[sqlite3.Connection] = []

    def rows(self, sql: str, **params: Any) -> list[sqlite3.Row]:
        """All rows of `sql`, whose parameters are `:name`; one consistent state of the project."""
        with plain_errors(self._path):
            return self._connection().execute(sql, params).fetchall()

    def row(self, sql: str, **params: Any) -> sqlite3.Row | None:
        """The first row, or None."""
        with plain_errors(self._path):
            found: sqlite3.Row | None = self._connection().execute(sql, params).fetchone()
            return found

    def value(self, sql: str, **params: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, **params)
        return None if row is None else row[0]

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside, on this thread, see one and the same state of the project, whatever others write meanwhile.

        Keep it short: where there is no write-ahead log, writers wait for its end. One inside another is part of the outer
        one.
        """
        connection = self._connection()
        if connection.in_transaction:
            yield
            return
        with plain_errors(self._path):
            connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.rollback()

    def close(self) -> None:
        """Close every thread's connection."""
        while self._connections:
            self._connections.pop().close()
        self._threads = threading.local()

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._threads, "connection"):
            connection = connect(self._path)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA query_only = ON")
            self._connections.append(connection)
            self._threads.connection = connection
        mine: sqlite3.Connection = self._threads.connection
        return mine


def connect(path: Path) -> sqlite3.Connection:
    """A bare connection to a database that must be there; it may be opened in one thread and closed in another.

    Opened for reading and writing even where it will only read: after a crash the first to come must be able to take
    the half-written transaction back.
    """
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
