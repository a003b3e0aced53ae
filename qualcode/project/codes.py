"""The codes that codings point to, kept in step with the codebook a person writes."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.project.backups import back_up
from qualcode.project.checksums import text_sha256
from qualcode.project.clock import now
from qualcode.project.events import Step, record_steps
from qualcode.project.ids import new_id
from qualcode.project.people import coder_id
from qualcode.project.store import Store
from qualcode.text import listed, one_line

if TYPE_CHECKING:
    from sqlmodel import Session

    from qualcode.codebook.model import Codebook
    from qualcode.project.tables import Code


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """A code of the project. A retired one stands in no codebook any more; its codings stay."""

    id: str
    key: str
    name: str
    group: str | None  # key of its group
    retired: bool


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a new codebook revision changed, by the keys of the codes. `revision` is the newest number."""

    revision: int
    added: tuple[str, ...]
    retired: tuple[str, ...]
    brought_back: tuple[str, ...]
    note: str = ""


def list_codes(store: Store, *, retired: bool = False) -> list[CodeInfo]:
    """The codes in the order of the codebook; with `retired` also those that are out of use, at the end."""
    rows = store.reader.rows(
        'SELECT code.id, code.key, code.name, code_group.key AS "group", code.retired FROM code '
        "LEFT JOIN code_group ON code_group.id = code.group_id WHERE :retired OR NOT code.retired "
        "ORDER BY code.retired, code.position, code.id",
        retired=retired,
    )
    return [CodeInfo(row["id"], row["key"], row["name"], row["group"], bool(row["retired"])) for row in rows]


def code_id(store: Store, key: str) -> str:
    """Id of the code in use with this key. QualcodeError, with the nearest keys, where there is none."""
    codes = {code.key: code.id for code in list_codes(store)}
    if key in codes:
        return codes[key]
    near = get_close_matches(key, codes, n=3) or list(codes)[:8]
    raise QualcodeError(f'There is no code "{one_line(key)}" in the codebook. Nearest: {listed(near, "or")}.')


def sync_codebook(store: Store, yaml: str, note: str = "", coder: str | None = None) -> SyncResult:
    """Make `yaml` the newest codebook revision. Codes keep their ids by key; one that is gone is retired, never deleted.

    The state before is backed up; the same text as the newest revision changes nothing. `coder` is the name of who did
    it. QualcodeError, and nothing changed, where the codebook has problems.
    """
    # Local: only writing pays for YAML and SQLModel.
    from qualcode.codebook.reading import parse

    parse(yaml, "codebook.yaml")  # before a backup is made for nothing
    author = coder_id(store, coder) if coder is not None else None
    number = store.revision()
    if number and yaml == revision_yaml(store, number):
        return SyncResult(number, (), (), ())
    if number:
        back_up(store.folder)
    with store.writer.transaction() as session:
        return add_revision(store, session, yaml, note=note, author=author)


def revision_yaml(store: Store, number: int) -> str:
    """The text of a codebook revision."""
    text: str = store.reader.value("SELECT yaml FROM codebook_revision WHERE number = :number", number=number)
    return text


def add_revision(
    store: Store, session: "Session", yaml: str, *, note: str, author: str | None, restores: int | None = None
) -> SyncResult:
    """Make `yaml` the newest revision in this transaction. `author` is a coder's id, `restores` the revision it brings back."""
    # Local: only writing pays for YAML and SQLModel.
    from qualcode.codebook.reading import parse
    from qualcode.project.tables import CodebookRevision

    codebook = parse(yaml, "codebook.yaml")
    number, sha256 = store.revision() + 1, text_sha256(yaml)  # read under the lock: nobody else can add one
    revision = CodebookRevision(number=number, yaml=yaml, sha256=sha256, created_at=now(), coder_id=author, note=note)
    session.add(revision)
    after = {"number": number, "sha256": sha256, "note": note} | ({"restores": restores} if restores else {})
    steps = [Step("revise", "codebook", revision.id, None, after), *_sync_codes(session, codebook)]
    record_steps(session, author, new_id(), steps)
    keys = {verb: tuple(step.after["key"] for step in steps if step.verb == verb and step.after) for verb in _VERBS}
    return SyncResult(number, keys["add"], keys["retire"], keys["bring back"], note)


_VERBS = ("add", "retire", "bring back")


def _sync_codes(session: "Session", codebook: "Codebook") -> list[Step]:
    # Local: only writing pays for SQLModel.
    from sqlmodel import select

    from qualcode.project.tables import Code

    groups = _sync_groups(session, codebook)
    known = {code.key: code for code in session.exec(select(Code))}
    steps = []
    for key, (position, parent) in _places(codebook).items():
        entry, row = codebook.by_key[key], known.get(key)
        before = None if row is None else _state(row)
        row = row or Code(key=key, name=entry.name, position=position)
        row.name, row.position, row.retired = entry.name, position, False
        row.parent_id = None if parent is None else known[parent].id
        row.group_id = None if entry.group is None else groups[entry.group]
        known[key] = row
        session.add(row)
        session.flush()  # parents before their children
        steps += _steps(row, before)
    for row in known.values():
        if row.key not in codebook.by_key and not row.retired:
            before, row.retired = _state(row), True
            session.add(row)
            steps += _steps(row, before)
    return steps


def _sync_groups(session: "Session", codebook: "Codebook") -> dict[str, str]:
    # Local: only writing pays for SQLModel.
    from sqlmodel import select

    from qualcode.project.tables import CodeGroup

    known = {group.key: group for group in session.exec(select(CodeGroup))}
    for entry in codebook.groups:
        row = known.setdefault(entry.key, CodeGroup(key=entry.key, name=entry.name))
        row.name, row.exclusive, row.ordered = entry.name, entry.exclusive, entry.ordered
        session.add(row)
    session.flush()
    return {key: row.id for key, row in known.items()}


def _places(codebook: "Codebook") -> dict[str, tuple[int, str | None]]:
    """Position and parent key of every code, parents before children."""
    parents = {child.key: code.key for code in codebook for child in code.codes}
    return {code.key: (position, parents.get(code.key)) for position, code in enumerate(codebook)}


def _state(row: "Code") -> dict[str, object]:
    return {"key": row.key, "name": row.name, "parent_id": row.parent_id, "group_id": row.group_id, "retired": row.retired}


def _steps(row: "Code", before: dict[str, object] | None) -> list[Step]:
    after = _state(row)
    if before == after:
        return []
    if before is None:
        verb = "add"
    elif before["retired"] != after["retired"]:
        verb = "retire" if row.retired else "bring back"
    else:
        verb = "change"
    return [Step(verb, "code", row.id, before, after)]
