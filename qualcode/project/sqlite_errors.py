"""SQLite's errors as sentences a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.project.database import NotNowError
from qualcode.project.layout import way_back
from qualcode.text import one_line

# First matching beginning of SQLite's extended error name wins.
_MEANINGS = {
    "SQLITE_BUSY": "{file} is in use: another program has been writing to it for a long time. Nothing was changed; try again.",
    "SQLITE_LOCKED": "{file} is in use by another part of this program. Nothing was changed; try again.",
    "SQLITE_FULL": "The disk that holds {file} is full. Nothing was changed; make room and try again.",
    "SQLITE_READONLY_DBMOVED": "{file} was replaced while it was open. Nothing was changed; open the project again.",
    "SQLITE_READONLY": "{file} cannot be written: the file, its folder or the disk is read only. Nothing was changed.",
    "SQLITE_CORRUPT": "{file} is damaged. Leave it as it is. {way_back}",
    "SQLITE_NOTADB": "{file} is damaged or no project database. Leave it as it is. {way_back}",
    "SQLITE_CANTOPEN": "{file} cannot be opened: it is not there, or the file or its folder is closed to you.",
    "SQLITE_PERM": "{file} cannot be opened: the file or its folder is closed to you.",
    "SQLITE_AUTH": "{file} cannot be opened: the file or its folder is closed to you.",
    "SQLITE_IOERR": "The disk that holds {file} failed to read or write. Nothing was changed; see to the disk.",
}


def plain(error: sqlite3.Error, path: Path) -> QualcodeError | None:
    """What `error` means for the database at `path`, or None where it is a fault of the program and must show itself."""
    name = getattr(error, "sqlite_errorname", "")
    meaning = next((text for start, text in _MEANINGS.items() if name.startswith(start)), None)
    if meaning is None:
        return None
    kinds = {"SQLITE_BUSY": NotNowError, "SQLITE_CORRUPT": DamagedError, "SQLITE_NOTADB": DamagedError}
    kind = next((kind for start, kind in kinds.items() if name.startswith(start)), QualcodeError)
    return kind(meaning.format(file=one_line(str(path)), way_back=way_back(path.parent)))


class DamagedError(QualcodeError):
    """A database that is damaged, or not one of ours."""


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises inside into plain sentences about `path`."""
    try:
        yield
    except sqlite3.Error as error:
        if meaning := plain(error, path):
            raise meaning from error
        raise
