"""How often each code was used: codings of each coder, and the turns, transcripts, speakers and words that have it."""

from dataclasses import dataclass

import numpy as np

from qualcode.analysis.coded import About, Coded, read_coded
from qualcode.analysis.material import Numbers
from qualcode.analysis.said import Words, read_words
from qualcode.analysis.selection import Selection
from qualcode.project.store import Store


@dataclass(frozen=True, slots=True)
class Frequency:
    """A code in numbers. `codings` by layer; the others count once what several layers coded. `words` are those with the code,
    in whole or in part; `share` is of the turns done, None where none is."""

    code: str
    name: str
    codings: dict[str, int]
    turns: int
    share: float | None
    transcripts: int
    speakers: int
    words: int
    words_share: float | None


@dataclass(frozen=True)
class Frequencies:
    """Every chosen code, in the order of the codebook; `words` are those of the turns done."""

    about: About
    words: int
    codes: tuple[Frequency, ...]


def frequencies(store: Store, selection: Selection) -> Frequencies:
    """Raises QualcodeError as `read_coded` does."""
    with store.reader.snapshot():
        coded = read_coded(store, selection)
        words = read_words(store, coded.turns, coded.done)
    return frequencies_of(coded, words)


def frequencies_of(coded: Coded, words: Words) -> Frequencies:
    """The same from what was read; `words` are those of the turns done."""
    turn, code = coded.marked.T
    by_layer, with_code = coded.by_layer(), words.with_each(coded)
    done = coded.about.done
    found = tuple(
        Frequency(
            code=each.key,
            name=each.name,
            codings=dict(zip(coded.names, map(int, by_layer[place]), strict=True)),
            turns=len(here := turn[code == place]),
            share=_share(len(here), done),
            transcripts=_different(coded.turns.transcript_of[here]),
            speakers=_different(coded.speaker_of[here]),
            words=int(with_code[place]),
            words_share=_share(int(with_code[place]), len(words.starts)),
        )
        for place, each in enumerate(coded.codes)
    )
    return Frequencies(coded.about, len(words.starts), found)


def _different(values: Numbers) -> int:
    return len(np.unique(values))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
