"""What the tests of the project need of a coder: codings put on and taken off, as the coding room does it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, update

from qualcode.project.checksums import coding_checksum
from qualcode.project.clock import now
from qualcode.project.codes import code_id
from qualcode.project.events import record
from qualcode.project.ids import new_id
from qualcode.project.people import coder_id
from qualcode.project.rounds import find_round
from qualcode.project.store import Store
from qualcode.project.tables import Coding
from qualcode.project.transcripts import find_transcript, list_turns


def coding_row(store: Store, coder: str, transcript: str, turn: int, code: str, **changes: Any) -> dict[str, Any]:
    """A coding of a whole turn."""
    info = find_transcript(store, transcript)
    place = list_turns(store, info.id)[turn - 1]
    row = {
        "id": new_id(), "coder_id": coder_id(store, coder), "round_id": find_round(store).id, "transcript_id": info.id,
        "code_id": code_id(store, code), "start_char": place.start_char, "end_char": place.end_char, "created_at": now(),
        "revision": 1, "unsure": False, "deleted": False, "replaces": None,
    } | changes  # fmt: skip
    return row | {"checksum": coding_checksum(row)}


def apply(store: Store, *rows: dict[str, Any], declared: Mapping[str, int] | None = None) -> None:
    """Write codings with their events."""
    with store.writer.transaction(declared) as session:
        session.connection().execute(insert(Coding), list(rows))
        for row in rows:
            record(session, row["coder_id"], new_id(), "apply", "coding", row["id"], None, row)


def take_off(store: Store, *ids: str, declared: Mapping[str, int] | None = None) -> None:
    """Mark codings deleted."""
    with store.writer.transaction(declared) as session:
        session.connection().execute(update(Coding).where(Coding.id.in_(ids)).values(deleted=True))
