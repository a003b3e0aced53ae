"""`qualcode report`: every report in every format, and its figures."""

import csv
import io
import json
from itertools import product
from pathlib import Path

import pytest
from cli_calls import Cli

from qualcode.writeup.writers import FILE_FORMATS

REPORTS = (
    ["codebook"], ["frequencies"], ["matrix", "--by", "speaker"], ["cooccurrence"], ["quotes"], ["timeline"], ["saturation"],
    ["words"], ["concordance", "the"], ["methods", "--ci", "none"],
)  # fmt: skip
WITH_FIGURE = ("frequencies", "matrix", "cooccurrence", "saturation")


def test_the_reports_are_listed(cli: Cli) -> None:
    listed = cli("report").stdout
    assert all(f"  {name} " in listed for name, *_ in REPORTS)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report[0])
def test_every_report_tells_what_it_counts_and_is_a_table_too(cli: Cli, coded: Path, report: list[str]) -> None:
    text = cli("report", *report, "--project", coded)
    assert text.exit_code == 0, text.stderr
    assert "10 turns" in text.stdout
    data = json.loads(cli("report", *report, "--project", coded, "--json").stdout)
    assert (data["about"]["coders"], data["about"]["turns"]) == (["ana", "Okafor, Ada"], 10)
    header, *rows = csv.reader(io.StringIO(cli("report", *report, "--project", coded, "-f", "csv").stdout))
    assert rows
    assert all(len(row) == len(header) for row in rows)


def test_a_report_with_a_figure_in_every_format(cli: Cli, coded: Path, tmp_path: Path) -> None:
    for format in FILE_FORMATS:
        file = tmp_path / f"codes.{format}"
        result = cli("report", "frequencies", "--project", coded, "-f", format, "-o", file)
        assert result.exit_code == 0, result.stderr
        assert file.stat().st_size > 100


@pytest.mark.parametrize("report", WITH_FIGURE)
def test_a_figure_is_drawn_of_characters_for_a_terminal(cli: Cli, coded: Path, report: str) -> None:
    assert cli("report", report, "--figure", "--project", coded).stdout.count("\n") > 5


ONCE = [("frequencies", "svg"), ("matrix", "png"), ("cooccurrence", "pdf"), ("saturation", "svg")]
BEGINS = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}


@pytest.mark.parametrize(
    ("report", "ending"),
    [pytest.param(*each, marks=[] if each in ONCE else pytest.mark.slow) for each in product(WITH_FIGURE, BEGINS)],
)
def test_figures_alone_are_the_same_file_every_time(cli: Cli, coded: Path, tmp_path: Path, report: str, ending: str) -> None:
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    assert cli("report", report, "--project", coded, "--figure", "-o", first).exit_code == 0
    assert cli("report", report, "--project", coded, "-o", second).exit_code == 0
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(BEGINS[ending])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["quotes", "--figure"], "There is no figure in this report."),
        (["timeline", "--figure"], "Choose one transcript"),
        (["frequencies", "--figure", "-o", "codes.gif"], "codes.gif is no name for a figure."),
        (["matrix", "--by", "shoe size"], 'There is no attribute "shoe size". Name transcript, speaker or role.'),
        (["concordance", "..."], "has no word"),
        (["frequencies", "--text", "nowhere at all"], "No turn fits this selection"),
    ],
)
def test_what_cannot_be_reported_is_said(cli: Cli, coded: Path, asked: list[str], said: str) -> None:
    result = cli("report", *asked, "--project", coded)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_matrix_by_an_attribute(cli: Cli, coded: Path) -> None:
    cli("attributes", "set", "Ben Ruiz", "years", "12", "--project", coded)
    data = json.loads(cli("report", "matrix", "--by", "years", "--code", "finance", "--project", coded, "--json").stdout)
    assert [(column["name"], column["turns"]) for column in data["columns"]] == [("12", 3), ("(no value)", 7)]
    assert data["codes"] == [{"code": "finance", "name": "Finance", "turns": [1, 0], "shares": [pytest.approx(1 / 3), 0.0]}]


def test_stop_words_are_left_out(cli: Cli, coded: Path, tmp_path: Path) -> None:
    stop = tmp_path / "stop.txt"
    stop.write_text("the\nOF and\n", encoding="utf-8")
    data = json.loads(cli("report", "words", "--stop", stop, "--project", coded, "--json").stdout)
    assert not {"the", "of", "and"} & {each["word"] for each in data["words"]}
    assert data["stopped"] > 0


def test_a_blind_round_is_left_out_and_told(cli: Cli, coded: Path) -> None:
    cli("rounds", "open", "reliability", "--coders", "ana", "--project", coded)
    result = cli("report", "frequencies", "--project", coded, "--json")
    assert json.loads(result.stdout)["left_out"] == ["reliability"]
    assert 'Round "reliability" is blind' in result.stderr
