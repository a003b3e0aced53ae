"""Codes together, and words with each code, on arrays against counting one by one."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.coded import Coded, CodeName
from qualcode.analysis.compared import Layer
from qualcode.analysis.material import Turns
from qualcode.analysis.said import Words
from qualcode.analysis.selection import Selection
from qualcode.analysis.together import Together, following, on_one_turn, overlapping

TURNS, LONG, WORD, CODES, LAYERS = 4, 8, 2, 3, 2  # turns of 8 characters, each of 4 words that touch
Row = tuple[int, int, int, int]  # layer, code, start, end

codings = st.lists(
    st.tuples(
        st.integers(0, LAYERS - 1),
        st.integers(0, CODES - 1),
        st.integers(0, TURNS * LONG - 1),
        st.integers(1, 2 * LONG),
    ).map(lambda row: (*row[:3], min(row[2] + row[3], TURNS * LONG))),
    max_size=8,
)
choices = st.lists(st.booleans(), min_size=TURNS, max_size=TURNS)


def coded_of(rows: list[Row], chosen: list[bool]) -> Coded:
    starts = LONG * np.arange(TURNS)
    ids = np.array([f"{number:036}" for number in range(TURNS)], dtype="S36")
    turns = Turns(
        ("talk",), ids[:1], ids, 1 + np.arange(TURNS), np.zeros(TURNS, dtype=np.bool_), starts, starts + LONG
    )  # fmt: skip
    layer, code, start, end = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Coded(
        selection=Selection(),
        layers=tuple(Layer(f"coder {number}", "main") for number in range(LAYERS)),
        codes=tuple(CodeName(f"c{number}", f"Code {number}") for number in range(CODES)),
        speakers=("Ines",),
        roles=("participant",),
        turns=turns,
        speaker_of=np.zeros(TURNS, dtype=np.int64),
        chosen=np.array(chosen),
        done=np.array(chosen),
        layer=layer,
        code=code,
        starts=start,
        ends=end,
    )


def words_of(chosen: list[bool]) -> Words:
    starts = np.array([place for place in range(0, TURNS * LONG, WORD) if chosen[place // LONG]], dtype=np.int64)
    return Words(starts, starts + WORD, starts // LONG)


def on(rows: list[Row], start: int, end: int) -> set[tuple[int, int]]:
    """(layer, code) of all codings that lie on a place."""
    return {(layer, code) for layer, code, first, last in rows if first < end and last > start}


def both(here: set[tuple[int, int]], there: set[tuple[int, int]], one: int, other: int) -> bool:
    return any((layer, one) in here and (layer, other) in there for layer in range(LAYERS))


def square(found: Together) -> list[list[int]]:
    return [list(row) for row in found.counts]


@given(codings, choices)
def test_codes_on_one_turn(rows: list[Row], chosen: list[bool]) -> None:
    sets = [on(rows, turn * LONG, (turn + 1) * LONG) for turn in range(TURNS) if chosen[turn]]
    expected = [[sum(both(here, here, one, other) for here in sets) for other in range(CODES)] for one in range(CODES)]
    assert square(on_one_turn(coded_of(rows, chosen))) == expected


@given(codings, choices)
def test_codes_on_the_next_chosen_turn(rows: list[Row], chosen: list[bool]) -> None:
    sets = [on(rows, turn * LONG, (turn + 1) * LONG) for turn in range(TURNS) if chosen[turn]]
    steps = list(pairwise(sets))
    expected = [[sum(both(*step, one, other) for step in steps) for other in range(CODES)] for one in range(CODES)]
    found = following(coded_of(rows, chosen))
    assert square(found) == expected
    assert all(0 <= (pair.coefficient or 0) <= 1 for pair in found.pairs)


@given(codings, choices)
def test_words_with_both_codes(rows: list[Row], chosen: list[bool]) -> None:
    words, coded = words_of(chosen), coded_of(rows, chosen)
    sets = [on(rows, int(start), int(start) + WORD) for start in words.starts]
    expected = [[sum(both(here, here, one, other) for here in sets) for other in range(CODES)] for one in range(CODES)]
    assert square(overlapping(coded, words)) == expected
    assert list(words.with_each(coded)) == [expected[code][code] for code in range(CODES)]
    assert list(words.coded(coded)) == [bool(here) for here in sets]
