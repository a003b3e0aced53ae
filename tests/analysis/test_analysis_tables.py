"""The report from published tables is the report itself, number for number, and bad tables are refused."""

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from studies import Study

from qualcode.agreement import CodedSpans, CodedText, CodedUnits, Intervals, character_units
from qualcode.agreement.evidence import Evidence
from qualcode.agreement.pairs import of_coders
from qualcode.agreement.span_tables import span_sums
from qualcode.analysis.agreement import agreement
from qualcode.analysis.groups import CodeGroup
from qualcode.analysis.report import About, report_of
from qualcode.analysis.selection import Selection
from qualcode.analysis.tables import report_of_tables, tables_text
from qualcode.errors import QualcodeError

CODERS = ("ana", "ben:b", "Zoë, C.", "dan")
CODES = ("a", "b", "c", "d")
GROUPS = (CodeGroup("side", "Side", False, ("a", "b")), CodeGroup("stage", "Stage", True, ("c", "d")))
HOW = Intervals(draws=40, seed=5)


def about(unit, coders, total, earlier=""):
    selection = Selection.of(coders=coders, codes=CODES, rounds="main")
    return About(unit, selection, coders, total, dict.fromkeys(coders, 1), 3, GROUPS, earlier=earlier)


def recomputed(report):
    again = report_of_tables(tables_text(report), ci="none")
    return report_of(again.about, again.evidence, report.intervals)


def masks(rng, coders, units):
    seen = rng.integers(0, 1 << coders, units).astype(np.uint8)
    return rng.integers(0, 1 << coders, (4, units)).astype(np.uint8) & rng.integers(0, 256, (4, units)).astype(
        np.uint8
    ) & seen, seen


@given(
    st.integers(0, 2**32 - 1),
    st.integers(2, 4),
    st.sampled_from([1, 3, 12]),
    st.sampled_from(["turn", "sentence"]),
    st.booleans(),
)
def test_units_in_tables_give_the_same_report(seed, coders, transcripts, unit, earlier):
    rng = np.random.default_rng(seed)
    where, names = np.sort(rng.integers(0, transcripts, 40)), CODERS[:coders]
    now, then = (CodedUnits(CODES, names, *masks(rng, coders, 40), where) for _ in range(2))
    evidence = Evidence(now, then) if earlier else Evidence(now)
    report = report_of(about(unit, names, 50, "pilot@1:x" if earlier else ""), evidence, HOW)
    assert recomputed(report).as_dict() == report.as_dict()


def coded_texts(rng, coders, number, exclusive):
    """Texts of 60 characters in two rounds; the later coders are those of the second round."""
    texts = []
    for _ in range(number):
        many = int(rng.integers(0, 20))
        start = rng.integers(0, 12, many) * 5 if exclusive else rng.integers(0, 55, many)
        size = 5 if exclusive else rng.integers(1, 30, many)
        spans = np.stack([rng.integers(0, 2 * coders, many), rng.integers(0, 4, many), start, start + size], axis=1)
        if exclusive:
            spans = spans[np.unique(spans[:, [0, 2]], axis=0, return_index=True)[1]]
        seen = np.array([(coder, *sorted(rng.choice(61, 2, replace=False))) for coder in range(2 * coders)])
        seen[rng.random(len(seen)) < 0.6, 1:] = (0, 60)
        texts.append(CodedText(spans, seen))
    return tuple(texts)


@given(st.integers(0, 2**32 - 1), st.integers(2, 4), st.sampled_from([1, 3, 12]), st.booleans(), st.booleans())
def test_characters_in_tables_give_the_same_report(seed, coders, transcripts, exclusive, earlier):
    rng, names = np.random.default_rng(seed), CODERS[:coders]
    texts = coded_texts(rng, coders, transcripts, exclusive)
    told = about("character", names, 60 * transcripts, "pilot" if earlier else "")
    both = character_units(CodedSpans((*names, *names), CODES, told.total, texts))
    now, then = (of_coders(both, tuple(range(first, first + coders))) for first in (0, coders))
    alone = tuple(CodedText(text.spans[text.spans[:, 0] < coders], text.seen[text.seen[:, 0] < coders]) for text in texts)
    sums = span_sums(CodedSpans(names, CODES, told.total, alone), told.sets.values())
    report = report_of(told, Evidence(now, then if earlier else None, sums), HOW)
    assert recomputed(report).as_dict() == report.as_dict()
    assert {"u_alpha", "cu_alpha"} <= set(report.overall)
    assert [group.group for group in report.groups] == ["side", "stage"]


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """Three coders, two rounds, turns not done, a group's codes, a subcode, passages of words."""
    study = Study(tmp_path_factory.mktemp("talks") / "study")
    for name in ("north", "south"):
        study.talk(name)
        study.done("ana", name)
        study.done("ben", name, 1, 2, 3, 4)
        study.code("cleo", name, "trust", 6)
        study.code("ana", name, "early", study.place(name, "Nobody wanted to pay"))
        study.code("ben", name, "early", study.place(name, "Nobody wanted to pay for it"))
        study.code("ben", name, "late", study.place(name, "Who paid"))
        study.code("ana", name, "budgets", study.place(name, "The county did"))
        study.code("ana", name, "for", 4)
        study.code("ben", name, "against", 4)
        study.code("ben", name, "money", 4)
    study.round("second")
    for coder, number in (("ana", 2), ("ben", 2), ("ana", 4), ("ben", 6)):
        study.code(coder, "north", "money", number, round="second")
        study.code(coder, "south", "early", study.place("south", "the numbers"), round="second")
    study.done("ana", "north", round="second")
    study.done("ben", "north", 1, 2, 3, round="second")
    yield study
    study.store.close()


@pytest.mark.parametrize("unit", ["turn", "sentence", "character"])
@pytest.mark.parametrize(
    ("chosen", "ci", "roll_up"),
    [
        ({}, "bootstrap", False),
        ({"rounds": "main"}, "none", True),
        ({"rounds": "main", "without_roles": "interviewer"}, "analytic", False),
        ({"codes": ["money", "early"], "coders": ["ana", "cleo"], "rounds": "main"}, "none", False),
        ({"groups": "stage"}, "none", False),
        ({"coders": "ana", "rounds": ["main", "second"]}, "none", False),
    ],
)
def test_a_projects_tables_give_its_report(talks: Study, unit: str, chosen: dict, ci: str, roll_up: bool) -> None:
    report = agreement(talks.store, Selection.of(**chosen), unit=unit, ci=ci, roll_up=roll_up)
    again = report_of_tables(tables_text(report), ci=ci)
    assert json.dumps(again.as_dict()) == json.dumps(report.as_dict())
    assert again.disagreements is None
    assert ("rounds" in again.as_dict()) == ("rounds" not in chosen)


def test_names_of_transcripts_and_speakers_and_words_looked_for_are_left_out(talks: Study) -> None:
    chosen = Selection.of(transcripts="south", speakers=["Omar", "Ines"], text="paid", rounds="main")
    report = agreement(talks.store, chosen, unit="character")
    written = tables_text(report)
    assert not [name for name in ("south", "Omar", "paid", "county") if name in written]
    again = report_of_tables(written)
    assert again.about.selection == replace(report.about.selection, transcripts=("T1",), speakers=("S1", "S2"), text="…")
    assert again.codes == report.codes


def first_form(written: str) -> str:
    """As an earlier version wrote it: without sums, sets of codes, an earlier round."""
    first, *rest = written.replace("qualcode.tables/2", "qualcode.tables/1").splitlines()
    names = rest[0].split(",")
    kept = [place for place, name in enumerate(names) if not name.startswith("any ") and "@" not in name]
    rows = [line.split(",") for line in rest if not line.startswith("spans")]
    return "\n".join([first, *(",".join(row[place] for place in kept) for row in rows)]) + "\n"


@pytest.mark.parametrize("unit", ["turn", "character"])
def test_tables_of_an_earlier_form_say_what_they_lack(talks: Study, unit: str) -> None:
    report = agreement(talks.store, Selection.of(rounds="main"), unit=unit)
    again = report_of_tables(first_form(tables_text(report)))
    assert [code.applications for code in again.codes] == [code.applications for code in report.codes]
    assert "written by an earlier version" in again.notes[-1]
    assert ("α for unitizing" in again.notes[-1]) == (unit == "character") == (not again.groups)


@pytest.fixture(scope="module")
def of_characters(talks: Study) -> str:
    return tables_text(agreement(talks.store, Selection.of(rounds="main"), unit="character"))


def changed(row: int, cell: int, value: str):
    def change(text: str) -> str:
        lines = text.splitlines()
        cells = lines[row].split(",")
        cells[cell] = value
        lines[row] = ",".join(cells)
        return "\n".join(lines)

    return change


def without(*rows: int):
    return lambda text: "\n".join(
        line for place, line in enumerate(text.splitlines()) if place - len(text.splitlines()) not in rows
    )


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda text: text.replace(",money:ben", ""), "Line 2 names"),
        (changed(1, 3, "money:zoe"), "Line 2: column 4 is “money:zoe”, and line 1 tells of “money:ana” there"),
        (changed(2, 0, "turn"), "Line 3 counts “turn”; here it can be character, spans: spans,"),
        (changed(2, 1, "one"), "Line 3: “one” is no transcript"),
        (changed(2, 1, "T999999999"), "Line 3: “T999999999” is no transcript"),
        (changed(2, 2, "-4"), "Line 3: “-4” is no count"),
        (changed(2, 2, "4"), "a row is missing, or a count was changed"),
        (changed(2, 3, "yes"), "Line 3: “yes” is neither 1 nor 0 nor empty"),
        (changed(-1, 3, "-1"), "“-1” is no sum"),
        (changed(-1, 3, "9" * 30), "is no sum"),
        (changed(-1, 1, "T9"), "is about T9, of which no character is counted"),
        (without(-1), "There is no row “spans: overlapping” of T2"),
        (without(-9), "a row is missing"),
        (lambda text: text + text.splitlines()[-1] + "\n", "says again what line"),
        (lambda text: text.replace('"codes": ["money"', '"codes": ["trust"'), "Line 1 is damaged"),
        (lambda text: text.replace('"total": ', '"total": -'), "Line 1 is damaged"),
        (lambda text: text.replace('"total": ', '"total": 1e999, "x": '), "Line 1 is damaged"),
        (lambda text: text.replace('"groups": [{', '"groups": [{}, {'), "Line 1 is damaged"),
        (lambda text: text.replace("tables/2", "tables/3"), "Line 1 does not say"),
    ],
)
def test_damaged_tables_are_refused_in_plain_words(of_characters: str, damage, says: str) -> None:
    with pytest.raises(QualcodeError) as caught:
        report_of_tables(damage(of_characters))
    assert says in str(caught.value)
