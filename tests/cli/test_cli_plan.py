"""How much to code twice, through the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli_calls import Cli

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "agreement.json"


def plan(cli: Cli, *args: object) -> dict[str, Any]:
    result = cli("plan", *args, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_alpha(cli: Cli) -> None:
    assert plan(cli, "alpha", "--target", ".8", "--significance", ".05", "--prevalence", ".25") == {"values": 139}
    assert "139 coded values" in cli("plan", "alpha", "--target", ".8", "--prevalence", ".25").stdout


def test_kappa(cli: Cli) -> None:
    given = ("--k0", ".85", "--k1", ".7", "--prevalence", ".5", "--power", ".8", "--alpha", ".05")
    assert plan(cli, "kappa", *given) == {"units": 96}
    assert plan(cli, "kappa", *given, "--two-sided")["units"] > 96
    assert plan(cli, "kappa", *given, "--prevalence2", ".5") == {"units": 96}


def test_rho(cli: Cli) -> None:
    given = ("--kappa", ".88", "--threshold", ".9", "--base-rate", ".2", "--length", "80")
    found = plan(cli, "rho", *given)
    assert set(found) == {"rho", "draws", "mc_error"}
    assert found["rho"] == pytest.approx(0.096, abs=0.012)
    assert plan(cli, "rho", *given) == found
    assert plan(cli, "rho", *given, "--seed", "9") != found
    assert "Monte-Carlo error" in cli("plan", "rho", *given).stdout


def test_precision_is_from_the_projects_own_codings(coded: Path, cli: Cli) -> None:
    found = plan(cli, "precision", "--width", ".1", "--project", coded)
    by_code = {code["code"]: code for code in found["codes"]}
    data = by_code["data"]
    assert data["more"] == data["units"] - found["units"]
    assert data["units"] == pytest.approx(found["units"] * (data["now"] / 0.1) ** 2, abs=1)
    assert "undefined" in by_code["innovation"]
    wider = plan(cli, "precision", "--width", ".2", "--code", "data", "--project", coded)
    assert [code["code"] for code in wider["codes"]] == ["data"]
    assert wider["codes"][0]["units"] < data["units"]
    assert "still to do" in cli("plan", "precision", "--project", coded).stdout


@pytest.mark.parametrize(
    "args",
    [
        ["alpha", "--target", "1.2", "--prevalence", ".2"],
        ["alpha", "--target", ".8"],
        ["kappa", "--k0", ".5", "--k1", "2", "--prevalence", ".2"],
        ["rho", "--kappa", ".8", "--threshold", ".9", "--base-rate", "0", "--length", "80"],
        ["precision", "--width", "0"],
        ["nothing"],
    ],
)
def test_numbers_that_cannot_be_are_wrong_usage(cli: Cli, args: list[str]) -> None:
    assert cli("plan", *args).exit_code == 2


@pytest.mark.parametrize(
    "args",
    [
        ["kappa", "--k0", ".5", "--k1", ".5", "--prevalence", ".2"],
        ["kappa", "--k0", ".5", "--k1", ".9", "--prevalence", ".1", "--prevalence2", ".9"],
        ["rho", "--kappa", ".8", "--threshold", ".3", "--base-rate", ".1", "--length", "80"],
    ],
)
def test_what_cannot_be_planned_is_a_plain_sentence(cli: Cli, args: list[str]) -> None:
    result = cli("plan", *args)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("qualcode: ")


def cases() -> list[Any]:
    read = json.loads(REFERENCE.read_text()) if REFERENCE.exists() else []
    kept = [case for case in read if case["family"] in ("samplesize", "cantor-open", "rho-open") and "table" not in case["data"]]
    return [pytest.param(case, id=f"{case['family']} {number}") for number, case in enumerate(kept)]


@pytest.mark.parametrize("case", cases())
def test_reference(cli: Cli, case: dict[str, Any]) -> None:
    data = case["data"]
    if case["family"] == "samplesize":
        found = plan(
            cli, "alpha", "--target", data["alpha_min"], "--significance", data["significance"], "--prevalence", data["p_c"]
        )
        assert found["values"] == case["expected"]
    elif case["family"] == "cantor-open":
        shares = ("--prevalence", data["p1"], "--prevalence2", data["p2"], "--power", data["power"], "--alpha", data["alpha"])
        found = plan(cli, "kappa", "--k0", data["k0"], "--k1", data["k1"], *shares)
        assert found["units"] == case["expected"]
    else:
        given = ("--base-rate", data["base_rate"], "--length", data["test_set_length"])
        found = plan(cli, "rho", "--kappa", data["kappa"], "--threshold", data["kappa_threshold"], *given)
        assert found["rho"] == pytest.approx(case["expected"], abs=case["tolerance"] + 3 * found["mc_error"])
