"""The codes along each transcript, turn by turn."""

from dataclasses import dataclass

import numpy as np

from qualcode.analysis.coded import About, Coded, CodeName, read_coded
from qualcode.analysis.selection import Selection
from qualcode.project.store import Store


@dataclass(frozen=True)
class Timeline:
    """One transcript. `turns` is how many it has, `runs` (codes,) the chosen turns with each code as (first, last) numbers."""

    transcript: str
    turns: int
    done: int
    runs: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class Timelines:
    """The chosen transcripts, all with the same codes."""

    about: About
    codes: tuple[CodeName, ...]
    transcripts: tuple[Timeline, ...]


def timelines(store: Store, selection: Selection) -> Timelines:
    """Raises QualcodeError as `read_coded` does."""
    coded = read_coded(store, selection)
    here = np.unique(coded.turns.transcript_of[coded.chosen])
    return Timelines(coded.about, coded.codes, tuple(_timeline(coded, int(place)) for place in here))


def _timeline(coded: Coded, transcript: int) -> Timeline:
    inside = coded.turns.transcript_of == transcript
    turn, code = coded.marked[inside[coded.marked[:, 0]]].T
    numbers = coded.turns.numbers[turn]
    runs = tuple(_runs([int(number) for number in numbers[code == place]]) for place in range(len(coded.codes)))
    return Timeline(
        coded.turns.transcripts[transcript], int(coded.turns.numbers[inside].max()), int(coded.done[inside].sum()), runs
    )


def _runs(numbers: list[int]) -> tuple[tuple[int, int], ...]:
    """Rising numbers as runs without a gap."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)
