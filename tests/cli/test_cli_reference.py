"""Published agreement figures through `--ratings` and `--spans`, where the reference file is beside this checkout."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli_calls import Cli

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "agreement.json"
PLANS = ("samplesize", "cantor-open", "rho-open")  # but for a table among them
SPANS = "unit-open"

# What a case is called there, and here; the first that fits.
RATINGS = (
    ("percent agreement", "percent_agreement"), ("PABAK", "brennan_prediger"), ("Brennan-Prediger", "brennan_prediger"),
    ("Gwet's AC1", "gwet_ac1"), ("Fleiss' category kappa", "category"), ("Fleiss' kappa", "fleiss_kappa"),
    ("Conger's kappa", "conger_kappa"), ("Light's kappa", "light_kappa"), ("Cohen's kappa", "cohen_kappa"),
    ("Scott's pi", "scott_pi"), ("maximum kappa", "kappa_max"), ("specific agreement, positive", "positive_agreement"),
    ("specific agreement, negative", "negative_agreement"), ("prevalence index", "prevalence_index"),
    ("bias index", "bias_index"), ("alpha with Jaccard", "alpha_jaccard"), ("alpha with MASI", "alpha_masi"),
    ("Krippendorff's alpha", "krippendorff_alpha"), ("binary alpha of code", "code"),
)  # fmt: skip
UNITIZING = {"u-alpha": "u_alpha", "|u-alpha": "binary_u_alpha", "cu-alpha": "cu_alpha"}


def cases(spans: bool) -> list[Any]:
    read = json.loads(REFERENCE.read_text()) if REFERENCE.exists() else []
    kept = [
        case for case in read if (case["family"] not in PLANS or "table" in case["data"]) and spans == (case["family"] == SPANS)
    ]
    return [pytest.param(case, id=f"{case['family']} {number}: {case['coefficient'][:40]}") for number, case in enumerate(kept)]


def rows_of(data: dict[str, Any]) -> list[list[Any]]:
    """One row a unit; in a 2 x 2 table the first row and column are "present"."""
    if "table" in data:
        values = [1, 0] if len(data["table"]) == 2 else range(len(data["table"]))
        cells = ((a, b, many) for a, row in zip(values, data["table"], strict=True) for b, many in zip(values, row, strict=True))
        return [[one, other] for one, other, many in cells for _ in range(many)]
    if "counts" in data:
        return [[category for category, number in enumerate(row) for _ in range(number)] for row in data["counts"]]
    if "neither" in data:
        return [[1, 1]] * data["both"] + [[1, 0]] * data["one"] + [[0, 0]] * data["neither"]
    return data["rows"]


def cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(value) or "-"
    return "" if value is None else str(value)


def written(path: Path, header: list[str], rows: list[list[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *([cell(value) for value in row] for row in rows)])
    return path


def found(cli: Cli, *args: object) -> dict[str, Any]:
    result = cli("agreement", *args, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference file is not beside this checkout")
def test_every_case_is_run() -> None:
    assert (len(cases(spans=False)), len(cases(spans=True))) == (88, 6)


@pytest.mark.parametrize("case", cases(spans=False))
def test_ratings(tmp_path: Path, cli: Cli, case: dict[str, Any]) -> None:
    rows = rows_of(case["data"])
    file = written(tmp_path / "ratings.csv", [f"c{number}" for number in range(len(rows[0]))], rows)
    name = next(ours for theirs, ours in RATINGS if theirs in case["coefficient"])
    level = re.search(r"\((ordinal|interval|ratio)\)", case["coefficient"])
    kind = ["--sets", ";"] if case["family"] == "sets" else ["--level", level.group(1) if level else "nominal"]
    data = found(cli, "--ratings", file, "--ci", "none", *kind)
    if name == "code":
        [code] = [each for each in data["codes"] if each["code"] == case["coefficient"].split("code ")[1][0]]
        figure = code["coefficients"]["krippendorff_alpha"]
    elif name == "category":
        figure = data["per_category"][case["coefficient"][-1]]["fleiss_kappa"]
    else:
        figure = data["coefficients"][name]
    assert figure["value"] == pytest.approx(case["expected"], abs=case["tolerance"] + 1e-12)


@pytest.mark.parametrize("case", cases(spans=True))
def test_spans(tmp_path: Path, cli: Cli, case: dict[str, Any]) -> None:
    rows = [[f"c{coder}", code, start, end] for coder, own in enumerate(case["data"]["coders"]) for start, end, code in own]
    file = written(tmp_path / "spans.csv", ["coder", "code", "start", "end"], rows)
    data = found(cli, "--spans", file, "--length", case["data"]["L"])
    name = case["coefficient"].split()[0]
    if name in UNITIZING:
        figure = data["coefficients"][UNITIZING[name]]
    else:
        [code] = [each for each in data["codes"] if each["code"] == case["coefficient"].split()[-1]]
        figure = code["coefficients"]["ku_alpha"]
    assert figure["value"] == pytest.approx(case["expected"], abs=case["tolerance"])
