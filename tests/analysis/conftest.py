import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path

import pytest
from studies import Fill, Study, StudyOf


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Path]:
    @cache
    def made(fill: Fill) -> Path:
        folder = tmp_path_factory.mktemp("made") / "study"
        study = Study(folder)
        with closing(study.store):
            fill(study)
        return folder

    return made


@pytest.fixture
def study_of(_made: Callable[[Fill], Path], tmp_path: Path) -> Iterator[StudyOf]:
    """A study filled by a function, which is called once for all the tests that ask for it; a copy for each."""
    with ExitStack() as open_ones:

        def study_of(fill: Fill) -> Study:
            study = Study(Path(shutil.copytree(_made(fill), tmp_path / "study")))
            open_ones.callback(study.store.close)
            return study

        yield study_of


@pytest.fixture
def study(study_of: StudyOf) -> Study:
    """One with nothing in it."""
    return study_of(_nothing)


def _nothing(_: Study) -> None: ...
