import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from project_gestures import apply, coding_row, take_off

from qualcode.errors import QualcodeError
from qualcode.project import sqlite_file
from qualcode.project.backups import back_up
from qualcode.project.checks import check
from qualcode.project.people import coder_id, list_coders
from qualcode.project.schema import journal_mode
from qualcode.project.store import Store, open_store
from qualcode.project.tables import Coder


def live(store: Store) -> int:
    number: int = store.reader.value("SELECT count(*) FROM coding WHERE NOT deleted")
    return number


def test_an_error_takes_everything_back(store: Store) -> None:
    def fail() -> None:
        with store.writer.transaction() as session:
            session.add(Coder(name="ana"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list_coders(store) == []


@pytest.mark.in_a_file
def test_writing_keeps_to_the_rules(store: Store) -> None:
    with store.writer.transaction() as session:
        ask = session.connection().exec_driver_sql
        assert ask("PRAGMA synchronous").scalar() == 2
        assert ask("PRAGMA foreign_keys").scalar() == 1
        assert ask("PRAGMA busy_timeout").scalar() == 10_000
        with (
            closing(sqlite3.connect(store.folder / "project.db", timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")


@pytest.mark.parametrize(
    ("version", "local", "mode"),
    [
        ((3, 40, 1), True, "delete"),
        ((3, 44, 5), True, "delete"),
        ((3, 44, 6), True, "wal"),
        ((3, 45, 0), True, "delete"),
        ((3, 50, 6), True, "delete"),
        ((3, 50, 7), True, "wal"),
        ((3, 51, 2), True, "delete"),
        ((3, 51, 3), True, "wal"),
        ((3, 53, 0), True, "wal"),
        ((3, 53, 0), False, "delete"),
    ],
)
def test_a_write_ahead_log_only_where_sqlite_no_longer_loses_commits(version: tuple[int, ...], local: bool, mode: str) -> None:
    assert journal_mode(version, local=local) == mode


@pytest.mark.in_a_file
def test_the_journal_follows_the_linked_sqlite(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version, mode in (((3, 53, 0), "wal"), ((3, 40, 1), "delete")):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
        with open_store(project_folder) as store:
            coder_id(store, f"coder {mode}")
            assert store.reader.value("PRAGMA journal_mode") == mode
    assert sorted(path.name for path in project_folder.glob("project.db*")) == ["project.db"]


def test_codings_that_are_declared_may_go(store: Store) -> None:
    rows = [coding_row(store, "ana", "wende", turn, "soil") for turn in (1, 2, 3)]
    ana = rows[0]["coder_id"]
    apply(store, *rows, declared={ana: 3})
    take_off(store, rows[0]["id"], rows[1]["id"], declared={ana: -2})
    assert live(store) == 1


def test_codings_lost_without_word_stop_the_operation(store: Store) -> None:
    rows = [coding_row(store, coder, "wende", 2, "soil") for coder in ("ana", "ben")]
    apply(store, *rows)
    for declared in (None, {}, {rows[0]["coder_id"]: -1}, {rows[0]["coder_id"]: -2, rows[1]["coder_id"]: -1}):
        with pytest.raises(QualcodeError, match=r"^Stopped: .*Nothing was changed"):
            take_off(store, rows[0]["id"], rows[1]["id"], declared=declared)
        assert live(store) == 2


def test_no_way_of_losing_codings_escapes_the_alarm(store: Store) -> None:
    row = coding_row(store, "ana", "wende", 2, "soil")
    other = coder_id(store, "ben")
    apply(store, row)
    for statement in ("DELETE FROM coding", "UPDATE coding SET deleted = TRUE", f"UPDATE coding SET coder_id = '{other}'"):
        with pytest.raises(QualcodeError, match="Stopped"), store.writer.transaction() as session:
            session.connection().exec_driver_sql(statement)
    assert live(store) == 1


def test_more_or_fewer_than_declared_stop_the_operation(store: Store) -> None:
    row = coding_row(store, "ana", "wende", 2, "soil")
    with pytest.raises(QualcodeError, match=r"1 coding of one coder would have been added, where \+2 was meant"):
        apply(store, row, declared={row["coder_id"]: 2})
    assert live(store) == 0
    apply(store, row, declared={row["coder_id"]: 1})  # an aborted one leaves no count behind


@pytest.mark.in_a_file
def test_a_file_put_in_its_place_is_not_written(store: Store, tmp_path: Path) -> None:
    coder_id(store, "ana")
    shutil.copy(store.folder / "project.db", tmp_path / "synced.db")

    def sync_in_mid_write() -> None:
        with store.writer.transaction() as session:
            session.add(Coder(name="ben"))
            (tmp_path / "synced.db").replace(store.folder / "project.db")

    with pytest.raises(QualcodeError, match="was replaced while it was open"):
        sync_in_mid_write()
    with open_store(store.folder) as again:
        assert [coder.name for coder in list_coders(again)] == ["ana"]
        assert check(store.folder) == []
    with pytest.raises(QualcodeError, match="was replaced while it was open"):
        coder_id(store, "cleo")


@pytest.mark.in_a_file
def test_a_file_replaced_before_the_first_write_is_not_written(store: Store, tmp_path: Path) -> None:
    shutil.copy(store.folder / "project.db", tmp_path / "synced.db")
    (tmp_path / "synced.db").replace(store.folder / "project.db")
    with pytest.raises(QualcodeError, match="was replaced while it was open"):
        coder_id(store, "ana")


@pytest.mark.in_a_file
def test_a_file_taken_away_is_not_written(store: Store) -> None:
    _ = store.writer
    (store.folder / "project.db").unlink()
    with pytest.raises(QualcodeError), store.writer.transaction():
        pass
    assert not (store.folder / "project.db").exists()


@pytest.mark.in_a_file
def test_another_program_that_keeps_writing_is_told_of(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(store.folder)
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(store.folder / "project.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(QualcodeError, match="is in use: another program"):
            coder_id(store, "ana")
        other.execute("ROLLBACK")
    assert coder_id(store, "ana")


@pytest.mark.in_a_file
def test_a_full_disk_is_told_of_and_changes_nothing(store: Store) -> None:
    def fill_up() -> None:
        with store.writer.transaction() as session:
            ask = session.connection().exec_driver_sql
            ask(f"PRAGMA max_page_count = {ask('PRAGMA page_count').scalar()}")
            ask("UPDATE transcript SET source = zeroblob(1000000)")

    with pytest.raises(QualcodeError, match="is full"):
        fill_up()
    assert check(store.folder) == []


@pytest.mark.in_a_file
def test_a_disk_that_takes_no_more_bytes_is_told_of_and_changes_nothing(project_folder: Path) -> None:
    program = """
import resource, signal, sys
from pathlib import Path
from qualcode.errors import QualcodeError
from qualcode.project.store import open_store
with open_store(Path(sys.argv[1])) as store:
    writer = store.writer
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((store.folder / "project.db").stat().st_size + 100, resource.RLIM_INFINITY))
    try:
        with writer.transaction() as session:
            session.connection().exec_driver_sql("UPDATE transcript SET source = zeroblob(1000000)")
    except QualcodeError as error:
        print(error)
"""
    ran = subprocess.run([sys.executable, "-c", program, project_folder], capture_output=True, text=True, check=False)
    assert "Nothing was changed" in ran.stdout, ran.stderr
    assert check(project_folder) == []


@pytest.mark.parametrize(("programs", "gestures"), [(2, 6), pytest.param(4, 12, marks=pytest.mark.slow)])
def test_programs_at_once_lose_nothing_and_make_nothing_twice(project_folder: Path, programs: int, gestures: int) -> None:
    program = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from project_gestures import apply, coding_row
from qualcode.project.store import open_store
with open_store(Path(sys.argv[1])) as store:
    for number in range(int(sys.argv[4])):
        place = {"start_char": 10 + int(sys.argv[3]), "end_char": 50 + number}
        apply(store, coding_row(store, "Same Coder", "orlo", 1 + number % 5, "soil", **place))
"""
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", program, str(project_folder), here]
    running = [
        subprocess.Popen([*command, str(which), str(gestures)], stderr=subprocess.PIPE, env=dict(os.environ))
        for which in range(programs)
    ]
    errors = [process.communicate()[1] for process in running]
    assert errors == [b""] * programs
    with open_store(project_folder) as store:
        assert live(store) == programs * gestures
        assert [coder.name for coder in list_coders(store)] == ["Same Coder"]
        assert store.reader.value("SELECT count(DISTINCT clock) = count(*) FROM event") == 1
    assert check(project_folder) == []


def test_a_reader_serves_many_threads(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(lambda _: store.reader.value("SELECT count(*) FROM turn"), range(64)))
    assert counts == [9] * 64
