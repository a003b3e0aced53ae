import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.project import schema
from qualcode.project.backups import back_up
from qualcode.project.layout import find_folder
from qualcode.project.new_store import create_store
from qualcode.project.store import Store, open_store

pytestmark = pytest.mark.in_a_file

YAML = "title: One\ncodes:\n  - {key: soil, name: Soil}\n"


def sql(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "project.db", isolation_level=None)) as connection:
        connection.execute(statement)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_project_holds_what_the_contract_says_and_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "study" / "one"
    with create_store(folder, title="Zürich: wards", codebook_yaml=YAML) as store:
        assert store.title == "Zürich: wards"
        assert store.revision() == 1
        assert [code.key for code in store.codebook()] == ["soil"]
    assert sorted(path.name for path in folder.iterdir()) == ["codebook.yaml", "project.db", "project.yaml", "transcripts"]
    assert {mode(folder), mode(folder / "transcripts")} == {0o700}
    assert {mode(folder / name) for name in ("project.db", "project.yaml", "codebook.yaml")} == {0o600}
    with open_store(folder) as again:
        assert again.title == "Zürich: wards"


def test_files_that_were_there_stay_and_a_project_is_never_made_over_another(tmp_path: Path) -> None:
    (tmp_path / "interview.docx").write_bytes(b"mine")
    (tmp_path / "codebook.yaml").write_text(YAML)
    create_store(tmp_path, title="One", codebook_yaml=YAML).close()
    assert (tmp_path / "interview.docx").read_bytes() == b"mine"
    with pytest.raises(QualcodeError, match=r"is a project already: it holds project\.yaml"):
        create_store(tmp_path, title="Two", codebook_yaml=YAML)


def test_another_codebook_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "codebook.yaml").write_text("title: Mine\n")
    with pytest.raises(QualcodeError, match=r"holds another codebook\.yaml"):
        create_store(tmp_path, title="One", codebook_yaml=YAML)
    assert [path.name for path in tmp_path.iterdir()] == ["codebook.yaml"]


def test_a_codebook_with_problems_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(QualcodeError):
        create_store(tmp_path / "study", title="One", codebook_yaml="title: One\ncodes: [{key: a}]\n")
    assert not (tmp_path / "study").exists()


def test_what_fails_half_way_is_taken_away_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("stop")

    monkeypatch.setattr(schema, "create_schema", fail)
    with pytest.raises(sqlite3.OperationalError):
        create_store(tmp_path / "study", title="One", codebook_yaml=YAML)
    assert not (tmp_path / "study").exists()


@pytest.mark.parametrize("title", ["", "  ", "a\nb", "\x1b[2Jx", "t" * 201])
def test_a_title_is_one_plain_line(tmp_path: Path, title: str) -> None:
    with pytest.raises(QualcodeError, match="title"):
        create_store(tmp_path / "study", title=title, codebook_yaml=YAML)


@pytest.mark.parametrize(
    "content", [b"title: no", b"[1, 2]", b"title: [", b"\xff\xfe\xff", b"{" * 70_000, b"title: !!python/name:os.system"]
)
def test_a_project_file_that_gives_no_title_says_what_to_write(project_folder: Path, content: bytes) -> None:
    (project_folder / "project.yaml").write_bytes(content)
    with open_store(project_folder) as store, pytest.raises(QualcodeError, match="title"):
        _ = store.title


def test_the_project_is_found_from_any_folder_inside(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project_folder / "transcripts")
    assert find_folder() == project_folder
    assert find_folder(project_folder / "project.db") == project_folder
    with pytest.raises(QualcodeError, match="is not a project"):
        find_folder(project_folder / "transcripts")
    monkeypatch.chdir(project_folder.parent)
    with pytest.raises(QualcodeError, match="no project in"):
        find_folder()


def test_a_lost_database_without_a_backup_names_the_plain_files(project_folder: Path) -> None:
    folder = project_folder.rename(project_folder.parent / "my study")
    (folder / "project.db").unlink()
    with pytest.raises(
        QualcodeError, match=r"no backup in this project's folder\. .*`qualcode new 'my study-2' --from 'my study'`"
    ):
        open_store(folder)
    (folder / "transcripts").rename(folder / "elsewhere")
    with pytest.raises(QualcodeError, match=r"There is no backup in this project's folder\.$"):
        open_store(folder)


def test_a_lost_database_names_the_newest_backup(project_folder: Path) -> None:
    backup = back_up(project_folder)
    (project_folder / "project.db").unlink()
    with pytest.raises(QualcodeError, match=rf"has lost its project\.db.*qualcode restore backups/{backup.name}"):
        open_store(project_folder)
    (project_folder / "project.yaml").unlink()
    with pytest.raises(QualcodeError, match="holds the backups of a project"):
        create_store(project_folder, title="Again", codebook_yaml=(project_folder / "codebook.yaml").read_text())


def test_a_lost_project_file_is_asked_for(project_folder: Path) -> None:
    (project_folder / "project.yaml").unlink()
    with pytest.raises(QualcodeError, match=r"holds project\.db but no project\.yaml"):
        open_store(project_folder)


def test_a_newer_file_is_refused_untouched_with_the_version_it_needs(project_folder: Path) -> None:
    sql(project_folder, "UPDATE event SET after = json_set(after, '$.qualcode', '7.3.0') WHERE target_kind = 'project'")
    sql(project_folder, f"PRAGMA user_version = {schema.SCHEMA_VERSION + 6}")
    before = (project_folder / "project.db").read_bytes()
    with pytest.raises(QualcodeError, match=rf"newer qualcode \(7\.3\.0 or later\).*schema {schema.SCHEMA_VERSION + 6}"):
        open_store(project_folder)
    assert (project_folder / "project.db").read_bytes() == before
    assert not (project_folder / "backups").exists()


def test_another_programs_file_is_refused(project_folder: Path) -> None:
    sql(project_folder, "PRAGMA application_id = 99")
    with pytest.raises(QualcodeError, match="was not made by qualcode"):
        open_store(project_folder)


def test_a_file_that_is_no_database_is_refused(project_folder: Path) -> None:
    (project_folder / "project.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(QualcodeError, match="damaged or no project database"):
        open_store(project_folder)


def test_a_colleagues_triggers_never_run(project_folder: Path) -> None:
    sql(project_folder, "CREATE TRIGGER sly AFTER INSERT ON coding BEGIN DELETE FROM coding; END")
    with pytest.raises(QualcodeError, match="triggers that qualcode did not make: sly"):
        open_store(project_folder)


def test_nothing_is_written_through_a_link(project_folder: Path, tmp_path: Path) -> None:
    shutil.move(project_folder / "project.db", tmp_path / "elsewhere.db")
    (project_folder / "project.db").symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(QualcodeError, match="is a link"):
        open_store(project_folder)


def test_a_project_reached_through_a_linked_folder_opens(project_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "short").symlink_to(project_folder)
    with open_store(tmp_path / "short") as store:
        assert store.folder == project_folder


def test_a_project_that_could_not_be_finished_leaves_nothing_in_a_synced_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise QualcodeError("The disk is full.")

    monkeypatch.setattr("qualcode.project.new_store.open_round", full)
    (tmp_path / "Dropbox").mkdir()
    with pytest.raises(QualcodeError, match="The disk is full"):
        create_store(tmp_path / "Dropbox" / "new", title="One", codebook_yaml=YAML, allow_synced=True)
    assert list((tmp_path / "Dropbox").iterdir()) == []


def test_a_synced_folder_is_refused_and_then_opened_for_one_program_only(project_folder: Path, tmp_path: Path) -> None:
    synced = tmp_path / "Dropbox" / "allotments"
    shutil.copytree(project_folder, synced)
    with pytest.raises(QualcodeError, match=r"inside a Dropbox folder.*--allow-synced"):
        open_store(synced)
    with pytest.raises(QualcodeError, match="inside a Dropbox folder"):
        create_store(tmp_path / "Dropbox" / "new", title="One", codebook_yaml=YAML)
    with open_store(synced, allow_synced=True) as store:
        assert store.reader.value("PRAGMA journal_mode") == "delete"
        again = "import sys, pathlib, qualcode.project.store as s; s.open_store(pathlib.Path(sys.argv[1]), allow_synced=True)"
        other = subprocess.run([sys.executable, "-c", again, synced], capture_output=True, text=True, check=False)
        assert "is open in another program" in other.stderr
    open_store(synced, allow_synced=True).close()


def test_opening_and_reading_never_import_the_database_toolkit(project_folder: Path) -> None:
    program = """
import sys
from pathlib import Path
from qualcode.project.people import list_coders
from qualcode.project.rounds import list_rounds
from qualcode.project.speakers import list_speakers
from qualcode.project.store import open_store
from qualcode.project.transcripts import find_transcript, list_turns
with open_store(Path(sys.argv[1])) as store:
    assert len(list_turns(store, find_transcript(store, "orlo").id)) == 5
    assert list_rounds(store) and list_speakers(store) and not list_coders(store)
print(sorted({"sqlalchemy", "sqlmodel", "pydantic", "numpy", "yaml", "click", "textual"} & set(sys.modules)))
"""
    ran = subprocess.run([sys.executable, "-c", program, project_folder], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_reader_cannot_write(store: Store) -> None:
    with pytest.raises(QualcodeError, match="cannot be written"):
        store.reader.rows("DELETE FROM turn")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
def test_a_folder_that_is_closed_to_us_is_a_plain_sentence(project_folder: Path) -> None:
    program = """
import os, sys
from pathlib import Path
import qualcode.project.transcripts, qualcode.codebook.reading, qualcode.project.writer, qualcode.project.tables
from qualcode.errors import QualcodeError
from qualcode.project.people import coder_id
from qualcode.project.store import open_store

folder = Path(sys.argv[1])
if os.geteuid() == 0:
    ours = [parent for parent in folder.parents[:4] if parent.stat().st_mode & 0o077 == 0]
    for path in (*folder.rglob("*"), *ours, folder):
        os.chmod(path, 0o755 if path.is_dir() else 0o444)
    os.setuid(65534)
else:
    os.chmod(folder, 0o500); os.chmod(folder / "project.db", 0o400)
with open_store(folder) as store:
    assert store.reader.value("SELECT count(*) FROM turn") == 9
    try:
        coder_id(store, "ana")
    except QualcodeError as error:
        print(error)
"""
    ran = subprocess.run([sys.executable, "-c", program, project_folder], capture_output=True, text=True, check=False)
    assert "backups cannot be read or written: Permission denied" in ran.stdout, ran.stderr
