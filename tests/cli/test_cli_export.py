"""Tidy tables: typed without a hint, explained column by column, and read back."""

import csv
import json
import re
from pathlib import Path

from cli_calls import Cli

from qualcode import open_project

_FORMS = {
    "whole number": re.compile(r"-?\d+"), "number": re.compile(r"-?\d+(\.\d+)?"), "0/1": re.compile("[01]"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"), "time": re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00"),
}  # fmt: skip


def _tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as content:
            found[file.stem] = list(csv.DictReader(content))
    return found


def _export(cli: Cli, project: Path, *options: object) -> dict[str, list[dict[str, str]]]:
    result = cli("export", "tables", project / "out", *options, "--force", "--project", project)
    assert result.exit_code == 0, result.stderr
    return _tables(project / "out")


def test_every_column_is_explained_and_of_the_type_it_says(coded: Path, cli: Cli) -> None:
    (coded / "attributes.csv").write_text(
        "speaker,age,nurse,since\nBen Ruiz,41.5,yes,2020-03-01\nÇelik Öz,,no,\n", encoding="utf-8"
    )
    assert cli("attributes", "import", coded / "attributes.csv", "--project", coded).exit_code == 0
    tables = _export(cli, coded)
    readme = {(row["table"], row["column"]): row["type"] for row in tables.pop("README")}
    assert set(tables) == {"codings", "turns", "codes", "coders", "matrix"}
    assert {(table, column) for table, rows in tables.items() for column in rows[0]} == set(readme)
    for (table, column), type_ in readme.items():
        cells = [row[column] for row in tables[table] if row[column]]
        assert all(_FORMS[type_].fullmatch(cell) for cell in cells) if type_ in _FORMS else type_ == "text", (table, column)
    assert [readme["turns", f"speaker_{name}"] for name in ("age", "nurse", "since")] == ["number", "0/1", "date"]
    assert {row["speaker"]: row["speaker_nurse"] for row in tables["turns"]}["Ben Ruiz"] == "1"


def test_the_matrix_tells_absent_from_not_done(study: Path, cli: Cli) -> None:
    (study / "c.csv").write_text(
        "coder,transcript,turn,code,start,end_turn,end\nana,mill,2,data,5,3,4\nana,mill,2,vision,,,\n", encoding="utf-8"
    )
    assert cli("codings", "import", study / "c.csv", "--project", study).exit_code == 0
    assert cli("done", "mill", "--coder", "ana", "--turns", "5", "--project", study).exit_code == 0
    rows = [row for row in _export(cli, study, "--transcript", "mill")["matrix"] if row["transcript"] == "mill-lane"]
    assert [(row["turn"], row["done"], row["data"], row["vision"]) for row in rows] == [
        ("1", "0", "", ""), ("2", "1", "1", "1"), ("3", "1", "1", "0"), ("4", "0", "", ""), ("5", "1", "0", "0"),
        ("6", "0", "", ""),
    ]  # fmt: skip


def test_codings_go_back_in_as_they_were(coded: Path, tmp_path: Path, cli: Cli) -> None:
    with open_project(coded) as project:
        mill, session = project.transcript("mill"), project.session("ana")
        turns = project.turns("mill")
        session.apply(mill.id, "data", turns[0].start_char + 3, turns[2].end_char - 2, unsure=True)
        coding = session.apply(mill.id, "vision", turns[3].start_char, turns[3].end_char)
        assert coding is not None
        session.memo("coding", project.store.reader.value("SELECT max(id) FROM coding"), "=1+1\n'quoted'")
    _export(cli, coded)
    other = tmp_path / "study2"
    other.mkdir()
    for command in (
        ["new", other / "p"],
        *(["import", file, "--project", other / "p"] for file in (coded / "transcripts").iterdir()),
    ):
        assert cli(*command).exit_code == 0
    back = cli("codings", "import", coded / "out" / "codings.csv", "--project", other / "p")
    assert back.exit_code == 0, back.stderr

    def listed(project: Path) -> list[dict[str, object]]:
        found = json.loads(cli("codings", "--json", "--project", project).stdout)["codings"]
        rows = ({name: value for name, value in row.items() if name != "created_at"} for row in found)
        return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))

    assert listed(other / "p") == listed(coded)
    assert any(row["unsure"] for row in listed(coded))
    assert any(row["memo"] == "=1+1\n'quoted'" for row in listed(coded))


def test_guards_are_told_and_left_out_on_request(coded: Path, cli: Cli) -> None:
    assert cli("speakers", "rename", "Ben Ruiz", "=1+1", "--project", coded).exit_code == 0
    tables = _export(cli, coded)
    assert {row["speaker"] for row in tables["turns"]} >= {"'=1+1"}
    [told] = [row["guarded"] for row in tables["README"] if (row["table"], row["column"]) == ("turns", "speaker")]
    assert told == "3"
    raw = _export(cli, coded, "--raw")
    assert {row["speaker"] for row in raw["turns"]} >= {"=1+1"}
    assert {row["guarded"] for row in raw["README"]} == {"0"}


def test_pseudonyms_reach_every_table(coded: Path, cli: Cli) -> None:
    (coded / "pseudonyms.csv").write_text('original,pseudonym\nBen Ruiz,Milo\n"Okafor, Ada",Ina\nmill lane,P\n', encoding="utf-8")
    _export(cli, coded, "--pseudonyms")
    files = [*(coded / "out").iterdir()]
    assert cli("pseudonyms", "check", *files, "--project", coded).exit_code == 0
    assert {row["coder"] for row in _tables(coded / "out")["matrix"]} == {"ana", "Ina"}


def test_nothing_is_overwritten_unasked(coded: Path, cli: Cli) -> None:
    (coded / "out").mkdir()
    (coded / "out" / "codes.csv").write_text("mine", encoding="utf-8")
    assert cli("export", "tables", coded / "out", "--project", coded).exit_code == 1
    assert [file.name for file in (coded / "out").iterdir()] == ["codes.csv"]


def test_blind_rounds_are_left_out_and_told(coded: Path, cli: Cli) -> None:
    assert cli("rounds", "open", "second", "--coders", "ana,ben", "--project", coded).exit_code == 0
    (coded / "c.csv").write_text("coder,transcript,turn,code,round\nana,mill,2,data,second\n", encoding="utf-8")
    assert cli("codings", "import", coded / "c.csv", "--project", coded).exit_code == 0
    result = cli("export", "tables", coded / "out", "--project", coded)
    assert result.exit_code == 0
    assert "blind" in result.stderr
    tables = _tables(coded / "out")
    assert {row["round"] for name in ("codings", "coders", "matrix") for row in tables[name]} == {"main"}
