"""The audit trail: every write of the project goes with an event, and each coder's events form a chain of checksums."""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from qualcode.project.ids import new_id

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlmodel import Session

NEWEST: Final = "newest event"
"""Under this name a session keeps the id of the last event written in it: whether it is there tells whether all of it is."""

_FIELDS = (
    "id", "clock", "coder_id", "gesture", "verb", "target_kind", "target_id", "before", "after", "prev_sha256",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a gesture: what was done to what, and how it was before and is after (None: was not, is not)."""

    verb: str
    target_kind: str
    target_id: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


def record(  # noqa: PLR0917  # the columns of one event, in order
    session: "Session",
    coder_id: str | None,
    gesture: str,
    verb: str,
    target_kind: str,
    target_id: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write one event in the transaction of the change itself. `coder_id` is None for what nobody's layer is concerned by."""
    record_steps(session, coder_id, gesture, [Step(verb, target_kind, target_id, before, after)])


def record_steps(session: "Session", coder_id: str | None, gesture: str, steps: Iterable[Step]) -> None:
    """Write the events of one gesture, in order, in the transaction of the changes themselves."""
    # Local: only writing pays for SQLModel.
    from sqlmodel import insert

    from qualcode.project.tables import Event

    session.flush()
    clock, previous = _ends(session, coder_id)
    rows = []
    for step in steps:
        clock = max(clock + 1, time.time_ns())
        row = {
            "id": new_id(), "clock": clock, "coder_id": coder_id, "gesture": gesture, "verb": step.verb,
            "target_kind": step.target_kind, "target_id": step.target_id, "before": step.before, "after": step.after,
            "prev_sha256": previous,
        }  # fmt: skip
        previous = event_sha256(row)
        rows.append(row)
    if rows:
        session.connection().execute(insert(Event), rows)
        session.info[NEWEST] = rows[-1]["id"]


def event_sha256(event: Mapping[str, Any]) -> str:
    """SHA-256 of an event, its link to the one before included. `before` and `after` are values, not their JSON text."""
    return hashlib.sha256(canonical([event[name] for name in _FIELDS]).encode()).hexdigest()


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode  # made once: imports write thousands of events


def canonical(value: Any) -> str:
    """The one JSON text of a value, for checksums."""
    return _encode(value)


def _ends(session: "Session", coder_id: str | None) -> tuple[int, str]:
    """The newest clock of all, and the checksum of this coder's newest event ("" before the first)."""
    newest_clock, newest_event = _end_queries()
    connection = session.connection()
    clock: int = connection.execute(newest_clock).scalar() or 0
    last = connection.execute(newest_event, {"coder": coder_id}).first()
    return clock, "" if last is None else event_sha256(dict(zip(_FIELDS, last, strict=True)))


@cache  # built once: to build them costs as much as to ask them, with every gesture
def _end_queries() -> "tuple[Select[Any], Select[Any]]":
    from sqlmodel import bindparam, col, func, select

    from qualcode.project.tables import Event

    columns = [col(getattr(Event, name)) for name in _FIELDS]
    theirs = col(Event.coder_id).is_not_distinct_from(bindparam("coder"))  # which holds for nobody (NULL), too
    newest_event = select(*columns).where(theirs).order_by(col(Event.clock).desc()).limit(1)
    return select(func.max(Event.clock)), newest_event
