"""Any text at all is read or refused in a plain sentence; any table gives values or reasons, never nan."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.agreement import (
    LEVELS,
    Intervals,
    coefficients,
    read_ratings,
    read_sets,
    read_spans,
    set_coefficients,
    span_coefficients,
)
from qualcode.agreement.reading_tables import read_tables
from qualcode.agreement.supplement import Layout
from qualcode.errors import QualcodeError

CELLS = ["", "1", "0", "2.5", "-1", "a", "a;b", "-", "NA", "nan", "inf", "1e999", '"', "\x1b[31m", "é", "=1+1", "T1"]
CELL = st.sampled_from(CELLS)
TABLE = st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=8).map(
    lambda rows: "\n".join(",".join(row) for row in rows)
)
ANY = st.one_of(TABLE, st.text(max_size=60))


def plain(error):
    said = str(error)
    assert said.endswith((".", "?"))
    assert said.isprintable()
    assert len(said) < 400


def valid(found):
    assert "NaN" not in json.dumps(found.as_dict())
    assert "Infinity" not in json.dumps(found.as_dict())


@given(ANY, st.sampled_from(LEVELS), st.sampled_from(["bootstrap", "analytic"]))
def test_any_table_is_computed_or_refused(text, level, method):
    try:
        table = read_ratings(text, level=level)
        valid(coefficients(table.rows, level, coders=table.coders, intervals=Intervals(method, draws=20)))
    except QualcodeError as error:
        plain(error)


@given(ANY)
def test_any_table_of_sets_is_computed_or_refused(text):
    try:
        table = read_sets(text, ";")
        valid(set_coefficients(table.rows, coders=table.coders, intervals=Intervals(draws=20)))
    except QualcodeError as error:
        plain(error)


@given(ANY, st.booleans(), st.integers(-2, 50))
def test_any_spans_are_computed_or_refused(text, with_head, length):
    try:
        valid(span_coefficients(read_spans(("coder,code,start,end\n" if with_head else "") + text, length)))
    except QualcodeError as error:
        plain(error)


@given(ANY, st.booleans())
def test_any_tables_are_read_or_refused(text, with_head):
    try:
        read_tables(
            ("unit,transcript,count,v:ana,v:ben\n" if with_head else "") + text, Layout("turn", ("v",), ("ana", "ben"), {})
        )
    except QualcodeError as error:
        plain(error)


@pytest.mark.parametrize("coders", [50, 64])
def test_fifty_coders_of_sets_and_spans(coders):
    rng = np.random.default_rng(1)
    rows = [[frozenset("ab"[: rng.integers(0, 3)]) for _ in range(coders)] for _ in range(20)]
    found = set_coefficients(rows, intervals=Intervals(draws=20))
    assert found.coefficients["pooled_alpha"].value is not None
    assert "wrong way round" in found.notes[0]
    lines = [f"c{coder},{'ab'[coder % 2]},{coder},{coder + 9}" for coder in range(coders)]
    spans = span_coefficients(read_spans("\n".join(["coder,code,start,end", *lines]), 99))
    assert spans.coefficients["u_alpha"].value is not None


def test_sixty_five_coders_are_too_many_for_sets_and_spans():
    with pytest.raises(QualcodeError, match="65 coders"):
        set_coefficients([[frozenset("a")] * 65])
    lines = [f"c{coder},a,{coder},{coder + 9}" for coder in range(65)]
    with pytest.raises(QualcodeError, match="65 coders"):
        span_coefficients(read_spans("\n".join(["coder,code,start,end", *lines]), 99))


def test_units_of_one_coder_alone_make_no_agreement_and_are_told():
    """Gwet's form counts them in the chance term: what only one coder saw must not give a figure for an unused code."""
    unused = coefficients([[0, 0]] * 4 + [[1, None]] * 9).coefficients
    for name in ("fleiss_kappa", "conger_kappa", "gwet_ac1", "brennan_prediger", "krippendorff_alpha"):
        assert unused[name].undefined.startswith("no variation")
    far_off = coefficients([[1, 0], [0, 1], [0, 0], [1, 1]] + [[1, None]] * 40)
    assert far_off.coefficients["fleiss_kappa"].value < -1
    assert "40 units of one coder alone outnumber the 4" in far_off.notes[0]
    assert coefficients([[1, 0], [0, 1], [0, 0], [1, None]]).notes == ()
