"""The whole job by the command line: import, two coders' codings by CSV, agreement, disagreements, excerpts.

On the two real interviews where they are beside the checkout, and on the example project's own otherwise.
"""

import csv
import io
import json
from itertools import zip_longest
from pathlib import Path

import pytest
from cli_calls import Cli
from click.testing import CliRunner

from qualcode.cli.main import app
from qualcode.shipped import shipped

SHARED = Path(__file__).parents[2].parent / "shared" / "transcripts"
EXAMPLE = shipped("projects") / "example" / "transcripts"
CODES = ("vision", "data", "finance", "relationships")
STAGES = ("irritation", "integration", "innovation")


def _files() -> list[Path]:
    return sorted(SHARED.glob("*.txt")) or sorted(EXAMPLE.glob("*.txt"))


def _sheet(turns: list[tuple[str, int]], path: Path) -> None:
    """Two coders who agree on most, over every turn: ben leaves out each fifth code and moves each seventh stage on."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("coder", "transcript", "turn", "code", "memo"))
        for place, (transcript, number) in enumerate(turns):
            sheet.writerow(("ana", transcript, number, CODES[place % 4], "a memo" if place == 3 else ""))
            sheet.writerow(("ana", transcript, number, STAGES[place % 3], ""))
            if place % 5:
                sheet.writerow(("ben", transcript, number, CODES[place % 4], ""))
            sheet.writerow(("ben", transcript, number, STAGES[(place + (place % 7 == 0)) % 3], ""))


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project made of files alone: both interviews read, every turn coded by ana and ben. These tests only ask it."""
    folder = tmp_path_factory.mktemp("job")
    project = folder / "study"

    def done(*command: object) -> str:
        result = CliRunner().invoke(app, [*map(str, command), "--project", str(project)])
        assert result.exit_code == 0, result.stderr
        return result.stdout

    done("new", project, "--title", "Integrated care")
    found = json.loads(done("import", *_files(), "--json"))["imported"]
    _sheet([(each["name"], number) for each in found for number in range(1, each["turns"] + 1)], folder / "codings.csv")
    done("codings", "import", folder / "codings.csv")
    done("done", "--coder", "ana")
    done("done", "--coder", "ben")
    return project


def test_the_whole_job(job: Path, cli: Cli) -> None:
    def asked(*command: object) -> dict:
        result = cli(*command, "--project", job)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    turns = sum(each["turns"] for each in asked("transcripts", "--json")["transcripts"])
    left_out = len(range(0, turns, 5))
    moved = len(range(0, turns, 7))
    coders = {each["coder"]: each["transcripts"] for each in asked("status", "--json")["coders"]}
    assert {coder: sum(each["done"] for each in work) for coder, work in coders.items()} == {"ana": turns, "ben": turns}
    assert {coder: sum(each["codings"] for each in work) for coder, work in coders.items()} == {
        "ana": 2 * turns,
        "ben": 2 * turns - left_out,
    }

    report = asked("agreement", "-f", "json", "--seed", 1)
    assert report["units"] == {"total": turns, "pairable": turns, "not_done": {"ana": 0, "ben": 0}}
    only_ana = {code["code"]: code["pairs"][0]["only_first"] for code in report["codes"]}
    assert sum(only_ana[code] for code in CODES) == left_out
    for code in report["codes"]:
        alpha = code["coefficients"]["krippendorff_alpha"]
        assert alpha["ci"][0] <= alpha["value"] <= alpha["ci"][1]
    [stages] = report["groups"]
    assert (stages["group"], stages["level"]) == ("integration-stage", "ordinal")

    listed = asked("disagreements", "--json")["disagreements"]
    assert len([each for each in listed if each["code"] in CODES]) == left_out
    assert len([each for each in listed if each["code"] in STAGES]) == 2 * moved
    assert all({*each["present"], *each["absent"]} == {"ana", "ben"} for each in listed)


def test_every_quote_is_whole_and_stands_once(job: Path, cli: Cli) -> None:
    written = cli("excerpts", "--code", "vision,data", "-f", "csv", "--project", job)
    assert written.exit_code == 0, written.stderr
    rows = list(csv.DictReader(io.StringIO(written.stdout)))
    said = {}
    for name in {row["transcript"] for row in rows}:
        turns = json.loads(cli("turns", name, "--json", "--project", job).stdout)["turns"]
        said |= {(name, str(turn["number"])): turn for turn in turns}
    assert rows
    assert len({(row["transcript"], row["turn"], row["code"]) for row in rows}) == len(rows)
    for row in rows:
        turn = said[row["transcript"], row["turn"]]
        assert row["text"].lstrip("'") == turn["text"].lstrip("'")
        assert row["speaker"] == turn["speaker"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the two real interviews are not beside this checkout")
def test_the_real_interviews_give_exactly_their_turns(job: Path, cli: Cli) -> None:
    gold = json.loads((SHARED / "gold.json").read_text(encoding="utf-8"))["seeds"]
    listed = json.loads(cli("transcripts", "--json", "--project", job).stdout)["transcripts"]
    for (file, expected), found in zip_longest(sorted(gold.items()), sorted(listed, key=lambda each: each["name"])):
        assert found["name"] == Path(file).stem
        assert (found["title"], found["date"]) == (expected["title"], expected["date_iso"])
        people = {each["name"]: each["turns"] for each in found["speakers"] if each["role"] != "section"}
        assert people == expected["turn_counts"]
        turns = json.loads(cli("turns", found["name"], "--json", "--project", job).stdout)["turns"]
        words = dict.fromkeys(people, 0)
        for turn in turns:
            if turn["speaker"] in words:
                words[turn["speaker"]] += len(turn["text"].split())
        assert words == expected["words_per_speaker"]
