"""Traps that other tools fall into and that concern the whole program; those of one room are named in its own tests."""

import socket
import sys
from pathlib import Path
from subprocess import run

import pytest
from click.testing import CliRunner

from qualcode.api import Project, create_project
from qualcode.cli.main import app
from qualcode.coding.sheet import import_codings
from qualcode.project.checks import check
from qualcode.project.codes import sync_codebook

CODEBOOK = "title: One\ncodes:\n  - {key: soil, name: Soil}\n  - {key: water, name: Water}\n"
# The shape of a page saved as text: chrome, a title that looks like a turn, then names alone on their line.
INTERVIEW = """\
Audio

Cllr Wen Abara: Nobody digs alone

4 May 2021

  • Wen’s opening\u00a0

    Welcome to the allotment hour. Today we talk about water.

    Ada Field

    Who turned the tap off?

    Wen Abara

    Nobody did. It froze.

    And then it burst.

    Ada Field

    And now?

    Wen Abara

    Now we carry it.

Subscribe to the allotment hour.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "tap.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    made = create_project(tmp_path / "study", codebook=tmp_path / "codebook.yaml")
    made.import_transcript(tmp_path / "tap.txt")
    return made


def test_trap_1_speakers_are_found_with_no_setting(project: Project) -> None:
    with project:
        said = [(turn.speaker, turn.role) for turn in project.turns("tap")]
        assert said == [
            ("Wen’s opening", "section"),
            ("Ada Field", "participant"),
            ("Wen Abara", "participant"),
            ("Ada Field", "participant"),
            ("Wen Abara", "participant"),
        ]
        assert project.turns("tap")[2].text == "Nobody did. It froze.\n\nAnd then it burst."


def test_trap_9_importing_twice_changes_nothing(project: Project, tmp_path: Path) -> None:
    sheet = tmp_path / "codings.csv"
    sheet.write_text("coder,transcript,turn,code\nana,tap,3,water\nben,tap,3,water\n", encoding="utf-8")
    with project:
        first = import_codings(project.store, sheet)
        before = project.codings()
        again = import_codings(project.store, sheet)
        assert (first.added, again.added, again.already) == (2, 0, 2)
        assert project.codings() == before
        assert check(project.folder) == []


def test_trap_9_a_code_taken_out_of_the_codebook_loses_no_coding(project: Project) -> None:
    with project:
        turn = project.turns("tap")[2]
        transcript = project.transcript("tap").id
        project.session("ana").apply(transcript, "water", turn.start_char, turn.end_char)
        sync_codebook(project.store, "title: One\ncodes:\n  - {key: soil, name: Soil}\n")
        assert [coding.code for coding in project.codings()] == ["water"]
        sync_codebook(project.store, CODEBOOK)
        assert [coding.code for coding in project.codings()] == ["water"]
        assert check(project.folder) == []


def test_trap_10_undo_brings_a_coding_back_with_its_memo_after_a_restart(project: Project) -> None:
    with project:
        turn = project.turns("tap")[2]
        place = (project.transcript("tap").id, "water", turn.start_char, turn.end_char)
        session = project.session("ana")
        session.apply(*place)
        coding = project.store.reader.value("SELECT id FROM coding")
        session.memo("coding", coding, "the tap again")
        session.remove(*place)
        assert project.codings() == []
        project.session("ana").undo()
        assert [(each.code, each.memo) for each in project.codings()] == [("water", "the tap again")]


def test_trap_12_nothing_calls_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a network connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    result = CliRunner().invoke(app, ["demo", "--into", str(tmp_path / "demo")])
    assert result.exit_code == 0, result.output
    monkeypatch.chdir(tmp_path / "demo")
    for command in (["agreement", "-o", "agreement.html"], ["excerpts", "-o", "excerpts.docx"], ["check"]):
        assert CliRunner().invoke(app, command).exit_code == 0


def test_trap_13_a_listing_starts_without_what_it_does_not_need(project: Project) -> None:
    heavy = ("sqlalchemy", "sqlmodel", "numpy", "textual", "matplotlib", "docx", "xlsxwriter")
    program = f"""
import sys
from qualcode.__main__ import main
sys.argv = ["qualcode", "turns", "tap", "--project", {str(project.folder)!r}]
main()
assert not [name for name in {heavy!r} if name in sys.modules], sys.modules.keys()
"""
    with project:
        done = run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "Now we carry it." in done.stdout
