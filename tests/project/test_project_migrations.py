import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from project_gestures import apply, coding_row

from qualcode.errors import QualcodeError
from qualcode.project import layout, migrations, schema
from qualcode.project.checks import check
from qualcode.project.store import open_store
from qualcode.project.transcripts import list_transcripts

pytestmark = pytest.mark.in_a_file

GOLDEN = sorted(Path(__file__).with_name("golden").glob("schema_*.sql"))
Step = Callable[[sqlite3.Connection], None]


def golden_project(folder: Path, dump: Path) -> Path:
    folder.mkdir()
    (folder / "project.yaml").write_text("title: Golden\n")
    with closing(sqlite3.connect(folder / "project.db")) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
    (folder / "project.db").chmod(0o600)
    return folder


def value(folder: Path, sql: str) -> object:
    with closing(sqlite3.connect(folder / "project.db")) as connection:
        return connection.execute(sql).fetchone()[0]


def columns(database: Path) -> dict[str, str]:
    """The columns of each table."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {table: ", ".join(row[1] for row in connection.execute(f"PRAGMA table_info({table})")) for table in tables}


def everything(database: Path, known: dict[str, str]) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the tables and columns that are known."""
    with closing(sqlite3.connect(database)) as connection:
        return {table: sorted(connection.execute(f"SELECT {names} FROM {table}"), key=repr) for table, names in known.items()}


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Pretend that this qualcode knows later schemas, reached by these steps."""

    def pretend(*steps: Step) -> None:
        first = schema.SCHEMA_VERSION
        monkeypatch.setattr(schema, "SCHEMA_VERSION", first + len(steps))
        monkeypatch.setattr(migrations, "STEPS", migrations.STEPS | dict(enumerate(steps, first)))

    return pretend


def add_mood(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE coding ADD COLUMN mood TEXT")


def remake_coders(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE coder_new (id VARCHAR PRIMARY KEY, name VARCHAR UNIQUE, kind VARCHAR, since VARCHAR)")
    connection.execute("INSERT INTO coder_new SELECT id, name, kind, '' FROM coder")
    connection.execute("DROP TABLE coder")
    connection.execute("ALTER TABLE coder_new RENAME TO coder")


@pytest.mark.parametrize("dump", GOLDEN, ids=lambda dump: dump.stem)
def test_a_project_of_every_released_schema_opens_whole_and_takes_codings(tmp_path: Path, dump: Path) -> None:
    folder = golden_project(tmp_path / "golden", dump)
    assert check(folder) == []
    with open_store(folder) as store:
        assert [(info.name, info.turns) for info in list_transcripts(store)] == [("01_wende", 4), ("02_orlo", 5)]
        assert store.reader.value("SELECT count(*) FROM coding WHERE NOT deleted") == 2
        assert store.reader.value("SELECT text FROM memo") == "clay — 🌱"
        assert [code.key for code in store.codebook()][:2] == ["soil", "people"]
        apply(store, coding_row(store, "ana", "orlo", 1, "soil"))
    assert check(folder) == []


@pytest.mark.parametrize("dump", GOLDEN[:-1], ids=lambda dump: dump.stem)
def test_bringing_an_old_project_up_to_date_keeps_every_row_here_and_in_the_backup(tmp_path: Path, dump: Path) -> None:
    folder = golden_project(tmp_path / "golden", dump)
    known = {table: names for table, names in columns(folder / "project.db").items() if table != "decision"}  # unused so far
    before = everything(folder / "project.db", known)
    open_store(folder).close()
    after = everything(folder / "project.db", known)
    added = [event for event in after["event"] if event not in before["event"]]
    assert [event[4:6] for event in added] == [("migrate", "project")]
    assert after | {"event": before["event"]} == before
    assert everything(layout.list_backups(folder)[-1], known) == before


@pytest.mark.parametrize("dump", GOLDEN[1:], ids=lambda dump: dump.stem)
def test_flags_of_a_project_are_there_again(tmp_path: Path, dump: Path) -> None:
    with open_store(golden_project(tmp_path / "golden", dump)) as store:
        flagged = "SELECT number FROM flag JOIN turn ON turn.id = turn_id WHERE NOT deleted"
        assert [row[0] for row in store.reader.rows(flagged)] == [2]


def test_a_changed_schema_needs_a_new_version_and_a_golden_project(tmp_path: Path) -> None:
    """Fails when a table changes: raise SCHEMA_VERSION, write the step that leads there, and dump a project beside these."""
    newest = golden_project(tmp_path / "golden", Path(__file__).with_name("golden") / f"schema_{schema.SCHEMA_VERSION}.sql")
    assert [finding.message for finding in check(newest)] == []
    assert set(migrations.STEPS) == set(range(1, schema.SCHEMA_VERSION))


def test_every_step_is_backed_up_made_and_noted(project_folder: Path, newer: Callable[..., None]) -> None:
    newer(add_mood, remake_coders)
    with open_store(project_folder) as store:
        assert store.reader.value("PRAGMA user_version") == schema.SCHEMA_VERSION
        assert store.reader.value("SELECT count(mood) FROM coding") == 0
        noted = store.reader.value("SELECT json_extract(after, '$.schema') FROM event WHERE verb = 'migrate'")
        assert noted == schema.SCHEMA_VERSION
    versions = []
    for backup in layout.list_backups(project_folder):
        with closing(sqlite3.connect(backup)) as connection:
            versions.append(connection.execute("PRAGMA user_version").fetchone()[0])
    assert versions == [schema.SCHEMA_VERSION - 2, schema.SCHEMA_VERSION - 1]
    open_store(project_folder).close()
    assert len(layout.list_backups(project_folder)) == 2


def test_a_step_that_fails_leaves_the_file_as_it_was(project_folder: Path, newer: Callable[..., None]) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE memo")
        connection.execute("ALTER TABLE nowhere ADD COLUMN mood TEXT")

    newer(add_mood, fail)
    last = schema.SCHEMA_VERSION
    said = rf"from schema {last - 1} to {last}: no such table: nowhere\. It is as it was; a backup is at"
    with pytest.raises(QualcodeError, match=said):
        open_store(project_folder)
    assert value(project_folder, "PRAGMA user_version") == schema.SCHEMA_VERSION - 1
    assert value(project_folder, "SELECT count(*) FROM memo") == 0
    assert value(project_folder, "PRAGMA integrity_check") == "ok"


def test_a_step_that_breaks_links_is_taken_back(project_folder: Path, newer: Callable[..., None]) -> None:
    newer(lambda connection: connection.execute("DELETE FROM speaker") and None)
    with pytest.raises(QualcodeError, match="a row of turn points to nothing"):
        open_store(project_folder)
    assert value(project_folder, "SELECT count(*) FROM speaker") == 3


def test_no_migration_without_a_backup(project_folder: Path, newer: Callable[..., None]) -> None:
    newer(add_mood)
    (project_folder / "backups").write_text("in the way")
    with pytest.raises(QualcodeError):
        open_store(project_folder)
    assert value(project_folder, "PRAGMA user_version") == schema.SCHEMA_VERSION - 1
