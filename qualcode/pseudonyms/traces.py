"""Originals that are still in a file: whatever the case of their letters and whatever accents they lost or gained."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from unicodedata import category, normalize

from qualcode.pseudonyms.contents import Unreadable, contents
from qualcode.pseudonyms.names import Entry, Names

_PLACES = 5  # told of each original and file


@dataclass(frozen=True, slots=True)
class Trace:
    """An original in a file: how often it is there, and the first places."""

    file: str
    original: str
    pseudonym: str
    count: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in files, and which of their parts nobody can read as text (pictures)."""

    traces: tuple[Trace, ...]
    unreadable: tuple[str, ...]


def traces(files: Iterable[Path], entries: Iterable[Entry]) -> Looked:
    """Every original left in the files. Raises QualcodeError on a file that cannot be looked into."""
    plain = {replace(entry, original=unaccented(entry.original)): entry for entry in entries}
    names = Names(plain)
    found: dict[tuple[Path, Entry], list[str]] = {}
    unreadable = []
    for file in files:
        for piece in contents(file):
            if isinstance(piece, Unreadable):
                unreadable.append(f"{file}: {piece.part}")
                continue
            text = unaccented(piece.text)
            lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
            for place in names.found(text):
                where = ", ".join(filter(None, (piece.part, f"{piece.unit} {bisect_right(lines, place.start)}")))
                found.setdefault((file, plain[place.entry]), []).append(where)
    there = (
        Trace(str(file), entry.original, entry.pseudonym, len(places), tuple(dict.fromkeys(places))[:_PLACES])
        for (file, entry), places in found.items()
    )
    return Looked(tuple(there), tuple(unreadable))


def unaccented(text: str) -> str:
    """`text` without the marks on its letters."""
    if text.isascii():
        return text
    return "".join(sign for sign in normalize("NFD", text) if category(sign) != "Mn")
