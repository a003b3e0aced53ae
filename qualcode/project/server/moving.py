"""A project begun on a server, moved there and back, and brought up to date there."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from qualcode.codebook.loader import read_yaml
from qualcode.codebook.reading import parse
from qualcode.errors import QualcodeError
from qualcode.project import layout, migrations
from qualcode.project import schema as sqlite_schema
from qualcode.project.backups import copy_of_server
from qualcode.project.codes import sync_codebook
from qualcode.project.database import server_of
from qualcode.project.events import record
from qualcode.project.folders import check_place
from qualcode.project.ids import new_id
from qualcode.project.project_file import write_database
from qualcode.project.rounds import open_round
from qualcode.project.server.copying import to_server
from qualcode.project.server.schema import create_schema, read_version, spelled
from qualcode.project.server.server import LOCK, Server
from qualcode.project.sqlite_errors import plain_errors
from qualcode.project.sqlite_file import connect
from qualcode.project.store import Store, open_store
from qualcode.text import one_line

if TYPE_CHECKING:
    from psycopg import Connection

FILE: Final = "sqlite"
"""What stands for the file beside project.yaml where a server could be named."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a project was and is, in words, and how many rows each table has. Nothing that was there is deleted."""

    source: str
    target: str
    rows: dict[str, int]


def begin_project(folder: Path) -> Server:
    """Begin a project in the empty database that project.yaml names, with the folder's codebook and the round "main".

    QualcodeError, and nothing made, where the database holds anything, or the folder a project in a file.
    """
    folder = layout.find_folder(folder)
    server = _named(folder)
    if (folder / layout.DATABASE).exists():
        raise QualcodeError(
            f"This folder holds a project already, in {layout.DATABASE}. Take the line `database` out of {layout.PROJECT_FILE}, "
            "and move the project with `qualcode db copy --to`."
        )
    yaml = read_yaml(folder / layout.CODEBOOK_FILE)
    parse(yaml, layout.CODEBOOK_FILE)
    with server.opened() as connection, connection.transaction():
        create_schema(connection, server.address)
    with open_store(folder) as store:
        store.note_schema("create")
        sync_codebook(store, yaml, note="first revision")
        open_round(store, "main")
    return server


def upgrade_project(folder: Path) -> tuple[int, int]:
    """Bring a project on a server to the present schema, each step all or nothing; from which version to which."""
    folder = layout.find_folder(folder)
    server = _named(folder)
    with server.opened() as connection:
        first = version = read_version(connection, server.address)
        while version < sqlite_schema.SCHEMA_VERSION:
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                version = read_version(connection, server.address)  # another program may have done the step meanwhile
                if version < sqlite_schema.SCHEMA_VERSION:
                    migrations.STEPS[version](_Spelling(connection))
                    version += 1
                    connection.execute("UPDATE schema_version SET version = %s", [version])
    if version > first:
        with open_store(folder) as store:
            store.note_schema("migrate")
    return first, version


def move_project(folder: Path, to: str, *, allow_synced: bool = False) -> Moved:
    """Move a project onto the server `to`, or from its server into a file (`FILE`). project.yaml is changed last of all.

    What is left is kept: a file under another name, a server as it is. QualcodeError, and nothing changed, where the place
    is not empty, or where what arrived is not every row as it was.
    """
    folder = layout.find_folder(folder)
    source = server_of(folder)
    if to == FILE and source is None:
        raise QualcodeError("This project is in a file already.")
    if to == FILE:
        check_place(folder, allow_synced)
    open_store(folder, allow_synced=allow_synced).close()  # which brings a file up to date
    with ExitStack() as held:
        shown = str(source.address) if source else layout.DATABASE
        moved = _into_file(folder, source, held) if source and to == FILE else _onto(folder, source, Server.at(to), held)
        write_database(folder, None if to == FILE else to)
        if source is None:
            # Programs that have it open notice that it went, and write no more.
            shown = _set_aside(folder / layout.DATABASE).name
    with open_store(folder, allow_synced=allow_synced) as store:
        _note(store, {"from": shown, "to": moved.target})
    return Moved(shown, moved.target, moved.rows)


def _onto(folder: Path, source: Server | None, target: Server, held: ExitStack) -> Moved:
    path = held.enter_context(_kept_still(folder / layout.DATABASE) if source is None else _as_file(source))
    return Moved("", str(target.address), to_server(path, target))


def _into_file(folder: Path, source: Server, held: ExitStack) -> Moved:
    path = folder / layout.DATABASE
    layout.refuse_link(path)
    copy = held.enter_context(copy_of_server(source, path))
    with closing(connect(copy)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    if path.exists():
        _set_aside(path)
    copy.replace(path)
    layout.sync_folder(folder)
    return Moved("", layout.DATABASE, rows)


@contextmanager
def _kept_still(path: Path) -> Iterator[Path]:
    """Nobody writes to the file while it is being moved."""
    with plain_errors(path), closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield path


@contextmanager
def _as_file(source: Server) -> Iterator[Path]:
    with TemporaryDirectory(prefix="qualcode-move-") as place, copy_of_server(source, Path(place) / layout.DATABASE) as copy:
        yield copy


def _set_aside(path: Path) -> Path:
    kept = path.with_name(f"{path.name}.moved-{datetime.now(UTC).strftime('%Y-%m-%dT%H%M%SZ')}")
    path.rename(kept)
    return kept


def _note(store: Store, after: dict[str, str]) -> None:
    with store.writer.transaction() as session:
        record(session, None, new_id(), "move", "project", "project", None, dict(after))


def _named(folder: Path) -> Server:
    if (server := server_of(folder)) is None:
        raise QualcodeError(
            f"{one_line(str(folder / layout.PROJECT_FILE))} names no server. Write the line "
            "`database: postgresql+psycopg://user@host/name` into it."
        )
    return server


class _Spelling:
    """A connection that takes the steps from one schema to the next as a server does."""

    def __init__(self, connection: "Connection[Any]") -> None:
        self._connection = connection

    def execute(self, statement: str) -> Any:
        return self._connection.execute(spelled(statement).encode())
