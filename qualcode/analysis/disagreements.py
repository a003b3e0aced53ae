"""Where coders differ: the list that a discussion works through."""

from dataclasses import dataclass

from qualcode.analysis.compared import compared
from qualcode.analysis.selection import Selection
from qualcode.project.store import Store
from qualcode.project.transcripts import find_transcript, list_turns


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A code that some coders put on a turn and others, who have done it too, did not. `text` is the turn's."""

    transcript: str
    turn: int
    code: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    text: str


def disagreements(store: Store, selection: Selection) -> list[Disagreement]:
    """By transcript, turn and code, of one round. Coders who have not done a turn have no part in it.

    Raises QualcodeError on a name the project does not have, and where there are not two coders to compare.
    """
    # numpy, 0.14 s: only comparing needs it.
    import numpy as np

    from qualcode.analysis.tables import turn_masks

    masks = turn_masks(store, compared(store, selection))
    missed = masks.seen & ~masks.hits
    turns, codes = np.nonzero(((masks.hits != 0) & (missed != 0)).T)
    transcripts = [masks.transcripts[rank] for rank in masks.transcript_of[turns]]
    said = {name: _said(store, name) for name in set(transcripts)}
    return [
        Disagreement(
            transcript=transcript,
            turn=int(masks.numbers[turn]),
            code=masks.codes[code],
            present=masks.named(int(masks.hits[code, turn])),
            absent=masks.named(int(missed[code, turn])),
            text=said[transcript][int(masks.numbers[turn])],
        )
        for transcript, turn, code in zip(transcripts, turns, codes, strict=True)
    ]


def _said(store: Store, transcript: str) -> dict[int, str]:
    return {turn.number: turn.text for turn in list_turns(store, find_transcript(store, transcript).id)}
