"""Reading: plain SQL without an ORM, so that what only reads starts at once and cannot write."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Row
from typing import Any

from qualcode.project.database import Database


class Reader:
    """Read-only questions to a project, from any thread: each thread has a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._threads = threading.local()
        self._connections: list[Any] = []

    def rows(self, sql: str, **params: Any) -> list[Row]:
        """All rows of `sql`, whose parameters are `:name`; one consistent state of the project."""
        with self._database.plain_errors():
            found: list[Row] = self._connection().execute(self._database.said(sql), params).fetchall()
            return found

    def row(self, sql: str, **params: Any) -> Row | None:
        """The first row, or None."""
        with self._database.plain_errors():
            found: Row | None = self._connection().execute(self._database.said(sql), params).fetchone()
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
        with self._database.plain_errors():
            connection = self._connection()
            inside = self._database.is_reading(connection)
            if not inside:
                connection.execute(self._database.begin_snapshot)
        try:
            yield
        finally:
            if not inside:
                with self._database.plain_errors():
                    connection.rollback()

    def close(self) -> None:
        """Close every thread's connection."""
        while self._connections:
            self._connections.pop().close()
        self._threads = threading.local()

    def _connection(self) -> Any:
        connection = getattr(self._threads, "connection", None)
        if connection is None or getattr(connection, "broken", False):  # a server was stopped, and is asked anew
            connection = self._database.connect()
            self._connections.append(connection)
            self._threads.connection = connection
        return connection
