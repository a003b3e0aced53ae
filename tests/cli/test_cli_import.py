"""`qualcode import`: what it shows, what it stores, and what it refuses without storing anything."""

import json
from pathlib import Path

import pytest
from cli_calls import Cli


@pytest.fixture
def empty(tmp_path: Path, cli: Cli) -> Path:
    """A project without transcripts, and three files beside it."""
    (tmp_path / "talk.txt").write_text("Ana: What now?\n\nBen: We wait.\n\nAna: Until when?\n", encoding="utf-8")
    (tmp_path / "other.txt").write_text("Ana: Hello?\n\nCem: Hello, Ana.\n\nAna: Good.\n", encoding="utf-8")
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 500)
    assert cli("new", tmp_path / "care").exit_code == 0
    return tmp_path / "care"


def _stored(cli: Cli, project: Path) -> list[str]:
    listed = json.loads(cli("transcripts", "--json", "--project", project).stdout)
    return [each["name"] for each in listed["transcripts"]]


def test_import_shows_turns_per_speaker_with_their_roles(empty: Path, tmp_path: Path, cli: Cli) -> None:
    result = cli("import", tmp_path / "talk.txt", "--role", "Ana=interviewer", "--project", empty)
    assert result.exit_code == 0
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["Ana", "interviewer", "2"] in rows
    assert ["Ben", "participant", "1"] in rows
    assert _stored(cli, empty) == ["talk"]


def test_preview_needs_no_project_and_stores_nothing(tmp_path: Path, cli: Cli, empty: Path) -> None:
    result = cli("import", tmp_path / "talk.txt", "--preview")
    assert result.exit_code == 0
    assert "We wait." in result.stdout
    assert "Nothing is stored yet" in result.stderr
    assert _stored(cli, empty) == []


def test_preview_shows_every_word_that_is_left_out(tmp_path: Path, cli: Cli) -> None:
    front = "A talk at the harbour\n2 May 2023\nRecorded on a windy day\n\n"
    (tmp_path / "windy.txt").write_text(
        front + "Ana: What now?\n\nBen: We wait.\n\nAna: Until when?\n\nBen: Noon.\n", encoding="utf-8"
    )
    shown = json.loads(cli("import", tmp_path / "windy.txt", "--preview", "--json").stdout)
    [preview] = shown["preview"]
    assert "Recorded on a windy day" in "".join(piece["text"] for piece in preview["left_out"])
    assert preview["turns"] == 4
    assert shown["imported"] == []


def test_json_is_the_transcripts_as_listed_and_the_notes(empty: Path, tmp_path: Path, cli: Cli) -> None:
    result = cli("import", tmp_path / "talk.txt", tmp_path / "other.txt", "--json", "--project", empty)
    imported = json.loads(result.stdout)
    assert set(imported) == {"imported", "notes"}
    assert [each["name"] for each in imported["imported"]] == ["talk", "other"]
    assert sorted(imported["imported"][0]) == ["date", "name", "sha256", "speakers", "title", "turns"]
    assert all(isinstance(note, str) for note in imported["notes"])
    assert json.loads(cli("transcripts", "--json", "--project", empty).stdout)["transcripts"] == imported["imported"]


def test_one_bad_file_and_nothing_is_stored(empty: Path, tmp_path: Path, cli: Cli) -> None:
    result = cli("import", tmp_path / "talk.txt", tmp_path / "broken.txt", "--project", empty)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "broken.txt" in result.stderr
    assert _stored(cli, empty) == []


def test_several_bad_files_are_all_named(empty: Path, tmp_path: Path, cli: Cli) -> None:
    result = cli("import", tmp_path / "nowhere.txt", tmp_path / "broken.txt", tmp_path / "talk.txt", "--project", empty)
    assert result.exit_code == 1
    assert result.stderr.startswith("qualcode: 2 of 3 files cannot be read, so nothing was imported:\n")
    assert "nowhere.txt" in result.stderr
    assert "broken.txt" in result.stderr
    assert _stored(cli, empty) == []


def test_the_same_file_twice_is_refused_with_its_name(empty: Path, tmp_path: Path, cli: Cli) -> None:
    assert cli("import", tmp_path / "talk.txt", "--project", empty).exit_code == 0
    (tmp_path / "again.txt").write_bytes((tmp_path / "talk.txt").read_bytes())
    result = cli("import", tmp_path / "again.txt", tmp_path / "other.txt", "--project", empty)
    assert result.exit_code == 1
    assert "talk" in result.stderr
    assert _stored(cli, empty) == ["talk"]


@pytest.mark.parametrize("role", ["Ana", "Ana=boss", "=interviewer", "Ana=section"])
def test_a_role_that_is_none_is_wrong_usage(empty: Path, tmp_path: Path, cli: Cli, role: str) -> None:
    result = cli("import", tmp_path / "talk.txt", "--role", role, "--project", empty)
    assert result.exit_code == 2
    assert "interviewer, participant and other" in result.stderr
    assert _stored(cli, empty) == []


def test_a_role_for_nobody_stores_nothing(empty: Path, tmp_path: Path, cli: Cli) -> None:
    for preview in ([], ["--preview"]):
        result = cli("import", tmp_path / "talk.txt", "--role", "Anna=interviewer", "--project", empty, *preview)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "Anna" in result.stderr
    assert _stored(cli, empty) == []


@pytest.mark.parametrize("name", ["", ".", "nowhere.txt", "empty.txt", "broken.txt"])
def test_what_is_no_transcript_is_refused_in_a_plain_sentence(empty: Path, tmp_path: Path, cli: Cli, name: str) -> None:
    (tmp_path / "empty.txt").touch()
    result = cli("import", tmp_path / name, "--project", empty)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("qualcode: ")
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_format_names_the_known_ones(empty: Path, tmp_path: Path, cli: Cli) -> None:
    result = cli("import", tmp_path / "talk.txt", "--format", "wrod", "--project", empty)
    assert result.exit_code == 1
    assert "vtt" in result.stderr
