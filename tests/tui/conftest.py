"""A study in a folder of its own, and the app on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import textual._wait
import textual.screen
from engines import on_engine
from tui_study import SAID, build, transcript

from qualcode.project.store import Store, open_store
from qualcode.transcripts.model import Role
from qualcode.tui.app import CodingApp

# A pilot looks every 20 ms whether the program is at rest, twice a key, and a screen is painted 60 times a second: most of
# what these tests took was waiting. At rest is, as ever, who has computed for less than a millisecond since the last look.
LOOKS = 250  # a second


@pytest.fixture(autouse=True)
def _looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual._wait, "SLEEP_GRANULARITY", 1 / LOOKS)
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", 1 / LOOKS)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "study"
    long = [("Ines", "Go on."), ("Amina", "And then we waited, and nobody came to tell us. " * 120), ("Ines", "I see.")]
    roles = {"Ines": Role.INTERVIEWER}
    with build(folder, transcript("P07 Amina", SAID * 20, roles=roles), transcript("P08 long", long)):
        pass
    return folder


@pytest.fixture
def store(_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A project with a transcript of 120 turns and one with a turn of many screens."""
    with open_store(on_engine(shutil.copytree(_template, tmp_path / "study"))) as opened:
        yield opened


@pytest.fixture
def app(store: Store) -> Iterator[CodingApp]:
    """Ana at the first transcript."""
    running = CodingApp(store, "ana", "P07 Amina")
    yield running
    running.close()
