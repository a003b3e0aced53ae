"""Units against a naive reading of the same project, and against the one rule of when a turn is done."""

import random
from functools import cache
from typing import Any

import numpy as np
import pytest
from studies import Fill, Study, StudyOf

from qualcode.agreement import CodedUnits, coefficients
from qualcode.agreement.span_units import character_units
from qualcode.analysis.agreement import agreement
from qualcode.analysis.compared import Compared, Layer
from qualcode.analysis.material import Material, read_material
from qualcode.analysis.selection import Selection
from qualcode.analysis.status import status
from qualcode.analysis.units import coded_spans, coded_units, sentence_units, turn_units
from qualcode.errors import QualcodeError
from qualcode.project.transcripts import list_transcripts, list_turns
from qualcode.text import sentences

CODERS = ("ana", "ben", "cem")
CODES = ("trust", "money", "late")


@cache
def scribbled(seed: int) -> Fill:
    """A random project: spans over parts of turns and over several, self-overlap, deleted rows, two rounds, undone turns."""
    return lambda study: _scribble(study, seed)


def _scribble(study: Study, seed: int) -> None:
    rng = random.Random(seed)
    study.round("second")
    for name in ("north", "south"):
        said = ["x" * rng.randint(1, 9) + rng.choice([" y", "y. Z", ". ", "? Y"]) * rng.randint(0, 9) for _ in range(7)]
        study.talk(name, [(rng.choice(["Ines", "Omar"]), words.strip()) for words in said])
    for _ in range(40):
        transcript = rng.choice(["north", "south"])
        first = study.turn(transcript, rng.randint(1, 7))
        last = study.turn(transcript, min(7, first.number + rng.choice([0, 0, 0, 1, 3])))
        start = rng.randint(first.start_char, first.end_char - 1)
        place = (start, rng.randint(max(start, last.start_char) + 1, last.end_char))
        options = {"round": rng.choice(["main", "main", "second"]), "deleted": rng.random() < 0.2}
        study.code(rng.choice(CODERS), transcript, rng.choice((*CODES, "early", "budgets")), place, **options)
    for coder in CODERS:
        numbers = rng.sample(range(1, 8), 3)
        study.done(coder, "north", *numbers, deleted=rng.random() < 0.3)
        study.done(coder, "south", 1, 2, round="second")


def material_of(
    study: Study, coders: tuple[str, ...] = CODERS, codes: tuple[str, ...] = CODES, round: str = "main", *,
    roll_up: bool = False, **filters: Any,
) -> Material:  # fmt: skip
    layers = tuple(Layer(coder, round) for coder in coders)
    chosen = Compared(Selection(coders=coders, codes=codes, rounds=(round,), **filters), layers)
    return read_material(study.store, chosen, roll_up=roll_up)


def turn_masks(study: Study, *args: Any, **options: Any) -> CodedUnits:
    material = material_of(study, *args, **options)
    return coded_units(material, turn_units(material.turns))


def said_of(units: CodedUnits, coder: int, code: int) -> list[tuple[bool, bool]]:
    """(seen, hit) of every unit."""
    bit = units.seen.dtype.type(1 << coder)
    return list(zip(((units.seen & bit) != 0).tolist(), ((units.hits[code] & bit) != 0).tolist(), strict=True))


def naive(study: Study, coder: str, codes: tuple[str, ...], round: str, unit: str, **filters: Any) -> list[tuple[bool, bool]]:
    """(seen, hit) of each unit of the selected turns, straight from the rows: any of the codes counts."""
    selection = Selection(**filters)
    sql = """SELECT coding.transcript_id, start_char, end_char, code.key FROM coding JOIN code ON code.id = code_id
        JOIN coder ON coder.id = coder_id JOIN round ON round.id = round_id
        WHERE coder.name = :coder AND round.name = :round AND NOT deleted"""
    codings = study.store.reader.rows(sql, coder=coder, round=round)
    declared = {
        row[0]
        for row in study.store.reader.rows(
            "SELECT turn_id FROM done JOIN coder ON coder.id = coder_id JOIN round ON round.id = round_id "
            "WHERE coder.name = :coder AND round.name = :round AND NOT deleted", coder=coder, round=round,
        )
    }  # fmt: skip
    found = []
    for transcript in list_transcripts(study.store):
        for turn in list_turns(study.store, transcript.id):
            if turn.role in selection.without_roles or selection.text not in turn.text:
                continue
            here = [row for row in codings if row[0] == transcript.id and row[1] < turn.end_char and row[2] > turn.start_char]
            done = bool(here) or turn.id in declared
            for start, end in PIECES[unit](turn.text):
                inside = [row for row in here if row[1] < turn.start_char + end and row[2] > turn.start_char + start]
                found.append((done, any(row[3] in codes for row in inside)))
    return found


PIECES = {
    "turn": lambda text: [(0, len(text))],
    "sentence": sentences,
    "character": lambda text: [(place, place + 1) for place in range(len(text))],
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("unit", ["turn", "sentence"])
def test_units_are_what_a_naive_reading_gives(study_of: StudyOf, seed: int, unit: str) -> None:
    study = study_of(scribbled(seed))
    for round in ("main", "second"):
        for more in ({}, {"without_roles": ("interviewer",)}, {"text": "y y"}):
            try:
                material = material_of(study, round=round, **more)
            except QualcodeError:
                assert naive(study, "ana", CODES, round, unit, **more) == []
                continue
            places = turn_units(material.turns) if unit == "turn" else sentence_units(study.store, material.turns)
            units = coded_units(material, places)
            for rank, coder in enumerate(CODERS):
                for place, code in enumerate(CODES):
                    assert said_of(units, rank, place) == naive(study, coder, (code,), round, unit, **more)


@pytest.mark.parametrize("seed", range(3))
def test_the_weights_of_characters_add_up_to_what_each_character_says(study_of: StudyOf, seed: int) -> None:
    study = study_of(scribbled(seed))
    units = character_units(coded_spans(material_of(study)))
    assert units.weight is not None
    patterns = np.stack([units.seen, *units.hits])
    found: dict[tuple[int, ...], int] = {}
    for column, weight in zip(patterns.T.tolist(), units.weight.tolist(), strict=True):
        found[tuple(column)] = found.get(tuple(column), 0) + weight
    each = [[naive(study, coder, (code,), "main", "character") for code in CODES] for coder in CODERS]
    expected: dict[tuple[int, ...], int] = {}
    for place in range(len(each[0][0])):
        seen = sum(each[rank][0][place][0] << rank for rank in range(3))
        key = (seen, *(sum(each[rank][code][place][1] << rank for rank in range(3)) for code in range(3)))
        expected[key] = expected.get(key, 0) + 1
    expected.pop((0, 0, 0, 0), None)
    assert {key: many for key, many in found.items() if key[0]} == expected


@pytest.mark.parametrize("unit", ["turn", "sentence", "character"])
def test_alpha_of_each_unit_is_that_of_the_naive_table(study_of: StudyOf, unit: str) -> None:
    study = study_of(scribbled(5))
    report = agreement(study.store, Selection(codes=CODES, rounds=("main",)), unit=unit, ci="none")
    for code in report.codes:
        columns = [naive(study, coder, (code.code,), "main", unit) for coder in CODERS]
        rows = [[float(hit) if seen else None for seen, hit in row] for row in zip(*columns, strict=True)]
        expected = coefficients(rows, categories=(0.0, 1.0)).coefficients["krippendorff_alpha"].value
        assert code.coefficients["krippendorff_alpha"].value == pytest.approx(expected)
        assert report.about.total == len(rows)
        assert report.about.not_done["ana"] == sum(not seen for seen, _ in columns[0])


def test_rolled_up_a_parent_has_what_its_children_have(study_of: StudyOf) -> None:
    study = study_of(scribbled(1))
    for roll_up, counted in ((False, ("money",)), (True, ("money", "budgets"))):
        units = turn_masks(study, codes=("trust", "money"), roll_up=roll_up)
        for rank, coder in enumerate(CODERS):
            assert said_of(units, rank, 1) == naive(study, coder, counted, "main", "turn")
            assert said_of(units, rank, 0) == naive(study, coder, ("trust",), "main", "turn")


def test_done_is_what_the_projects_one_rule_says(study_of: StudyOf) -> None:
    study = study_of(scribbled(7))
    sql = "SELECT count(*) FROM {} AS layer JOIN coder ON coder.id = coder_id JOIN round ON round.id = round_id WHERE " \
        "coder.name = :coder AND round.name = :round"  # fmt: skip
    from done_rule import DONE_TURNS

    for each in status(study.store):
        by_rule = study.store.reader.value(sql.format(DONE_TURNS), coder=each.coder, round=each.round)
        assert by_rule == sum(one.done for one in each.transcripts)
        seen = turn_masks(study, coders=(each.coder,), round=each.round).seen
        assert by_rule == int((seen != 0).sum())


def test_trap_5_stacked_codes_all_count(study: Study) -> None:
    study.talk("north")
    for code in CODES:
        study.code("ana", "north", code, 2)
    assert (turn_masks(study, coders=("ana",)).hits[:, 1] == 1).all()


def test_many_coders_get_wider_masks_and_too_many_are_refused(study: Study) -> None:
    study.talk("north")
    coders = tuple(f"c{number}" for number in range(11))
    for coder in (coders[0], coders[10]):
        study.code(coder, "north", "trust", 2)
    for coder in coders[1:10]:
        study.done(coder, "north", 1)
    units = turn_masks(study, coders, ("trust",))
    assert units.seen.dtype == np.uint16
    assert units.hits[0, 1] == 1 << 10 | 1
    with pytest.raises(QualcodeError, match="65 coders are too many"):
        turn_masks(study, tuple(map(str, range(65))), ("trust",))


def test_a_project_without_codings_has_empty_masks(study: Study) -> None:
    study.talk("north")
    study.done("ana", "north", deleted=True)
    units = turn_masks(study, ("ana",))
    assert units.seen.tolist() == [0] * 6
    assert not units.hits.any()
