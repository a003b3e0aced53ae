"""A project's rows on a PostgreSQL server."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from qualcode.errors import QualcodeError
from qualcode.project.database import GoneError
from qualcode.project.server.address import Address, address_of

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Engine

# A reply that does not come, a lock that is not given, a computer that was closed in the middle of a gesture.
_SETTINGS = """
    SET default_transaction_isolation = 'read committed';
    SET default_transaction_read_only = {reading};
    SET synchronous_commit = on;
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '5min';
    SET jit = off;
"""
_PATIENCE = 20.0  # seconds that a server may take to come back and say whether a commit has landed


@dataclass(frozen=True, slots=True)
class Server:
    """The database that project.yaml names."""

    address: Address
    begin_snapshot: ClassVar[str] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    daily_backups: ClassVar[bool] = False

    @classmethod
    def at(cls, url: str) -> "Server":
        """The server that `url` names. QualcodeError for what is no address, and where the driver is not installed."""
        address = address_of(url)
        try:
            import psycopg  # noqa: F401
        except ImportError as error:
            raise QualcodeError(
                "This project is on a PostgreSQL server, and what speaks to one is not installed. "
                "Install it with: pip install 'qualcode[postgres]'"
            ) from error
        return cls(address)

    def connect(self) -> "psycopg.Connection[Any]":
        """A connection that only reads."""
        from psycopg import ClientCursor
        from psycopg.adapt import Loader

        from qualcode.project.server.rows import make_rows

        class AsText(Loader):
            def load(self, data: Any) -> str:
                return bytes(data).decode()

        connection = self.open(reading=True)
        connection.row_factory = make_rows
        # Values become part of the text, as in SQLite: `:wanted IS NULL OR …` needs no types.
        connection.cursor_factory = ClientCursor
        connection.adapters.register_loader("json", AsText)
        return connection

    def open(self, *, reading: bool = False) -> "psycopg.Connection[Any]":
        """A connection outside any transaction. psycopg's errors."""
        import psycopg

        connection = psycopg.connect(self.address.uri, autocommit=True, application_name="qualcode", client_encoding="utf8")
        connection.execute(_SETTINGS.format(reading="on" if reading else "off").encode())
        return connection

    @contextmanager
    def opened(self, *, reading: bool = False) -> Iterator["psycopg.Connection[Any]"]:
        """The same for the length of a block, with plain errors."""
        with self.plain_errors(), closing(self.open(reading=reading)) as connection:
            yield connection

    def wait_at_most(self, connection: "psycopg.Connection[Any]", seconds: float) -> None:
        """For a lock; not for the server itself. None at all cannot be said: 0 would mean for ever."""
        connection.execute(f"SET lock_timeout = {max(1, round(1000 * seconds))}".encode())

    def said(self, sql: str) -> str:
        """In psycopg's spelling."""
        from qualcode.project.server.rows import said

        return said(sql)

    def is_reading(self, connection: "psycopg.Connection[Any]") -> bool:
        """Whether the connection is inside a snapshot."""
        from psycopg.pq import TransactionStatus

        return connection.info.transaction_status != TransactionStatus.IDLE

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            if meaning := self.meaning(error):
                raise meaning from error
            raise

    def plain_errors(self) -> AbstractContextManager[None]:
        """Turns what psycopg raises inside into plain sentences."""
        return self._plainly()

    def meaning(self, error: BaseException | None) -> QualcodeError | None:
        """The plain sentence for an error of psycopg's."""
        from qualcode.project.server.errors import meaning

        return meaning(error, self.address)

    def engine(self) -> "Engine":
        """For writing."""
        from qualcode.project.server.engine import engine

        return engine(self)

    def check_schema(self) -> None:
        """QualcodeError, with what to do, where the database holds no project or one of another schema."""
        from qualcode.project.server.schema import check_version

        with self.opened(reading=True) as connection:
            check_version(connection, self.address)

    def check_unchanged(self) -> None:
        """A server's database cannot be swapped under us without our connection going."""

    def commit(self, commit: Callable[[], None], event: str | None) -> None:
        """Commit; where the answer is lost on the way, ask the server whether it has landed.

        QualcodeError where it has not, and where the server does not come back to say so.
        """
        from sqlalchemy.exc import DBAPIError

        try:
            commit()
        except DBAPIError as error:
            if event is None or not isinstance(self.meaning(error.orig), GoneError):
                raise
            if not self._has_landed(event):
                raise

    def _has_landed(self, event: str) -> bool:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                with self.opened() as connection, connection.transaction():
                    # Behind the lock: the commit, should it still be under way, is over then.
                    connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                    return connection.execute("SELECT 1 FROM event WHERE id = %s", [event]).fetchone() is not None
            except GoneError as error:
                if time.monotonic() > until:
                    raise QualcodeError(
                        f"{self.address} went away while a change was being saved, so it is not known whether it is. Look "
                        "when the server is there again, before you make the change once more."
                    ) from error
                time.sleep(0.5)


LOCK = 0x71636F64
"""The advisory lock ("qcod") that lets one writer at a time into a database: its project is the only one there."""
