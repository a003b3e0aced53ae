"""Where a project's rows lie: in a file of SQLite's beside project.yaml, or on the PostgreSQL server that project.yaml names.

Everything above asks a `Reader` and writes with a `Writer`; what the two engines do differently stands in `SqliteFile` and
in `server.Server`, and here one of them is chosen.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from qualcode.errors import QualcodeError
from qualcode.project import layout

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from qualcode.project.server.server import Server


class NotNowError(QualcodeError):
    """Somebody else holds the project, and nothing was read or written: the same may be tried again."""


class GoneError(NotNowError):
    """A server was lost before anything was written: the same may be tried again."""


class Database(Protocol):
    """What a `Reader` and a `Writer` have to know of where the rows lie."""

    begin_snapshot: ClassVar[str]
    """The SQL that begins a state of the project which stays the same."""
    daily_backups: ClassVar[bool]
    """Whether the first write of a day makes a backup beside it."""

    def connect(self) -> Any:
        """A connection that only reads, outside any transaction; its rows are like `sqlite3.Row`."""

    def wait_at_most(self, connection: Any, seconds: float) -> None:
        """How long the connection waits from now on for somebody who holds the project; then NotNowError."""

    def said(self, sql: str) -> str:
        """`sql` as this engine wants it said."""

    def is_reading(self, connection: Any) -> bool:
        """Whether the connection is inside a snapshot."""

    def plain_errors(self) -> AbstractContextManager[None]:
        """Turns what the engine raises inside into plain sentences."""

    def meaning(self, error: BaseException | None) -> QualcodeError | None:
        """The plain sentence for an error of the engine; None where it is a fault of the program."""

    def engine(self) -> "Engine":
        """For writing: one connection, whose transactions shut out all other writers."""

    def check_unchanged(self) -> None:
        """QualcodeError where something else was put in the place of what was opened."""

    def commit(self, commit: Callable[[], None], event: str | None) -> None:
        """Have a transaction that wrote this event committed; it returns when that is certain."""


def server_of(folder: Path) -> "Server | None":
    """The server that project.yaml names; None for a project in a file."""
    path = folder / layout.PROJECT_FILE
    with layout.plain_file_errors(path):
        if b"\ndatabase" not in b"\n" + path.read_bytes():  # YAML, 50 ms that a project in a file need not pay
            return None
    from qualcode.project.project_file import read_database

    if (url := read_database(folder)) is None:
        return None
    from qualcode.project.server.server import Server

    return Server.at(url)
