"""Which transcript brought which codes: where new ones stop coming, the material says little that is new."""

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.analysis.coded import About, CodeName, read_coded
from qualcode.analysis.selection import Selection
from qualcode.project.store import Store


@dataclass(frozen=True, slots=True)
class Step:
    """A transcript: the codes it has, those of them that no transcript before it had, and how many there have been by then."""

    transcript: str
    turns: int
    codes: int
    new: tuple[str, ...]
    cumulative: int


@dataclass(frozen=True)
class Saturation:
    """Transcripts in order; `not_coded` are those that no coder has done a turn of, which can bring nothing."""

    about: About
    codes: tuple[CodeName, ...]
    steps: tuple[Step, ...]
    not_coded: tuple[str, ...]


def saturation(store: Store, selection: Selection) -> Saturation:
    """In the order in which the transcripts are named; without any, in the order they were taken in.

    Raises QualcodeError as `read_coded` does.
    """
    with store.reader.snapshot():
        coded = read_coded(store, selection)
        named = selection.checked(store).transcripts
    turns = dict.fromkeys(_in_order(coded.about.transcripts, named), 0)
    codes: dict[str, list[str]] = {name: [] for name in turns}
    for place in coded.turns.transcript_of[coded.done]:
        turns[coded.turns.transcripts[place]] += 1
    for turn, code in coded.marked:
        codes[coded.turns.transcripts[coded.turns.transcript_of[turn]]].append(coded.codes[code].key)
    done = [name for name, many in turns.items() if many]
    seen: dict[str, None] = {}
    steps = []
    for name in done:
        here = set(codes[name])
        new = tuple(code.key for code in coded.codes if code.key in here and code.key not in seen)
        seen |= dict.fromkeys(new)
        steps.append(Step(name, turns[name], len(here), new, len(seen)))
    return Saturation(coded.about, coded.codes, tuple(steps), tuple(name for name in turns if name not in done))


def _in_order(names: Sequence[str], named: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys((*named, *names)) if name in names]
