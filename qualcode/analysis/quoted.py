"""Whose words are quoted: each speaker's share of the coded passages beside their share of what was said."""

from dataclasses import dataclass

import numpy as np

from qualcode.analysis.coded import About, Coded, read_coded
from qualcode.analysis.said import Words, read_words
from qualcode.analysis.selection import Selection
from qualcode.project.store import Store


@dataclass(frozen=True, slots=True)
class SpeakerQuotes:
    """A speaker in numbers. A passage with several codes, or of several coders, is one quote; it is theirs in whose turn it
    starts. Shares are of all chosen speakers' turns, words and quotes."""

    speaker: str
    role: str
    turns: int
    words: int
    quotes: int
    turns_share: float
    words_share: float | None
    quotes_share: float | None

    @property
    def times(self) -> float | None:
        """How many times their share of the words their share of the quotes is; None where it cannot be told."""
        return self.quotes_share / self.words_share if self.words_share and self.quotes_share is not None else None


@dataclass(frozen=True)
class Quoted:
    """Every speaker of a chosen turn, those with the most quotes for their words first."""

    about: About
    quotes: int
    words: int
    speakers: tuple[SpeakerQuotes, ...]


def quoted(store: Store, selection: Selection) -> Quoted:
    """Raises QualcodeError as `read_coded` does."""
    with store.reader.snapshot():
        coded = read_coded(store, selection)
        words = read_words(store, coded.turns, coded.chosen)
    return _quoted(coded, words)


def _quoted(coded: Coded, words: Words) -> Quoted:
    kept = coded.counted
    # By the words they touch: an excerpt quotes these whole.
    passages = np.unique(np.stack([coded.turn[kept], *words.within(coded.starts[kept], coded.ends[kept])], axis=1), axis=0)
    number = len(coded.speakers)
    where = (np.flatnonzero(coded.chosen), words.turn, passages[:, 0])
    turns, spoken, quotes = (np.bincount(coded.speaker_of[places], minlength=number) for places in where)
    found = [
        SpeakerQuotes(
            speaker=coded.speakers[place],
            role=coded.roles[place],
            turns=int(turns[place]),
            words=int(spoken[place]),
            quotes=int(quotes[place]),
            turns_share=float(turns[place] / turns.sum()),
            words_share=_share(spoken[place], spoken.sum()),
            quotes_share=_share(quotes[place], quotes.sum()),
        )
        for place in np.flatnonzero(turns)
    ]
    return Quoted(coded.about, len(passages), len(words.starts), tuple(sorted(found, key=lambda each: -(each.times or 0))))


def _share(part: int, whole: int) -> float | None:
    return float(part / whole) if whole else None
