"""What can be decided about a code on a turn, and what follows from it for the consensus. Writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from qualcode.errors import QualcodeError
from qualcode.team.comparing import ComparedTurn, Comparison
from qualcode.team.differing import Item, Place, meet, merged
from qualcode.text import listed, one_line

REASONS: Final = ("guideline gap", "ambiguous text", "slip", "boundary", "other")
UNION, NEITHER, EDIT = "union", "neither", "edit"
_TAKE = "take "


def taking(coder: str) -> str:
    """The outcome that a coder was right."""
    return _TAKE + coder


class Point(NamedTuple):
    """A code on a turn: what is decided about."""

    transcript_id: str
    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Rationale:
    """Why: one of REASONS, and in one's own words."""

    reason: str = "other"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to stand of one code on these turns."""

    code: str
    turns: Sequence[ComparedTurn]
    outcome: str
    places: Sequence[Place]

    @property
    def numbers(self) -> set[int]:
        """Numbers of the turns."""
        return {turn.turn.number for turn in self.turns}


def check(comparison: Comparison, outcome: str, why: Rationale) -> None:
    """QualcodeError where there is no such outcome or reason."""
    outcomes = [*map(taking, comparison.names), UNION, NEITHER, EDIT]
    for word, known, noun in ((outcome, outcomes, "outcome"), (why.reason, REASONS, "reason")):
        if word not in known:
            raise QualcodeError(
                f'There is no {noun} "{one_line(word)}". There are: {listed([one_line(name) for name in known])}.'
            )


def plan(comparison: Comparison, point: Point, outcome: str, places: Sequence[Place]) -> list[Plan]:
    """For the code itself, last; before it for the codes that exclude it where it is to stand, and reach no further."""
    main = _plan(comparison, point, outcome, places)
    book = comparison.store.codebook()
    rivals = book.rivals(point.code) if point.code in book.by_key else ()
    here = list(main.places)
    if outcome.startswith(_TAKE):  # where the coder has another code instead, the others' places are meant
        here += [Place(each.start_char, each.end_char) for turn in main.turns for each in turn.everyone(point.code)]
    along = [
        _plan(comparison, Point(point.transcript_id, turn.turn.number, rival), _along(outcome), ())
        for rival in rivals
        for turn in main.turns
        if any(meet(coding, place) for coding in turn.everyone(rival) for place in here)
    ]
    return [*{(each.code, min(each.numbers)): each for each in along if each.numbers <= main.numbers}.values(), main]


def agreed(turn: ComparedTurn) -> Iterator[tuple[str, Place]]:
    """The codes that coders agree on and nobody has decided about, each where the first of them has it."""
    for item in turn.items:
        if item.kind == "equal" and item.code not in turn.decisions:
            yield from ((item.code, place) for place in next(filter(None, item.places)))


def standing(turn: ComparedTurn, code: str) -> list[Place]:
    """Where a code stands on a turn by what is decided so far, or else by what the coders agree on."""
    decided = [Place(coding.start_char, coding.end_char) for coding in turn.final if coding.code == code]
    return decided or [place for each, place in agreed(turn) if each == code]


def item_of(turn: ComparedTurn, code: str) -> Item | None:
    """What coders have of a code on a turn, if two have done it."""
    return next((item for item in turn.items if item.code == code), None)


def _plan(comparison: Comparison, point: Point, outcome: str, places: Sequence[Place]) -> Plan:
    turns = comparison.linked(*point)
    if not turns:
        raise QualcodeError(f"Turn {point.number} is not in this transcript any more. Nothing was decided.")
    if outcome == EDIT:
        return Plan(point.code, turns, outcome, list(places))
    right = [comparison.names.index(outcome.removeprefix(_TAKE))] if outcome.startswith(_TAKE) else []
    layers = range(len(comparison.names)) if outcome == UNION else right
    given = {
        Place(coding.start_char, coding.end_char)
        for turn in turns
        for layer in layers
        for coding in turn.views[layer].codings
        if coding.code == point.code
    }
    return Plan(point.code, turns, outcome, merged(given) if outcome == UNION else sorted(given))


def _along(outcome: str) -> str:
    """Whoever is right about a code is right about those it excludes; else they cannot stand beside it."""
    return outcome if outcome.startswith(_TAKE) else NEITHER
