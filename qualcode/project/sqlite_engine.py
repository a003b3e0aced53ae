"""SQLAlchemy on a SQLite file: `BEGIN IMMEDIATE`, everything on the disk before it counts, and a watch on the codings."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from qualcode.project.sqlite_file import connect

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


def engine(path: Path) -> Engine:
    """One connection, waited for: transactions of one program queue here and not at the file's lock."""
    made = create_engine("sqlite://", creator=lambda: connect(path), poolclass=QueuePool, pool_size=1, max_overflow=0)

    @event.listens_for(made, "connect")
    def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(_WATCH)

    @event.listens_for(made, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made
