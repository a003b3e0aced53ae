"""`check`, `backup`, `restore` and the codebook's commands, as a person types them."""

import json
import sqlite3
from pathlib import Path

import pytest
from cli_calls import Cli


def _codings(cli: Cli, project: Path) -> list[dict[str, object]]:
    codings = json.loads(cli("codings", "--json", "--project", project).stdout)["codings"]
    return sorted(codings, key=lambda coding: [str(value) for value in coding.values()])


def test_a_sound_project_is_all_well(coded: Path, cli: Cli) -> None:
    result = cli("check", "--project", coded)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith("all is well.\n")
    assert json.loads(cli("check", "--json", "--project", coded).stdout) == {"findings": []}


def test_a_flipped_word_is_found(coded: Path, cli: Cli) -> None:
    with sqlite3.connect(coded / "project.db") as connection:
        connection.execute("UPDATE coding SET end_char = end_char - 1 WHERE id = (SELECT min(id) FROM coding)")
    connection.close()
    result = cli("check", "--project", coded)
    assert result.exit_code == 1
    assert result.stdout.startswith("- ")
    assert json.loads(cli("check", "--json", "--project", coded).stdout)["findings"][0]["damage"] is True


def test_a_backup_brings_back_what_was_there(coded: Path, tmp_path: Path, cli: Cli) -> None:
    before = _codings(cli, coded)
    made = cli("backup", "--project", coded)
    assert made.exit_code == 0
    path = Path(made.stdout.strip())
    assert path.is_file()
    (tmp_path / "more.csv").write_text("coder,transcript,turn,code\ncleo,mill,2,data\n", encoding="utf-8")
    assert cli("codings", "import", tmp_path / "more.csv", "--project", coded).exit_code == 0
    assert len(_codings(cli, coded)) == len(before) + 1
    restored = cli("restore", path.name, "--project", coded)
    assert (restored.exit_code, restored.stdout) == (0, "")
    assert "is kept as" in restored.stderr
    assert _codings(cli, coded) == before


def test_a_damaged_project_says_the_way_back_and_takes_it(coded: Path, cli: Cli) -> None:
    before = _codings(cli, coded)
    backup = Path(cli("backup", "--project", coded).stdout.strip())
    (coded / "project.db").write_bytes(b"nothing of use" * 1000)
    for command in ("status", "codings", "transcripts", "agreement"):
        result = cli(command, "--project", coded)
        assert (result.exit_code, result.stdout) == (1, "")
        assert f"qualcode restore backups/{backup.name}" in result.stderr
    assert cli("check", "--project", coded).exit_code == 1
    assert cli("restore", f"backups/{backup.name}", "--project", coded).exit_code == 0
    assert _codings(cli, coded) == before
    assert len(list(coded.glob("project.db.corrupt-*"))) == 1


def test_what_is_no_backup_is_refused(coded: Path, tmp_path: Path, cli: Cli) -> None:
    before = _codings(cli, coded)
    (tmp_path / "no.db").write_text("no database", encoding="utf-8")
    for path in (tmp_path / "no.db", tmp_path / "nowhere.db", tmp_path):
        result = cli("restore", path, "--project", coded)
        assert (result.exit_code, result.stdout) == (1, "")
    assert _codings(cli, coded) == before


def test_codebook_show_as_scripts_read_it(study: Path, cli: Cli) -> None:
    book = json.loads(cli("codebook", "show", "--json", "--project", study).stdout)
    assert set(book) == {"title", "groups", "codes", "description"}
    codes = {code["key"]: code for code in book["codes"]}
    assert {"vision", "data", "finance", "relationships", "irritation", "integration", "innovation"} <= set(codes)
    assert codes["vision"]["hotkey"] == "v"
    assert codes["vision"]["group"] is None
    assert codes["irritation"]["group"] == "integration-stage"
    assert [(group["key"], group["exclusive"], group["ordered"]) for group in book["groups"]] == [
        ("integration-stage", True, True)
    ]
    assert json.loads(cli("codebook", "show", "integrated-care", "--json").stdout) == book


def test_codebook_check_lists_every_problem_with_its_line(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "bad.yaml").write_text(
        "title: Bad\ncodes:\n  - key: one\n    name: One\n    hotkey: A\n  - key: one\n    nmae: Two\n", encoding="utf-8"
    )
    result = cli("codebook", "check", tmp_path / "bad.yaml")
    assert result.exit_code == 1
    for line in (5, 6, 7):
        assert f"bad.yaml:{line}: error: " in result.stdout
    found = json.loads(cli("codebook", "check", tmp_path / "bad.yaml", "--json").stdout)["problems"]
    assert {"file", "line", "message", "remedy", "severity"} == set(found[0])


def test_an_edited_codebook_is_taken_over_and_a_code_that_is_gone_keeps_its_codings(coded: Path, cli: Cli) -> None:
    before = _codings(cli, coded)
    own = coded / "codebook.yaml"
    own.write_text(
        "title: Ours\ncodes:\n  - key: data\n    name: Data\n  - key: night\n    name: Night shifts\n", encoding="utf-8"
    )
    result = cli("codebook", "sync", "--note", "fewer", "--project", coded)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "revision 2" in result.stderr
    assert "new: night" in result.stderr
    assert "retired:" in result.stderr
    assert _codings(cli, coded) == before
    again = cli("codebook", "sync", "--project", coded)
    assert again.stderr == "codebook.yaml is as it was: revision 2.\n"


def test_a_bad_codebook_is_not_taken_over(coded: Path, cli: Cli) -> None:
    (coded / "codebook.yaml").write_text("title: Ours\ncodes: nonsense\n", encoding="utf-8")
    assert cli("codebook", "sync", "--project", coded).exit_code == 1
    book = json.loads(cli("codebook", "show", "--json", "--project", coded).stdout)
    assert book["title"] == "Integrated care"


@pytest.mark.parametrize("before", [True, False])
def test_the_project_may_stand_before_and_after_a_subcommand(study: Path, cli: Cli, before: bool) -> None:
    where = ["--project", study]
    for group, *rest in (
        ["speakers", "role", "Ada Okafor", "other"],
        ["codebook", "check"],
        ["codings", "import", "nowhere.csv"],
    ):
        result = cli(group, *where, *rest) if before else cli(group, *rest, *where)
        assert "There is no project" not in result.output
