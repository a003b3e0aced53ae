"""How often each word is said, whatever the case of its letters."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.analysis.coded import About, read_coded
from qualcode.analysis.listings import transcript_texts
from qualcode.analysis.material import STRIDE, Numbers, Turns
from qualcode.analysis.said import Words, read_words
from qualcode.analysis.selection import Selection
from qualcode.project.store import Store


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word, in how many transcripts and by how many speakers it was said."""

    word: str
    count: int
    share: float
    transcripts: int
    speakers: int


@dataclass(frozen=True)
class WordCounts:
    """Words by frequency, then by alphabet. `total` counts all words, `stopped` those of them that were left out."""

    about: About
    coded_only: bool
    total: int
    stopped: int
    words: tuple[WordCount, ...]


def word_counts(store: Store, selection: Selection, stop: Collection[str] = ()) -> WordCounts:
    """The words of the chosen turns; where codes or groups are chosen, only words coded with them.

    Words in `stop` are left out; shares are of all words. Raises QualcodeError as `read_coded` does.
    """
    only = bool(selection.codes or selection.groups)
    with store.reader.snapshot():
        coded = read_coded(store, selection)
        words = read_words(store, coded.turns, coded.chosen)
        words = words.only(words.coded(coded)) if only else words
        said = spelled(store, coded.turns, words)
    places: dict[str, int] = {}
    which = np.array([places.setdefault(word, len(places)) for word in said], dtype=np.int64)
    counts = np.bincount(which, minlength=len(places))
    transcripts = _in_how_many(which, coded.turns.transcript_of[words.turn], len(places))
    speakers = _in_how_many(which, coded.speaker_of[words.turn], len(places))
    stopped = {folded(word) for word in stop}
    found = [
        WordCount(word, int(counts[place]), float(counts[place] / len(said)), int(transcripts[place]), int(speakers[place]))
        for word, place in places.items()
        if word not in stopped
    ]
    found.sort(key=lambda each: (-each.count, each.word))
    return WordCounts(coded.about, only, len(said), len(said) - sum(each.count for each in found), tuple(found))


def folded(word: str) -> str:
    """A word as it is counted: without case, with plain apostrophes and hyphens."""
    if word.isascii():
        return word.lower()
    return word.casefold().replace("’", "'").replace("‐", "-").replace("‑", "-")


def spelled(store: Store, turns: Turns, words: Words) -> list[str]:
    """Each of the words, folded."""
    texts = transcript_texts(store)
    of_transcript = [texts[bytes(name).decode()] for name in turns.transcript_ids]
    transcript = turns.transcript_of[words.turn]
    places = (transcript, words.starts - STRIDE * transcript, words.ends - STRIDE * transcript)
    return [folded(of_transcript[text][start:end]) for text, start, end in _rows(places)]


def _rows(columns: Sequence[Numbers]) -> Iterator[tuple[int, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)


def _in_how_many(which: Numbers, where: Numbers, size: int) -> Numbers:
    """For each word, in how many different places it stands."""
    places = 1 + where.max(initial=0)
    return np.bincount(np.unique(which * places + where) // places, minlength=size)
