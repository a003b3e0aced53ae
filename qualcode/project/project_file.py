"""project.yaml: the one page about a project that a person writes by hand."""

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from qualcode.codebook.scalars import line_scalar
from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.project.attribute_kinds import KINDS
from qualcode.text import listed, one_line
from qualcode.transcripts.model import Role

_LARGEST = 64_000  # bytes; a title and a few lines
_FIELD = r"^{}:.*\n?(?:(?:[ \t]+\S.*|- .*)\n?)*"

Declared = dict[str, dict[str, str | list[str]]]
"""By owner (speaker, transcript) and name: the kind of an attribute, or the list of its choices."""


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


def read_roles(folder: Path) -> dict[str, Role]:
    """What the speakers of the transcripts beside it are, by name, where the page of a folder to build from says so."""
    path = folder / layout.PROJECT_FILE
    roles = _fields(path).get("roles") or {}
    if not isinstance(roles, dict) or not all(isinstance(name, str) and role in tuple(Role) for name, role in roles.items()):
        known = listed([role.value for role in Role], "or")
        raise QualcodeError(f"{one_line(str(path))}: `roles` has a role for each speaker's name. A role is {known}.")
    return {name: Role(role) for name, role in roles.items()}


def write_no_coding(folder: Path, roles: Collection[str]) -> None:
    """Say whose turns need no coding; everything else in the file stays as it is written."""
    _write(folder, "no_coding", sorted(roles), f"no_coding: [{', '.join(sorted(roles))}]")


def read_database(folder: Path) -> str | None:
    """Where the project's rows are, if not in the file beside: the address of a server."""
    path = folder / layout.PROJECT_FILE
    url = _fields(path).get("database")
    if url is not None and not isinstance(url, str):
        raise QualcodeError(f"{one_line(str(path))}: `database` is an address like postgresql+psycopg://user@host/name.")
    return url or None


def write_database(folder: Path, url: str | None) -> None:
    """Say on which server the project is from now on; None for the file beside."""
    _write(folder, "database", url, f"database: {json.dumps(url)}")


def read_attributes(folder: Path) -> Declared:
    """The kinds of attributes that are declared. QualcodeError where the file is not to be read or declares none properly."""
    path = folder / layout.PROJECT_FILE
    declared = _fields(path).get("attributes") or {}
    if not _declares(declared):
        raise QualcodeError(
            f"{one_line(str(path))}: `attributes` has `speaker` and `transcript`, and below these lines like `age: number`. A "
            f"kind is {listed([kind for kind in KINDS if kind != 'choice'], 'or')}, or a list of choices like [nurse, doctor]."
        )
    return {owner: dict(kinds) for owner, kinds in declared.items()}


def write_attributes(folder: Path, declared: Declared) -> None:
    """Declare the kinds of attributes; everything else in the file stays as it is written."""
    lines = ["attributes:"]
    for owner, kinds in declared.items():
        lines += [f"  {owner}:", *(f"    {line_scalar(name)}: {_kind(kind)}" for name, kind in kinds.items())]
    _write(folder, "attributes", declared, "\n".join(lines))


def _kind(kind: str | list[str]) -> str:
    return kind if isinstance(kind, str) else f"[{', '.join(map(line_scalar, kind))}]"


def _declares(declared: object) -> bool:
    return isinstance(declared, dict) and all(
        owner in {"speaker", "transcript"}
        and isinstance(kinds, dict)
        and all(isinstance(name, str) and name and _is_kind(kind) for name, kind in kinds.items())
        for owner, kinds in declared.items()
    )


def _is_kind(kind: object) -> bool:
    if isinstance(kind, list):
        return bool(kind) and all(isinstance(choice, str) and choice.strip() for choice in kind)
    return kind in KINDS and kind != "choice"


def _write(folder: Path, name: str, value: Any, lines: str) -> None:
    """Give a field another value, written as `lines`, or take it away; everything else in the file stays as it is written."""
    path = folder / layout.PROJECT_FILE
    wanted = _fields(path)
    wanted.pop(name, None)
    with layout.plain_file_errors(path):
        kept = re.sub(_FIELD.format(name), "", path.read_bytes().decode(), flags=re.MULTILINE)
        kept += "" if kept.endswith("\n") else "\n"
        new = kept + (f"{lines}\n" if value else "")
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
