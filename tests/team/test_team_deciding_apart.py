"""Two adjudicators on two computers: decisions and the consensus come together, and two about one thing are told."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from engines import on_engine
from team_study import at, final, seen, study, table

from qualcode.analysis.selection import Selection
from qualcode.api import Project, open_project
from qualcode.team.comparing import ComparedTurn, Comparison
from qualcode.team.merging import merge
from qualcode.team.outcomes import NEITHER, Rationale, taking
from qualcode.team.sharing import share


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Project, Project]]:
    study(tmp_path).close()
    with ExitStack() as held:
        for name in ("here", "there"):
            shutil.copytree(tmp_path / "study", tmp_path / name)
        here, there = (held.enter_context(open_project(on_engine(tmp_path / name))) for name in ("here", "there"))
        yield here, there


def exchange(one: Project, other: Project, folder: Path) -> None:
    files = [share(each.store, "consensus", path=folder / f"{name}.txt", force=True) for name, each in (("1", one), ("2", other))]
    for project, given in ((one, files[1]), (other, files[0]), (one, files[1])):
        merge(project.store, given)


def turn(project: Project, number: int) -> ComparedTurn:
    return list(Comparison(project.store, Selection()).all_turns())[number - 1]


def test_nothing_is_lost_and_the_other_decision_is_told(both: tuple[Project, Project], tmp_path: Path) -> None:
    here, there = both
    table(here).decide(at(here, 4, "vision"), NEITHER, Rationale("slip", "no"))
    table(here).decide(at(here, 2, "data"), taking("ana"))
    table(there, "ben").decide(at(there, 8, "vision"), taking("ben"))
    table(there, "ben").decide(at(there, 2, "data"), taking("ben"), Rationale("boundary"))
    exchange(here, there, tmp_path)
    assert seen(here) == seen(there)
    assert {code for number in (4, 8) for code in turn(here, number).decisions} >= {"vision"}
    assert turn(here, 4).decisions["vision"].note == "no"
    standing = turn(here, 2).decisions["data"]
    assert (standing.outcome, standing.coder) == ("take ben", "ben")
    assert [(each.outcome, each.coder) for each in standing.against] == [("take ana", "ana")]
    table(here).decide(at(here, 2, "data"), taking("ana"))
    exchange(here, there, tmp_path)
    assert seen(here) == seen(there)
    assert not turn(there, 2).decisions["data"].against
    assert [each for each in final(turn(there, 2)) if each[0] == "data"] == [("data", 0, 34)]
