"""Masks against a naive reading of the same project, and against the one rule of when a turn is done."""

import random

import numpy as np
import pytest
from studies import Study

from qualcode.analysis.selection import Selection
from qualcode.analysis.status import status
from qualcode.analysis.tables import turn_masks
from qualcode.errors import QualcodeError
from qualcode.project.transcripts import list_transcripts, list_turns

CODERS = ("ana", "ben", "cem")
CODES = ("trust", "money", "late")


def scribble(study: Study, seed: int) -> None:
    """A random project: spans over parts of turns and over several, self-overlap, deleted rows, two rounds, undone turns."""
    rng = random.Random(seed)
    study.round("second")
    for name in ("north", "south"):
        study.talk(name, [(rng.choice(["Ines", "Omar"]), "x" * rng.randint(1, 9) + " y" * rng.randint(0, 9)) for _ in range(7)])
    for _ in range(40):
        transcript = rng.choice(["north", "south"])
        first = study.turn(transcript, rng.randint(1, 7))
        last = study.turn(transcript, min(7, first.number + rng.choice([0, 0, 0, 1, 3])))
        start = rng.randint(first.start_char, first.end_char - 1)
        place = (start, rng.randint(max(start, last.start_char) + 1, last.end_char))
        options = {"round": rng.choice(["main", "main", "second"]), "deleted": rng.random() < 0.2}
        study.code(rng.choice(CODERS), transcript, rng.choice((*CODES, "early")), place, **options)
    for coder in CODERS:
        numbers = rng.sample(range(1, 8), 3)
        study.done(coder, "north", *numbers, deleted=rng.random() < 0.3)
        study.done(coder, "south", 1, 2, round="second")


def naive(study: Study, coder: str, code: str | None, selection: Selection) -> list[tuple[bool, bool]]:
    """(seen, hit) of each selected turn, straight from the rows."""
    sql = """SELECT coding.transcript_id, start_char, end_char, code.key FROM coding JOIN code ON code.id = code_id
        JOIN coder ON coder.id = coder_id JOIN round ON round.id = round_id
        WHERE coder.name = :coder AND round.name = :round AND NOT deleted"""
    codings = study.store.reader.rows(sql, coder=coder, round=selection.rounds[0])
    declared = {
        row[0]
        for row in study.store.reader.rows(
            "SELECT turn_id FROM done JOIN coder ON coder.id = coder_id JOIN round ON round.id = round_id "
            "WHERE coder.name = :coder AND round.name = :round AND NOT deleted", coder=coder, round=selection.rounds[0],
        )
    }  # fmt: skip
    found = []
    for transcript in list_transcripts(study.store):
        for turn in list_turns(study.store, transcript.id):
            if turn.role in selection.without_roles or selection.text not in turn.text:
                continue
            here = [row for row in codings if row[0] == transcript.id and row[1] < turn.end_char and row[2] > turn.start_char]
            found.append((bool(here) or turn.id in declared, any(row[3] == code for row in here)))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_masks_are_what_a_naive_reading_gives(study: Study, seed: int) -> None:
    scribble(study, seed)
    for round in ("main", "second"):
        for more in ({}, {"without_roles": ("interviewer",)}, {"text": "y y"}):
            selection = Selection(coders=CODERS, codes=CODES, rounds=(round,), **more)  # type: ignore[arg-type]
            masks = turn_masks(study.store, selection)
            for coder in CODERS:
                for rank, code in enumerate(CODES):
                    seen = ((masks.seen & masks.bit(coder)) != 0).tolist()
                    hit = ((masks.hits[rank] & masks.bit(coder)) != 0).tolist()
                    assert list(zip(seen, hit, strict=True)) == naive(study, coder, code, selection)


def test_done_is_what_the_projects_one_rule_says(study: Study) -> None:
    scribble(study, 7)
    masks = turn_masks(study.store, Selection(coders=CODERS, codes=CODES, rounds=("main",)))
    by_rule = {each.coder: sum(one.done for one in each.transcripts) for each in status(study.store) if each.round == "main"}
    assert by_rule == {coder: int(((masks.seen & masks.bit(coder)) != 0).sum()) for coder in CODERS}


def test_trap_5_stacked_codes_all_count(study: Study) -> None:
    study.talk("north")
    for code in CODES:
        study.code("ana", "north", code, 2)
    masks = turn_masks(study.store, Selection(coders=("ana",), codes=CODES, rounds=("main",)))
    assert (masks.hits[:, 1] == 1).all()


def test_many_coders_get_wider_masks_and_too_many_are_refused(study: Study) -> None:
    study.talk("north")
    coders = tuple(f"c{number}" for number in range(11))
    for coder in (coders[0], coders[10]):
        study.code(coder, "north", "trust", 2)
    for coder in coders[1:10]:
        study.done(coder, "north", 1)
    masks = turn_masks(study.store, Selection(coders=coders, codes=("trust",), rounds=("main",)))
    assert masks.seen.dtype == np.uint16
    assert masks.named(int(masks.hits[0, 1])) == ("c0", "c10")
    with pytest.raises(QualcodeError, match="65 coders are too many"):
        turn_masks(study.store, Selection(coders=tuple(map(str, range(65))), codes=(), rounds=("main",)))


def test_a_project_without_codings_has_empty_masks(study: Study) -> None:
    study.talk("north")
    study.done("ana", "north", deleted=True)
    masks = turn_masks(study.store, Selection(coders=("ana",), codes=CODES, rounds=("main",)))
    assert masks.seen.tolist() == [0] * 6
    assert not masks.hits.any()
