"""Bringing a backup back. What stands in its place is kept: a whole file as a backup, a damaged one beside."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.project import layout, schema
from qualcode.project.backups import back_up, verified_copy, verify
from qualcode.project.database import server_of
from qualcode.project.events import record
from qualcode.project.folders import check_place, claim
from qualcode.project.ids import new_id
from qualcode.project.sqlite_errors import DamagedError, plain_errors
from qualcode.project.sqlite_file import connect
from qualcode.project.store import open_store
from qualcode.text import one_line


def restore(folder: Path, backup: Path, *, allow_synced: bool = False) -> Path | None:
    """Put `backup` in the place of the project's database; where the present one is kept now, None if there was none.

    A whole database is kept in backups/, a damaged one as project.db.corrupt-<time>. QualcodeError, and nothing changed,
    where the backup is damaged or another program is writing to the project.
    """
    folder = layout.find_folder(folder)
    _refuse_server(folder)
    check_place(folder, allow_synced)
    backup = _find(folder, backup)
    database = folder / layout.DATABASE
    layout.refuse_link(database)
    verify(backup)
    with ExitStack() as held:
        claim(folder, held)
        held.enter_context(layout.plain_file_errors(folder))
        copy = held.enter_context(verified_copy(backup, database))
        kept = held.enter_context(_set_aside(database))
        copy.replace(database)
        layout.sync_folder(folder)
    with open_store(folder, allow_synced=allow_synced) as store, store.writer.transaction() as session:
        record(session, None, new_id(), "restore", "project", "project", None, {"backup": backup.name})
    return kept


def _refuse_server(folder: Path) -> None:
    if server := server_of(folder):
        raise QualcodeError(
            f"This project is on a server, {server.address}, where others are at work. Take the line `database` out of "
            f"{layout.PROJECT_FILE}, restore the backup into a file, and move that to an empty database with `qualcode db copy`."
        )


def _find(folder: Path, backup: Path) -> Path:
    """The backup by its path, or by its name among the project's backups."""
    for path in (backup, folder / backup, folder / layout.BACKUPS / backup):
        if path.is_file():
            return path.resolve()
    raise QualcodeError(f"There is no backup {one_line(str(backup))}. {layout.way_back(folder)}")


@contextmanager
def _set_aside(database: Path) -> Iterator[Path | None]:
    """Keep what stands there, and let nobody write to it until the block is done."""
    if not database.exists():
        _rename(database)  # journals that are left would be played into the restored file
        yield None
        return
    with closing(connect(database)) as connection:
        try:
            with plain_errors(database):
                schema.read_version(connection, database)
                # Takes in what a crash left in the journals.
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("BEGIN IMMEDIATE")
            kept = back_up(database.parent)
        except DamagedError:
            kept = _rename(database)
        yield kept


def _rename(database: Path) -> Path:
    """Give the database and its journals a name that tells they are damaged; nothing is deleted."""
    stamp = datetime.now(UTC).strftime("corrupt-%Y-%m-%dT%H%M%SZ")
    for name in (database.name, f"{database.name}-journal", f"{database.name}-wal", f"{database.name}-shm"):
        if (path := database.with_name(name)).exists():
            path.rename(path.with_name(f"{name}.{stamp}"))
    return database.with_name(f"{database.name}.{stamp}")
