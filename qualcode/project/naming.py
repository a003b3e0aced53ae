"""Names of transcripts: taken from the file, unique in the project, found again by any unambiguous part."""

import unicodedata
from collections.abc import Collection, Iterable
from pathlib import PurePath


def storable(text: str) -> str:
    """`text` as the database can hold it: a file name that is not UTF-8 has lone surrogates, which become "?"."""
    return text.encode("utf-8", "replace").decode()


def stored_name(source_name: str) -> str:
    """A file name without its folder, storable, its letters composed."""
    return unicodedata.normalize("NFC", storable(PurePath(source_name).name))


def unique_name(source_name: str, taken: Collection[str]) -> str:
    """The file's name without its ending, with "-2", "-3", … where another transcript has it already."""
    name = stored_name(source_name)
    stem = PurePath(name).stem.strip() or name
    folded = {_folded(each) for each in taken}
    number, unique = 1, stem
    while _folded(unique) in folded:
        number += 1
        unique = f"{stem}-{number}"
    return unique


def matching(part: str, names: Iterable[str]) -> list[str]:
    """The one of `names` that is `part`, else all that have it inside; the case of letters does not count."""
    names = list(names)
    for same in (str.__eq__, lambda name, wanted: _folded(name) == _folded(wanted)):
        if found := [name for name in names if same(name, part)]:
            return found
    return [name for name in names if _folded(part) in _folded(name)]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
