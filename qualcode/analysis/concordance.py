"""A word wherever it is said, with the words around it (keyword in context)."""

from dataclasses import dataclass

import numpy as np

from qualcode.analysis.coded import About, Coded, read_coded
from qualcode.analysis.listings import transcript_texts
from qualcode.analysis.material import STRIDE
from qualcode.analysis.said import Words, read_words
from qualcode.analysis.selection import Selection
from qualcode.analysis.word_counts import folded, spelled
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.text import one_line, words


@dataclass(frozen=True, slots=True)
class Line:
    """One place where it is said. `before` and `after` are whole words of the same turn; places are those of `keyword`."""

    transcript: str
    turn: int
    speaker: str
    before: str
    keyword: str
    after: str
    start_char: int
    end_char: int


@dataclass(frozen=True)
class Concordance:
    """Every place, by transcript and turn."""

    about: About
    wanted: str
    coded_only: bool
    lines: tuple[Line, ...]


def concordance(store: Store, selection: Selection, wanted: str, around: int = 8) -> Concordance:
    """`wanted` is a word, several in a row, or with a final * any words that begin so, whatever the case of their letters.

    With `around` words before and after. Where codes or groups are chosen, only where it is coded with them. Raises
    QualcodeError as `read_coded` does, and where `wanted` has no word.
    """
    pattern = _pattern(wanted)
    only = bool(selection.codes or selection.groups)
    with store.reader.snapshot():
        coded = read_coded(store, selection)
        spoken = read_words(store, coded.turns, coded.chosen)
        said, texts = spelled(store, coded.turns, spoken), transcript_texts(store)
    inside = spoken.coded(coded) if only else np.ones(len(said), dtype=np.bool_)
    more = len(pattern) - 1
    found = [
        place
        for place in range(len(said) - more)
        if said[place].startswith(pattern[0].stem) and inside[place] and _fits(said, spoken, place, pattern)
    ]
    talk = _Talk(coded, spoken, texts)
    return Concordance(coded.about, wanted, only, tuple(talk.line(place, place + more, around) for place in found))


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    whole: bool

    def fits(self, said: str) -> bool:
        return said == self.stem if self.whole else said.startswith(self.stem)


def _pattern(wanted: str) -> list[_Word]:
    places = words(wanted)
    if not places:
        raise QualcodeError(
            f'"{one_line(wanted)}" has no word to look for. Give one, several in a row, or a beginning like pay*.'
        )
    return [_Word(folded(wanted[start:end]), wanted[end : end + 1] != "*") for start, end in places]


def _fits(said: list[str], spoken: Words, place: int, pattern: list[_Word]) -> bool:
    """Whether the words from `place` on are these, all in one turn."""
    same_turn = spoken.turn[place] == spoken.turn[place + len(pattern) - 1]
    return bool(same_turn) and all(word.fits(said[place + step]) for step, word in enumerate(pattern))


@dataclass(frozen=True)
class _Talk:
    """What was said, to quote from."""

    coded: Coded
    words: Words
    texts: dict[str, str]

    def line(self, first: int, last: int, around: int) -> Line:
        """The words from `first` to `last`; up to the turn's own edge where it is near, so that its signs come along."""
        turns, turn = self.coded.turns, int(self.words.turn[first])
        low, high = np.searchsorted(self.words.turn, [turn, turn + 1])
        begin, end = first - around, last + around
        transcript = int(turns.transcript_of[turn])
        text = self.texts[bytes(turns.transcript_ids[transcript]).decode()]
        left, start, stop, right = (
            int(place) - STRIDE * transcript
            for place in (
                turns.starts[turn] if begin <= low else self.words.starts[begin],
                self.words.starts[first],
                self.words.ends[last],
                turns.ends[turn] if end >= high - 1 else self.words.ends[end],
            )
        )
        return Line(
            transcript=turns.transcripts[transcript],
            turn=int(turns.numbers[turn]),
            speaker=self.coded.speakers[self.coded.speaker_of[turn]],
            before=text[left:start].strip(),
            keyword=text[start:stop],
            after=text[stop:right].strip(),
            start_char=start,
            end_char=stop,
        )
