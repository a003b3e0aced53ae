import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from coding_projects import Seat, project
from engines import on_engine

from qualcode.project.store import Store, open_store


@pytest.fixture(scope="session")
def new_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder nobody has coded in, to be copied."""
    folder = tmp_path_factory.mktemp("new") / "waiting"
    project(folder).close()
    return folder


@pytest.fixture
def store(tmp_path: Path, new_project: Path) -> Iterator[Store]:
    folder = on_engine(shutil.copytree(new_project, tmp_path / "waiting"))
    with open_store(folder) as copy:
        yield copy


@pytest.fixture
def ana(store: Store) -> Seat:
    return Seat.at(store)
