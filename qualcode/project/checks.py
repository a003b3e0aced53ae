"""Looking a project over: is every byte, row and link what it was when it was written?"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from qualcode.errors import QualcodeError
from qualcode.project import layout, schema
from qualcode.project.backups import copy_of_server, verify
from qualcode.project.database import server_of
from qualcode.project.row_checks import ROW_CHECKS
from qualcode.project.sqlite_errors import plain
from qualcode.project.sqlite_file import connect
from qualcode.text import count, one_line


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, one or two plain sentences. `damage` is what a backup may have to mend."""

    message: str
    damage: bool


def check(folder: Path) -> list[Finding]:
    """Everything found in the project of `folder`: nothing where all is well. Only reads. QualcodeError where there is none."""
    folder = layout.find_folder(folder)
    return [*_files(folder), *_rows_of(folder), *_backups(folder)]


def _files(folder: Path) -> Iterator[Finding]:
    for name in (layout.PROJECT_FILE, layout.DATABASE, layout.TRANSCRIPTS, layout.BACKUPS):
        path = folder / name
        if path.is_symlink():
            yield Finding(f"{name} is a link; nothing is written through links. Put the real one in its place.", damage=False)
        elif name == layout.DATABASE and path.exists() and path.stat().st_mode & 0o077:
            yield Finding(f"{name} is open to other people of this machine. Close it with `chmod 600 {name}`.", damage=False)


def _backups(folder: Path) -> Iterator[Finding]:
    backups = layout.list_backups(folder)
    try:
        if backups:
            verify(backups[-1])
    except QualcodeError:
        yield Finding(f"The newest backup, {backups[-1].name}, is damaged. Make a new one with `qualcode backup`.", damage=False)


def _rows_of(folder: Path) -> Iterator[Finding]:
    """On a server, a copy of it all is looked over: for what a server sees to itself, it has been whole when it was made."""
    if not (server := server_of(folder)):
        yield from _database(folder)
        return
    with TemporaryDirectory(prefix="qualcode-check-") as place, copy_of_server(server, Path(place) / layout.DATABASE) as copy:
        yield from _database(Path(place), copy)


def _database(folder: Path, path: Path | None = None) -> Iterator[Finding]:
    path = path or folder / layout.DATABASE
    if not path.exists():
        yield Finding(f"{layout.DATABASE} is not there. {layout.way_back(folder)}", damage=True)
        return
    try:
        with closing(connect(path)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA query_only = ON")
            schema.read_version(connection, path)
            for look in (_integrity, _links, _schema, *map(_rows, ROW_CHECKS)):
                yield from _looked(look, connection, path)
    except QualcodeError as error:
        yield Finding(str(error), damage=True)
    except sqlite3.Error as error:
        yield Finding(str(plain(error, path) or error), damage=True)


Look = Callable[[sqlite3.Connection], Iterator[Finding]]


def _looked(look: Look, connection: sqlite3.Connection, path: Path) -> Iterator[Finding]:
    # One look that stumbles over damage must not keep the others from being made.
    try:
        yield from look(connection)
    except (sqlite3.Error, ValueError, TypeError, AttributeError) as error:
        meaning = plain(error, path) if isinstance(error, sqlite3.Error) else None
        yield Finding(str(meaning or f"{layout.DATABASE} is damaged: {one_line(str(error))}."), damage=True)


def _integrity(connection: sqlite3.Connection) -> Iterator[Finding]:
    for row in connection.execute("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield Finding(f"{layout.DATABASE} is damaged: {one_line(row[0])}.", damage=True)


def _links(connection: sqlite3.Connection) -> Iterator[Finding]:
    broken: dict[tuple[str, str], int] = {}
    for row in connection.execute("PRAGMA foreign_key_check"):
        broken[row["table"], row["parent"]] = broken.get((row["table"], row["parent"]), 0) + 1
    for (table, parent), number in broken.items():
        yield Finding(f"{count(number, 'row')} of {one_line(table)} point to no {one_line(parent)}.", damage=True)


def _schema(connection: sqlite3.Connection) -> Iterator[Finding]:
    if connection.execute("PRAGMA user_version").fetchone()[0] < schema.SCHEMA_VERSION:
        return  # it is brought up to date when the project is opened
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as model:
        schema.create_schema(model)
        ours, theirs = _parts(model), _parts(connection)
    for kind, name in sorted(ours.keys() | theirs.keys()):
        if ours.get((kind, name)) != theirs.get((kind, name)):
            how = "is missing" if (kind, name) not in theirs else "differs" if (kind, name) in ours else "is not qualcode's"
            yield Finding(f"The {kind} {one_line(name)} in {layout.DATABASE} {how}: somebody else changed the file.", damage=True)


def _parts(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """What the file is made of: (table, index, trigger or view; its name) -> its SQL."""
    found = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in found}


def _rows(look: Callable[[sqlite3.Connection], Iterator[str]]) -> Look:
    return lambda connection: (Finding(message, damage=True) for message in look(connection))
