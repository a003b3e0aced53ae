import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from done_rule import DONE_TURNS
from hypothesis import given
from hypothesis import strategies as st

from qualcode.project import schema
from qualcode.project.layers import DONE_HERE

# Few places and few turns, so that every way of lying over a turn's edges comes up; some longer than the small index's bound.
TURNS = [(1, 3, 6), (2, 8, 9), (3, 9, 14), (4, 6000, 6010)]
CODING = st.tuples(
    st.sampled_from([0, 2, 3, 5, 6, 7, 8, 9, 13, 14, 6005]),
    st.sampled_from([1, 2, 3, 5993]),
    st.booleans(),
    st.sampled_from("ab"),
)
DONE = st.tuples(st.sampled_from([1, 2, 3, 4]), st.booleans(), st.sampled_from("ab"))


@pytest.fixture(scope="module")
def bare() -> Iterator[sqlite3.Connection]:
    """The tables alone, no links enforced."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.create_schema(connection)
        for number, start, end in TURNS:
            connection.execute(
                "INSERT INTO turn VALUES (?, 't', ?, 's', ?, ?, NULL, NULL)", (f"turn {number}", number, start, end)
            )
        yield connection


@given(st.lists(CODING, max_size=4), st.lists(DONE, max_size=3))
def test_a_turn_is_done_when_its_coder_said_so_or_put_a_code_on_any_part_of_it(
    bare: sqlite3.Connection, codings: list[tuple[int, int, bool, str]], marks: list[tuple[int, bool, str]]
) -> None:
    bare.execute("DELETE FROM coding")
    bare.execute("DELETE FROM done")
    for rank, (start, length, deleted, coder) in enumerate(codings):
        row = (str(rank), coder, "r", "t", "c", start, start + length, "", 1, 0, deleted, None, "")
        bare.execute(f"INSERT INTO coding VALUES ({', '.join('?' * len(row))})", row)
    for rank, (number, deleted, coder) in enumerate(marks):
        bare.execute("INSERT INTO done VALUES (?, ?, 'r', ?, '', ?)", (str(rank), coder, f"turn {number}", deleted))
    expected = {(coder, number) for number, deleted, coder in marks if not deleted}
    for start, length, deleted, coder in codings:
        if not deleted:
            expected |= {(coder, number) for number, first, last in TURNS if start < last and first < start + length}
    found = {(coder, int(turn[5:])) for coder, _, turn in bare.execute(f"SELECT coder_id, round_id, turn_id FROM {DONE_TURNS}")}
    assert found == expected
    for coder in "ab":
        layer = {"coder_id": coder, "round_id": "r", "transcript_id": "t", "start": 0, "end": 7000}
        assert {(coder, number) for (number,) in bare.execute(DONE_HERE, layer)} == {
            pair for pair in expected if pair[0] == coder
        }
