"""A project, open: where it is, a reader, a writer made at the first write, and its codebook."""

import json
import os
import sqlite3
from collections.abc import Collection
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Self

from qualcode import __version__
from qualcode.errors import QualcodeError
from qualcode.project import layout, schema
from qualcode.project.backups import back_up, back_up_daily
from qualcode.project.clock import now
from qualcode.project.database import Database, server_of
from qualcode.project.events import record
from qualcode.project.folders import check_place, claim
from qualcode.project.ids import new_id
from qualcode.project.reader import Reader
from qualcode.project.sqlite_errors import plain_errors
from qualcode.project.sqlite_file import SqliteFile, connect
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.project.writer import Writer

# Its creation says which project it is; one that was made before creations said so goes by its first event.
_BEGINNING = """
    SELECT id, CAST(after AS TEXT) AS after FROM event WHERE target_kind = 'project'
     ORDER BY CASE WHEN verb = 'create' THEN 0 ELSE 1 END, clock LIMIT 1
"""


class Store:
    """An open project. Made by `open_store` (or `new_store.create_store`); close it, or use it in a `with`."""

    def __init__(self, folder: Path, database: Database, lock: int | None = None) -> None:
        self.folder = folder
        self.reader = Reader(database)
        self._database = database
        self._lock = lock
        self._writer: Writer | None = None
        self.backed_up_on = ""  # the day of the last daily backup
        self._title: str | None = None
        self._no_coding: frozenset[str] | None = None
        self._codebook: tuple[int, Codebook] | None = None

    @property
    def title(self) -> str:
        """The project's title, from project.yaml."""
        if self._title is None:
            # Local: YAML, as below.
            from qualcode.project.project_file import read_title

            self._title = read_title(self.folder)
        return self._title

    @property
    def no_coding(self) -> frozenset[str]:
        """The roles whose turns need no coding, from project.yaml."""
        if self._no_coding is None:
            # Local: YAML, as below.
            from qualcode.project.project_file import read_no_coding

            self._no_coding = read_no_coding(self.folder)
        return self._no_coding

    def set_no_coding(self, roles: Collection[str]) -> None:
        """Say whose turns need no coding."""
        from qualcode.project.project_file import write_no_coding

        write_no_coding(self.folder, roles)
        self._no_coding = None

    @property
    def writer(self) -> "Writer":
        """The project's writer. The first use on a day makes the day's backup of a project in a file."""
        today = now()[:10]
        if self.backed_up_on != today and self._database.daily_backups:
            back_up_daily(self.folder)
            self.backed_up_on = today
        if self._writer is None:
            # Local: SQLModel costs 0.5 s, which reading must not pay.
            from qualcode.project.writer import Writer

            self._writer = Writer(self._database)
        return self._writer

    def back_up(self) -> None:
        """Make a backup of a project in a file; those of a server's are made by who runs it."""
        if self._database.daily_backups:
            back_up(self.folder)

    @property
    def id(self) -> str:
        """Which project this is: the same in every copy of it and in all that was made from its kit."""
        [first] = self.reader.rows(_BEGINNING)
        said: str = json.loads(first["after"] or "{}").get("project", first["id"])
        return said

    def revision(self) -> int:
        """Number of the newest codebook revision, 0 before the first."""
        return self.reader.value("SELECT max(number) FROM codebook_revision") or 0

    def codebook(self) -> "Codebook":
        """The newest codebook revision, hotkeys given."""
        # Local: parsing YAML costs 50 ms that reading turns need not pay.
        from qualcode.codebook.hotkeys import with_hotkeys
        from qualcode.codebook.reading import parse

        number = self.revision()
        if self._codebook is None or self._codebook[0] != number:
            yaml = self.reader.value("SELECT yaml FROM codebook_revision WHERE number = :number", number=number)
            self._codebook = (number, with_hotkeys(parse(yaml, f"codebook revision {number}")))
        return self._codebook[1]

    def note_schema(self, verb: str, **more: str) -> None:
        """Write into the audit trail which schema the file has from now on, and since which version of qualcode."""
        with self.writer.transaction() as session:
            after = {"schema": schema.SCHEMA_VERSION, "qualcode": __version__, **more}
            record(session, None, new_id(), verb, "project", "project", None, after)

    def close(self) -> None:
        """Give the database back."""
        if self._writer is not None:
            self._writer.close()
        self.reader.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(folder: Path, *, allow_synced: bool = False) -> Store:
    """Open the project in `folder`. QualcodeError where there is none, or none that is safe to open.

    With `allow_synced` a folder that is synced or on a network disk is opened all the same, for one program at a time.
    """
    folder = layout.find_folder(folder)
    if server := server_of(folder):
        server.check_schema()
        return Store(folder, server)
    check_place(folder, allow_synced)
    path = _file(folder)
    with ExitStack() as undo:
        lock = claim(folder, undo)
        migrated = _ready(path, local=lock is None)
        store = Store(folder, SqliteFile(path), lock)
        if migrated:
            store.note_schema("migrate")
        undo.pop_all()
    return store


def _ready(path: Path, *, local: bool) -> bool:
    """See that the file is ours, of our schema, and its journal one this SQLite keeps safely; whether it had to be migrated."""
    with plain_errors(path), closing(connect(path)) as connection:
        version = schema.read_version(connection, path)
        schema.refuse_triggers(connection, path)
        wanted = schema.journal_mode(sqlite3.sqlite_version_info, local=local)
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
            connection.execute(f"PRAGMA journal_mode = {wanted}")
    if version == schema.SCHEMA_VERSION:
        return False
    # Local: an old project is the exception.
    from qualcode.project.migrations import migrate

    migrate(path)
    return True


def _file(folder: Path) -> Path:
    path = folder / layout.DATABASE
    layout.refuse_link(path)
    if not path.is_file():
        raise QualcodeError(f"The project in {one_line(str(folder))} has lost its {layout.DATABASE}. {layout.way_back(folder)}")
    return path
