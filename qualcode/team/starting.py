"""A project that starts from a kit: its transcripts, codebook and rounds under the ids they have where the kit was made."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel, insert

from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.project.checks import check
from qualcode.project.events import Step, record, record_steps
from qualcode.project.ids import new_id
from qualcode.project.new_store import create_store
from qualcode.project.project_file import write_attributes
from qualcode.project.source_files import copied_sources
from qualcode.project.store import Store
from qualcode.team.building import workshop
from qualcode.team.kit import TABLES, Kit, Row
from qualcode.team.kit_file import read
from qualcode.text import one_line

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True)
class _Source:
    source_name: str
    source: bytes


def start(kit_file: Path, folder: Path, *, title: str | None = None, allow_synced: bool = False) -> str:
    """Make a project in `folder`, which is new or empty, from a kit; gives the name of who it is for, or "".

    QualcodeError, and nothing made, where the kit is damaged or not one.
    """
    with layout.plain_file_errors(kit_file):
        kit = read(kit_file.read_bytes(), kit_file.name)
    if not kit.rows["codebook_revision"] or not kit.rows["round"]:
        raise QualcodeError(f"{one_line(kit_file.name)} has no codebook or no round. Ask for it again.")
    yaml = max(kit.rows["codebook_revision"], key=lambda row: row["number"])["yaml"]
    with workshop(folder) as made:
        with create_store(
            made, title=title or kit.title, codebook_yaml=yaml, allow_synced=allow_synced, fill=lambda store, _: _fill(store, kit)
        ) as store:
            store.set_no_coding(kit.no_coding)
        write_attributes(made, kit.attributes)
        if found := check(made):
            raise QualcodeError(f"{one_line(kit_file.name)} is damaged: {found[0].message} Ask for it again.")
    return kit.coder


def _fill(store: Store, kit: Kit) -> None:
    store.note_schema("create", project=kit.project)
    _check_turns(kit)
    sources = [_Source(row["source_name"], row["source"]) for row in kit.rows["transcript"]]
    with store.writer.transaction() as session, copied_sources(store.folder, sources):
        for table in TABLES:
            rows = _parents_first(kit.rows[table]) if table == "code" else kit.rows[table]
            if rows:
                session.connection().execute(insert(SQLModel.metadata.tables[table]), rows)
        record_steps(session, None, new_id(), _told(kit))
        _tell_assignments(session, kit)


def _check_turns(kit: Kit) -> None:
    lengths = {row["id"]: len(row["text"]) for row in kit.rows["transcript"]}
    ends = dict.fromkeys(lengths, 0)
    for turn in sorted(kit.rows["turn"], key=lambda row: (row["transcript_id"], row["number"])):
        where = turn["transcript_id"]
        if not ends.get(where, 0) <= turn["start_char"] <= turn["end_char"] <= lengths.get(where, -1):
            raise QualcodeError("The kit is damaged: its turns do not lie in its transcripts. Ask for it again.")
        ends[where] = turn["end_char"]


def _parents_first(codes: list[Row]) -> list[Row]:
    found: dict[str, Row] = {}
    left = codes
    while left:
        ready = [row for row in left if row["parent_id"] is None or row["parent_id"] in found]
        if not ready:
            raise QualcodeError("The kit is damaged: its codes stand below one another in a circle. Ask for it again.")
        found |= {row["id"]: row for row in ready}
        left = [row for row in left if row["id"] not in found]
    return list(found.values())


def _told(kit: Kit) -> Iterator[Step]:
    """What the log says of where it all comes from."""
    for row in kit.rows["transcript"]:
        after = {key: row[key] for key in ("name", "source_name", "source_sha256", "text_sha256")}
        yield Step("import", "transcript", row["id"], None, after)
    for row in kit.rows["codebook_revision"]:
        yield Step("revise", "codebook", row["id"], None, {key: row[key] for key in ("number", "sha256", "note")})
    for row in kit.rows["round"]:
        yield Step("open", "round", row["id"], None, {key: row[key] for key in ("number", "name", "kind", "unit", "blind")})


def _tell_assignments(session: "Session", kit: Kit) -> None:
    for coder in kit.rows["coder"]:
        about: dict[str, Any] = {"name": coder["name"], "kind": coder["kind"]}
        record(session, coder["id"], new_id(), "add", "coder", coder["id"], None, about)
    given: dict[tuple[str, str], list[Row]] = {}
    for row in kit.rows["assignment"]:
        given.setdefault((row["coder_id"], row["round_id"]), []).append(row)
    for (coder_id, round_id), rows in given.items():
        transcripts = [row["transcript_id"] for row in sorted(rows, key=lambda row: row["position"])]
        record(session, coder_id, new_id(), "assign", "round", round_id, None, {"transcripts": transcripts})
