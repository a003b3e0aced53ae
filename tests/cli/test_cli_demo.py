"""`qualcode demo` without a terminal: a project of its own, built from the shipped plain text, which stays as it is."""

import hashlib
import json
from pathlib import Path

import pytest
from cli_calls import Cli

from qualcode.shipped import shipped


def _digest(folder: Path) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_the_demo_shows_status_agreement_and_three_excerpts_and_touches_nothing_shipped(tmp_path: Path, cli: Cli) -> None:
    before = _digest(shipped("projects"))
    result = cli("demo", "--into", tmp_path / "try")
    assert result.exit_code == 0, result.output
    assert str(tmp_path / "try") in result.stderr
    for code in ("vision", "irritation"):
        assert any(line.startswith(code) for line in result.stdout.splitlines())
    assert "Krippendorff's α" in result.stdout
    assert sum(line.startswith("    — (") for line in result.stdout.splitlines()) == 3
    assert _digest(shipped("projects")) == before
    status = json.loads(cli("status", "--json", "--project", tmp_path / "try").stdout)
    assert {each["coder"] for each in status["coders"]} == {"ana", "ben"}
    assert sum(each["codings"] for coder in status["coders"] for each in coder["transcripts"]) > 50


def test_a_demo_that_is_there_is_opened_again(tmp_path: Path, cli: Cli) -> None:
    assert cli("demo", "--into", tmp_path / "try").exit_code == 0
    assert cli("done", "place", "--coder", "dora", "--turns", "1", "--project", tmp_path / "try").exit_code == 0
    assert cli("demo", "--into", tmp_path / "try").exit_code == 0
    status = json.loads(cli("status", "--json", "--project", tmp_path / "try").stdout)
    assert {each["coder"] for each in status["coders"]} == {"ana", "ben", "dora"}


def test_another_folder_is_never_written_into(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "qualcode-demo").mkdir()
    (tmp_path / "qualcode-demo" / "mine.txt").write_text("mine", encoding="utf-8")
    refused = cli("demo", "--into", tmp_path / "qualcode-demo")
    assert (refused.exit_code, refused.stdout) == (1, "")
    monkeypatch.chdir(tmp_path)
    assert cli("demo").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["qualcode-demo", "qualcode-demo-2"]
    assert [path.name for path in (tmp_path / "qualcode-demo").iterdir()] == ["mine.txt"]


def test_a_demo_that_could_not_be_finished_leaves_nothing(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qualcode.team.building.merge", full_disk)
    result = cli("demo", "--into", tmp_path / "try")
    assert (result.exit_code, result.stderr) == (1, "qualcode: No space left on device.\n")
    assert list(tmp_path.iterdir()) == []
