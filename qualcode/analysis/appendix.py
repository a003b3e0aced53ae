"""The codebook for an appendix: what each code means, how often it was used, and examples from the data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.analysis.coded import About, read_coded
from qualcode.analysis.excerpts import Excerpt, excerpts
from qualcode.analysis.frequencies import Frequency, frequencies_of
from qualcode.analysis.said import read_words
from qualcode.analysis.selection import Selection
from qualcode.codebook.model import Code
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.text import words

_GOOD_LENGTH = 30  # words: long enough to understand, short enough for a table of codes


@dataclass(frozen=True)
class AppendixCode:
    """A code with its names from the top down, its group ("" without one) and examples; None for one that is retired."""

    code: Code | None
    path: tuple[str, ...]
    group: str
    used: Frequency
    examples: tuple[Excerpt, ...]


@dataclass(frozen=True)
class Appendix:
    """The chosen codes, in the order of the codebook."""

    about: About
    title: str
    description: str
    revision: int
    codes: tuple[AppendixCode, ...]


def appendix(store: Store, selection: Selection, examples: int = 2) -> Appendix:
    """With up to so many example quotes a code. Raises QualcodeError as `read_coded` does."""
    if examples < 0:
        raise QualcodeError(f"{examples} example quotes make no sense. Give 0 or more.")
    with store.reader.snapshot():
        coded = read_coded(store, selection)
        used = frequencies_of(coded, read_words(store, coded.turns, coded.done))
        quotes: dict[str, list[Excerpt]] = {}
        for excerpt in excerpts(store, selection) if examples else ():
            quotes.setdefault(excerpt.code, []).append(excerpt)
        book, revision = store.codebook(), store.revision()
    groups = {group.key: group.name for group in book.groups}
    codes = tuple(
        AppendixCode(
            code=(code := book.by_key.get(each.code)),
            path=book.paths.get(each.code, (each.name,)),
            group=groups.get(code.group or "", "") if code else "",
            used=each,
            examples=tuple(_typical(quotes.get(each.code, ()), examples)),
        )
        for each in used.codes
    )
    return Appendix(coded.about, book.title, book.description, revision, codes)


def _typical(quotes: Sequence[Excerpt], most: int) -> Iterable[Excerpt]:
    """Quotes of as many speakers as there are, those that more coders gave and that are of a good length first."""
    by_speaker: dict[str, list[Excerpt]] = {}
    for quote in sorted(quotes, key=lambda each: (-len(each.coders), abs(len(words(each.text)) - _GOOD_LENGTH))):
        by_speaker.setdefault(quote.speaker, []).append(quote)
    ranked = sorted(((rank, quote) for own in by_speaker.values() for rank, quote in enumerate(own)), key=lambda each: each[0])
    return (quote for _, quote in ranked[:most])
