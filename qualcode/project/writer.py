"""Writing: one transaction a gesture, after one another, all or nothing, on the disk before it counts as saved."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from qualcode.errors import QualcodeError
from qualcode.project.database import Database
from qualcode.project.events import NEWEST
from qualcode.text import count

# Kept by triggers of either engine for the rows that a transaction touches, whichever way they are written.
_CHANGES = text("SELECT coder_id, sum(change) AS change FROM live_change GROUP BY coder_id")
_FORGET = text("DELETE FROM live_change")


class Writer:
    """The one way to change a project. Usable from any thread; transactions of one writer follow one another."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._engine = database.engine()

    @contextmanager
    def transaction(self, declared: Mapping[str, int] | None = None) -> Iterator[Session]:
        """A session that shuts out all other writers, committed at the end of the block and rolled back on any error.

        `declared` says by how much each coder's live codings will change. A coder named there must change by exactly
        that; of anyone else no coding may go. Otherwise nothing is written and QualcodeError tells of it.
        """
        try:
            with _no_collector(), Session(self._engine, expire_on_commit=False) as session:
                session.connection()
                self._database.check_unchanged()
                yield session
                session.flush()
                _check_counts(session, declared or {})
                self._database.check_unchanged()
                self._database.commit(session.commit, session.info.get(NEWEST))
        except DBAPIError as error:
            raise self._database.meaning(error.orig) or error from error

    def close(self) -> None:
        """Give the database back."""
        self._engine.dispose()


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


def _check_counts(session: Session, declared: Mapping[str, int]) -> None:
    connection = session.connection()
    changes = {row.coder_id: int(row.change) for row in connection.execute(_CHANGES)}
    connection.execute(_FORGET)
    for coder_id in changes.keys() | declared.keys():
        change = changes.get(coder_id, 0)
        if change != declared.get(coder_id, max(change, 0)):
            raise QualcodeError(
                f"Stopped: {count(abs(change), 'coding')} of one coder would have been {'added' if change > 0 else 'lost'}, "
                f"where {declared.get(coder_id, 0):+d} was meant. Nothing was changed; run `qualcode check` and tell the authors."
            )
