"""Tables to publish, pairs of coders and confusions of codes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.agreement import CodedSpans, CodedText, CodedUnits, Intervals, character_units, code_agreement
from qualcode.agreement.confusions import Confusion, confusions
from qualcode.agreement.evidence import Evidence
from qualcode.agreement.pairs import leave_one_out, pair_agreements, uses
from qualcode.agreement.reading_tables import read_tables
from qualcode.agreement.span_tables import span_sums
from qualcode.agreement.supplement import Layout, tables_to_rows
from qualcode.errors import QualcodeError


def coded(seed, units=60, coders=3, codes=3, transcripts=4):
    rng = np.random.default_rng(seed)
    seen = rng.integers(0, 1 << coders, units).astype(np.uint8)
    hits = rng.integers(0, 1 << coders, (codes, units)).astype(np.uint8) & rng.integers(0, 1 << coders, (codes, units)) & seen
    hits[-1] = 0  # a code nobody used must not get lost
    names = ("a", "b:%3A", "c", "d")[:codes]
    return CodedUnits(names, ("ana", "ben:b", "cleo", "dan")[:coders], hits, seen, np.sort(rng.integers(0, transcripts, units)))


def test_the_order_of_units_makes_no_difference_to_draws():
    units = coded(3)
    turned = units.chosen(np.arange(60)[::-1])
    assert code_agreement(turned, Intervals(draws=60)) == code_agreement(units, Intervals(draws=60))


def test_tables_hold_counts_and_names_only():
    seen = np.array([3, 3, 3, 1], dtype=np.uint8)
    hits = np.array([[3, 3, 1, 1]], dtype=np.uint8)
    units = CodedUnits(("vision",), ("ana", "ben"), hits, seen, np.zeros(4, int))
    rows = list(tables_to_rows(Evidence(units), Layout("turn", units.codes, units.coders, {})))
    assert rows == [
        ["unit", "transcript", "count", "vision:ana", "vision:ben"],
        ["turn", "T1", "1", "1", ""],
        ["turn", "T1", "1", "1", "0"],
        ["turn", "T1", "2", "1", "1"],
    ]


def test_tables_of_characters_hold_sums_of_spans_and_the_earlier_round():
    spans = np.array([(0, 0, 0, 4), (0, 1, 4, 6), (1, 0, 0, 5)])
    coded = CodedSpans(("ana", "ben"), ("a", "b"), 10, (CodedText(spans, np.array([(0, 0, 10), (1, 0, 8)])),))
    units = character_units(coded)
    evidence = Evidence(units, units, span_sums(coded, [(0, 1)]))
    head, *rows = tables_to_rows(evidence, Layout("character", ("a", "b"), ("ana", "ben"), {"code": (0, 1)}, "pilot"))
    assert head[3:] == [
        "a:ana", "a:ben", "b:ana", "b:ben", "any code:ana", "any code:ben",
        "a@pilot:ana", "a@pilot:ben", "b@pilot:ana", "b@pilot:ben",
    ]  # fmt: skip
    assert rows == [
        ["character", "T1", "2", "0", "", "0", "", "0", "", "0", "", "0", ""],
        ["character", "T1", "2", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0"],
        ["character", "T1", "1", "0", "0", "1", "0", "1", "0", "0", "0", "1", "0"],
        ["character", "T1", "1", "0", "1", "1", "0", "1", "1", "0", "1", "1", "0"],
        ["character", "T1", "4", "1", "1", "0", "0", "1", "1", "1", "1", "0", "0"],
        ["spans: spans", "T1", "", "1", "1", "1", "0", "1", "1", "", "", "", ""],
        ["spans: squares", "T1", "", "16", "25", "4", "0", "36", "25", "", "", "", ""],
        ["spans: exact", "T1", "", "0", "0", "0", "0", "0", "0", "", "", "", ""],
        ["spans: overlapping", "T1", "", "1", "1", "0", "0", "1", "1", "", "", "", ""],
    ]


HEAD = "unit,transcript,count,v:ana,v:ben\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no tables"),
        (HEAD, "holds no tables"),
        ("ana,ben\n1,1\n", "Line 1 names 2 columns, and these tables have 5"),
        ("unit,transcript,count,v:ana,w:ben\nturn,T1,1,0,1\n", "Line 1: column 5 is “w:ben”, and line 1 tells of “v:ben”"),
        (HEAD + "turn,T1,1,0\n", "Line 2 has 4 cells"),
        (HEAD + "turn,T1,1,0,1\ncharacter,T1,1,0,1\n", "Line 3 counts “character”; here it can be turn"),
        (HEAD + "turn,1,1,0,1\n", "Line 2: “1” is no transcript"),
        (HEAD + "turn,T1,0,0,1\n", "Line 2: “0” is no count"),
        (HEAD + "turn,T1,999999999,0,1\n", "more than there can be"),
        (HEAD + "turn,T1,1,2,1\n", "Line 2: “2” is neither"),
        (HEAD + "turn,T1,1,0,1\nturn,T1,3,0,1\n", "Line 3 says again what line 2 says"),
    ],
)
def test_tables_that_do_not_fit_are_said_with_their_line(text, says):
    with pytest.raises(QualcodeError) as caught:
        read_tables(text, Layout("turn", ("v",), ("ana", "ben"), {}))
    assert says in str(caught.value)


def test_a_coder_has_seen_a_unit_for_all_codes_or_for_none():
    text = "unit,transcript,count,v:ana,v:ben,w:ana,w:ben\nturn,T1,1,0,,0,1\n"
    with pytest.raises(QualcodeError, match="Line 2: a coder has seen a unit for one code and not for another"):
        read_tables(text, Layout("turn", ("v", "w"), ("ana", "ben"), {}))


def test_pairs_are_the_figures_of_the_two_alone():
    units = coded(5, coders=4)
    found = pair_agreements(units)
    assert [pair.coders for pair in found][:2] == [("ana", "ben:b"), ("ana", "cleo")]
    both = (units.seen & 0b1010) == 0b1010
    pair = next(pair for pair in found if pair.coders == ("ben:b", "dan"))
    assert pair.units == both.sum()
    whole = code_agreement(units).codes[0].pairs
    cells = next(each for each in whole if each.coders == pair.coders)
    observed = (cells.both + cells.neither) / pair.units
    assert pair.codes["a"]["percent_agreement"].value == pytest.approx(observed)
    assert set(pair.codes["a"]) == {"percent_agreement", "cohen_kappa", "krippendorff_alpha"}
    assert pair.codes["c"]["cohen_kappa"].undefined


def test_leaving_out_the_coder_who_guesses_raises_alpha():
    rng = np.random.default_rng(1)
    truth = rng.random(400) < 0.4
    said = [truth ^ (rng.random(400) < 0.05), truth ^ (rng.random(400) < 0.05), rng.random(400) < 0.4]
    hits = sum(each.astype(np.uint8) << place for place, each in enumerate(said))
    units = CodedUnits(("v",), ("ana", "ben", "cleo"), hits[None, :], np.full(400, 7, np.uint8), np.zeros(400, int))
    found = {each.coder: each.pooled_alpha.value for each in leave_one_out(units)}
    assert found["cleo"] > 0.7
    assert max(found["ana"], found["ben"]) < 0.4
    assert leave_one_out(coded(1, coders=2)) == ()


def test_who_uses_a_code_more_than_the_others():
    seen = np.array([3, 3, 3, 3, 1], dtype=np.uint8)
    hits = np.array([[3, 1, 1, 0, 1]], dtype=np.uint8)
    first, second = uses(CodedUnits(("v",), ("ana", "ben"), hits, seen, np.zeros(5, int)))
    assert (first.applications, first.own, first.others, first.excess) == (3, 0.75, 0.25, 0.5)
    assert second.excess == -0.5
    alone = uses(CodedUnits(("v",), ("ana", "ben"), hits & 1, seen & 1, np.zeros(5, int)))
    assert (alone[0].applications, alone[0].own, alone[0].excess) == (0, None, None)


def test_confusions_are_codes_in_each_others_place():
    seen = np.array([3, 3, 3, 3, 1], dtype=np.uint8)
    hits = np.array([[1, 1, 3, 1, 1], [2, 2, 0, 3, 0]], dtype=np.uint8)
    units = CodedUnits(("a", "b"), ("ana", "ben"), hits, seen, np.zeros(5, int))
    assert confusions(units) == (Confusion("ana", "a", "ben", "b", 2),)


@given(st.integers(0, 2**32 - 1))
def test_confusions_are_their_definition(seed):
    units = coded(seed)
    expected = {}
    for unit, seen in enumerate(units.seen.tolist()):
        for one in range(3):
            for other in range(one + 1, 3):
                if not (seen >> one & seen >> other & 1):
                    continue
                own, theirs = ({code for code in range(3) if units.hits[code, unit] >> who & 1} for who in (one, other))
                for a in own - theirs:
                    for b in theirs - own:
                        expected[one, a, other, b] = expected.get((one, a, other, b), 0) + 1
    for each in confusions(units):
        first, second = units.coders.index(each.first), units.coders.index(each.second)
        key = (first, units.codes.index(each.first_code), second, units.codes.index(each.second_code))
        assert expected.pop(key) == each.units
    assert not expected
