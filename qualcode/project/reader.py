"""Reading: plain SQL without an ORM, so that what only reads starts at once and cannot write."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from sqlite3 import Row
from typing import TYPE_CHECKING, Any

from qualcode.project.database import Database, GoneError, NotNowError

if TYPE_CHECKING:
    from threading import Lock, RLock


@dataclass
class _Hurry:
    """How long a thread waits for somebody who holds the project, what it says then, and whether it waited in vain."""

    seconds: float
    sentence: str
    in_vain: bool = False


class Reader:
    """Read-only questions to a project, from any thread: each thread has a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._threads = threading.local()
        self._connections: list[Any] = []

    def hurry(self, seconds: float, sentence: str) -> None:
        """From now on this thread waits at most so long for somebody who holds the project: NotNowError(sentence) then.

        Who waited in vain does not wait again until something could be read: many questions take no longer than one.
        """
        self._threads.hurry = _Hurry(seconds, sentence)
        with self._database.plain_errors():
            self._database.wait_at_most(self._connection(), seconds)

    def rows(self, sql: str, **params: Any) -> list[Row]:
        """All rows of `sql`, whose parameters are `:name`; one consistent state of the project."""
        with self._asking() as connection:
            found: list[Row] = connection.execute(self._database.said(sql), params).fetchall()
            return found

    def row(self, sql: str, **params: Any) -> Row | None:
        """The first row, or None."""
        with self._asking() as connection:
            found: Row | None = connection.execute(self._database.said(sql), params).fetchone()
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

    @contextmanager
    def taking(self, lock: "Lock | RLock") -> Iterator[None]:
        """Hold `lock` meanwhile; who is in a hurry waits no longer for it than for the project, for which its holder may wait."""
        hurry = self._hurry
        if not lock.acquire(timeout=hurry.seconds if hurry else -1):
            raise NotNowError(hurry.sentence if hurry else "")
        try:
            yield
        finally:
            lock.release()

    def close(self) -> None:
        """Close every thread's connection."""
        while self._connections:
            self._connections.pop().close()
        self._threads = threading.local()

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        hurry = self._hurry
        try:
            with self._database.plain_errors():
                yield self._connection()
        except GoneError:
            raise
        except NotNowError as error:
            if hurry is None:
                raise
            self._wait(hurry, in_vain=True)
            raise NotNowError(hurry.sentence) from error
        if hurry and hurry.in_vain:
            self._wait(hurry, in_vain=False)

    def _wait(self, hurry: _Hurry, *, in_vain: bool) -> None:
        hurry.in_vain = in_vain
        self._database.wait_at_most(self._connection(), 0 if in_vain else hurry.seconds)

    @property
    def _hurry(self) -> _Hurry | None:
        return getattr(self._threads, "hurry", None)

    def _connection(self) -> Any:
        connection = getattr(self._threads, "connection", None)
        if connection is None or getattr(connection, "broken", False):  # a server was stopped, and is asked anew
            connection = self._database.connect()
            self._connections.append(connection)
            self._threads.connection = connection
            if self._hurry:
                self._database.wait_at_most(connection, self._hurry.seconds)
        return connection
