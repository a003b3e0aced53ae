import os
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.project import backups, layout, sqlite_file
from qualcode.project.backups import back_up, superseded
from qualcode.project.checks import check
from qualcode.project.people import coder_id, list_coders
from qualcode.project.restoring import restore
from qualcode.project.store import open_store

pytestmark = pytest.mark.in_a_file

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def named(time: datetime) -> Path:
    return Path(time.strftime("%Y-%m-%dT%H%M%S.%fZ.db"))


def coders(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return [coder.name for coder in list_coders(store)]


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4000] = b"?" * 3900
    path.write_bytes(content)


def test_a_backup_is_a_whole_private_copy(project_folder: Path) -> None:
    backup = back_up(project_folder)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT count(*) FROM turn").fetchone() == (9,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_a_backup_holds_what_a_write_ahead_log_still_holds(project_folder: Path) -> None:
    with closing(sqlite3.connect(project_folder / "project.db")) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("INSERT INTO coder VALUES ('1', 'in the log', 'human')")
        other.commit()
        backup = back_up(project_folder)
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT name FROM coder").fetchall() == [("in the log",)]
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_damaged_project_gives_no_backup(project_folder: Path) -> None:
    damage(project_folder / "project.db")
    with pytest.raises(QualcodeError, match="damaged"):
        back_up(project_folder)
    assert list((project_folder / "backups").iterdir()) == []


def test_the_first_write_of_a_day_makes_the_days_backup(project_folder: Path) -> None:
    with open_store(project_folder) as store:
        assert layout.list_backups(project_folder) == []
        coder_id(store, "ana")
        coder_id(store, "ben")
    [backup] = layout.list_backups(project_folder)
    with open_store(project_folder) as store:
        coder_id(store, "cleo")
    assert layout.list_backups(project_folder) == [backup]
    yesterday = backup.with_name(named(datetime.now(UTC) - timedelta(days=1)).name)
    backup.rename(yesterday)
    with open_store(project_folder) as store:
        coder_id(store, "dora")
    assert len(layout.list_backups(project_folder)) == 2


def test_generations_of_a_year_of_daily_backups() -> None:
    made = [named(NOW - timedelta(days=days)) for days in range(365)]
    kept = set(made) - set(superseded(made))
    assert set(made[:12]) <= kept
    assert len(kept) <= 12 + 10 + 9
    assert named(NOW - timedelta(days=200)).name[:7] in {path.name[:7] for path in kept}
    assert min(kept).name[:7] == "2025-09"  # nine months back


@given(st.lists(st.integers(0, 60 * 24 * 800), unique=True, max_size=60))
def test_generations_keep_the_newest_and_settle(minutes: list[int]) -> None:
    made = sorted(named(NOW - timedelta(minutes=each)) for each in minutes)
    kept = [path for path in made if path not in superseded(made)]
    assert kept[-1:] == made[-1:]
    assert superseded(kept) == []
    assert len({path.name[:10] for path in kept}) >= min(12, len({path.name[:10] for path in made}))


def test_a_backup_comes_back_and_the_present_state_is_kept(project_folder: Path) -> None:
    with open_store(project_folder) as store:
        coder_id(store, "before")
        backup = back_up(project_folder)
        coder_id(store, "after")
    kept = restore(project_folder, Path(backup.name))
    assert kept is not None
    assert kept in layout.list_backups(project_folder)
    assert coders(project_folder) == ["before"]
    assert check(project_folder) == []
    restore(project_folder, kept)
    assert coders(project_folder) == ["before", "after"]


def test_a_damaged_file_is_set_aside_and_never_deleted(project_folder: Path) -> None:
    backup = back_up(project_folder)
    damage(project_folder / "project.db")
    content = (project_folder / "project.db").read_bytes()
    kept = restore(project_folder, backup)
    assert kept is not None
    assert kept.name.startswith("project.db.corrupt-")
    assert kept.read_bytes() == content
    assert coders(project_folder) == []


def test_a_journal_left_by_a_crash_is_not_played_into_the_restored_file(project_folder: Path) -> None:
    backup = back_up(project_folder)
    (project_folder / "project.db").unlink()
    (project_folder / "project.db-journal").write_bytes(b"left over")
    assert restore(project_folder, backup) is None
    assert not (project_folder / "project.db-journal").exists()
    assert [path.read_bytes() for path in project_folder.glob("project.db-journal.corrupt-*")] == [b"left over"]


def test_a_damaged_or_missing_backup_changes_nothing(project_folder: Path) -> None:
    backup = back_up(project_folder)
    before = (project_folder / "project.db").read_bytes()
    damage(backup)
    with pytest.raises(QualcodeError, match="damaged"):
        restore(project_folder, backup)
    with pytest.raises(QualcodeError, match="There is no backup nowhere"):
        restore(project_folder, Path("nowhere"))
    assert (project_folder / "project.db").read_bytes() == before


def test_a_project_somebody_is_writing_to_is_not_replaced(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = back_up(project_folder)
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.05)
    inode = os.stat(project_folder / "project.db").st_ino
    with closing(sqlite3.connect(project_folder / "project.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(QualcodeError, match="in use"):
            restore(project_folder, backup)
    assert os.stat(project_folder / "project.db").st_ino == inode


def test_who_has_the_project_open_during_a_restore_writes_no_more(project_folder: Path) -> None:
    with open_store(project_folder) as store:
        coder_id(store, "ana")
        restore(project_folder, back_up(project_folder))
        with pytest.raises(QualcodeError, match="was replaced"):
            coder_id(store, "ben")
    assert coders(project_folder) == ["ana"]


def test_a_project_in_a_synced_folder_is_restored_only_on_request_and_alone(project_folder: Path, tmp_path: Path) -> None:
    synced = tmp_path / "Dropbox" / "allotments"
    shutil.copytree(project_folder, synced)
    backup = back_up(synced)
    inode = os.stat(synced / "project.db").st_ino
    with pytest.raises(QualcodeError, match="inside a Dropbox folder"):
        restore(synced, backup)
    with open_store(synced, allow_synced=True), pytest.raises(QualcodeError, match="is open in another program"):
        restore(synced, backup, allow_synced=True)
    assert os.stat(synced / "project.db").st_ino == inode
    restore(synced, backup, allow_synced=True)
    assert os.stat(synced / "project.db").st_ino != inode


def test_links_are_not_written_through(project_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project_folder / "backups").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(QualcodeError, match="is a link"):
        back_up(project_folder)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_unfinished_backup_does_not_count(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "verify", stop)
    with pytest.raises(QualcodeError, match="No space left on device"):
        back_up(project_folder)
    assert list((project_folder / "backups").iterdir()) == []
