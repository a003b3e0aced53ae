"""Opening a round: who codes what in it, all of it or a sample drawn for double coding."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.people import coder_name
from qualcode.project.rounds import RoundInfo, list_rounds, open_round
from qualcode.project.store import Store
from qualcode.project.transcripts import TranscriptInfo, find_transcript, list_transcripts
from qualcode.team.sampling import draw

_TURNS = """
    SELECT turn.id, speaker.name AS speaker FROM turn JOIN speaker ON speaker.id = turn.speaker_id
     WHERE turn.transcript_id = :transcript_id ORDER BY turn.number
"""


class About(TypedDict, total=False):
    """What kind of round, in which unit it is compared, and whether it is blind."""

    kind: str
    unit: str
    blind: bool


@dataclass(frozen=True)
class Sample:
    """How much is drawn: `size` turns or transcripts (as `of` says), or that many percent of them; `seed` makes the draw."""

    size: float
    percent: bool
    of: str
    seed: int

    def number(self, there: int) -> int:
        """How many of `there`."""
        return math.ceil(there * self.size / 100) if self.percent else int(self.size)


def open_for(
    store: Store,
    name: str,
    coders: Iterable[str] = (),
    transcripts: Iterable[str] = (),
    sample: Sample | None = None,
    **about: Unpack[About],
) -> RoundInfo:
    """Open a round in which every coder owes these transcripts (all, if none are named), or a sample of them.

    All or nothing. QualcodeError for a name that is taken, an unknown transcript, and a sample that is drawn for nobody or
    is larger than what there is.
    """
    owing = dict.fromkeys(coder_name(each) for each in coders)
    if sample and not owing:
        raise QualcodeError("A sample is drawn for somebody: name the coders with --coders ana,ben.")
    material = _named(store, transcripts)
    if owing and not material:
        raise QualcodeError("There is no transcript to assign yet. Take one in with `qualcode import FILE` first.")
    turns: list[str] = []
    if sample and sample.of == "transcript":
        material = draw({"": material}, sample.number(len(material)), sample.seed)
    elif sample:
        turns, material = _draw_turns(store, material, sample)
    assigned = {coder: [transcript.id for transcript in material] for coder in owing}
    open_round(store, name, assigned=assigned, sample=turns, seed=sample.seed if sample else None, **about)
    return list_rounds(store)[-1]


def turns_for(store: Store, code: str, half_width: float) -> int:
    """How many more turns two coders must share until the interval of the code's α is ± `half_width`, as the project's own
    codings let expect; at least 1. QualcodeError where they do not tell, as there is no interval yet."""
    # numpy, 0.14 s: a round of a size that is given does without
    from qualcode.agreement.planning import units_for_precision
    from qualcode.analysis.agreement import agreement

    report = agreement(store, Selection(codes=(code,)), unit="turn", with_disagreements=False)
    return max(1, units_for_precision(report.codes[0], half_width).more)


def _named(store: Store, names: Iterable[str]) -> list[TranscriptInfo]:
    return list({found.id: found for found in (find_transcript(store, name) for name in names)}.values()) or list_transcripts(
        store
    )


def _draw_turns(store: Store, material: Sequence[TranscriptInfo], sample: Sample) -> tuple[list[str], list[TranscriptInfo]]:
    """Ids of the turns drawn, and the transcripts that hold any. Strata are speakers in transcripts."""
    strata: dict[str, list[tuple[str, str]]] = {}
    for transcript in material:
        for row in store.reader.rows(_TURNS, transcript_id=transcript.id):
            strata.setdefault(f"{transcript.id} {row['speaker']}", []).append((transcript.id, row["id"]))
    drawn = draw(strata, sample.number(sum(map(len, strata.values()))), sample.seed)
    there = {transcript_id for transcript_id, _ in drawn}
    return [turn_id for _, turn_id in drawn], [transcript for transcript in material if transcript.id in there]
