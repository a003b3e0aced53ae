"""project.yaml: the one page about a project that a person writes by hand."""

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.text import listed, one_line
from qualcode.transcripts.model import Role

_LARGEST = 64_000  # bytes; a title and a few lines
_FIELD = r"^{}:.*\n?(?:(?:[ \t]+\S.*|- .*)\n?)*"


def read_title(folder: Path) -> str:
    """The project's title. QualcodeError where the file is not to be read or gives none."""
    path = folder / layout.PROJECT_FILE
    title = _fields(path).get("title")
    if not isinstance(title, str) or not title.strip():
        raise QualcodeError(f'{one_line(str(path))} gives no title. Write one line, the title in quotes: `title: "…"`.')
    return title


def read_no_coding(folder: Path) -> frozenset[str]:
    """The roles whose turns need no coding. QualcodeError where the file is not to be read or names what is no role."""
    path = folder / layout.PROJECT_FILE
    roles = _fields(path).get("no_coding") or []
    if not isinstance(roles, list) or not all(role in tuple(Role) for role in roles):
        known = listed([role.value for role in Role], "or")
        raise QualcodeError(f"{one_line(str(path))}: `no_coding` is a list of roles, like [interviewer]. A role is {known}.")
    return frozenset(roles)


def write_no_coding(folder: Path, roles: Collection[str]) -> None:
    """Say whose turns need no coding; everything else in the file stays as it is written."""
    _write(folder, "no_coding", sorted(roles), f"[{', '.join(sorted(roles))}]")


def read_database(folder: Path) -> str | None:
    """Where the project's rows are, if not in the file beside: the address of a server."""
    path = folder / layout.PROJECT_FILE
    url = _fields(path).get("database")
    if url is not None and not isinstance(url, str):
        raise QualcodeError(f"{one_line(str(path))}: `database` is an address like postgresql+psycopg://user@host/name.")
    return url or None


def write_database(folder: Path, url: str | None) -> None:
    """Say on which server the project is from now on; None for the file beside."""
    _write(folder, "database", url, json.dumps(url))


def _write(folder: Path, name: str, value: Any, written: str) -> None:
    """Give a field another value, or take it away; everything else in the file stays as it is written."""
    path = folder / layout.PROJECT_FILE
    wanted = _fields(path)
    wanted.pop(name, None)
    with layout.plain_file_errors(path):
        kept = re.sub(_FIELD.format(name), "", path.read_bytes().decode(), flags=re.MULTILINE)
        kept += "" if kept.endswith("\n") else "\n"
        new = kept + (f"{name}: {written}\n" if value else "")
        if _parsed(new) != wanted | ({name: value} if value else {}):
            raise QualcodeError(f"{one_line(str(path))} is laid out in a way of its own. Write `{name}: …` into it by hand.")
        layout.write_anew(path, new.encode())


def project_yaml(title: str) -> str:
    """The text of a new project.yaml. QualcodeError for a title that is empty, too long or holds control characters."""
    if not title.strip() or len(title) > 200 or not title.isprintable():
        raise QualcodeError(f'The title "{one_line(title[:60])}" does not do: give one line of up to 200 characters.')
    return yaml.safe_dump({"title": title.strip()}, allow_unicode=True, width=10_000)


def _fields(path: Path) -> dict[str, Any]:
    shown = one_line(str(path))
    try:
        content = path.read_bytes()[: _LARGEST + 1]
        fields = {} if len(content) > _LARGEST else _parsed(content.decode("utf-8-sig"))
    except OSError as error:
        raise QualcodeError(f"{shown} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise QualcodeError(f'{shown} is not YAML that can be read. Write one line: `title: "…"`.') from error
    return fields


def _parsed(text: str) -> dict[str, Any]:
    fields = yaml.safe_load(text)
    return fields if isinstance(fields, dict) else {}
