"""A merge that is stopped, wherever it is, leaves what was before or what is after."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import event
from team_study import north, place, study

from qualcode.api import Project, create_project, open_project
from qualcode.project.checks import check

MERGE = "import sys; from qualcode.api import open_project; open_project(sys.argv[1]).merge(*sys.argv[2:])"


class StoppedError(Exception):
    pass


def everything(folder: Path) -> list[tuple[object, ...]]:
    with open_project(folder) as project:
        tables = ("coder", "round", "coding", "done", "flag", "memo", "decision", "event")
        return [tuple(row) for table in tables for row in project.store.reader.rows(f"SELECT * FROM {table} ORDER BY id")]


@pytest.fixture
def work(tmp_path: Path) -> tuple[Path, list[Path]]:
    """Somebody's copy of the study, and the files that are to come into it: new codings, some taken off, memos, flags."""
    project = study(tmp_path)
    copy = Path(shutil.copytree(project.folder, tmp_path / "copy"))
    session = project.session("ana")
    session.undo()
    session.apply(north(project), "vision", *place(project, 10))
    session.memo("turn", project.turns("north")[1].id, "hm")
    session.flag([project.turns("north")[2].id])
    return copy, [*project.share("ana"), *project.share("ben")]


def test_stopped_at_any_statement_nothing_has_happened(work: tuple[Path, list[Path]], tmp_path: Path) -> None:
    folder, files = work
    before, statements = everything(folder), 0
    with open_project(folder) as project:
        engine = project.store.writer._engine
        left = [0]

        def count_down(*_: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise StoppedError

        event.listen(engine, "before_cursor_execute", count_down)
        while True:
            statements += 1
            left[0] = statements
            try:
                project.merge(*files)
                break
            except StoppedError:
                assert everything(folder) == before
    assert statements > 20
    assert everything(folder) != before
    assert check(folder) == []


@pytest.mark.slow
def test_killed_at_any_moment_it_is_before_or_after(tmp_path: Path) -> None:
    source, turns = _large(tmp_path)
    files = source.share("ana")
    made = create_project(tmp_path / "target")
    made.import_transcript(tmp_path / "long.txt")
    made.close()
    before = everything(tmp_path / "target")
    whole = Path(shutil.copytree(tmp_path / "target", tmp_path / "whole"))
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", MERGE, whole, *files], check=True)
    lasts, outcomes = time.monotonic() - started, set()
    for seed in range(25):
        folder = Path(shutil.copytree(tmp_path / "target", tmp_path / f"kill{seed}"))
        process = subprocess.Popen([sys.executable, "-c", MERGE, folder, *files])
        time.sleep(random.Random(seed).uniform(0.3, 1.1) * lasts)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert check(folder) == []
        there = len([row for row in everything(folder) if row not in before])
        with open_project(folder) as project:
            codings = project.store.reader.value("SELECT count(*) FROM coding")
        assert codings in {0, turns}
        assert there == 0 or codings == turns
        outcomes.add(codings)
        shutil.rmtree(folder)
    assert outcomes == {0, turns}


def _large(tmp_path: Path, turns: int = 3000) -> tuple[Project, int]:
    said = "".join(f"Iris: Question {number}?\n\nTom: Answer {number}.\n\n" for number in range(turns // 2))
    (tmp_path / "long.txt").write_text(said, encoding="utf-8")
    project = create_project(tmp_path / "source")
    project.import_transcript(tmp_path / "long.txt")
    from qualcode.coding.sheet import import_codings

    sheet = "".join(f"ana,long,{number},data\n" for number in range(1, turns + 1))
    (tmp_path / "sheet.csv").write_text(f"coder,transcript,turn,code\n{sheet}", encoding="utf-8")
    import_codings(project.store, tmp_path / "sheet.csv")
    return project, turns
