"""Writing: one immediate transaction a gesture, all or nothing, on the disk before it counts as saved."""

import gc
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.project.reader import connect
from qualcode.project.sqlite_errors import plain
from qualcode.text import count, one_line

# What each transaction does to the live codings of each coder, kept by SQLite itself: it costs something only for rows
# that are touched, and no way of writing them escapes it.
_WATCH = """
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE live_change (coder_id TEXT PRIMARY KEY, change INTEGER NOT NULL);
CREATE TEMP TRIGGER live_more AFTER INSERT ON main.coding WHEN NOT NEW.deleted BEGIN
    INSERT INTO live_change VALUES (NEW.coder_id, 1) ON CONFLICT DO UPDATE SET change = change + 1;
END;
CREATE TEMP TRIGGER live_less AFTER DELETE ON main.coding WHEN NOT OLD.deleted BEGIN
    INSERT INTO live_change VALUES (OLD.coder_id, -1) ON CONFLICT DO UPDATE SET change = change - 1;
END;
CREATE TEMP TRIGGER live_changed AFTER UPDATE OF deleted, coder_id ON main.coding BEGIN
    INSERT INTO live_change VALUES (OLD.coder_id, OLD.deleted - 1) ON CONFLICT DO UPDATE SET change = change + excluded.change;
    INSERT INTO live_change VALUES (NEW.coder_id, 1 - NEW.deleted) ON CONFLICT DO UPDATE SET change = change + excluded.change;
END;
"""

_CHANGES, _FORGET = text("SELECT coder_id, change FROM live_change"), text("DELETE FROM live_change")


class Writer:
    """The one way to change a project. Usable from any thread; transactions of one writer follow one another."""

    def __init__(self, path: Path, identity: tuple[int, int] | None) -> None:
        self._path = path
        self._identity = identity  # of the file as it was opened
        self._engine = _engine(path)

    @contextmanager
    def transaction(self, declared: Mapping[str, int] | None = None) -> Iterator[Session]:
        """A session in `BEGIN IMMEDIATE`, committed at the end of the block and rolled back on any error.

        `declared` says by how much each coder's live codings will change. A coder named there must change by exactly
        that; of anyone else no coding may go. Otherwise nothing is written and QualcodeError tells of it.
        """
        try:
            with _no_collector(), Session(self._engine, expire_on_commit=False) as session:
                session.connection()
                self._check_identity()
                yield session
                session.flush()
                _check_counts(session, declared or {})
                self._check_identity()
                session.commit()
        except DBAPIError as error:
            meaning = plain(error.orig, self._path) if isinstance(error.orig, sqlite3.Error) else None
            raise meaning or error from error

    def close(self) -> None:
        """Give the file back."""
        self._engine.dispose()

    def _check_identity(self) -> None:
        """A file put in our file's place (by a syncing program, a restore) must not be written over, nor its journal."""
        if layout.identity(self._path) != self._identity:
            raise QualcodeError(
                f"{one_line(str(self._path))} was replaced while it was open. Nothing was changed; "
                "close qualcode and open the project again."
            )


@contextmanager
def _no_collector() -> Iterator[None]:
    """An import makes a million objects that all stay: to look through them as they come takes a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _engine(path: Path) -> Engine:
    # One connection, waited for: transactions of one program queue here and not at the file's lock.
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=QueuePool, pool_size=1, max_overflow=0)

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(_WATCH)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _check_counts(session: Session, declared: Mapping[str, int]) -> None:
    connection = session.connection()
    changes: dict[str, int] = {row.coder_id: row.change for row in connection.execute(_CHANGES)}
    connection.execute(_FORGET)
    for coder_id in changes.keys() | declared.keys():
        change = changes.get(coder_id, 0)
        if change != declared.get(coder_id, max(change, 0)):
            raise QualcodeError(
                f"Stopped: {count(abs(change), 'coding')} of one coder would have been {'added' if change > 0 else 'lost'}, "
                f"where {declared.get(coder_id, 0):+d} was meant. Nothing was changed; run `qualcode check` and tell the authors."
            )
