"""Published figures: a few transcribed here with their source, and the 100 cases of the reference file where it is present."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from qualcode.agreement import coefficients, read_ratings, read_spans, set_coefficients, span_coefficients
from qualcode.agreement.planning import units_for_kappa, values_needed
from qualcode.agreement.shaffer import shaffer_rho

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "agreement.json"

# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, examples C to E.
KRIPPENDORFF = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, None, 3, None],
]  # fmt: skip


def crossed(table):
    """A two-coder contingency table as rows; in a 2 x 2 table the first row and column are "present"."""
    values = [1, 0] if len(table) == 2 else range(len(table))
    return [
        [one, other]
        for one, counts in zip(values, table, strict=True)
        for other, number in zip(values, counts, strict=True)
        for _ in range(number)
    ]


@pytest.mark.parametrize(
    ("table", "name", "expected", "digits"),
    [
        # Cohen 1960, EPM 20:37, p. 45
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], "cohen_kappa", 0.492, 3),
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], "kappa_max", 0.831, 3),
        # Artstein & Poesio 2008, Comput Linguist 34:555, table 1 and figure 2
        ([[20, 10], [20, 50]], "percent_agreement", 0.7, 3),
        ([[20, 10], [20, 50]], "brennan_prediger", 0.4, 3),
        ([[20, 10], [20, 50]], "cohen_kappa", 0.348, 3),
        # Feinstein & Cicchetti 1990, J Clin Epidemiol 43:543; Byrt et al. 1993 for the indices
        ([[45, 15], [25, 15]], "cohen_kappa", 0.13, 2),
        ([[45, 15], [25, 15]], "brennan_prediger", 0.2, 9),
        ([[45, 15], [25, 15]], "positive_agreement", 90 / 130, 9),
        ([[45, 15], [25, 15]], "negative_agreement", 30 / 70, 9),
        ([[45, 15], [25, 15]], "prevalence_index", 0.3, 9),
        ([[45, 15], [25, 15]], "bias_index", -0.1, 9),
        ([[25, 35], [5, 35]], "cohen_kappa", 0.26, 2),
        ([[25, 35], [5, 35]], "bias_index", 0.3, 9),
        # Gwet, irrCAC vignette, cont3x3abstractors
        ([[13, 0, 0], [0, 20, 7], [0, 4, 56]], "scott_pi", 0.7962397, 7),
        ([[13, 0, 0], [0, 20, 7], [0, 4, 56]], "gwet_ac1", 0.8493305, 7),
        ([[13, 0, 0], [0, 20, 7], [0, 4, 56]], "krippendorff_alpha", 0.7972585, 7),
    ],
)
def test_two_coders(table, name, expected, digits):
    found = coefficients(crossed(table)).coefficients[name]
    assert found.value == pytest.approx(expected, abs=0.6 * 10**-digits)


@pytest.mark.parametrize(("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)])
def test_alpha_with_missing_values(level, expected):
    found = coefficients(KRIPPENDORFF, level)
    assert found.coefficients["krippendorff_alpha"].value == pytest.approx(expected, abs=0.0005)
    assert (found.units, found.pairable) == (12, 11)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("percent_agreement", 0.8181818), ("gwet_ac1", 0.77544), ("fleiss_kappa", 0.76117), ("conger_kappa", 0.76282),
        ("brennan_prediger", 0.77273), ("krippendorff_alpha", 0.74342),
    ],
)  # fmt: skip
def test_four_coders_with_missing_values(name, expected):
    """Gwet, irrCAC, cac.raw4raters."""
    assert coefficients(KRIPPENDORFF).coefficients[name].value == pytest.approx(expected, abs=1e-5)


def cases():
    return json.loads(REFERENCE.read_text()) if REFERENCE.exists() else []


NAMES = [
    ("percent agreement", "percent_agreement"),
    ("PABAK", "brennan_prediger"),
    ("Brennan-Prediger", "brennan_prediger"),
    ("Gwet's AC1", "gwet_ac1"),
    ("Fleiss' category kappa", "category"),
    ("Fleiss' kappa", "fleiss_kappa"),
    ("Conger's kappa", "conger_kappa"),
    ("Light's kappa", "light_kappa"),
    ("Cohen's kappa", "cohen_kappa"),
    ("Scott's pi", "scott_pi"),
    ("maximum kappa", "kappa_max"),
    ("specific agreement, positive", "positive_agreement"),
    ("specific agreement, negative", "negative_agreement"),
    ("prevalence index", "prevalence_index"),
    ("bias index", "bias_index"),
    ("alpha with Jaccard", "alpha_jaccard"),
    ("alpha with MASI", "alpha_masi"),
    ("Krippendorff's alpha", "krippendorff_alpha"),
    ("binary alpha of code", "code"),
]
# Cases that are no tables of ratings.
OTHERS = ("samplesize", "unit-open", "cantor-open", "rho-open")


def rating_cases():
    kept = [case for case in cases() if case["family"] not in OTHERS or "table" in case["data"]]
    return [pytest.param(case, id=f"{case['name']}: {case['coefficient']}"[:90]) for case in kept]


def rows_of(data):
    if "table" in data:
        return crossed(data["table"])
    if "counts" in data:
        return [[category for category, number in enumerate(row) for _ in range(number)] for row in data["counts"]]
    if "neither" in data:
        return [[1, 1]] * data["both"] + [[1, 0]] * data["one"] + [[0, 0]] * data["neither"]
    return data["rows"]


def as_csv(rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([f"c{place}" for place in range(len(rows[0]))])
    writer.writerows([["" if value is None else value for value in row] for row in rows])
    return out.getvalue()


def figure(case, rows):
    name = next(ours for theirs, ours in NAMES if theirs in case["coefficient"])
    if case["family"] == "sets":
        found = set_coefficients(rows)
        if name != "code":
            return found.coefficients[name]
        code = re.search(r"code (\w)", case["coefficient"]).group(1)
        return next(each for each in found.codes if each.code == code).coefficients["krippendorff_alpha"]
    level = re.search(r"\((ordinal|interval|ratio)\)", case["coefficient"])
    found = coefficients(rows, level.group(1) if level else "nominal")
    if name == "category":
        return found.per_category[case["coefficient"][-1]]["fleiss_kappa"]
    return found.coefficients[name]


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference file is not beside this checkout")
def test_every_case_is_here():
    assert len(rating_cases()) + len(other_cases("unit-open")) + len(planning_cases()) == len(cases()) == 100


@pytest.mark.parametrize("case", rating_cases())
def test_reference(case):
    rows = rows_of(case["data"])
    assert figure(case, rows).value == pytest.approx(case["expected"], abs=case["tolerance"] + 1e-12)


@pytest.mark.parametrize("case", [param for param in rating_cases() if param.values[0]["family"] != "sets"])
def test_reference_through_csv(case):
    rows = read_ratings(as_csv(rows_of(case["data"]))).rows
    assert figure(case, rows).value == pytest.approx(case["expected"], abs=case["tolerance"] + 1e-12)


def other_cases(*families):
    kept = [case for case in cases() if case["family"] in families and "table" not in case["data"]]
    return [pytest.param(case, id=f"{case['name']}: {case['coefficient']} {place}"[:90]) for place, case in enumerate(kept)]


def planning_cases():
    return other_cases("samplesize", "cantor-open", "rho-open")


@pytest.mark.parametrize("case", other_cases("unit-open"))
def test_reference_of_spans_through_csv(case):
    data = case["data"]
    spans = [f"c{coder},{code},{start},{end}" for coder, own in enumerate(data["coders"]) for start, end, code in own]
    found = span_coefficients(read_spans("\n".join(["coder,code,start,end", *spans]), data["L"]))
    name = case["coefficient"]
    if name.startswith("(k)u"):
        result = next(code for code in found.codes if code.code == name[-1]).coefficients["ku_alpha"]
    else:
        names = {"u-": "u_alpha", "|u": "binary_u_alpha", "cu": "cu_alpha"}
        result = found.coefficients[names[name[:2]]]
    assert result.value == pytest.approx(case["expected"], abs=case["tolerance"])


def planned(family, data):
    if family == "samplesize":
        return values_needed(data["alpha_min"], significance=data["significance"], prevalence=data["p_c"])
    if family == "cantor-open":
        both = {"prevalence": data["p1"], "prevalence2": data["p2"], "power": data["power"], "significance": data["alpha"]}
        return units_for_kappa(data["k0"], data["k1"], two_sided=data["two_sided"], **both)
    length, threshold = data["test_set_length"], data["kappa_threshold"]
    return shaffer_rho(data["kappa"], threshold=threshold, base_rate=data["base_rate"], length=length).rho


@pytest.mark.parametrize("case", planning_cases())
def test_reference_of_planning(case):
    assert planned(case["family"], case["data"]) == pytest.approx(case["expected"], abs=case["tolerance"])
