"""The one place where pseudonyms come into what is written: a document with every text in it replaced.

Numbers stay, and with them the offsets, which are those of the text as it is stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from qualcode.writeup.document import Document, Records

T = TypeVar("T")

_CHECKSUM = "sha256"


def disguised(document: Document, replaced: Callable[[str], str]) -> Document:
    """The document with `replaced` put on every text in it: blocks, charts, records, data (names in keys, too) and title."""
    return _disguised(document, replaced)


def _disguised(value: T, replaced: Callable[[str], str]) -> T:
    """`value`, of the same shape, whatever it is made of."""
    new: Any = value
    match value:
        case str():
            new = replaced(value)
        case Records():
            new = _records(value, replaced)
        case tuple() | list() | frozenset() | set():
            new = type(value)(_disguised(each, replaced) for each in value)
        case Mapping():
            new = _mapping(value, replaced)
        case _ if is_dataclass(value) and not isinstance(value, type):
            new = replace(value, **{each.name: _disguised(getattr(value, each.name), replaced) for each in fields(value)})
    same: T = new
    return same


def _records(records: Records, replaced: Callable[[str], str]) -> Records:
    hidden = {place for place, name in enumerate(records.columns) if name.endswith(_CHECKSUM)}
    rows = (tuple(None if place in hidden else cell for place, cell in enumerate(row)) for row in records.rows)
    return Records(_disguised(records.columns, replaced), tuple(_disguised(row, replaced) for row in rows))


def _mapping(data: Mapping[Any, Any], replaced: Callable[[str], str]) -> dict[Any, Any]:
    new: dict[Any, Any] = {}
    for key, value in data.items():
        name = _disguised(key, replaced)
        # Two names may share a pseudonym; what is said of either must stay.
        number = 2
        while name in new:
            name = f"{_disguised(key, replaced)} ({number})"
            number += 1
        # A checksum of the original would tell anyone who guesses a name whether the guess is right.
        new[name] = None if isinstance(key, str) and key.endswith(_CHECKSUM) else _disguised(value, replaced)
    return new
