"""The share of turns on which coders differ about a code: what it counts, and when nothing is told."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from coding_projects import Seat, project, transcript

from qualcode.analysis.disagreements import disagreements
from qualcode.analysis.selection import Selection
from qualcode.coding import differences
from qualcode.coding.differences import Difference, read_differences
from qualcode.project.rounds import open_round
from qualcode.project.store import Store


@pytest.fixture
def long(tmp_path: Path) -> Iterator[Store]:
    """Twelve turns."""
    said = tuple(f"Turn {number}, and so on." for number in range(1, 13))
    with project(tmp_path / "long", transcript("ward", said)) as store:
        yield store


def read(seat: Seat) -> dict[str, Difference]:
    return read_differences(seat.session.store, seat.session.round_id)


def test_only_turns_that_two_have_done_count_and_only_those_with_the_code(long: Store) -> None:
    ana, ben = Seat.at(long), Seat.at(long, "ben")
    for number in range(1, 9):
        ana.apply("wait", number)
    ben.done(*range(1, 12))
    for number in (1, 2, 3, 4, 9):
        ben.apply("wait", number)
    # 1 to 4 agree, 5 to 8 differ; 9 is ben's alone, and on 10 and 11 nobody put it.
    assert read(ana) == {"wait": Difference(8, 4)}
    assert read(ana)["wait"].percent == 50
    ana.done(9)
    assert read(ben) == {"wait": Difference(9, 5)}


def test_spans_codes_and_turns_count_as_the_list_of_disagreements_counts_them(
    long: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differences, "FEWEST", 1)
    monkeypatch.setattr(differences, "_BLOCK", 3)
    ana, ben, cem = (Seat.at(long, name) for name in ("ana", "ben", "cem"))
    ana.apply("wait", 2, (0, 6))
    ana.apply("wait", 2, (8, 11))
    ana.session.apply(ana.transcript_id, "list", ana.place(3)[0] + 4, ana.place(6)[1] - 2)  # over the edges of blocks
    ana.session.apply(ana.transcript_id, "late", ana.place(1)[0], ana.place(12)[1])
    for number in (2, 4, 5):
        ben.apply("wait", number)
    ben.apply("list", 3, (5, 9))
    ben.done(*range(1, 8))
    cem.apply("early", 6)
    expected = Counter(each.code for each in disagreements(long, Selection()))
    assert {key: found.differing for key, found in read(ana).items() if found.differing} == expected
    assert read(ana)["late"] == Difference(7, 7)


def test_a_coding_longer_than_a_page_is_found_from_far_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "_BLOCK", 2)
    with project(tmp_path / "far", transcript("ward", tuple("So we waited. " * 60 for _ in range(12)))) as store:
        ana, ben = Seat.at(store), Seat.at(store, "ben")
        ana.session.apply(ana.transcript_id, "wait", ana.place(1)[0], ana.place(12)[1])
        ben.done(*range(1, 13))
        assert read(ana) == {"wait": Difference(12, 12)}


def test_nothing_is_told_of_few_turns_of_one_coder_of_other_rounds_and_where_it_may_not_be_shown(long: Store) -> None:
    ana, ben = Seat.at(long), Seat.at(long, "ben")
    for number in range(1, 9):
        ana.apply("wait", number)
    assert read(ana) == {}
    for number in range(1, 5):
        ben.apply("list", number)
    assert read(ana) == {}  # wait and list on four turns that both have done
    ben.apply("list", 5)
    assert read(ana) == {"wait": Difference(5, 5), "list": Difference(5, 5)}
    assert read_differences(long, open_round(long, "second")) == {}
    with long.writer.transaction() as session:
        session.connection().exec_driver_sql("UPDATE round SET kind = 'reliability'")
    assert read(ana) == {}


@pytest.mark.parametrize("kind", ["machine", "consensus"])
def test_no_machine_and_no_consensus_counts(long: Store, kind: str) -> None:
    ana, other = Seat.at(long), Seat.at(long, "other")
    for number in range(1, 9):
        ana.apply("wait", number)
    other.done(*range(1, 9))
    assert read(ana) == {"wait": Difference(8, 8)}
    with long.writer.transaction() as session:
        session.connection().exec_driver_sql(f"UPDATE coder SET kind = '{kind}' WHERE name = 'other'")
    assert read(ana) == {}
