"""Anyone's table as CSV text, good and bad."""

import pytest

from qualcode.agreement import coefficients, read_ratings, read_sets, set_coefficients
from qualcode.errors import QualcodeError


def test_numbers_and_missing_cells():
    table = read_ratings("\ufeffana,ben\r\n1,2.0\r\n,3.5\r\n\r\n 4 ,\r\n")
    assert table.coders == ("ana", "ben")
    assert table.rows == ((1, 2), (None, 3.5), (4, None))


def test_one_word_makes_all_text_so_that_01_stays_01():
    assert read_ratings("ana;ben\n01;x\n1;\n").rows == (("01", "x"), ("1", None))


def test_a_row_of_empty_cells_is_a_unit_nobody_saw():
    assert read_ratings("ana,ben\n,\n1,1\n").rows == ((None, None), (1, 1))


def test_quotes_hold_commas_and_lines():
    assert read_ratings('ana,ben\n"a, b","c\nd"\n').rows == (("a, b", "c\nd"),)


def test_sets():
    table = read_sets("ana,ben\nvision;data,data; vision\n-,\n", ";")
    assert table.rows == ((frozenset({"vision", "data"}), frozenset({"vision", "data"})), (frozenset(), None))
    assert set_coefficients(table.rows, coders=table.coders).coders == ("ana", "ben")


@pytest.mark.parametrize(
    ("text", "level", "says"),
    [
        ("", "nominal", "The table is empty"),
        ("ana,ben\n", "nominal", "no units below"),
        ("ana\n1\n", "nominal", "Line 1 names one coder only"),
        ("ana,ben\n1,2\n1,2,3\n", "nominal", "Line 3 has 3 cells, the first row names 2 coders"),
        ("ana,ben\n1\n", "nominal", "Line 2 has 1 cell"),
        ("ana,ana\n1,2\n", "nominal", "names ana more than once"),
        ("ana,\n1,2\n", "nominal", "column 2 has no name"),
        ("ana,ben\n1,2\nmany,3\n", "interval", "Line 3: “many” is no number"),
        ("ana,ben\n1,2\nNA,3\n", "nominal", "Line 3: “NA” stands among numbers"),
        ('ana,ben\n1,"2\n', "nominal", "is no CSV"),
        ("ana,b\x1b[31mn\n1,2,3\n", "nominal", "Line 2 has 3 cells"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, level, says):
    with pytest.raises(QualcodeError) as caught:
        read_ratings(text, level=level)
    assert says in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("ratings", "level", "says"),
    [
        ([], "nominal", "no table"),
        ([[None, None], [None, float("nan")]], "nominal", "no ratings"),
        ([[1], [2]], "nominal", "one coder only"),
        ([[1, 2], [1]], "nominal", "different numbers of values"),
        ([["a", "b"]], "ordinal", "is no number"),
        ([[1, -2]], "ratio", "below zero"),
        ([[1, float("inf")]], "interval", "infinite"),
        ([[1, 2]], "metric", "no level of measurement"),
        ([[place, place + 0.5] for place in range(400)], "nominal", "800 different values"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(ratings, level, says):
    with pytest.raises(QualcodeError) as caught:
        coefficients(ratings, level)
    assert says in str(caught.value)


def test_declared_categories_give_text_an_order_and_refuse_others():
    stages = ["irritation", "integration", "innovation"]
    rows = [["irritation", "irritation"], ["integration", "innovation"], ["innovation", "innovation"], ["irritation", None]]
    as_numbers = [[None if value is None else stages.index(value) for value in row] for row in rows]
    named, plain = coefficients(rows, "ordinal", categories=stages), coefficients(as_numbers, "ordinal")
    assert named.coefficients == plain.coefficients
    assert named.categories == tuple(stages)
    with pytest.raises(QualcodeError, match="none of the categories"):
        coefficients([["irritation", "exitation"]], "ordinal", categories=stages)


def test_more_coders_than_units_is_a_warning_and_50_coders_are_computed():
    found = coefficients([[place % 2 for place in range(50)], [1] * 50])
    assert "wrong way round" in found.notes[0]
    assert found.coefficients["krippendorff_alpha"].value is not None


def test_json_of_a_table():
    found = coefficients([[0, 0], [1, 1], [1, 0]], coders=["ana", "ben"]).as_dict()
    assert found["coders"] == ["ana", "ben"]
    assert found["categories"] == [0, 1]
    assert set(found["per_category"]) == {"0", "1"}
    assert found["coefficients"]["percent_agreement"] == {"value": pytest.approx(2 / 3)}
    assert {"cohen_kappa", "bias_index", "kappa_max"} <= set(found["coefficients"])
    three = coefficients([[0, 0, 1], [1, 1, 1]]).coefficients
    assert not {"cohen_kappa", "scott_pi", "kappa_max", "prevalence_index", "bias_index"} & set(three)
