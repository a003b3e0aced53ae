"""The whole job as two people do it: import two interviews, one codes in the screen, the other by CSV, compare, quote.

On the two real interviews where they stand beside the checkout, and on the example project's own otherwise: the tests'
names say which.
"""

import asyncio
import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_terminal import terminal
from textual.events import Key

from qualcode.api import Project, create_project, open_project
from qualcode.coding.sheet import import_codings, mark_done
from qualcode.shipped import shipped
from qualcode.tui.app import CodingApp

REAL = Path(__file__).parents[1].parent / "shared" / "transcripts"
FILES = sorted(REAL.glob("*.txt")) or sorted((shipped("projects") / "example" / "transcripts").glob("*.txt"))
WHICH = "real interviews" if REAL.is_dir() else "example project (no real interviews beside this checkout)"
CODES = {"v": "vision", "d": "data", "f": "finance", "r": "relationships"}
STAGES = {"1": "irritation", "2": "integration", "3": "innovation"}

Plan = dict[tuple[str, int], list[str]]  # the keys pressed on each turn


def _plan(project: Project) -> Plan:
    """A theme on every turn, and a stage on every second."""
    places = [(transcript.name, number) for transcript in project.transcripts() for number in range(1, transcript.turns + 1)]
    return {place: [list(CODES)[at % 4], *([list(STAGES)[at % 3]] if at % 2 else [])] for at, place in enumerate(places)}


def _meant(plan: Plan) -> set[tuple[str, int, str]]:
    return {(*place, (CODES | STAGES)[key]) for place, keys in plan.items() for key in keys}


def _found(project: Project, coder: str) -> set[tuple[str, int, str]]:
    return {(coding.transcript, coding.turn, coding.code) for coding in project.codings(coders=coder)}


def _sheet(plan: Plan, coder: str, path: Path) -> None:
    """The same codings as a spreadsheet, but for every fifth turn's theme, which this coder does not see there."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("coder", "transcript", "turn", "code"))
        for at, ((transcript, turn), keys) in enumerate(plan.items()):
            for key in keys[1 if at % 5 == 0 else 0 :]:
                rows.writerow((coder, transcript, turn, (CODES | STAGES)[key]))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with create_project(tmp_path / "study", codebook="integrated-care") as made:
        for file in FILES:
            made.import_transcript(file)
        yield made


async def _code_in_the_screen(project: Project, plan: Plan) -> None:
    """Every transcript from its first turn on: the keys of each turn, then space."""
    app = CodingApp(project.store, "ana", project.transcripts()[0].name)
    try:
        async with app.run_test(size=(120, 36)) as pilot:
            for transcript in project.transcripts():
                for place, keys in plan.items():
                    if place[0] == transcript.name:
                        for key in [*keys, "space"]:
                            app.post_message(Key(key, " " if key == "space" else key))
                await _until_all_landed(app, pilot)
                await pilot.press("greater_than_sign")
                await pilot.pause()
    finally:
        app.close()


async def _until_all_landed(app: CodingApp, pilot: object) -> None:
    for _ in range(6000):
        await pilot.pause()  # type: ignore[attr-defined]
        assert app.coding is not None
        if not app.coding.slate.on_their_way and app.message_queue_size == 0:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the gestures did not land within a minute")


@pytest.mark.parametrize("which", [WHICH])
async def test_one_codes_by_keys_the_other_by_csv(project: Project, tmp_path: Path, which: str) -> None:
    plan = _plan(project)
    await _code_in_the_screen(project, plan)
    assert _found(project, "ana") == _meant(plan)
    assert all(work.done == work.turns for coder in project.status() for work in coder.transcripts)

    _sheet(plan, "ben", tmp_path / "ben.csv")
    import_codings(project.store, tmp_path / "ben.csv")
    mark_done(project.store, "ben")
    missing = _meant(plan) - _found(project, "ben")
    assert len(missing) == len(range(0, len(plan), 5))

    report = project.agreement(ci="none").as_dict()
    assert report["units"] == {"total": len(plan), "pairable": len(plan), "not_done": {"ana": 0, "ben": 0}}
    only_ana = {each["code"]: each["pairs"][0]["only_first"] for each in report["codes"]}
    assert sum(only_ana.values()) == len(missing)
    differing = {(each.transcript, each.turn, each.code) for each in project.disagreements()}
    assert differing == missing
    quotes = project.excerpts(codes="vision")
    said = {(name.name, turn.number): turn.text for name in project.transcripts() for turn in project.turns(name.name)}
    assert {(quote.transcript, quote.turn) for quote in quotes} == {place for place, keys in plan.items() if "v" in keys}
    assert all(quote.text == said[quote.transcript, quote.turn] for quote in quotes)


@pytest.mark.slow
@pytest.mark.parametrize("which", [WHICH])
def test_the_same_in_a_real_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    study = tmp_path / "study"

    def qualcode(*words: object) -> str:
        command = [sys.executable, "-m", "qualcode", *map(str, words)]
        ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    qualcode("new", study)
    qualcode("import", "--project", study, *FILES)
    with open_project(study) as project:
        plan = _plan(project)
        first = {place: keys for place, keys in plan.items() if place[0] == project.transcripts()[0].name}
    with terminal("code", "--project", study) as session:
        session.wait_for(b"your name")
        session.type("ana\r")
        session.wait_for(b"Choose a transcript")
        session.type("\r")
        session.wait_for(f"turn 1/{len(first)}".encode())
        session.type("".join(f"{''.join(keys)} " for keys in first.values()))
        session.wait_for(b"100%")
        assert session.leave() == 0
    _sheet(first, "ben", tmp_path / "ben.csv")
    qualcode("codings", "import", tmp_path / "ben.csv", "--project", study)
    qualcode("done", next(iter(first))[0], "--coder", "ben", "--project", study)

    with open_project(study) as project:
        assert _found(project, "ana") == _meant(first)
        missing = _meant(first) - _found(project, "ben")
    report = json.loads(qualcode("agreement", "--project", study, "--ci", "none", "-f", "json"))
    assert report["units"]["pairable"] == len(first)
    listed = json.loads(qualcode("disagreements", "--project", study, "--json"))["disagreements"]
    assert {(each["transcript"], each["turn"], each["code"]) for each in listed} == missing
    quotes = json.loads(qualcode("excerpts", "--project", study, "--code", "vision", "-f", "json"))["excerpts"]
    assert len(quotes) == sum("v" in keys for keys in first.values())
