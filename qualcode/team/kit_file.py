"""A kit as one file: a zip archive of kit.json, and each transcript's text and source.

Archives come from outside: members are read by the names we know, never extracted, and no further than a limit.
"""

import io
import json
import re
import zipfile
import zlib
from dataclasses import asdict
from typing import Any, Final

from qualcode.errors import QualcodeError
from qualcode.team.kit import TABLES, Kit, checked
from qualcode.text import one_line

FORMAT: Final = 1
_DESCRIPTION: Final = "kit.json"
_MEMBER = re.compile(r"kit\.json|codebook\.yaml|(texts|sources)/[0-9]{1,6}")
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of the format: the same kit gives the same bytes
_MOST_MEMBERS: Final = 20_000
_MOST_BYTES: Final = 2_000_000_000
_MOST_RATIO: Final = 200  # a text seldom shrinks to a tenth

_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, EOFError, RecursionError, NotImplementedError, RuntimeError,
)  # fmt: skip


def written(kit: Kit) -> bytes:
    """The archive's bytes."""
    files = {_DESCRIPTION: b"", "codebook.yaml": kit.rows["codebook_revision"][-1]["yaml"].encode()}
    transcripts = []
    for number, row in enumerate(kit.rows["transcript"]):
        files[f"texts/{number}"], files[f"sources/{number}"] = row["text"].encode(), row["source"]
        transcripts.append({name: value for name, value in row.items() if name not in {"text", "source"}})
    about = {"format": FORMAT, **asdict(kit), "rows": {**kit.rows, "transcript": transcripts}}
    files[_DESCRIPTION] = json.dumps(about, ensure_ascii=False, indent=1).encode()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in files.items():
            archive.writestr(zipfile.ZipInfo(name, _BEGINNING), member, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def read(content: bytes, name: str) -> Kit:
    """The kit in a file called `name`. QualcodeError for one that is none, of a later format, not whole, or too large."""
    shown = one_line(name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = _members(archive, shown)
        about = json.loads(files[_DESCRIPTION])
        if about["format"] > FORMAT:
            raise QualcodeError(f"{shown} was written by a newer qualcode. Update qualcode to start from it.")
        return _kit(about, files)
    except _DAMAGE as error:
        raise QualcodeError(f"{shown} is not a kit, or is damaged. Ask for one made with `qualcode share --kit`.") from error


def _members(archive: zipfile.ZipFile, shown: str) -> dict[str, bytes]:
    listed = archive.infolist()
    names = {member.filename for member in listed}
    if len(listed) > _MOST_MEMBERS or len(names) < len(listed) or not all(_MEMBER.fullmatch(name) for name in names):
        raise QualcodeError(f"{shown} holds files that no kit has. It was not opened.")
    found, left = {}, _MOST_BYTES
    for member in listed:
        limit = min(left, 100_000 + _MOST_RATIO * member.compress_size)
        with archive.open(member) as file:
            found[member.filename] = file.read(limit + 1)
        if len(found[member.filename]) > limit:
            raise QualcodeError(f"{shown} would unpack to more than a kit can hold. It was not opened.")
        left -= len(found[member.filename])
    return found


def _kit(about: dict[str, Any], files: dict[str, bytes]) -> Kit:
    rows = {table: list(about["rows"][table]) for table in TABLES}
    for number, row in enumerate(rows["transcript"]):
        row["text"], row["source"] = files[f"texts/{number}"].decode(), files[f"sources/{number}"]
    told = {name: str(about[name]) for name in ("project", "title", "coder")}
    rows = {table: [checked(table, row) for row in rows[table]] for table in TABLES}
    return Kit(**told, no_coding=tuple(map(str, about["no_coding"])), attributes=dict(about["attributes"]), rows=rows)
