"""Agreement through the command line: units, one coder's rounds, tables to publish, other programs, anyone's files."""

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli_calls import Cli


def found(cli: Cli, *args: object) -> dict[str, Any]:
    result = cli(*args, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refused(cli: Cli, *args: object, code: int = 1) -> str:
    result = cli(*args)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert "Traceback" not in result.stderr
    return result.stderr


def alpha(data: dict[str, Any], code: str) -> float | None:
    return next(each for each in data["codes"] if each["code"] == code)["coefficients"]["krippendorff_alpha"]["value"]


@pytest.fixture
def parts(coded: Path, tmp_path: Path, cli: Cli) -> Path:
    """The coded study with some codings on parts of turns."""
    sheet = tmp_path / "parts.csv"
    sheet.write_text(
        "coder,transcript,turn,code,start,end\nana,mill-lane,4,data,0,20\n\"Okafor, Ada\",mill-lane,4,data,10,80\n"
        "ana,harbour,2,finance,0,24\n", encoding="utf-8",
    )  # fmt: skip
    assert cli("codings", "import", sheet, "--project", coded).exit_code == 0
    return coded


def test_trap_8_the_unit_changes_the_number(parts: Path, cli: Cli) -> None:
    by_unit = {unit: found(cli, "agreement", "--unit", unit, "--project", parts) for unit in ("turn", "sentence", "character")}
    assert {data["unit"] for data in by_unit.values()} == set(by_unit)
    assert len({alpha(data, "data") for data in by_unit.values()}) == 3
    assert by_unit["turn"]["units"]["total"] < by_unit["sentence"]["units"]["total"] < by_unit["character"]["units"]["total"]
    assert {"u_alpha", "binary_u_alpha", "cu_alpha"} <= set(by_unit["character"]["overall"]["coefficients"])
    for unit in by_unit:
        assert f"Unit of analysis: the {unit}." in cli("agreement", "--unit", unit, "--project", parts).stdout


def test_one_coder_in_two_rounds(coded: Path, tmp_path: Path, cli: Cli) -> None:
    again = tmp_path / "again.csv"
    again.write_text("coder,transcript,turn,code,round\nana,mill-lane,6,finance,recode\nana,harbour,2,vision,recode\n", "utf-8")
    from qualcode.project.rounds import open_round
    from qualcode.project.store import open_store

    with open_store(coded) as store:
        open_round(store, "recode")
    assert cli("codings", "import", again, "--project", coded).exit_code == 0
    data = found(cli, "agreement", "--coders", "ana", "--round", "main,recode", "--project", coded)
    assert data["coders"] == ["ana·main", "ana·recode"]
    assert data["units"]["pairable"] == 2
    assert alpha(data, "finance") == 1
    both = ("--coders", "ana", "--coders", "Okafor, Ada", "--round", "main,recode")
    assert "Name one round" in refused(cli, "agreement", *both, "--project", coded)


def test_groups_and_rolled_up_codes_are_told(coded: Path, cli: Cli) -> None:
    data = found(cli, "agreement", "--group", "integration-stage", "--project", coded)
    assert [code["code"] for code in data["codes"]] == ["irritation", "integration", "innovation"]
    assert "--roll-up counts it" in cli("agreement", "--project", coded).stdout
    rolled = cli("agreement", "--roll-up", "--project", coded).stdout
    assert "A coding counts for its code and for every code above it." in " ".join(rolled.split())


def test_the_text_is_a_summary_and_the_whole_on_request(coded: Path, cli: Cli) -> None:
    short = cli("agreement", "--project", coded).stdout
    full = cli("agreement", "--full", "--project", coded).stdout
    page = html.unescape(cli("agreement", "-f", "html", "--project", coded).stdout)
    for heading in ("Methods, to take over", "The disagreements", "Codes in each other's place", "How sure that is"):
        assert heading not in short
        assert heading in full
        assert heading in page
    assert "Krippendorff, K. (2019)" in full
    assert "Light, R. J." not in full


def test_the_words_of_transcripts_can_be_left_out(coded: Path, cli: Cli) -> None:
    said = "We were tired of emails"
    assert said not in cli("agreement", "--full", "--no-texts", "--project", coded).stdout
    without = cli("agreement", "--no-coefficients", "--project", coded).stdout
    assert "The disagreements" in without
    assert "Krippendorff" not in without
    data = found(cli, "agreement", "--no-coefficients", "--project", coded)
    assert {tuple(code["coefficients"]) for code in data["codes"]} == {()}
    assert data["codes"][0]["applications"]


def test_tables_hold_no_word_and_give_the_same_report(coded: Path, tmp_path: Path, cli: Cli) -> None:
    tables = tmp_path / "tables.csv"
    for how in ([], ["--seed", "5"], ["--unit", "sentence", "--no-role", "interviewer"], ["--ci", "analytic"]):
        assert cli("agreement", *how, "--tables", "-o", tables, "--force", "--project", coded).exit_code == 0
        again = [part for part in how if part not in ("--unit", "sentence", "--no-role", "interviewer")]
        original = found(cli, "agreement", *how, "--project", coded)
        assert found(cli, "agreement", "--tables-in", tables, *again) == original
    written = tables.read_text(encoding="utf-8")
    for said in ("emails", "pot", "mill-lane", "harbour", "Ben Ruiz", "Çelik"):
        assert said not in written
    rows = list(csv.DictReader(io.StringIO(written.partition("\n")[2])))
    assert sum(int(row["count"]) for row in rows) == 10


def test_tables_of_characters_give_the_same_report(parts: Path, tmp_path: Path, cli: Cli) -> None:
    tables = tmp_path / "tables.csv"
    assert cli("agreement", "--unit", "character", "--tables", "-o", tables, "--project", parts).exit_code == 0
    original, again = (
        found(cli, "agreement", "--unit", "character", "--project", parts),
        found(cli, "agreement", "--tables-in", tables),
    )
    assert again == original
    assert "u_alpha" in again["overall"]["coefficients"]
    told = " ".join(cli("agreement", "--tables-in", tables, "--full").stdout.split())
    assert "They are words of the transcripts, which published tables do not hold" in told


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.partition("\n")[2],
        lambda text: text.replace('"total": 10', '"total": "x"'),
        lambda text: text.replace('"ana"', '"zoe"'),
        lambda text: text.replace("{", "[", 1),
        lambda text: text[:-4] + "7\n",
        lambda text: text.partition("\n")[0] + "\n",
        lambda _: "",
    ],
)
def test_damaged_tables_are_refused_with_the_line(coded: Path, tmp_path: Path, cli: Cli, damage: Any) -> None:
    tables = tmp_path / "tables.csv"
    assert cli("agreement", "--tables", "-o", tables, "--project", coded).exit_code == 0
    tables.write_text(damage(tables.read_text(encoding="utf-8")), encoding="utf-8")
    assert refused(cli, "agreement", "--tables-in", tables).startswith("qualcode: ")


@pytest.mark.parametrize("program", ["nvivo", "maxqda", "atlas", "dedoose"])
def test_other_programs_figures_are_labelled(parts: Path, cli: Cli, program: str) -> None:
    text = " ".join(cli("agreement", "--as", program, "--project", parts).stdout.split())
    assert "Reproduced:" in text
    assert "Not the same:" in text
    data = found(cli, "agreement", "--as", program, "--project", parts)
    assert data["schema"] == "qualcode.reconciled/1"
    assert data["figures"]


def test_nvivo_gives_each_transcript_its_kappa(parts: Path, cli: Cli) -> None:
    figures = found(cli, "agreement", "--as", "nvivo", "--project", parts)["figures"]
    kappas = {(each["code"], each["transcript"]): each["value"] for each in figures if each["figure"] == "kappa"}
    said = "Then we put one phone in the middle of the room. Whoever picks it up keeps it until it is solved."
    length = sum(len(turn["text"]) for turn in found(cli, "turns", "mill-lane", "--project", parts)["turns"])
    assert len(said) >= 80
    both, first, second = 10, 10, 60
    chance = ((both + first) * (both + second) + (length - both - first) * (length - both - second)) / length**2
    expected = ((length - first - second) / length - chance) / (1 - chance)
    assert kappas["data", "mill-lane"] == pytest.approx(expected)
    assert kappas["innovation", "mill-lane"] == 1


def test_dedoose_is_cohens_kappa_and_the_pooled_one(coded: Path, cli: Cli) -> None:
    ours = found(cli, "agreement", "--ci", "none", "--project", coded)
    figures = found(cli, "agreement", "--as", "dedoose", "--project", coded)["figures"]
    theirs = {each["code"]: each["value"] for each in figures}
    assert theirs[""] == ours["overall"]["coefficients"]["pooled_kappa"]["value"]
    assert theirs["data"] == next(c for c in ours["codes"] if c["code"] == "data")["coefficients"]["cohen_kappa"]["value"]


@pytest.mark.parametrize(
    "args",
    [
        ["--ratings", "x.csv", "--spans", "y.csv", "--length", "5"],
        ["--spans", "y.csv"],
        ["--length", "5"],
        ["--tables-in", "x.csv", "--unit", "sentence"],
        ["--tables-in", "x.csv", "--code", "data"],
        ["--as", "nvivo", "--tables"],
        ["--as", "nvivo", "--unit", "turn"],
        ["--as", "spss"],
        ["--unit", "line"],
    ],
)
def test_what_does_not_go_together_is_wrong_usage(coded: Path, cli: Cli, args: list[str]) -> None:
    refused(cli, "agreement", *args, "--project", coded, code=2)


BAD = {
    "empty": "",
    "one coder": "ana\n1\n2\n",
    "ragged": "ana,ben\n1,1\n2\n",
    "words where numbers are needed": "ana,ben\n1,2\nmany,3\n",
    "names twice": "ana,ana\n1,2\n",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_ratings_are_a_plain_sentence(tmp_path: Path, cli: Cli, name: str) -> None:
    (tmp_path / "bad.csv").write_text(BAD[name], encoding="utf-8")
    said = refused(cli, "agreement", "--ratings", tmp_path / "bad.csv", "--level", "interval")
    assert re.match(r"qualcode: .+\.\n$", said), said


def test_odd_ratings_are_warned_of_or_undefined_and_never_nan(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("ana,ben\n1,\n,2\n", encoding="utf-8")
    shown = cli("agreement", "--ratings", file)
    assert "no overlap" in shown.stdout
    file.write_text(",".join(f"c{number}" for number in range(50)) + "\n" + ",".join("1" * 50) + "\n", encoding="utf-8")
    wide = cli("agreement", "--ratings", file)
    assert wide.exit_code == 0
    assert "is it the wrong way round?" in wide.stdout
    for text in (shown.stdout, wide.stdout):
        assert not re.search(r"\bnan\b", text, re.IGNORECASE)
    for path in (tmp_path, tmp_path / "nowhere.csv"):
        assert refused(cli, "agreement", "--ratings", path).startswith("qualcode: ")


@pytest.mark.parametrize(
    "text",
    ["", "coder,code,start,end\n", "coder,code,start\nana,a,1\n", "coder,code,start,end\nana,a,1,5\n",
     "coder,code,start,end\nana,a,1,99\nben,a,1,5\n", "coder,code,start,end\nana,a,5,5\nben,a,1,5\n",
     "coder,code,start,end\nana,a,x,5\nben,a,1,5\n", "coder,code,start,end\nana,,1,5\nben,a,1,5\n"],
)  # fmt: skip
def test_bad_spans_are_a_plain_sentence(tmp_path: Path, cli: Cli, text: str) -> None:
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    said = refused(cli, "agreement", "--spans", tmp_path / "bad.csv", "--length", "20")
    assert re.match(r"qualcode: .+\.\n$", said), said


def test_spans_of_anyone(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "spans.csv"
    file.write_text("coder,code,start,end\nana,a,0,10\nben,a,2,10\nana,b,20,30\nben,b,20,30\n", encoding="utf-8")
    data = found(cli, "agreement", "--spans", file, "--length", "40")
    assert (data["schema"], data["unit"], data["length"], data["coders"]) == (
        "qualcode.agreement/1",
        "character",
        40,
        ["ana", "ben"],
    )
    assert set(data["coefficients"]) == {"u_alpha", "binary_u_alpha", "cu_alpha"}
    assert {"ku_alpha", "binary_u_alpha"} <= set(data["codes"][0]["coefficients"])
    shown = cli("agreement", "--spans", file, "--length", "40").stdout
    assert "Unit of analysis: the character. ana and ben, on 40 characters" in shown
