"""The key: which pseudonym stands for whom. A CSV file that a person edits in a spreadsheet; it lies beside the database,
and nothing of it is ever written into the project.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.project.sheets import DELIMITERS, read_rows
from qualcode.pseudonyms.names import Entry, Names
from qualcode.text import cell, listed, one_line

FILE = "pseudonyms.csv"
COLUMNS = ("original", "pseudonym", "kind", "case")
_REQUIRED = COLUMNS[:2]
_CASES = ("", "exact", "any")
_SHOWN = 10  # problems told in full
_LONGEST = 200  # letters of a pseudonym
_SHORTEST = 3  # letters of a word that alone may still give a name away


@dataclass(frozen=True)
class Key:
    """Checked entries, in the order of the file: no original twice, no pseudonym that is or holds an original."""

    entries: tuple[Entry, ...]


def read_key(path: Path) -> Key:
    """The key in a CSV file: columns original and pseudonym, optionally kind and case; UTF-8.

    Raises QualcodeError with every line that cannot be.
    """
    shown = one_line(str(path))
    if not path.exists():
        raise QualcodeError(
            f"There is no key {shown}. `qualcode pseudonyms suggest -o {FILE}` begins one, --key FILE names another."
        )
    read = read_rows(path)
    if read.notes:
        # Read as anything else, a name with an accent would not be found in the texts, and would stay in them.
        raise QualcodeError(f"{shown} is not UTF-8. Save it in the spreadsheet as “CSV UTF-8”.")
    header = [name.lower() for name in read.header]
    if any(header.count(name) != 1 for name in _REQUIRED):
        raise QualcodeError(f"The first line of {shown} must name the columns original, pseudonym and kind, each once.")
    rows = [(line, _entry(dict(zip(header, cells, strict=False)))) for line, cells in read.rows]
    problems = [f"line {line}: {problem}" for line, entry in rows if (problem := _problem(entry))] or list(_clashes(rows))
    if problems:
        more = [f"and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
        lines = "\n".join(f"  {problem}" for problem in [*problems[:_SHOWN], *more])
        raise QualcodeError(f"{shown} cannot be used as a key. Correct these lines:\n{lines}")
    if not rows:
        raise QualcodeError(f"{shown} holds no names. `qualcode pseudonyms suggest -o {shown}` proposes some.")
    return Key(tuple(entry for _, entry in rows))


def parted(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, and every word of three letters or more of those of several words, for texts that are taken apart."""
    there = list(entries)
    known = {" ".join(_words(entry.original)) for entry in there}
    words = {
        word: replace(entry, original=word, case="any")
        for entry in there
        for word in _words(entry.original)
        if len(word) >= _SHORTEST and word not in known
    }
    return [*there, *words.values()]


def with_rows(content: str, entries: Sequence[Entry]) -> str:
    """The text of a key file with rows added at its end, in its own columns; from "", a new file."""
    if not content.strip():
        content = ",".join(COLUMNS) + "\n"
    head = content.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    columns = [name.strip().lower() for name in next(csv.reader([head.rstrip("\r")], delimiter=delimiter))]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in content else "\n")
    for entry in entries:
        writer.writerow([cell(str(getattr(entry, name))) if name in COLUMNS else "" for name in columns])
    return content + ("" if content.endswith("\n") else "\n") + buffer.getvalue()


def add_rows(path: Path, entries: Sequence[Entry]) -> None:
    """Add rows to the key at `path`, or begin it; either way it is then for its owner only."""
    with layout.plain_file_errors(path):
        layout.refuse_link(path)
        there = path.exists()
        content = path.read_bytes().decode() if there else ""
        if there:
            path.chmod(0o600)
        layout.write_anew(path, with_rows(content, entries).encode())


def _entry(named: Mapping[str, str]) -> Entry:
    return Entry(**{name: " ".join(named.get(name, "").split()) for name in COLUMNS})


def _problem(entry: Entry) -> str:
    empty = [name for name in _REQUIRED if not getattr(entry, name)]
    if empty:
        return f"says no {listed(empty, 'and no')}"
    if not any(sign.isalnum() for sign in entry.original):
        return f"“{one_line(entry.original)}” holds no letter or digit"
    if len(entry.pseudonym) > _LONGEST or not entry.pseudonym.isprintable():
        return f"a pseudonym is up to {_LONGEST} plain characters"
    if entry.case not in _CASES:
        return f"case is exact, any or empty, not “{one_line(entry.case)}”"
    return ""


def _clashes(rows: Sequence[tuple[int, Entry]]) -> Iterator[str]:
    """What would leave a name standing, or bring one in."""
    first: dict[str, int] = {}
    originals = Originals(entry for _, entry in rows)
    for line, entry in rows:
        before = first.setdefault(" ".join(_words(entry.original)), line)
        if before != line:
            yield f"line {line}: “{one_line(entry.original)}” stands in line {before} already"
        if met := originals.clash(entry.pseudonym):
            yield f"line {line}: the pseudonym “{one_line(entry.pseudonym)}” is, holds or completes “{one_line(met.original)}”"


class Originals:
    """What no pseudonym may be, hold or complete to: "Ben" for somebody, beside a Ben Ruiz, would bring him in."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        there = tuple(entries)
        self._names = Names(there)
        self._longer = [(entry, words) for entry in there if len(words := _words(entry.original)) > 1]

    def clash(self, pseudonym: str) -> Entry | None:
        """The entry whose original `pseudonym` would bring into a text, if there is any."""
        held = (place.entry for form in (pseudonym, pseudonym.upper()) for place in self._names.found(form))
        words = _words(pseudonym)
        completed = (entry for entry, original in self._longer if _could_complete(words, original))
        return next(held, None) or next(completed, None)


def _words(name: str) -> list[str]:
    return name.casefold().split()


def _could_complete(pseudonym: list[str], original: list[str]) -> bool:
    """Whether the pseudonym's words, with words around them, could be the original: "Ben" before "Ruiz" is "Ben Ruiz"."""
    sizes = range(1, len(original))
    ends = any(pseudonym[-size:] == original[:size] and _named(original[:size]) for size in sizes)
    begins = any(pseudonym[:size] == original[-size:] and _named(original[-size:]) for size in sizes)
    return ends or begins


def _named(words: list[str]) -> bool:
    """Numbers alone are no part of a name: "Date 3" may stand for "1 June 2023" beside "3 May 2023"."""
    return not all(word.isdigit() for word in words)
