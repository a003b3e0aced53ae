"""The codebook for an appendix: what each code means, how often it was used, and examples from the data."""

from dataclasses import dataclass

from qualcode.analysis.coded import About, read_coded
from qualcode.analysis.excerpts import Excerpt, Quoting, excerpts
from qualcode.analysis.frequencies import Frequency, frequencies_of
from qualcode.analysis.said import read_words
from qualcode.analysis.selection import Selection
from qualcode.codebook.model import Code
from qualcode.errors import QualcodeError
from qualcode.project.store import Store


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
    """With up to so many example quotes a code, drawn at random and spread over speakers.

    Raises QualcodeError as `read_coded` does.
    """
    if examples < 0:
        raise QualcodeError(f"{examples} example quotes make no sense. Give 0 or more.")
    with store.reader.snapshot():
        coded = read_coded(store, selection)
        used = frequencies_of(coded, read_words(store, coded.turns, coded.done))
        quotes: dict[str, list[Excerpt]] = {}
        for excerpt in excerpts(store, selection, Quoting(sample=examples)) if examples else ():
            quotes.setdefault(excerpt.code, []).append(excerpt)
        book, revision = store.codebook(), store.revision()
    groups = {group.key: group.name for group in book.groups}
    codes = tuple(
        AppendixCode(
            code=(code := book.by_key.get(each.code)),
            path=book.paths.get(each.code, (each.name,)),
            group=groups.get(code.group or "", "") if code else "",
            used=each,
            examples=tuple(quotes.get(each.code, ())),
        )
        for each in used.codes
    )
    return Appendix(coded.about, book.title, book.description, revision, codes)
