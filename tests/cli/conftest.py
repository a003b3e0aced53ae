"""A small study of two interviews, coded or not, and the two ways to call the program."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from cli_calls import Cli, Shell, run_in_shell
from click.testing import CliRunner

from qualcode.cli.main import app

MILL_LANE = """Running the clinic at Mill Lane
3 May 2023

Ada Okafor: How did the two teams come to share one desk?

Ben Ruiz: We were tired of emails. Every referral went round three times, and nobody knew who had it.

Ada Okafor: And then?

Ben Ruiz: Then we put one phone in the middle of the room. Whoever picks it up keeps it until it is solved.

Ada Okafor: Who pays for that?

Ben Ruiz: Both of us, out of one pot. It took a year to agree on the pot.
"""
HARBOUR = """Ada Okafor: What do you see on your screen when somebody calls?

Çelik Öz: Only our own half. The other half comes by post, which is a joke, really.

Ada Okafor: What would help?

Çelik Öz: One record. And somebody at the top who says out loud what all this is for.
"""


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command in this process."""
    monkeypatch.delenv("QUALCODE_PROJECT", raising=False)
    return lambda *args, **options: CliRunner().invoke(app, [str(arg) for arg in args], prog_name="qualcode", **options)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Run a command as a process of its own, without a terminal."""
    return partial(run_in_shell, cwd=tmp_path)


@pytest.fixture(scope="session")
def _study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "mill-lane.txt").write_text(MILL_LANE, encoding="utf-8")
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    study = folder / "study"
    for command in (
        ["new", study, "--title", "Joined-up care"],
        ["import", folder / "mill-lane.txt", folder / "harbour.txt", "--project", study],
    ):
        done = CliRunner().invoke(app, [str(part) for part in command])
        assert done.exit_code == 0, done.output
    return study


@pytest.fixture
def study(_study: Path, tmp_path: Path) -> Path:
    """A project with two interviews (6 and 4 turns), uncoded; a copy for each test."""
    return Path(shutil.copytree(_study, tmp_path / "study"))


CODINGS = """coder,transcript,turn,code,memo
ana,mill-lane,2,irritation,
ana,mill-lane,4,integration,
ana,mill-lane,6,finance,one pot
ana,harbour,2,data,
ana,harbour,4,data,
ana,harbour,4,vision,
"Okafor, Ada",mill-lane,2,irritation,
"Okafor, Ada",mill-lane,4,integration,
"Okafor, Ada",mill-lane,4,relationships,
"Okafor, Ada",mill-lane,6,finance,
"Okafor, Ada",harbour,2,irritation,
"Okafor, Ada",harbour,4,data,
"""


@pytest.fixture(scope="session")
def _coded(_study: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    study = Path(shutil.copytree(_study, tmp_path_factory.mktemp("coded") / "study"))
    sheet = study.with_name("codings.csv")
    sheet.write_text(CODINGS, encoding="utf-8")
    for command in (["codings", "import", str(sheet)], ["done", "--coder", "ana"], ["done", "--coder", "Okafor, Ada"]):
        done = CliRunner().invoke(app, ["--project", str(study), *command])
        assert done.exit_code == 0, done.output
    return study


@pytest.fixture
def coded(_coded: Path, tmp_path: Path) -> Path:
    """The study, coded by ana and by "Okafor, Ada", who have both done every turn; a copy for each test."""
    shutil.copy(_coded.with_name("codings.csv"), tmp_path)
    return Path(shutil.copytree(_coded, tmp_path / "study"))
