"""Turns of a role that needs no coding: passed over, counted neither as done nor as left, and codable all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from coding_projects import Seat, project

from qualcode.analysis.status import status
from qualcode.coding.desk import Progress
from qualcode.coding.turn_filter import TurnFilter
from qualcode.errors import QualcodeError
from qualcode.project.speakers import set_role
from qualcode.project.store import Store, open_store
from qualcode.transcripts.model import Role


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with project(tmp_path / "p") as opened:
        set_role(opened, "Int", Role.INTERVIEWER)  # turns 1, 3 and 5 of 6
        opened.set_no_coding(["interviewer"])
        yield opened


def test_what_is_next_and_what_is_left_pass_over_them(store: Store) -> None:
    seat = Seat.at(store)
    desk = seat.desk
    assert desk.next_todo(seat.transcript_id, 0) == 2
    seat.done(2)
    seat.apply("wait", 3)
    assert desk.progress(seat.transcript_id) == Progress(turns=6, need=3, done=1)
    assert [turn.needs_coding for turn in desk.page(seat.transcript_id, 1, 3)] == [False, True, False]
    assert list(desk.maps.read(seat.transcript_id, TurnFilter(done=True))) == [2, 3]
    seat.done(4, 6)
    assert desk.next_todo(seat.transcript_id, 0) is None
    [ana] = status(store)
    [here] = ana.transcripts
    assert (here.turns, here.done, here.need_coding, here.left) == (6, 4, 3, 0)


def test_the_setting_is_one_line_of_the_project_file_and_leaves_the_others(store: Store) -> None:
    path = store.folder / "project.yaml"
    mine = "# ours\ntitle: Waiting  # for the ward\nno_coding:\n  - other\n\nnote: [a]\n"
    path.write_text(mine, encoding="utf-8")
    store.set_no_coding(["interviewer", "other"])
    text = path.read_text(encoding="utf-8")
    assert text == "# ours\ntitle: Waiting  # for the ward\n\nnote: [a]\nno_coding: [interviewer, other]\n"
    with open_store(store.folder) as again:
        assert again.no_coding == {"interviewer", "other"}
    store.set_no_coding([])
    assert (store.no_coding, "no_coding" in path.read_text(encoding="utf-8")) == (frozenset(), False)


@pytest.mark.parametrize("written", ["no_coding: interviewer", "no_coding: [nurse]", "no_coding: [[interviewer]]"])
def test_what_is_no_role_is_refused(store: Store, written: str) -> None:
    (store.folder / "project.yaml").write_text(f"title: Waiting\n{written}\n", encoding="utf-8")
    with pytest.raises(QualcodeError, match="`no_coding` is a list of roles"), open_store(store.folder) as again:
        again.no_coding  # noqa: B018
