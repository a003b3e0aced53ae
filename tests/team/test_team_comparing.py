"""What a turn's items are: equal, borders differ, another code, one coder only; and which turns are to be talked about."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from engines import on_engine
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.selection import Selection
from qualcode.api import Project, create_project, open_project
from qualcode.coding.desk import CodingView, TurnView
from qualcode.team.comparing import Comparison, Wanted, counts
from qualcode.team.differing import Item, items

TALK = "Iris: What did the garden bring?\n\nTom: Neighbours, and beans, and a feud.\n\nIris: And money?\n\nTom: None yet.\n"


def view(*codings: tuple[str, int, int], done: bool = True) -> TurnView:
    made = tuple(
        CodingView(str(place), code, start, end, unsure=False, memo="") for place, (code, start, end) in enumerate(codings)
    )
    return TurnView("t", 1, "Tom", "participant", 0, 40, None, "x" * 40, done, False, made, "")


def kinds(*views: TurnView) -> dict[str, str]:
    return {item.code: item.kind for item in items(views)}


def test_each_kind_of_difference_has_its_name() -> None:
    whole, half, other = ("data", 0, 40), ("data", 0, 20), ("trust", 5, 15)
    assert kinds(view(whole), view(whole)) == {"data": "equal"}
    assert kinds(view(whole), view(half)) == {"data": "boundary"}
    assert kinds(view(whole), view()) == {"data": "one"}
    assert kinds(view(half), view(other)) == {"data": "other", "trust": "other"}
    assert kinds(view(half, other), view(other)) == {"data": "one", "trust": "equal"}
    assert kinds(view(("data", 0, 10)), view(("trust", 20, 30))) == {"data": "one", "trust": "one"}


def test_two_touching_halves_are_the_whole() -> None:
    assert kinds(view(("data", 0, 20), ("data", 20, 40)), view(("data", 0, 40))) == {"data": "equal"}


def test_who_has_not_done_the_turn_does_not_differ() -> None:
    assert items([view(("data", 0, 40)), view(done=False)]) == ()
    assert kinds(view(("data", 0, 40)), view(("data", 0, 40)), view(done=False)) == {"data": "equal"}


def test_overlap_is_of_the_words_anyone_coded() -> None:
    [item] = items([view(("data", 0, 40)), view(("data", 10, 20))])
    assert item.overlap == 0.25


CODINGS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 19), st.integers(20, 40)), max_size=4).map(
    lambda codings: view(*codings)
)


@given(st.lists(CODINGS, min_size=2, max_size=4))
def test_the_order_of_coders_does_not_matter(views: list[TurnView]) -> None:
    def told(found: tuple[Item, ...]) -> set[tuple[str, str, float, frozenset[str]]]:
        return {(item.code, item.kind, item.overlap, frozenset(item.others)) for item in found}

    assert told(items(views)) == told(items(views[::-1]))
    assert all(item.kind == "equal" and item.overlap == 1 for item in items([views[0], views[0]]))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "study") as made:
        _code(made, tmp_path)
    with open_project(on_engine(tmp_path / "study")) as opened:
        yield opened


def _code(made: Project, tmp_path: Path) -> None:
    (tmp_path / "north.txt").write_text(TALK * 3, encoding="utf-8")
    made.import_transcript(tmp_path / "north.txt")
    north, turns = made.transcript("north").id, made.turns("north")
    for coder, codings in {"ana": {2: "data", 4: "vision", 6: "data"}, "ben": {2: "data", 4: "finance"}}.items():
        session = made.session(coder)
        session.done([turn.id for turn in turns[:6]])
        for number, code in codings.items():
            turn = turns[number - 1]
            shorter = 5 if coder == "ben" and number == 2 else 0
            session.apply(north, code, turn.start_char + shorter, turn.end_char)


def test_the_queue_holds_the_turns_that_differ_and_filters_them(project: Project) -> None:
    compared = Comparison(project.store, Selection())
    assert compared.names == ("ana", "ben")
    queue = list(compared.queue())
    assert [(turn.turn.number, [item.kind for item in turn.items]) for turn in queue] == [
        (2, ["boundary"]), (4, ["other", "other"]), (6, ["one"]),
    ]  # fmt: skip
    assert counts(queue) == {"one": 1, "boundary": 1, "other": 2, "equal": 0, "decided": 0}
    assert [turn.turn.number for turn in compared.queue(Wanted(kinds=("boundary",)))] == [2]
    assert [turn.turn.number for turn in compared.queue(Wanted(codes=("finance",)))] == [4]
    assert list(compared.queue(Wanted(speakers=("Iris",)))) == []
