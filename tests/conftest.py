"""A small project every room may test on: two invented interviews and a codebook with an exclusive, ordered group."""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import engines
import pytest
from engines import on_engine
from hypothesis import HealthCheck, is_hypothesis_test, settings

from qualcode.project.new_store import create_store
from qualcode.project.store import Store, open_store
from qualcode.project.transcripts import add_transcripts
from qualcode.transcripts.model import Role, Transcript, Turn

CODEBOOK = """\
title: Allotments
groups:
  - {key: phase, name: Phase, exclusive: true, ordered: true}
codes:
  - {key: soil, name: Soil, definition: What the ground is like.}
  - key: people
    name: People
    definition: Who is there.
    codes:
      - {key: neighbours, name: Neighbours, definition: The plots on either side.}
  - {key: starting, name: Starting, group: phase, definition: The first season.}
  - {key: settled, name: Settled, group: phase, definition: Later seasons.}
"""
WENDE = [
    ("Ada", "When did you take the plot over?"),
    ("Wende", "In March. It was clay and nettles, and a shed with no roof."),
    ("Ada", "Did anyone help?"),
    ("Wende", "The couple next door lent me a fork. They still do, though I own three by now."),
]
ORLO = [
    ("Ada", "What was here before?"),
    ("Orlo", "Nothing but couch grass. The committee gave it to me because nobody else wanted it."),
    ("Ada", "And now?"),
    ("Orlo", "Beans, mostly — and too much chard. 🌱 I know everybody on this side of the path."),
    ("Ada", "Would you do it again?"),
]


# How many examples a property is tried on is settled here alone: few in every run, many among the long drills. A busy machine
# is no error, and a fixture may serve all the examples of a test.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.register_profile("few", _PATIENT, max_examples=10)
settings.register_profile("many", _PATIENT, max_examples=200)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("many" if _long_drills(config) else "few")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """What `-n auto` means: one more than there are cores, for tests of screens wait half of their time. The drills do not."""
    return None if _long_drills(config) else (os.cpu_count() or 1) + 1


def _long_drills(config: pytest.Config) -> bool:
    return config.getoption("markexpr") == "slow"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=("sqlite", "postgresql"), default="sqlite", help="where the projects of tests lie")


@pytest.hookimpl(tryfirst=True)  # before marks are looked at
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server, what is about files has nothing to say, and the other way round. Among the long drills are all properties."""
    for item in items if _long_drills(config) else ():
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            item.add_marker("slow")
    elsewhere = "in_a_file" if config.getoption("engine") == "postgresql" else "on_a_server"
    left_out = {item for item in items if item.get_closest_marker(elsewhere)}
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session", autouse=True)
def _engine(request: pytest.FixtureRequest) -> Iterator[None]:
    engines.ENGINE[:] = [request.config.getoption("engine")]
    yield
    engines.stop_server()


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(pytestconfig: pytest.Config) -> Iterator[None]:
    """The programs that tests start find their modules compiled, also where nothing compiled is kept beside the code."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.dont_write_bytecode:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(pytestconfig.cache.mkdir("compiled")))
        yield


@pytest.fixture(autouse=True)
def _no_databases_left() -> Iterator[None]:
    yield
    engines.drop_databases()


MakeTranscript = Callable[[str, list[tuple[str, str]]], Transcript]


def _make_transcript(source_name: str, said: list[tuple[str, str]]) -> Transcript:
    text, turns = "", []
    for number, (speaker, words) in enumerate(said, 1):
        start = len(text) + len(speaker) + 1
        text += f"{speaker}\n{words}\n\n"
        turns.append(Turn(number, speaker, start, start + len(words)))
    source = text.encode()
    return Transcript(
        title=source_name, date="2026-05-04", text=text, turns=tuple(turns), left_out=(), notes=(), format="text",
        encoding="utf-8", source_name=source_name, source=source, source_sha256=hashlib.sha256(source).hexdigest(),
    )  # fmt: skip


@pytest.fixture(scope="session")
def make_transcript() -> MakeTranscript:
    """(file name, [(speaker, words), …]) -> a transcript as a reader would give it."""
    return _make_transcript


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once for all tests; work on `project_folder`, a copy of it."""
    folder = tmp_path_factory.mktemp("built") / "allotments"
    with create_store(folder, title="Allotments", codebook_yaml=CODEBOOK) as store:
        interviews = [_make_transcript("01_wende.txt", WENDE), _make_transcript("02_orlo.txt", ORLO)]
        add_transcripts(store, interviews, {"Ada": Role.INTERVIEWER})
    return folder


@pytest.fixture
def project_folder(built_project: Path, tmp_path: Path) -> Path:
    """A project of one's own: transcripts 01_wende (4 turns) and 02_orlo (5 turns), five codes, the round "main"."""
    return on_engine(shutil.copytree(built_project, tmp_path / "allotments"))


@pytest.fixture
def store(project_folder: Path) -> Iterator[Store]:
    """That project, open."""
    with open_store(project_folder) as opened:
        yield opened
