from collections.abc import Iterator
from pathlib import Path

import pytest
from studies import Study


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    study = Study(tmp_path / "study")
    yield study
    study.store.close()
