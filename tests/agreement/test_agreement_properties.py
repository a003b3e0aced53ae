"""The fast route against plain definitions, and what must hold for any data."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.agreement import CodedUnits, code_agreement, coefficients, set_coefficients
from qualcode.agreement.sets import coded_units
from qualcode.agreement.table import distinct_rows

CELL = st.sampled_from([None, 0, 1, 2, 3])
PRESENCE = st.sampled_from([None, 0, 1])
CODES = "ABC"
SETS = st.one_of(st.none(), st.frozensets(st.sampled_from(CODES)))


def tables(cell, most_coders=5):
    return (
        st.integers(2, most_coders)
        .flatmap(lambda coders: st.lists(st.lists(cell, min_size=coders, max_size=coders), min_size=2, max_size=25))
        .filter(lambda rows: any(value is not None for row in rows for value in row))
    )


def units_of(rows):
    return [[value for value in row if value is not None] for row in rows]


def plain_alpha(rows, delta):
    """Krippendorff's α by its definition: every ordered pair of values, within units and in all."""
    units = [unit for unit in units_of(rows) if len(unit) > 1]
    values = [value for unit in units for value in unit]
    observed = sum(sum(delta(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units)
    expected = sum(delta(a, b) for a, b in permutations(values, 2)) / max(len(values) - 1, 1)
    return None if expected == 0 else 1 - observed / expected


def plain_percent(rows):
    units = [unit for unit in units_of(rows) if len(unit) > 1]
    shares = [np.mean([a == b for a, b in combinations(unit, 2)]) for unit in units]
    return float(np.mean(shares)) if units else None


def plain_fleiss(rows):
    units = [unit for unit in units_of(rows) if unit]
    observed = plain_percent(rows)
    categories = {value for unit in units for value in unit}
    chance = sum(np.mean([unit.count(value) / len(unit) for unit in units]) ** 2 for value in categories) if units else 1
    return None if observed is None or not varied(rows) else (observed - chance) / (1 - chance)


def plain_cohen(first, second):
    both = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    if not both:
        return None
    ones, others = zip(*both, strict=True)
    observed = np.mean([a == b for a, b in both])
    chance = sum(ones.count(value) * others.count(value) for value in set(ones)) / len(both) ** 2
    return None if chance == 1 else (observed - chance) / (1 - chance)


def plain_conger(rows):
    observed, columns = plain_percent(rows), list(zip(*rows, strict=True))
    given = [[value for value in column if value is not None] for column in columns]
    given = [column for column in given if column]
    if observed is None:
        return None
    values = {value for column in given for value in column}
    chance = np.mean([sum(a.count(v) / len(a) * b.count(v) / len(b) for v in values) for a, b in combinations(given, 2)])
    return None if not varied(rows) else (observed - chance) / (1 - chance)


def varied(rows):
    """What one coder alone saw tells nothing apart."""
    return len({value for unit in units_of(rows) if len(unit) > 1 for value in unit}) > 1


def same(result, expected):
    if expected is None:
        assert result.value is None
        assert result.undefined
    else:
        assert result.value == pytest.approx(expected, abs=1e-9)


@given(tables(CELL))
def test_nominal_figures_are_their_definitions(rows):
    found = coefficients(np.array(rows, dtype=object)).coefficients
    same(found["krippendorff_alpha"], plain_alpha(rows, lambda a, b: a != b))
    same(found["percent_agreement"], plain_percent(rows))
    same(found["fleiss_kappa"], plain_fleiss(rows))
    same(found["conger_kappa"], plain_conger(rows))
    columns = list(zip(*rows, strict=True))
    if len(columns) == 2:
        same(found["cohen_kappa"], plain_cohen(*columns))


@given(tables(CELL))
def test_lights_kappa_is_the_mean_over_pairs_that_share_units(rows):
    found = coefficients(rows).coefficients["light_kappa"]
    pairs = combinations(zip(*rows, strict=True), 2)
    sharing = [pair for pair in pairs if any(None not in cells for cells in zip(*pair, strict=True))]
    kappas = [plain_cohen(*pair) for pair in sharing]
    same(found, None if not kappas or None in kappas else float(np.mean(kappas)))


@given(tables(st.sampled_from([None, 0, 1, 2, 5, 9.5])))
def test_alphas_with_order_or_size_are_their_definitions(rows):
    values = sorted(value for unit in units_of(rows) if len(unit) > 1 for value in unit)
    count = {value: values.count(value) for value in values}

    def ranks(a, b):
        low, high = min(a, b), max(a, b)
        return (sum(n for value, n in count.items() if low <= value <= high) - (count[a] + count[b]) / 2) ** 2

    deltas = {
        "ordinal": lambda a, b: 0 if a == b else ranks(a, b),
        "interval": lambda a, b: (a - b) ** 2,
        "ratio": lambda a, b: 0 if a == b else ((a - b) / (a + b)) ** 2,
    }
    for level, delta in deltas.items():
        found = coefficients(rows, level).coefficients
        same(found["krippendorff_alpha"], plain_alpha(rows, delta))
        same(found["percent_agreement"], plain_percent(rows))


def jaccard(a, b):
    return 1 - len(a & b) / len(a | b) if a | b else 0


def masi(a, b):
    kind = 1 if a == b else 2 / 3 if a <= b or b <= a else 1 / 3 if a & b else 0
    return 1 - (1 - jaccard(a, b)) * kind


@given(tables(SETS, 4).filter(lambda rows: any(cell for row in rows for cell in row)))
def test_set_alphas_are_their_definitions_and_pooled_alpha_is_hamming(rows):
    found = set_coefficients(rows).coefficients
    same(found["alpha_jaccard"], plain_alpha(rows, jaccard))
    same(found["alpha_masi"], plain_alpha(rows, masi))
    same(found["pooled_alpha"], plain_alpha(rows, lambda a, b: len(a ^ b)))


@given(tables(SETS, 2).filter(lambda rows: any(cell for row in rows for cell in row)))
def test_pooled_kappa_averages_over_codes(rows):
    codes = sorted({code for row in rows for cell in row if cell for code in cell})
    both = [row for row in rows if None not in row]
    parts = [[[code in cell for cell in row] for row in both] for code in codes]
    if not both:
        same(set_coefficients(rows).coefficients["pooled_kappa"], None)
        return
    observed = np.mean([[a == b for a, b in part] for part in parts])
    shares = [np.mean(part, axis=0) for part in parts]
    chance = np.mean([p * q + (1 - p) * (1 - q) for p, q in shares])
    same(set_coefficients(rows).coefficients["pooled_kappa"], None if chance == 1 else (observed - chance) / (1 - chance))


@given(tables(SETS, 5).filter(lambda rows: any(cell for row in rows for cell in row)))
def test_a_code_of_sets_is_a_column_of_presence(rows):
    """Packed masks and plain rows are two ways into the same table."""
    for code in set_coefficients(rows).codes:
        plain = [[None if cell is None else int(code.code in cell) for cell in row] for row in rows]
        expected = coefficients(plain).coefficients
        for name in set(expected) & set(code.coefficients):
            if len({value for row in plain for value in row if value is not None}) == 2:
                same(code.coefficients[name], expected[name].value)


@given(tables(SETS, 3), st.integers(0, 4))
def test_the_sorted_route_equals_the_counted_one(rows, more):
    """More than six coders are sorted instead of counted; coders who saw nothing change nothing."""
    wide = [[*row, *[None] * (4 + more)] for row in rows]
    names = [f"c{place}" for place in range(len(wide[0]))]
    few = coded_units(rows, CODES, names[: len(rows[0])]).table()
    many = coded_units(wide, CODES, names).table()
    narrow = many.values[:, : len(rows[0])]
    counted = dict(zip(map(tuple, few.values.tolist()), map(tuple, few.totals.T.tolist()), strict=True))
    assert counted == dict(zip(map(tuple, narrow.tolist()), map(tuple, many.totals.T.tolist()), strict=True))


@given(tables(CELL), st.randoms(use_true_random=False))
def test_the_order_of_coders_units_and_labels_does_not_matter(rows, random):
    columns = list(zip(*rows, strict=True))
    random.shuffle(columns)
    shuffled = list(zip(*columns, strict=True))
    random.shuffle(shuffled)
    new = dict(zip([0, 1, 2, 3], random.sample("wxyz", 4), strict=True)) | {None: None}
    renamed = [[new[value] for value in row] for row in shuffled]
    before, after = coefficients(rows).coefficients, coefficients(renamed).coefficients
    for name in set(before) & set(after) - {"bias_index"}:
        same(after[name], before[name].value)


@given(tables(PRESENCE))
def test_units_twice_leave_kappas_as_they_are(rows):
    once, twice = coefficients(rows).coefficients, coefficients([*rows, *rows]).coefficients
    for name in set(once) - {"krippendorff_alpha"}:
        same(twice[name], once[name].value)


@given(tables(st.sampled_from([0, 1, 2]), 2))
def test_alpha_is_pi_with_a_small_sample_term(rows):
    found = coefficients(rows).coefficients
    if found["scott_pi"].value is None:
        assert found["krippendorff_alpha"].value is None
        return
    pi = found["scott_pi"].value
    assert found["krippendorff_alpha"].value == pytest.approx(pi + (1 - pi) / (2 * len(rows)), abs=1e-9)


@given(st.lists(st.sampled_from([0, 1, 2]), min_size=3).filter(lambda column: len(set(column)) > 1), st.integers(2, 5))
def test_identical_coders_agree_fully(column, coders):
    found = coefficients([[value] * coders for value in column]).coefficients
    for name in ("percent_agreement", "light_kappa", "conger_kappa", "fleiss_kappa", "brennan_prediger", "gwet_ac1"):
        assert found[name].value == pytest.approx(1)
    assert found["krippendorff_alpha"].value == pytest.approx(1)


@given(tables(PRESENCE, 3))
def test_category_figures_are_those_of_the_category_against_the_rest(rows):
    named = [[{0: "no", 1: "yes"}.get(value) for value in row] for row in rows]
    found, binary = coefficients(named).per_category, coefficients(rows).coefficients
    for category in found:
        for name in ("fleiss_kappa", "krippendorff_alpha"):
            same(found[category][name], binary[name].value)


@given(st.lists(st.lists(st.integers(-1, 8), min_size=30, max_size=30), min_size=1, max_size=20))
def test_rows_too_wide_for_one_number_are_told_apart(rows):
    values, which = distinct_rows(np.array(rows), 9)
    assert (values[which] == np.array(rows)).all()
    assert len(values) == len({tuple(row) for row in rows})


@settings(max_examples=5)
@given(st.sampled_from([1, 6, 7, 33, 64]), st.integers(0, 2**32 - 1))
def test_any_number_of_coders_up_to_64(coders, seed):
    rng = np.random.default_rng(seed)
    rows = rng.integers(-1, 2, (40, coders))
    bit = np.uint64(1) << np.arange(coders, dtype=np.uint64)
    hits = ((rows == 1) * bit).sum(axis=1, dtype=np.uint64)
    seen = ((rows >= 0) * bit).sum(axis=1, dtype=np.uint64)
    names = tuple(f"c{place}" for place in range(coders))
    found = code_agreement(CodedUnits(("x",), names, hits[None, :], seen, np.zeros(40, dtype=np.int64))).codes[0]
    plain = [[None if value < 0 else int(value) for value in row] for row in rows]
    same(found.coefficients["krippendorff_alpha"], plain_alpha(plain, lambda a, b: a != b) if coders > 1 else None)
