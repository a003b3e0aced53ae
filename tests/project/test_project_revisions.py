"""The codebook changed from within: file and revision go together, and every change can be undone."""

import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from qualcode.codebook.editing import add_code, edit_code
from qualcode.codebook.model import Code
from qualcode.coding.session import CodingSession
from qualcode.errors import QualcodeError
from qualcode.project.checks import check
from qualcode.project.codes import list_codes
from qualcode.project.revisions import edit_codebook, take_over, undo_codebook
from qualcode.project.store import Store, open_store


def file(store: Store) -> Path:
    return store.folder / "codebook.yaml"


def revisions(store: Store) -> list[tuple[int, str, str | None]]:
    sql = """SELECT number, note, coder.name FROM codebook_revision LEFT JOIN coder ON coder.id = coder_id ORDER BY number"""
    return [tuple(row) for row in store.reader.rows(sql)]


def define(words: str) -> Any:
    return lambda yaml: edit_code(yaml, "soil", definition=words)


def test_an_edit_is_a_revision_with_a_note_and_the_file_follows(store: Store) -> None:
    file(store).chmod(0o640)
    assert edit_codebook(store, define("Clay."), "too vague before", "ana").revision == 2
    assert edit_codebook(store, define("Sand."), coder="ana").revision == 3
    assert edit_codebook(store, define("Sand."), coder="ana").revision == 3
    assert revisions(store)[1:] == [(2, "too vague before", "ana"), (3, 'definition of "Soil" changed', "ana")]
    assert store.codebook().by_key["soil"].definition == "Sand."
    assert file(store).read_text() == store.reader.value("SELECT yaml FROM codebook_revision WHERE number = 3")
    assert stat.S_IMODE(file(store).stat().st_mode) == 0o640
    assert check(store.folder) == []


def test_undo_goes_back_step_by_step_and_what_was_undone_stays_a_revision(store: Store) -> None:
    first = file(store).read_text()
    for words in ("one", "two"):
        edit_codebook(store, define(words), words)
    undone = [undo_codebook(store, "ana") for _ in range(3)]
    assert [result and result.revision for result in undone] == [4, 5, None]
    assert [note for _, note, _ in revisions(store)][3:] == ["undone: two", "undone: one"]
    assert file(store).read_text() == first
    edit_codebook(store, define("three"), "three")
    undo_codebook(store)
    assert file(store).read_text() == first


def test_an_undone_code_is_retired_and_keeps_its_codings(store: Store) -> None:
    edit_codebook(store, lambda yaml: add_code(yaml, Code("shed", "Shed"), None, 0))
    turn = store.reader.row("SELECT transcript_id, start_char, end_char FROM turn ORDER BY id")
    assert turn is not None
    CodingSession(store, "ana").apply(turn["transcript_id"], "shed", turn["start_char"], turn["end_char"])
    undone = undo_codebook(store)
    assert undone is not None
    assert undone.retired == ("shed",)
    assert store.reader.value("SELECT count(*) FROM coding WHERE NOT deleted") == 1
    assert [code.key for code in list_codes(store, retired=True) if code.retired] == ["shed"]


def test_a_file_changed_by_hand_is_never_written_over(store: Store) -> None:
    file(store).write_text(file(store).read_text() + "# mine\n")
    for change in (lambda: edit_codebook(store, define("x")), lambda: undo_codebook(store)):
        with pytest.raises(QualcodeError, match=r"changed by hand since revision 1.*codebook sync"):
            change()
    assert store.revision() == 1
    assert take_over(store, "my words", "ana").revision == 2
    assert take_over(store).revision == 2
    assert edit_codebook(store, define("x")).revision == 3
    assert file(store).read_text().endswith("# mine\n")


def test_a_file_that_is_gone_is_written_again(store: Store) -> None:
    file(store).unlink()
    edit_codebook(store, define("x"))
    assert "x" in file(store).read_text()


@pytest.mark.parametrize("there", [True, False])
def test_if_the_commit_fails_the_file_is_put_back(store: Store, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    before = file(store).read_bytes()
    if not there:
        file(store).unlink()

    def full(*_: object) -> None:
        assert b"Clay" in file(store).read_bytes()
        raise QualcodeError("The disk is full.")

    _ = store.writer
    with monkeypatch.context() as patch:
        patch.setattr("qualcode.project.writer._check_counts", full)
        with pytest.raises(QualcodeError, match="disk is full"):
            edit_codebook(store, define("Clay."))
    assert (file(store).read_bytes() if there else before) == before
    assert file(store).exists() == there
    assert revisions(store)[1:] == []
    assert edit_codebook(store, define("Clay.")).revision == 2


def test_a_link_is_not_written_through(store: Store, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    file(store).rename(elsewhere)
    file(store).symlink_to(elsewhere)
    before = elsewhere.read_text()
    with pytest.raises(QualcodeError, match="is a link"):
        edit_codebook(store, define("x"))
    assert (elsewhere.read_text(), store.revision()) == (before, 1)


def test_several_programs_at_once_lose_no_change(project_folder: Path) -> None:
    def program(number: int) -> None:
        with open_store(project_folder) as mine:
            for part in range(4):
                code = Code(f"c{number}-{part}", f"Code {number} {part}")
                edit_codebook(mine, lambda yaml, code=code: add_code(yaml, code, None, 0))

    threads = [threading.Thread(target=program, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_store(project_folder) as store:
        assert store.revision() == 13
        assert {f"c{n}-{part}" for n in range(3) for part in range(4)} <= store.codebook().by_key.keys()
        assert file(store).read_text() == store.reader.value("SELECT yaml FROM codebook_revision WHERE number = 13")
