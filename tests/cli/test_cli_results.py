"""Codings in, results out: filters, formats, files."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from cli_calls import Cli

from qualcode import open_project


def _json(cli: Cli, *args: object) -> dict[str, Any]:
    result = cli(*args, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def _codings(cli: Cli, project: Path, *filters: str) -> list[dict[str, Any]]:
    return _json(cli, "codings", "--project", project, *filters)["codings"]


def test_codings_have_the_fields_scripts_rely_on(coded: Path, cli: Cli) -> None:
    [one] = _codings(cli, coded, "--code", "finance", "--coder", "ana")
    fields = (
        "coder",
        "round",
        "transcript",
        "turn",
        "speaker",
        "code",
        "start_char",
        "end_char",
        "text",
        "created_at",
        "memo",
        "unsure",
        "attributes",
    )
    assert tuple(one) == fields
    assert (one["coder"], one["transcript"], one["turn"], one["speaker"]) == ("ana", "mill-lane", 6, "Ben Ruiz")
    assert (one["text"], one["memo"], one["unsure"]) == (
        "Both of us, out of one pot. It took a year to agree on the pot.",
        "one pot",
        False,
    )


def test_a_name_with_a_comma_is_reached_alone_and_among_others(coded: Path, cli: Cli) -> None:
    assert {each["coder"] for each in _codings(cli, coded, "--coder", "Okafor, Ada")} == {"Okafor, Ada"}
    assert len(_codings(cli, coded, "--coders", 'ana,"Okafor, Ada"')) == 12
    assert len(_codings(cli, coded, "--coder", "ana", "--coder", "Okafor, Ada")) == 12


def test_filters_take_several_names_and_narrow_each_other(coded: Path, cli: Cli) -> None:
    both = _codings(cli, coded, "--code", "finance,vision")
    assert {each["code"] for each in both} == {"finance", "vision"}
    assert {each["code"] for each in _codings(cli, coded, "--code", "finance", "--code", "vision")} == {"finance", "vision"}
    assert {each["transcript"] for each in _codings(cli, coded, "--transcript", "harb", "--coder", "ana")} == {"harbour"}
    assert _codings(cli, coded, "--text", "ONE POT") == _codings(cli, coded, "--code", "finance")
    assert _codings(cli, coded, "--speaker", "Ada Okafor") == []


def test_roles_are_filtered_both_ways(coded: Path, cli: Cli) -> None:
    assert cli("speakers", "role", "Ben Ruiz", "interviewer", "--project", coded).exit_code == 0
    assert {each["speaker"] for each in _codings(cli, coded, "--role", "interviewer")} == {"Ben Ruiz"}
    assert {each["speaker"] for each in _codings(cli, coded, "--no-role", "interviewer")} == {"Çelik Öz"}


@pytest.mark.parametrize("filter", ["--coder", "--code", "--transcript", "--speaker", "--role", "--round"])
@pytest.mark.parametrize("command", ["codings", "agreement", "disagreements", "excerpts"])
def test_an_unknown_name_is_an_error_never_an_empty_list(coded: Path, cli: Cli, command: str, filter: str) -> None:
    result = cli(command, filter, "nonesuch", "--project", coded)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nonesuch" in result.stderr


def test_status_per_coder_and_transcript(coded: Path, cli: Cli) -> None:
    coders = _json(cli, "status", "--project", coded)["coders"]
    assert {each["coder"] for each in coders} == {"ana", "Okafor, Ada"}
    ana = next(each for each in coders if each["coder"] == "ana")
    assert ana["round"] == "main"
    found = {each["name"]: (each["turns"], each["done"], each["codings"]) for each in ana["transcripts"]}
    assert found == {"mill-lane": (6, 6, 3), "harbour": (4, 4, 3)}


def test_agreement_in_json_is_the_contract(coded: Path, cli: Cli) -> None:
    report = _json(cli, "agreement", "--project", coded, "--ci", "none", "--coders", 'ana,"Okafor, Ada"')
    assert (report["schema"], report["unit"], report["coders"]) == ("qualcode.agreement/1", "turn", ["ana", "Okafor, Ada"])
    assert report["units"] == {"total": 10, "pairable": 10, "not_done": {"ana": 0, "Okafor, Ada": 0}}
    codes = {each["code"]: each for each in report["codes"]}
    assert codes["data"]["pairs"] == [
        {"coders": ["ana", "Okafor, Ada"], "both": 1, "only_first": 1, "only_second": 0, "neither": 8}
    ]
    assert codes["finance"]["coefficients"]["krippendorff_alpha"]["value"] == 1.0
    assert codes["innovation"]["coefficients"]["cohen_kappa"]["value"] is None
    assert (
        "nobody" in codes["innovation"]["coefficients"]["cohen_kappa"]["undefined"]
        or codes["innovation"]["coefficients"]["cohen_kappa"]["undefined"]
    )
    assert [group["group"] for group in report["groups"]] == ["integration-stage"]
    assert {"pooled_alpha", "pooled_kappa"} <= set(report["overall"]["coefficients"])


def test_the_seed_is_printed_and_gives_the_same_intervals_again(coded: Path, cli: Cli) -> None:
    first, again, other = (cli("agreement", "--project", coded, "--json", "--seed", seed).stdout for seed in (7, 7, 8))
    assert json.loads(first)["seed"] == 7
    assert first == again
    assert first != other
    assert "seed 7" in cli("agreement", "--project", coded, "--seed", 7).stdout


def test_what_is_not_done_is_missing_and_never_absent(study: Path, tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "two.csv").write_text(
        "coder,transcript,turn,code\nana,mill,2,data\nana,mill,4,data\nben,mill,2,data\n", encoding="utf-8"
    )
    assert cli("codings", "import", tmp_path / "two.csv", "--project", study).exit_code == 0
    report = _json(cli, "agreement", "--project", study, "--ci", "none")
    assert report["units"]["pairable"] == 1
    assert _json(cli, "disagreements", "--project", study)["disagreements"] == []
    assert cli("done", "mill", "--coder", "ben", "--turns", "1-4", "--project", study).exit_code == 0
    [found] = _json(cli, "disagreements", "--project", study)["disagreements"]
    assert (found["turn"], found["code"], found["present"], found["absent"]) == (4, "data", ["ana"], ["ben"])


def test_disagreements_name_who_and_quote_what(coded: Path, cli: Cli) -> None:
    listed = _json(cli, "disagreements", "--project", coded)
    assert listed["unit"] == "turn"
    found = {(each["transcript"], each["turn"], each["code"]): each for each in listed["disagreements"]}
    assert set(found) == {
        ("harbour", 2, "data"),
        ("harbour", 2, "irritation"),
        ("harbour", 4, "vision"),
        ("mill-lane", 4, "relationships"),
    }
    assert found["harbour", 4, "vision"]["present"] == ["ana"]
    assert found["harbour", 4, "vision"]["absent"] == ["Okafor, Ada"]
    assert found["harbour", 4, "vision"]["text"].startswith("One record.")


def test_excerpts_are_one_row_a_quote_whole_with_everything_to_cite_it(coded: Path, cli: Cli) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("excerpts", "-f", "csv", "--code", "integration", "--project", coded).stdout)))
    assert len(rows) == 1
    assert rows[0]["coders"] == "Okafor, Ada; ana"
    assert rows[0]["text"].endswith("Whoever picks it up keeps it until it is solved.")
    [quote] = _json(cli, "excerpts", "--code", "vision", "--context", "1", "--project", coded)["excerpts"]
    assert quote["before"].endswith("What would help?")
    assert quote["code_path"] == ["Vision"]


@pytest.mark.parametrize("format", ["text", "md", "csv", "json", "html", "tex"])
@pytest.mark.parametrize("command", ["agreement", "excerpts", "disagreements", "codings", "status"])
def test_every_format_goes_to_a_file_as_it_goes_to_stdout(
    coded: Path, tmp_path: Path, cli: Cli, command: str, format: str
) -> None:
    shown = cli(command, "-f", format, "--project", coded)
    written = cli(command, "-f", format, "-o", tmp_path / "out", "--project", coded)
    assert (shown.exit_code, written.exit_code, written.stdout) == (0, 0, "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == shown.stdout
    assert shown.stdout.strip()


def test_the_ending_says_the_format(coded: Path, tmp_path: Path, cli: Cli) -> None:
    assert cli("excerpts", "-o", tmp_path / "out.csv", "--project", coded).exit_code == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == cli("excerpts", "-f", "csv", "--project", coded).stdout


def test_a_file_is_not_overwritten_without_force(coded: Path, tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / "out.txt"
    out.write_text("mine", encoding="utf-8")
    refused = cli("excerpts", "-o", out, "--project", coded)
    assert (refused.exit_code, out.read_text(encoding="utf-8")) == (1, "mine")
    assert "--force" in refused.stderr
    assert cli("excerpts", "-o", out, "--force", "--project", coded).exit_code == 0
    assert out.read_text(encoding="utf-8") != "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["codings.csv", "out.txt", "study"]


def test_output_is_a_plain_file_of_the_persons_own(coded: Path, tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    for path in (tmp_path, tmp_path / "no" / "out.txt", tmp_path / "link.txt", Path("/dev/null")):
        refused = cli("excerpts", "-o", path, "--force", "--project", coded)
        assert (refused.exit_code, refused.stdout) == (1, ""), path
        assert refused.stderr.startswith("qualcode: ")
    before = os.umask(0o027)
    try:
        assert cli("excerpts", "-o", tmp_path / "out.txt", "--project", coded).exit_code == 0
    finally:
        os.umask(before)
    assert (tmp_path / "out.txt").stat().st_mode & 0o777 == 0o640


def test_json_and_another_format_contradict_each_other(coded: Path, cli: Cli) -> None:
    assert cli("excerpts", "--json", "-f", "csv", "--project", coded).exit_code == 2


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_what_is_no_text_goes_to_a_file_only(coded: Path, tmp_path: Path, cli: Cli, format: str) -> None:
    result = cli("excerpts", "-f", format, "--project", coded)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"-o FILE.{format}" in result.stderr
    assert cli("excerpts", "-o", tmp_path / f"out.{format}", "--project", coded).exit_code == 0
    assert (tmp_path / f"out.{format}").read_bytes().startswith(b"PK")


def test_a_bad_line_and_no_coding_is_imported(coded: Path, tmp_path: Path, cli: Cli) -> None:
    before = _codings(cli, coded)
    (tmp_path / "bad.csv").write_text(
        "coder,transcript,turn,code\nana,mill,1,data\nana,mill,99,data\nana,mill,2,dta\nana,gone,2,data\n", encoding="utf-8"
    )
    result = cli("codings", "import", tmp_path / "bad.csv", "--project", coded)
    assert (result.exit_code, result.stdout) == (1, "")
    for number in (3, 4, 5):
        assert f"{number}" in result.stderr
    assert "dta" in result.stderr
    assert _codings(cli, coded) == before


def test_codings_for_a_list_do_not_go_with_an_import(coded: Path, tmp_path: Path, cli: Cli) -> None:
    result = cli("codings", "--coder", "ana", "import", tmp_path / "codings.csv", "--project", coded)
    assert result.exit_code == 2


@pytest.mark.parametrize("turns", ["0", "5-99", "4-1", "a", "", ",", "-", "1-3,x"])
def test_turns_that_are_not_there_are_not_done(study: Path, cli: Cli, turns: str) -> None:
    result = cli("done", "mill", "--coder", "ana", "--turns", turns, "--project", study)
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert all(each["done"] == 0 for coder in _json(cli, "status", "--project", study)["coders"] for each in coder["transcripts"])


def test_ratings_of_anyone(tmp_path: Path, cli: Cli) -> None:
    table = tmp_path / "ratings.csv"
    table.write_text("ana,ben\n1,1\n2,3\n3,3\n,2\n1,2\n", encoding="utf-8")
    found = _json(cli, "agreement", "--ratings", table, "--ci", "none")
    assert (found["schema"], found["unit"], found["level"], found["coders"]) == (
        "qualcode.agreement/1",
        "row",
        "nominal",
        ["ana", "ben"],
    )
    assert found["units"] == {"total": 5, "pairable": 4}
    assert found["coefficients"]["percent_agreement"]["value"] == 0.5
    ordinal = _json(cli, "agreement", "--ratings", table, "--ci", "none", "--level", "ordinal")
    assert ordinal["coefficients"]["krippendorff_alpha"]["value"] > found["coefficients"]["krippendorff_alpha"]["value"]


def test_sets_of_anyone(tmp_path: Path, cli: Cli) -> None:
    table = tmp_path / "sets.csv"
    table.write_text("ana,ben\nvision;data,data;vision\n-,-\nfinance,\ndata,data\n", encoding="utf-8")
    found = _json(cli, "agreement", "--ratings", table, "--sets", ";", "--ci", "none")
    assert {each["code"] for each in found["codes"]} == {"vision", "data", "finance"}
    assert found["units"] == {"total": 4, "pairable": 3}


@pytest.mark.parametrize(
    "args",
    [
        ["--level", "ordinal"],
        ["--sets", ";"],
        ["--ratings", "x.csv", "--coder", "ana"],
        ["--ratings", "x.csv", "--sets", ";", "--level", "ratio"],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(coded: Path, cli: Cli, args: list[str]) -> None:
    assert cli("agreement", *args, "--project", coded).exit_code == 2


def test_the_coding_screen_without_a_terminal_is_refused_plainly(study: Path, cli: Cli) -> None:
    result = cli("code", "--project", study)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "needs a terminal" in result.stderr


def test_memos_are_listed_with_what_they_hang_on(coded: Path, cli: Cli) -> None:
    with open_project(coded) as project:
        session = project.session("ana")
        session.memo("code", session.codes.id("vision"), "Whose vision?")
        session.memo("turn", project.store.reader.value("SELECT id FROM turn WHERE number = 2"), "=tired")
    assert [memo["kind"] for memo in _json(cli, "memos", "--project", coded)["memos"]] == ["turn", "code", "coding"]
    code, *_ = _json(cli, "memos", "--code", "vision", "--coder", "ana", "--project", coded)["memos"]
    assert (code["text"], code["code"], code["turn"]) == ("Whose vision?", "vision", None)
    [row] = csv.DictReader(io.StringIO(cli("memos", "--text", "TIRED", "-f", "csv", "--project", coded).stdout))
    assert (row["text"], row["turn"]) == ("'=tired", "2")
    shown = cli("memos", "--transcript", "mill-lane", "--project", coded)
    assert "=tired" in shown.stdout
    assert "mill-lane, turn 2, Ben Ruiz; ana" in shown.stdout
    assert "There is no code" in cli("memos", "--code", "nothing", "--project", coded).stderr


def test_excerpts_take_what_is_asked_of_them(coded: Path, cli: Cli) -> None:
    def found(*options: str) -> list[tuple[str, int, str]]:
        told = _json(cli, "excerpts", "--project", coded, *options)["excerpts"]
        return [(each["transcript"], each["turn"], each["code"]) for each in told]

    assert found("--both", "data,vision") == [("harbour", 4, "data")]
    assert found("--code", "data", "--but-not", "vision,finance") == [("harbour", 2, "data"), ("harbour", 4, "data")]
    assert found("--sample", "1", "--code", "data") == found("--sample", "1", "--code", "data")
    assert len(found("--sample", "1")) == len({code for _, _, code in found()})
    for wrong in (("--both", "data"), ("--both", "data,vision", "--code", "data"), ("--apa", "--context", "1"),
                  ("--context", "1", "--context-sentences", "1"), ("--sample", "0")):  # fmt: skip
        assert cli("excerpts", "--project", coded, *wrong).exit_code == 2


def test_attributes_filter_and_stand_beside_what_is_listed(coded: Path, cli: Cli, tmp_path: Path) -> None:
    sheet = tmp_path / "people.csv"
    sheet.write_text("speaker,age,code\nBen Ruiz,52,x\nÇelik Öz,38,\n", encoding="utf-8")
    assert cli("attributes", "import", sheet, "--project", coded).exit_code == 0
    for command in ("codings", "excerpts"):
        rows = list(csv.DictReader(io.StringIO(cli(command, "-f", "csv", "--where", "age>40", "--project", coded).stdout)))
        assert {(row["speaker"], row["age"], row["speaker.code"]) for row in rows} == {("Ben Ruiz", "52", "x")}
    report = _json(cli, "agreement", "--ci", "none", "--where", "age<40", "--project", coded)
    assert (report["selection"]["where"], report["selection"]["speakers"]) == (["age<40"], ["Çelik Öz"])
    assert "site" not in cli("attributes", "export", "--of", "transcript", "--project", coded).stdout
    wrong = cli("disagreements", "--where", "aage>40", "--project", coded)
    assert (wrong.exit_code, 'Did you mean "age"?' in wrong.stderr) == (1, True)
