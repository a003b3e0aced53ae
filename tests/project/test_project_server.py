"""What is different on a server: addresses, moving there and back, what goes wrong on the way."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import engines
import psycopg
import pytest
from click.testing import CliRunner, Result
from engines import RunningServer
from project_gestures import apply, coding_row, take_off
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from qualcode.cli.main import app
from qualcode.coding.session import CodingSession
from qualcode.errors import QualcodeError
from qualcode.project import migrations, schema
from qualcode.project.backups import back_up
from qualcode.project.checks import check
from qualcode.project.people import list_coders
from qualcode.project.project_file import read_database, read_title, write_database
from qualcode.project.restoring import restore
from qualcode.project.server.address import address_of
from qualcode.project.server.moving import begin_project, move_project, upgrade_project
from qualcode.project.server.server import Server
from qualcode.project.store import Store, open_store
from qualcode.project.transcripts import list_transcripts, list_turns

pytestmark = pytest.mark.on_a_server


@pytest.fixture
def server() -> RunningServer:
    return engines.server()


@pytest.fixture
def project_folder(built_project: Path, tmp_path: Path) -> Path:
    """In a file still."""
    return Path(shutil.copytree(built_project, tmp_path / "allotments"))


@pytest.fixture
def there(project_folder: Path, server: RunningServer) -> Path:
    """The project's folder, its rows on the server."""
    return engines.on_server(project_folder)


@pytest.fixture
def store(there: Path) -> Iterator[Store]:
    with open_store(there) as opened:
        yield opened


def run(*arguments: str, folder: Path) -> Result:
    return CliRunner().invoke(app, [*arguments, "--project", str(folder)])


def toggle(store: Store, coder: str = "ana", turn: int = 2) -> str | None:
    transcript = list_transcripts(store)[0]
    place = list_turns(store, transcript.id)[turn - 1]
    made = CodingSession(store, coder).toggle(transcript.id, "soil", place.start_char, place.end_char)
    return made.id if made else None


def live(store: Store) -> int:
    number: int = store.reader.value("SELECT count(*) FROM coding WHERE NOT deleted")
    return number


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql+psycopg://ana:s3cret@host/study", "passwords belong in ~/.pgpass, or in the environment"),
        ("postgresql+psycopg://ana@host/study?password=s3cret", "passwords belong in ~/.pgpass, or in the environment"),
        ("mysql://ana@host/s3cret", "does not begin with"),
        ("postgresql+psycopg://ana@host:s3cret/study", "cannot be read"),
        ("postgresql+psycopg://ana@host", "does not name one"),
    ],
)
def test_an_address_that_does_not_do_is_refused_and_no_secret_repeated(project_folder: Path, url: str, sentence: str) -> None:
    said = run("db", "copy", "--to", url, folder=project_folder)
    assert said.exit_code == 1
    assert sentence in said.stderr
    with (project_folder / "project.yaml").open("a") as file:
        file.write(f"database: {url}\n")
    opened = run("transcripts", folder=project_folder)
    assert opened.exit_code == 1
    assert sentence in opened.stderr
    assert "s3cret" not in said.output + opened.output


def test_an_address_is_shown_by_user_host_and_name() -> None:
    assert (
        address_of("postgresql+psycopg://ana@db.example.org:5433/study?sslmode=require").shown == "ana@db.example.org:5433/study"
    )
    assert address_of("postgresql://?service=study").shown == "study"


def test_without_the_driver_it_is_said_what_to_install(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(QualcodeError, match=r"pip install 'qualcode\[postgres\]'"):
        open_store(there)


def test_there_and_back_everything_is_as_it_was(project_folder: Path, server: RunningServer) -> None:
    with open_store(project_folder) as store:
        toggle(store)
        rows = [tuple(row) for row in store.reader.rows("SELECT * FROM coding")]
    url = server.new_database()
    said = run("db", "copy", "--to", url, folder=project_folder)
    assert (said.exit_code, read_database(project_folder), read_title(project_folder)) == (0, url, "Allotments")
    [kept] = project_folder.glob("project.db.moved-*")
    assert kept.name in said.stderr
    assert not (project_folder / "project.db").exists()
    with open_store(project_folder) as store:
        assert [tuple(row) for row in store.reader.rows("SELECT * FROM coding")] == rows
        assert toggle(store, turn=4)
    assert check(project_folder) == []
    said = run("db", "copy", "--to", "sqlite", folder=project_folder)
    assert (said.exit_code, read_database(project_folder)) == (0, None)
    assert "goes on working there" in said.stderr
    with open_store(project_folder) as store:
        assert live(store) == 2
        assert store.reader.value("SELECT count(*) FROM event WHERE verb = 'move'") == 2
    assert check(project_folder) == []


def test_a_database_that_is_not_empty_is_left_alone(project_folder: Path, there: Path, server: RunningServer) -> None:
    url = server.new_database()
    with Server.at(url).opened() as connection:
        connection.execute("CREATE TABLE payroll (name text)")
    with pytest.raises(QualcodeError, match=r"holds something else already\. Nothing was changed"):
        move_project(there, url)
    taken = read_database(there)
    assert taken
    with pytest.raises(QualcodeError, match=r"holds a project already\. Nothing was changed"):
        move_project(there, taken)
    with open_store(there) as store:
        assert len(list_transcripts(store)) == 2


def test_rows_that_arrive_otherwise_are_noticed(
    project_folder: Path, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, before = server.new_database(), (project_folder / "project.yaml").read_bytes()
    monkeypatch.setattr(
        "qualcode.project.server.schema._WATCH",
        "CREATE FUNCTION worse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'x'; RETURN NEW; END $$;"
        "CREATE TRIGGER worse BEFORE INSERT ON codebook_revision FOR EACH ROW EXECUTE FUNCTION worse();",
    )
    with pytest.raises(QualcodeError, match="are not those that were to be copied"):
        move_project(project_folder, url)
    assert (project_folder / "project.yaml").read_bytes() == before
    assert (project_folder / "project.db").exists()
    with Server.at(url).opened() as connection:
        assert connection.execute("SELECT count(*) FROM pg_class WHERE relname = 'coding'").fetchone() == (0,)


def test_a_project_may_begin_on_the_server(tmp_path: Path, project_folder: Path, server: RunningServer) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "codebook.yaml").write_bytes((project_folder / "codebook.yaml").read_bytes())
    (folder / "project.yaml").write_text("title: Study\n")
    with pytest.raises(QualcodeError, match="names no server"):
        begin_project(folder)
    write_database(folder, server.new_database())
    assert "holds no project yet" in run("status", folder=folder).stderr
    assert run("db", "init", folder=folder).exit_code == 0
    with open_store(folder) as store:
        assert next(code.key for code in store.codebook()) == "soil"
    assert "holds a project already" in run("db", "init", folder=folder).stderr
    assert check(folder) == []


def test_backups_and_checks_are_of_all_rows(there: Path, store: Store) -> None:
    toggle(store)
    backup = back_up(there)
    with open_store_of(backup, there.parent / "restored") as copy:
        assert live(copy) == 1
    assert check(there) == []
    with Server.at(read_database(there) or "").opened() as connection:
        connection.execute("UPDATE coding SET start_char = start_char + 1")
    assert [finding.message for finding in check(there)] == ["1 coding differ from what was written."]
    with pytest.raises(QualcodeError, match="This project is on a server"):
        restore(there, backup)


def open_store_of(backup: Path, folder: Path) -> Store:
    folder.mkdir()
    (folder / "project.yaml").write_text("title: Restored\n")
    (folder / "project.db").write_bytes(backup.read_bytes())
    return open_store(folder)


def test_codings_lost_without_word_stop_the_operation(store: Store) -> None:
    row = coding_row(store, "ana", "wende", 2, "soil")
    apply(store, row, declared={row["coder_id"]: 1})
    for statement in ("DELETE FROM coding", "UPDATE coding SET deleted = TRUE"):
        with pytest.raises(QualcodeError, match="Stopped"), store.writer.transaction() as session:
            session.connection().exec_driver_sql(statement)
    take_off(store, row["id"], declared={row["coder_id"]: -1})
    assert live(store) == 0


def test_an_older_schema_waits_for_an_upgrade_and_a_newer_for_an_update(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = schema.SCHEMA_VERSION
    monkeypatch.setattr(schema, "SCHEMA_VERSION", now + 1)
    step = "ALTER TABLE round ADD COLUMN motto VARCHAR DEFAULT '' NOT NULL"
    monkeypatch.setitem(migrations.STEPS, now, lambda connection: connection.execute(step))
    with pytest.raises(QualcodeError, match="runs `qualcode db upgrade`"):
        open_store(there)
    assert upgrade_project(there) == (now, now + 1)
    assert upgrade_project(there) == (now + 1, now + 1)
    with open_store(there) as store:
        assert store.reader.value("SELECT motto FROM round") == ""
    monkeypatch.setattr(schema, "SCHEMA_VERSION", now)
    with pytest.raises(QualcodeError, match="written by a newer qualcode"):
        open_store(there)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda url: url.replace("host=/", "host=/nowhere/"), "cannot be reached"),
        (lambda url: url.replace("/test_", "/no_test_"), "There is no database"),
        (lambda url: url.replace("postgres@", "nobody@"), "does not let you in"),
    ],
)
def test_what_keeps_one_out_is_said_plainly(there: Path, change: "object", sentence: str) -> None:
    assert callable(change)
    write_database(there, change(read_database(there)))
    said = run("transcripts", folder=there)
    assert said.exit_code == 1
    assert sentence in said.stderr
    assert "Traceback" not in said.output


def test_somebody_who_may_only_read_is_told_so(there: Path, store: Store, server: RunningServer) -> None:
    url = read_database(there) or ""
    with Server.at(url).opened() as connection:
        connection.execute("DROP ROLE IF EXISTS guest")
        connection.execute("CREATE ROLE guest LOGIN")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest")
    write_database(there, url.replace("postgres@", "guest@"))
    with open_store(there) as guest, pytest.raises(QualcodeError, match=r"Your rights on .* do not allow this"):
        toggle(guest)
    with Server.at(url).opened() as connection:
        connection.execute("DROP OWNED BY guest")
        connection.execute("DROP ROLE guest")


def test_a_commit_whose_answer_is_lost_is_found_and_made_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    commit, lost = Session.commit, [True]

    def commit_and_lose(session: Session) -> None:
        commit(session)
        if lost:
            lost.pop()
            raise OperationalError("COMMIT", None, psycopg.OperationalError("server closed the connection unexpectedly"))

    list_coders(store)
    CodingSession(store, "ana")
    monkeypatch.setattr(Session, "commit", commit_and_lose)
    gesture = toggle(store)
    assert (lost, live(store)) == ([], 1)
    assert store.reader.value("SELECT count(DISTINCT gesture) FROM event WHERE verb = 'apply'") == 1
    assert store.reader.value("SELECT gesture FROM event WHERE verb = 'apply'") == gesture


def test_a_commit_that_never_arrived_is_made_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    commit, lost = Session.commit, [True]

    def lose(session: Session) -> None:
        if lost:
            lost.pop()
            session.rollback()
            raise OperationalError("COMMIT", None, psycopg.OperationalError("server closed the connection unexpectedly"))
        commit(session)

    CodingSession(store, "ana")
    monkeypatch.setattr(Session, "commit", lose)
    assert toggle(store)
    assert (lost, live(store)) == ([], 1)
    assert store.reader.value("SELECT count(*) FROM event WHERE verb = 'apply'") == 1


def test_a_server_stopped_in_the_middle_of_a_gesture(store: Store, server: RunningServer) -> None:
    CodingSession(store, "ana")

    def change() -> None:
        with store.writer.transaction() as session:
            session.connection().exec_driver_sql("UPDATE coder SET name = 'gone'")
            server.stop()

    with pytest.raises(QualcodeError, match=r"cannot be reached .* Nothing was changed"):
        change()
    with pytest.raises(QualcodeError, match="cannot be reached"):
        store.revision()
    server.start()
    assert toggle(store)  # without being opened anew
    assert [coder.name for coder in list_coders(store)] == ["ana"]
    assert check(store.folder) == []
