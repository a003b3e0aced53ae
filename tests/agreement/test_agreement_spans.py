"""Spans against plain definitions, character by character, and what must hold for any of them."""

import json
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.agreement import (
    CodedSpans,
    CodedText,
    Intervals,
    character_units,
    code_agreement,
    coefficients,
    read_spans,
    span_coefficients,
)
from qualcode.agreement.span_matches import span_f1
from qualcode.agreement.span_tables import figures_on_spans, span_sums
from qualcode.agreement.spans import whole_text
from qualcode.errors import QualcodeError

LENGTH = 24
CODERS, CODES = ("ana", "ben", "cleo"), ("a", "b")
STRETCH = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 12)).map(lambda at: (at[0], min(LENGTH, at[0] + at[1])))
SPAN = st.tuples(st.integers(0, 2), st.integers(0, 1), STRETCH).map(lambda span: (span[0], span[1], *span[2]))
SEEN = st.tuples(st.integers(0, 2), STRETCH).map(lambda seen: (seen[0], *seen[1]))


def rows(found, width):
    return np.array(found, dtype=np.int64).reshape(-1, width)


TEXT = st.builds(
    lambda spans, seen, all_of_it: CodedText(
        rows(spans, 4), rows([*seen, *((coder, 0, LENGTH) for coder in range(3) if all_of_it[coder])], 3)
    ),
    st.lists(SPAN, max_size=9),
    st.lists(SEEN, max_size=4),
    st.lists(st.booleans(), min_size=3, max_size=3),
)
TEXTS = st.lists(TEXT, min_size=1, max_size=2).map(lambda texts: CodedSpans(CODERS, CODES, LENGTH * len(texts), tuple(texts)))


def characters(text):
    """(characters, coders) of None for not seen, else the set of codes."""
    cells = [[None] * 3 for _ in range(LENGTH)]
    for coder, start, end in text.seen:
        for place in range(start, end):
            cells[place][coder] = set()
    for coder, code, start, end in text.spans:
        for place in range(start, end):
            if cells[place][coder] is not None:
                cells[place][coder].add(int(code))
    return cells


def stretches(cells, coder, code):
    """Lengths of what one coder coded with a code (any code where None), as it lies in what two coders saw."""
    found, length = [], 0
    for row in [*cells, [None] * 3]:
        pairable = sum(cell is not None for cell in row) > 1
        cell = row[coder]
        inside = pairable and cell is not None and (bool(cell) if code is None else code in cell)
        if inside:
            length += 1
        elif length:
            found.append(length)
            length = 0
    return found


def coincidences(texts, value):
    """l_ck by its definition; value turns a set of codes into one value."""
    table = {}
    for text in texts:
        for row in characters(text):
            given = [value(cell) for cell in row if cell is not None]
            for pair in permutations(given, 2):
                table[pair] = table.get(pair, 0) + 1 / (len(given) - 1)
    return table


def plain_u(texts, value, values, squared):
    """u, cu and (k)u by their definitions; values[0] is φ."""
    table = coincidences(texts, value)
    here = {(c, k): table.get((c, k), 0) for c in values for k in values}
    mass = {c: sum(here[c, k] for k in values) for c in values}
    number, sizes = sum(mass.values()), {values[0]: mass[values[0]]} | squared
    below = number**2 - sum(sizes.values())
    expected = {(c, k): mass[c] * mass[k] - (c == k) * sizes[c] for c, k in here}

    def alpha(firsts, seconds):
        cells = [(c, k) for c in firsts for k in seconds]
        observed, likely = (sum(each[cell] for cell in cells if cell[0] != cell[1]) for each in (here, expected))
        met, could = (sum(each[cell] for cell in cells) for each in (here, expected))
        return None if not met or not could or not likely else 1 - (observed / met) / (likely / could)

    whole = None if below <= 0 else alpha(values, values)
    return whole, alpha(values[1:], values[1:]), {code: alpha([code], values[1:]) for code in values[1:]}


def squares(texts, code):
    return sum(length**2 for text in texts for coder in range(3) for length in stretches(characters(text), coder, code))


def same(result, expected):
    if expected is None:
        assert result.value is None
        assert result.undefined
    else:
        assert result.value == pytest.approx(expected, abs=1e-9)


@given(TEXTS)
def test_binary_alphas_are_their_definitions(spans):
    found = span_coefficients(spans)
    for code in (0, 1):
        whole, _, _ = plain_u(
            spans.texts, lambda cell, code=code: code in cell, [False, True], {True: squares(spans.texts, code)}
        )
        same(found.codes[code].coefficients["binary_u_alpha"], whole)
    whole, _, _ = plain_u(spans.texts, bool, [False, True], {True: squares(spans.texts, None)})
    same(found.coefficients["binary_u_alpha"], whole)


@given(TEXTS)
def test_alphas_of_exclusive_codes_are_their_definitions(spans):
    pairable = [row for text in spans.texts for row in characters(text) if sum(cell is not None for cell in row) > 1]
    if any(len(cell or ()) > 1 for row in pairable for cell in row):
        seen_twice = span_coefficients(spans).coefficients
        assert seen_twice["u_alpha"].value is None
        return
    values = ["none", 0, 1]
    sizes = {code: squares(spans.texts, code) for code in (0, 1)}
    whole, coded, each = plain_u(spans.texts, lambda cell: next(iter(cell), "none"), values, sizes)
    found = span_coefficients(spans)
    same(found.coefficients["u_alpha"], whole)
    same(found.coefficients["cu_alpha"], coded)
    for code in (0, 1):
        same(found.codes[code].coefficients["ku_alpha"], each[code])


@given(TEXTS)
def test_figures_from_tables_are_those_from_spans(spans):
    units = character_units(spans)
    if not units.total:
        return
    for order in (np.arange(len(units.seen)), np.arange(len(units.seen))[::-1]):
        [of_tables] = figures_on_spans(units.chosen(order), span_sums(spans, [(0, 1)]), [(0, 1)], None)
        found = span_coefficients(spans)
        pairs = [(of_tables.over_all, found.coefficients)]
        pairs += [(codes, code.coefficients) for codes, code in zip(of_tables.codes, found.codes, strict=True)]
        for own, expected in pairs:
            assert own.keys() == expected.keys()
            for name, result in expected.items():
                same(own[name], result.value)
                assert own[name].undefined == result.undefined


def test_passages_get_intervals_from_drawing_transcripts():
    rng = np.random.default_rng(4)
    texts = []
    for _ in range(12):
        starts = rng.choice(12, 4, replace=False) * 5
        spans = np.stack([np.repeat([0, 1], 2), rng.integers(0, 2, 4), starts, starts + 5], axis=1)
        texts.append(CodedText(np.vstack([spans, [(0, 0, 60, 70), (1, 0, 61, 70)]]), rows([(0, 0, 70), (1, 0, 70)], 3)))
    spans = CodedSpans(("ana", "ben"), CODES, 840, tuple(texts))
    how, sums = Intervals(draws=200), span_sums(spans, [(0, 1)])
    [found] = figures_on_spans(character_units(spans), sums, [(0, 1)], how)
    whole = found.over_all["u_alpha"]
    assert whole.ci_method == "cluster"
    assert whole.ci[0] < whole.value < whole.ci[1]
    drawn = np.random.default_rng(how.seed).multinomial(12, np.full(12, 1 / 12), size=200)
    values = []
    for row in drawn:
        picked = tuple(text for text, times in zip(texts, row, strict=True) for _ in range(times))
        values.append(span_coefficients(CodedSpans(("ana", "ben"), CODES, 840, picked)).coefficients["u_alpha"].value)
    assert whole.ci == pytest.approx(tuple(np.quantile(values, [0.025, 0.975])))


@given(TEXTS)
def test_weights_of_characters_are_the_characters(spans):
    cells = [row for text in spans.texts for row in characters(text)]
    units = character_units(spans)
    assert units.total == sum(any(cell is not None for cell in row) for row in cells)
    if not units.total:
        return
    found = code_agreement(units)
    for code in (0, 1):
        plain = [[None if cell is None else int(code in cell) for cell in row] for row in cells]
        if {value for row in plain for value in row} > {0, 1}:
            expected = coefficients(plain).coefficients
            for name in set(expected) & set(found.codes[code].coefficients):
                same(found.codes[code].coefficients[name], expected[name].value)


def plain_f1(spans, overlap):
    """Every one-to-one matching tried; per code."""
    found = []
    for code in (0, 1):
        matches = number = 0
        for text in spans.texts:
            own = [places(characters(text), coder, code) for coder in range(3)]
            for one, other in combinations(own, 2):
                number += len(one) + len(other)
                matches += most_matches(one, other, overlap)
        found.append(None if number == 0 else 2 * matches / number)
    return found


def places(cells, coder, code):
    inside = [cells[place][coder] is not None and code in cells[place][coder] for place in range(LENGTH)]
    starts = [place for place in range(LENGTH) if inside[place] and (place == 0 or not inside[place - 1])]
    return [(start, next((end for end in range(start, LENGTH) if not inside[end]), LENGTH)) for start in starts]


def most_matches(one, other, overlap):
    if not one:
        return 0
    (start, end), rest = one[0], one[1:]
    best = most_matches(rest, other, overlap)
    for place, (begin, stop) in enumerate(other):
        shared = min(end, stop) - max(start, begin)
        if shared > 0 and shared >= overlap * (end - start + stop - begin - shared):
            best = max(best, 1 + most_matches(rest, other[:place] + other[place + 1 :], overlap))
    return best


@given(TEXTS, st.sampled_from([0.1, 0.3, 0.5, 0.8, 1.0]))
def test_f1_finds_as_many_matches_as_there_can_be(spans, overlap):
    found = span_f1(spans.line(), overlap)
    for value, expected in zip(found, plain_f1(spans, overlap), strict=True):
        assert np.isnan(value) if expected is None else value == pytest.approx(expected)


@given(st.lists(st.lists(st.sampled_from([None, 0, 1]), min_size=3, max_size=3), min_size=2, max_size=20))
def test_spans_one_character_long_give_nominal_alpha(table):
    """Every other character is free, so that no two spans touch; what is free nobody has read."""
    cells = [(coder, value, 2 * place) for place, row in enumerate(table) for coder, value in enumerate(row) if value is not None]
    spans = [(coder, value, start, start + 1) for coder, value, start in cells]
    seen = [(coder, start, end) for coder, _, start, end in spans]
    text = CodedText(rows(spans, 4), rows(seen, 3))
    found = span_coefficients(CodedSpans(CODERS, CODES, 60, (text,))).coefficients["u_alpha"]
    given_values = {value for row in table for value in row if value is not None and sum(cell is not None for cell in row) > 1}
    if len(given_values) > 1:
        same(found, coefficients(table).coefficients["krippendorff_alpha"].value)
    else:
        assert found.undefined


@given(TEXT)
def test_overlaps_with_oneself_change_nothing(text):
    twice = CodedText(np.concatenate([text.spans, text.spans, text.spans]), text.seen)
    once, again = (span_coefficients(CodedSpans(CODERS, CODES, LENGTH, (each,))) for each in (text, twice))
    assert once == again


def test_spans_that_touch_are_one():
    parts = whole_text(("ana", "ben"), ("a",), 20, rows([(0, 0, 0, 5), (0, 0, 5, 9), (1, 0, 0, 9)], 4))
    found = span_coefficients(parts).codes[0]
    assert found.spans == {"ana": 1, "ben": 1}
    assert found.coefficients["binary_u_alpha"].value == pytest.approx(1)
    assert found.coefficients["span_f1_exact"].value == 1


def test_nothing_reaches_from_one_text_into_the_next():
    one = CodedText(rows([(0, 0, 5, 10), (1, 0, 5, 10)], 4), rows([(0, 0, 10), (1, 0, 10)], 3))
    other = CodedText(rows([(0, 0, 0, 5), (1, 0, 0, 5)], 4), rows([(0, 0, 10), (1, 0, 10)], 3))
    assert span_coefficients(CodedSpans(("ana", "ben"), ("a",), 20, (one, other))).codes[0].spans == {"ana": 2, "ben": 2}


def test_undefined_spans_say_why():
    seen = rows([(0, 0, 10), (1, 0, 10)], 3)

    def found(spans, seen=seen):
        text = CodedText(rows(spans, 4), seen)
        return span_coefficients(CodedSpans(("ana", "ben"), CODES, 10, (text,)))

    nobody = found([(0, 0, 0, 3)])
    assert (
        nobody.codes[1].coefficients["binary_u_alpha"].undefined == "no variation: neither coder used this code (10 characters)"
    )
    assert "nowhere do spans of two coders meet" in nobody.coefficients["cu_alpha"].undefined
    everywhere = found([(0, 0, 0, 10), (1, 0, 0, 10)])
    assert (
        "both coders used this code in every one of 10 characters" in everywhere.codes[0].coefficients["binary_u_alpha"].undefined
    )
    twice = found([(0, 0, 0, 4), (0, 1, 2, 6)])
    assert "more than one code on 2 characters" in twice.coefficients["u_alpha"].undefined
    assert "more than one code" in twice.codes[0].coefficients["ku_alpha"].undefined
    apart = found([(0, 0, 0, 4)], rows([(0, 0, 5), (1, 5, 10)], 3))
    assert apart.pairable == 0
    assert "not one character was seen by two coders" in apart.coefficients["u_alpha"].undefined
    assert "NaN" not in json.dumps([each.as_dict() for each in (nobody, everywhere, twice, apart)])


def test_spans_from_csv():
    spans = read_spans("\ufeffCode;End;start;coder\nvision;9;0;ana\ndata;12;9;ben\n", 20)
    assert spans.coders == ("ana", "ben")
    assert spans.codes == ("data", "vision")
    assert spans.texts[0].spans.tolist() == [[0, 1, 0, 9], [1, 0, 9, 12]]
    found = span_coefficients(spans).as_dict()
    assert found["unit"] == "character"
    assert set(found["coefficients"]) == {"u_alpha", "binary_u_alpha", "cu_alpha"}
    assert {"ku_alpha", "binary_u_alpha"} <= set(found["codes"][0]["coefficients"])


HEAD = "coder,code,start,end\n"


@pytest.mark.parametrize(
    ("text", "length", "says"),
    [
        ("", 9, "The table is empty"),
        (HEAD, 9, "no spans below"),
        ("coder,code,start\na,b,1\n", 9, "Line 1 does not name the column end exactly once"),
        (HEAD + "ana,v,0,3\n", 9, "All spans are of one coder, ana"),
        (HEAD + "ana,v,0,3\nben,v,2,10\n", 9, "Line 3: the span ends at 10, behind the text of 9 characters"),
        (HEAD + "ana,v,3,3\n", 9, "Line 2: the span begins at 3 and ends at 3"),
        (HEAD + "ana,v,-1,3\n", 9, "Line 2: “-1” is no place"),
        (HEAD + "ana,v,1.5,3\n", 9, "Line 2: “1.5” is no place"),
        (HEAD + "ana,v,1,many\x1b[31m\n", 9, "is no place in the text"),
        (HEAD + "ana,v,1\n", 9, "Line 2 has an empty cell"),
        (HEAD + "ana,,1,2\n", 9, "Line 2 has an empty cell"),
        (HEAD + "ana,v,0,3\n", 0, "A text of 0 characters cannot be"),
        (HEAD + 'ana,"v,0,3\n', 9, "is no CSV"),
        (HEAD + "ana,v,0," + "9" * 30 + "\n", 9, "is no place"),
    ],
)
def test_bad_spans_are_said_with_their_line(text, length, says):
    with pytest.raises(QualcodeError) as caught:
        read_spans(text, length)
    assert says in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_characters_are_drawn_with_their_transcript_only():
    rng = np.random.default_rng(2)
    texts = []
    for _ in range(4):
        starts = rng.integers(0, 35, 8)
        spans = np.stack([rng.integers(0, 2, 8), np.zeros(8, dtype=np.int64), starts, starts + 5], axis=1)
        texts.append(CodedText(spans, rows([(0, 0, 40), (1, 0, 40)], 3)))
    found = code_agreement(character_units(CodedSpans(("ana", "ben"), ("a",), 160, tuple(texts))), Intervals(draws=200))
    assert found.codes[0].coefficients["krippendorff_alpha"].ci_method == "cluster"
    assert "4 only" in found.notes[0]
    single = code_agreement(character_units(CodedSpans(("ana", "ben"), ("a",), 40, tuple(texts[:1]))), Intervals(draws=200))
    assert single.codes[0].coefficients["krippendorff_alpha"].ci is None
    assert single.overall["alpha_masi"].ci is None
    assert "characters side by side belong together" in single.notes[0]
