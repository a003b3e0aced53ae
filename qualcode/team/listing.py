"""A comparison as a listing, and what its decisions say about the definitions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from qualcode.analysis.side_by_side import ComparedCode, DecidedCode, Passage
from qualcode.coding.desk import CodingView, TurnView
from qualcode.team.comparing import ComparedTurn, Comparison, Wanted
from qualcode.team.differing import Item
from qualcode.team.outcomes import REASONS


def listing(comparison: Comparison, wanted: Wanted) -> Iterator[ComparedCode]:
    """The wanted items, in the order of the turns."""
    for turn in comparison.all_turns():
        for item in wanted.of(turn):
            yield _compared(comparison, turn, item)


def summary(comparison: Comparison, wanted: Wanted) -> list[DecidedCode]:
    """By code, those first whose definition most decisions say is to be mended."""
    differences, decided = Counter[str](), Counter[str]()
    reasons, notes = defaultdict[str, Counter[str]](Counter), defaultdict[str, list[tuple[str, str]]](list)
    for turn in comparison.all_turns():
        for item in wanted.of(turn):
            differences[item.code] += 1
            decided[item.code] += item.code in turn.decisions
            if decision := turn.decisions.get(item.code):
                reasons[item.code][decision.reason] += 1
                if decision.note:
                    notes[item.code].append((f"{turn.transcript}, turn {turn.turn.number}", decision.note))
    found = [
        DecidedCode(code, differences[code], decided[code], {each: reasons[code][each] for each in REASONS}, tuple(notes[code]))
        for code in differences
    ]
    return sorted(found, key=lambda each: (-each.to_mend, -each.differences, each.code))


def _compared(comparison: Comparison, turn: ComparedTurn, item: Item) -> ComparedCode:
    decision, said = turn.decisions.get(item.code), turn.turn
    return ComparedCode(
        transcript=turn.transcript,
        turn=said.number,
        speaker=said.speaker,
        text=said.text,
        code=item.code,
        kind=item.kind,
        coders={
            name: _passages(said, codings) if view.done else None
            for name, view, codings in zip(comparison.names, turn.views, item.codings, strict=True)
        },
        overlap=item.overlap,
        outcome=decision.outcome if decision else "",
        reason=decision.reason if decision else "",
        note=decision.note if decision else "",
        decided_by=decision.coder if decision else "",
        final=_passages(said, (coding for coding in turn.final if coding.code == item.code)),
    )


def _passages(said: TurnView, codings: Iterable[CodingView]) -> tuple[Passage, ...]:
    return tuple(Passage(each.start_char, each.end_char, words(said, each), each.memo) for each in codings)


def words(said: TurnView, coding: CodingView) -> str:
    """What of the turn the coding is on, with … where it goes on in another."""
    here = said.text[max(0, coding.start_char - said.start_char) : coding.end_char - said.start_char].strip()
    return "…" * (coding.start_char < said.start_char) + here + "…" * (coding.end_char > said.end_char)
