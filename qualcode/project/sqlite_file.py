"""A project's rows in a file of SQLite's."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.project.sqlite_errors import plain, plain_errors
from qualcode.text import one_line

if TYPE_CHECKING:
    from sqlalchemy import Engine

BUSY_SECONDS = 10


class SqliteFile:
    """The file as it was opened."""

    begin_snapshot: ClassVar[str] = "BEGIN"
    daily_backups: ClassVar[bool] = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identity = layout.identity(path)

    def connect(self) -> sqlite3.Connection:
        """A connection that only reads."""
        connection = connect(self.path)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only = ON")
        return connection

    def wait_at_most(self, connection: sqlite3.Connection, seconds: float) -> None:
        """In SQLite's own way."""
        connection.execute(f"PRAGMA busy_timeout = {round(1000 * seconds)}")

    def said(self, sql: str) -> str:
        """As it stands."""
        return sql

    def is_reading(self, connection: sqlite3.Connection) -> bool:
        """Whether the connection is inside a snapshot."""
        return connection.in_transaction

    def plain_errors(self) -> AbstractContextManager[None]:
        """Turns what SQLite raises inside into plain sentences."""
        return plain_errors(self.path)

    def meaning(self, error: BaseException | None) -> QualcodeError | None:
        """The plain sentence for an error of SQLite's."""
        return plain(error, self.path) if isinstance(error, sqlite3.Error) else None

    def engine(self) -> "Engine":
        """For writing."""
        # Local: SQLAlchemy, which reading must not pay.
        from qualcode.project.sqlite_engine import engine

        return engine(self.path)

    def check_unchanged(self) -> None:
        """A file put in our file's place (by a syncing program, a restore) must not be written over, nor its journal."""
        found = layout.identity(self.path)
        if found == self._identity:
            return
        shown = one_line(str(self.path))
        if found is None:
            raise QualcodeError(f"{shown} is not there any more: it was moved or renamed. Nothing was changed; put it back.")
        raise QualcodeError(
            f"{shown} was replaced while it was open. Nothing was changed; close qualcode and open the project again."
        )

    def commit(self, commit: Callable[[], None], event: str | None) -> None:
        """Nothing comes between us and the file: a commit that fails has written nothing."""
        commit()


def connect(path: Path) -> sqlite3.Connection:
    """A bare connection to a database that must be there; it may be opened in one thread and closed in another.

    Opened for reading and writing even where it will only read: after a crash the first to come must be able to take
    the half-written transaction back.
    """
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
