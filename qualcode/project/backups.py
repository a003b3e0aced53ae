"""Backups of a project's database: whole, verified, private, and kept in generations."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.project import layout, schema
from qualcode.project.database import server_of
from qualcode.project.sqlite_errors import DamagedError, plain_errors
from qualcode.project.sqlite_file import connect
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.project.server.server import Server

# Of each generation, how many: the newest backup of that many days, weeks and months that have one.
_GENERATIONS: tuple[tuple[int, Callable[[datetime], str]], ...] = (
    (12, lambda made: made.strftime("%Y-%m-%d")),
    (10, lambda made: made.strftime("%G-%V")),
    (9, lambda made: made.strftime("%Y-%m")),
)
_NAME = "%Y-%m-%dT%H%M%S.%fZ.db"


def back_up(folder: Path) -> Path:
    """Make a verified backup of the project in `folder` and let go of what the generations no longer keep; its path.

    QualcodeError, and no backup made, where the database is damaged or the copy cannot be written.
    """
    backups = folder / layout.BACKUPS
    with layout.plain_file_errors(backups):
        layout.make_private_folder(backups)
        target = backups / datetime.now(UTC).strftime(_NAME)
        with _copy_of_project(folder, target) as copy:
            copy.replace(target)
        layout.sync_folder(backups)
        for old in superseded(layout.list_backups(folder)):
            old.unlink()
    return target


def back_up_daily(folder: Path) -> None:
    """Make the day's backup where there is none yet."""
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    if not any(backup.name.startswith(today) for backup in layout.list_backups(folder)):
        back_up(folder)


def superseded(backups: list[Path]) -> list[Path]:
    """Those of `backups` that no generation keeps. All of the newest day are kept."""
    made = {backup: datetime.strptime(backup.name, _NAME).replace(tzinfo=UTC) for backup in sorted(backups)}
    kept = {backup for backup in made if made and made[backup].date() == max(made.values()).date()}
    for number, period in _GENERATIONS:
        newest = {period(time): backup for backup, time in made.items()}
        kept |= set(list(newest.values())[-number:])
    return [backup for backup in made if backup not in kept]


def verified_copy(source: Path, beside: Path) -> AbstractContextManager[Path]:
    """A whole copy of a database as a private file in the folder of `beside`, to be renamed; gone at the end if it was not.

    SQLite's own backup takes the copy, so that one made in the middle of other programs' work is whole. It is opened
    again and checked before it is handed out.
    """

    def copy_file(copy: Path) -> None:
        with plain_errors(source), closing(connect(source)) as origin, closing(connect(copy)) as made:
            schema.read_version(origin, source)
            origin.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")

    return _verified(copy_file, beside, shown=source)


def copy_of_server(server: "Server", beside: Path) -> AbstractContextManager[Path]:
    """The same of a project on a server: all of it as a file of SQLite's."""
    # Local: only who has a server pays for its driver.
    from qualcode.project.server.copying import to_file

    return _verified(lambda copy: to_file(server, copy), beside, shown=beside)


def _copy_of_project(folder: Path, beside: Path) -> AbstractContextManager[Path]:
    server = server_of(folder)
    return copy_of_server(server, beside) if server else verified_copy(folder / layout.DATABASE, beside)


@contextmanager
def _verified(fill: Callable[[Path], object], beside: Path, *, shown: Path) -> Iterator[Path]:
    copy = beside.with_name(f".{beside.name}.making")
    try:
        copy.unlink(missing_ok=True)
        layout.write_private(copy, b"")
        fill(copy)
        verify(copy, shown=shown)
        _to_disk(copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def verify(path: Path, shown: Path | None = None) -> None:
    """DamagedError unless the database at `path` is ours and whole; `shown` is the file to speak of."""
    shown = shown or path
    with plain_errors(shown), closing(connect(path)) as connection:
        schema.read_version(connection, shown)
        if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise DamagedError(f"{one_line(str(shown))} is damaged. Leave it as it is. {layout.way_back(shown.parent)}")


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
