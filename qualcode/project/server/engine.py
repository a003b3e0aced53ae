"""SQLAlchemy on a server: every transaction waits its turn, so that clocks and the chains of events are as in a file."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from qualcode.project.server.server import LOCK

if TYPE_CHECKING:
    from qualcode.project.server.server import Server

# What the triggers on codings write into, see `schema`.
_WATCH = "CREATE TEMP TABLE live_change (coder_id TEXT NOT NULL, change INTEGER NOT NULL) ON COMMIT DELETE ROWS"


def engine(server: "Server") -> Engine:
    """One connection, looked after before each transaction: a server may have been started anew in between."""

    def connect() -> Any:
        connection = server.open()
        connection.execute(_WATCH)
        connection.autocommit = False
        return connection

    made = create_engine(
        "postgresql+psycopg://", creator=connect, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_pre_ping=True
    )

    @event.listens_for(made, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")

    return made
