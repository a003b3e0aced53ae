"""The lists, for people and as the JSON that scripts read."""

import json
from pathlib import Path

from cli_calls import Cli


def _json(cli: Cli, *args: object) -> dict[str, object]:
    result = cli(*args, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_turns_point_into_the_text_and_count_from_one(study: Path, cli: Cli) -> None:
    listed = _json(cli, "turns", "mill", "--project", study)
    assert listed["transcript"] == "mill-lane"
    assert [turn["number"] for turn in listed["turns"]] == [1, 2, 3, 4, 5, 6]
    assert [list(turn) for turn in listed["turns"]] == [
        ["number", "speaker", "start_char", "end_char", "start_ms", "end_ms", "text"]
    ] * 6
    for turn in listed["turns"]:
        assert turn["end_char"] - turn["start_char"] == len(turn["text"])


def test_turns_for_people_are_whole(study: Path, cli: Cli) -> None:
    shown = cli("turns", "harbour", "--project", study)
    assert "2  Çelik Öz\nOnly our own half. The other half comes by post, which is a joke, really.\n" in shown.stdout
    assert shown.stderr == "harbour: 4 turns.\n"


def test_a_part_of_a_name_that_fits_two_is_refused(study: Path, cli: Cli) -> None:
    result = cli("turns", "r", "--project", study)  # harbour alone has an r
    assert result.exit_code == 0
    result = cli("turns", "l", "--project", study)
    assert result.exit_code == 0
    result = cli("turns", "a", "--project", study)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "harbour" in result.stderr
    assert "mill-lane" in result.stderr


def test_transcripts_with_their_speakers(study: Path, cli: Cli) -> None:
    listed = _json(cli, "transcripts", "--project", study)["transcripts"]
    mill = next(each for each in listed if each["name"] == "mill-lane")
    assert mill["date"] == "2023-05-03"
    assert mill["turns"] == 6
    assert mill["speakers"] == [
        {"name": "Ada Okafor", "role": "participant", "turns": 3},
        {"name": "Ben Ruiz", "role": "participant", "turns": 3},
    ]
    assert len(mill["sha256"]) == 64


def test_columns_line_up_by_width_on_the_screen(study: Path, cli: Cli) -> None:
    assert cli("speakers", "rename", "Ben Ruiz", "鲁伊斯", "--project", study).exit_code == 0
    head, *rows = cli("speakers", "--project", study).stdout.splitlines()
    chinese = next(row for row in rows if row.startswith("鲁伊斯"))
    assert chinese.index("participant") + 3 == head.index("role")  # three letters, each two columns wide


def test_a_role_is_set_and_shown(study: Path, cli: Cli) -> None:
    result = cli("speakers", "role", "Ada Okafor", "interviewer", "--project", study)
    assert (result.exit_code, result.stdout) == (0, "")
    listed = _json(cli, "speakers", "--project", study)["speakers"]
    assert {each["name"]: each["role"] for each in listed}["Ada Okafor"] == "interviewer"


def test_renaming_to_a_name_that_speaks_joins_the_two(study: Path, cli: Cli) -> None:
    assert cli("speakers", "rename", "Çelik Öz", "Ben Ruiz", "--project", study).exit_code == 0
    listed = _json(cli, "speakers", "--project", study)["speakers"]
    assert {each["name"]: each["turns"] for each in listed} == {"Ada Okafor": 5, "Ben Ruiz": 5}


def test_renaming_in_one_transcript_leaves_the_others(study: Path, cli: Cli) -> None:
    result = cli("speakers", "rename", "Ada Okafor", "Dora Lind", "--transcript", "harbour", "--project", study)
    assert result.exit_code == 0
    assert "harbour" in result.stderr
    speakers = {
        each["name"]: [who["name"] for who in each["speakers"]]
        for each in _json(cli, "transcripts", "--project", study)["transcripts"]
    }
    assert speakers == {"mill-lane": ["Ada Okafor", "Ben Ruiz"], "harbour": ["Dora Lind", "Çelik Öz"]}


def test_an_unknown_speaker_or_role_is_told(study: Path, cli: Cli) -> None:
    assert cli("speakers", "rename", "Nobody", "Somebody", "--project", study).exit_code == 1
    assert cli("speakers", "role", "Ada Okafor", "boss", "--project", study).exit_code == 2
    assert cli("speakers", "--json", "role", "Ada Okafor", "other", "--project", study).exit_code == 2


def test_a_new_project_says_what_comes_next_and_lists_nothing(tmp_path: Path, cli: Cli) -> None:
    made = cli("new", tmp_path / "a study", "--title", "A study")
    assert (made.exit_code, made.stdout) == (0, "")
    assert f"qualcode import FILE --project '{tmp_path / 'a study'}'" in made.stderr
    for command, key in (("transcripts", "transcripts"), ("speakers", "speakers"), ("codings", "codings"), ("status", "coders")):
        assert _json(cli, command, "--project", tmp_path / "a study") == {key: []}
    assert cli("transcripts", "--project", tmp_path / "a study").stdout == ""


def test_new_refuses_what_is_there_and_what_is_no_codebook(study: Path, tmp_path: Path, cli: Cli) -> None:
    assert cli("new", study).exit_code == 1
    for codebook in ("no-such", tmp_path, study / "project.db"):
        result = cli("new", tmp_path / "fresh", "--codebook", codebook)
        assert (result.exit_code, result.stdout) == (1, "")
        assert not (tmp_path / "fresh").exists()


def test_hostile_names_reach_the_terminal_harmless(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "talk.txt").write_text("An\x1b[2Ja: Wh\u202eat?\n\nBen: \x9b31mRed.\n\nAn\x1b[2Ja: Go\x07.\n", encoding="utf-8")
    assert cli("new", tmp_path / "care").exit_code == 0
    shown = [
        cli("import", tmp_path / "talk.txt", "--project", tmp_path / "care", *more) for more in ([], ["--json"], ["--preview"])
    ]
    shown += [
        cli(*command, "--project", tmp_path / "care")
        for command in (["turns", "talk"], ["turns", "talk", "--json"], ["speakers"])
    ]
    shown += [cli("turns", "\x1b[2J", "--project", tmp_path / "care"), cli("\x1b[2J")]
    for result in shown:
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(result.output)
