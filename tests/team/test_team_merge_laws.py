"""Putting several computers' work together gives the same in any order and however often, loses nothing, brings nothing back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from replicas import Step, laws, new_study, steps

from qualcode.team.layer_rows import CodingLine, MemoLine
from qualcode.team.union import unite, unite_memos

IDS = [f"01a2007c-0000-7000-8000-{number:012x}" for number in range(6)]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_study(tmp_path_factory.mktemp("laws") / "study")


FEW = [pytest.param(2, marks=pytest.mark.in_a_file, id="few"), pytest.param(1, marks=pytest.mark.on_a_server, id="one")]
MANY = pytest.param(250, marks=pytest.mark.slow, id="many")


@pytest.mark.parametrize("examples", [*FEW, MANY])
def test_three_computers_come_to_the_same(study: Path, examples: int) -> None:
    run(lambda happened: laws(study, happened), examples)


def run(hold: Callable[[list[Step]], None], examples: int) -> None:
    """Have it hold for so many random histories, always the same ones."""
    phases = (Phase.generate, Phase.shrink) if examples < 50 else (Phase.generate,)

    @settings(max_examples=examples, derandomize=True, deadline=None, database=None, phases=phases,
              report_multiple_bugs=False,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(steps())
    def histories(happened: list[Step]) -> None:
        hold(happened)

    histories()


def coding(id: str, deleted: bool) -> CodingLine:
    return CodingLine(id, "wait", "5b2f0d914952", 0, 9, "2026", 1, unsure=False, deleted=deleted, replaces=None)


COPIES = st.lists(st.dictionaries(st.sampled_from(IDS), st.booleans()), min_size=3, max_size=3)
MEMOS = st.lists(
    st.lists(
        st.builds(
            MemoLine, st.sampled_from(IDS), st.just("turn"), st.sampled_from(["a:1", "a:2"]), st.sampled_from("xyz"),
            st.integers(0, 4), st.booleans(),
        ),
        max_size=5, unique_by=lambda memo: memo.id,
    ),
    min_size=3, max_size=3,
)  # fmt: skip


def merged(mine: dict[str, CodingLine], theirs: dict[str, CodingLine]) -> dict[str, CodingLine]:
    union = unite(mine, theirs.values(), ())
    assert not union.foreign
    return {**mine, **{row.id: row for row in union.new}, **{id: coding(id, deleted=True) for id in union.gone}}


@given(COPIES)
def test_rows_are_a_union(copies: list[dict[str, bool]]) -> None:
    a, b, c = ({id: coding(id, deleted) for id, deleted in copy.items()} for copy in copies)
    together = {id: any(copy.get(id, False) for copy in copies) for copy in copies for id in copy}
    for one in (merged(merged(a, b), c), merged(a, merged(b, c)), merged(c, merged(b, a)), merged(merged(merged(a, b), c), b)):
        assert {id: row.deleted for id, row in one.items()} == together


@given(MEMOS)
def test_of_memos_the_last_stands_in_any_order(copies: list[list[MemoLine]]) -> None:
    home = {memo.id: memo.target for copy in reversed(copies) for memo in copy}
    copies = [[memo for memo in copy if home[memo.id] == memo.target] for copy in copies]
    a, b, c = copies
    everything = unite_memos([*a, *b], c)
    assert unite_memos(unite_memos(a, b).values(), c) == everything
    assert unite_memos(a, unite_memos(c, b).values()) == everything
    assert unite_memos(everything.values(), b) == everything
    standing = [memo.target for memo in everything.values() if not memo.deleted]
    assert len(standing) == len(set(standing))
    newest = max((memo for copy in copies for memo in copy), key=lambda memo: memo.clock, default=None)
    assert newest is None or all(memo.deleted or memo.clock >= newest.clock for memo in everything.values()
                                 if memo.target == newest.target)  # fmt: skip
