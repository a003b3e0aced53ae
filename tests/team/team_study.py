"""A study that two people coded, ready to be compared and adjudicated."""

from pathlib import Path

from qualcode.analysis.selection import Selection
from qualcode.api import Project, create_project
from qualcode.team.adjudicating import Adjudication
from qualcode.team.comparing import ComparedTurn, Comparison
from qualcode.team.outcomes import Point

TALK = "Iris: What did the garden bring?\n\nTom: Neighbours, and beans, and a feud.\n\nIris: And money?\n\nTom: None yet.\n"
# By turn: codes, each on the whole turn or on characters of it.
Given = dict[int, list[tuple[str, tuple[int, int] | None]]]
ANA: Given = {
    2: [("data", None)],
    4: [("vision", None), ("irritation", None)],
    6: [("data", None)],
    7: [("finance", None)],
    8: [("vision", None)],
}
BEN: Given = {
    2: [("data", (5, 20))],
    4: [("finance", None), ("integration", None)],
    7: [("finance", None)],
    8: [("vision", None), ("data", None)],
}


def study(folder: Path, turns: int = 12) -> Project:
    """Three copies of TALK, of which both have done the first `turns` turns."""
    made = create_project(folder / "study")
    (folder / "north.txt").write_text(TALK * 3, encoding="utf-8")
    made.import_transcript(folder / "north.txt")
    ids = [turn.id for turn in made.turns("north")[:turns]]
    for coder, given in (("ana", ANA), ("ben", BEN)):
        session = made.session(coder)
        session.done(ids)
        for number, codes in given.items():
            for code, span in codes:
                session.apply(north(made), code, *place(made, number, *(span or ())))
    return made


def north(project: Project) -> str:
    return project.transcript("north").id


def place(project: Project, number: int, start: int = 0, end: int | None = None) -> tuple[int, int]:
    """Characters of a turn as characters of its transcript."""
    turn = project.turns("north")[number - 1]
    return turn.start_char + start, turn.end_char if end is None else turn.start_char + end


def table(project: Project, by: str = "ana") -> Adjudication:
    """`by` decides."""
    return Adjudication(Comparison(project.store, Selection()), by)


def at(project: Project, number: int, code: str) -> Point:
    return Point(north(project), number, code)


def seen(project: Project) -> list[tuple[int, dict[str, tuple[str, str, str]], list[tuple[str, int, int]]]]:
    """Every turn with what is decided and what stands in the consensus."""
    return [
        (turn.turn.number, {code: (each.outcome, each.reason, each.note) for code, each in turn.decisions.items()}, final(turn))
        for turn in Comparison(project.store, Selection()).all_turns()
    ]


def final(turn: ComparedTurn) -> list[tuple[str, int, int]]:
    """What stands of the consensus on a turn, in characters of it."""
    start = turn.turn.start_char
    return sorted((each.code, each.start_char - start, each.end_char - start) for each in turn.final)
