"""Events of a layer file as this project's log has them: under its own ids, and chained among its own events."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.project.events import event_sha256
from qualcode.team.layer_rows import EventLine
from qualcode.team.names import Names

_COLUMNS = """
    SELECT id, clock, coder_id, gesture, verb, target_kind, target_id, CAST(before AS TEXT) AS before,
           CAST(after AS TEXT) AS after, prev_sha256 FROM event
"""
_BY_ID = f"{_COLUMNS} WHERE id IN (SELECT value FROM json_each(:ids))"
_NEWEST = f"{_COLUMNS} WHERE coder_id = :coder_id ORDER BY clock DESC LIMIT 1"


@dataclass(frozen=True)
class Chained:
    """Rows for the log, and the checksums of the events that chains of this coder end in now."""

    rows: list[dict[str, Any]]
    heads: list[str]


def chained(names: Names, coder_id: str, events: Collection[EventLine]) -> Chained:
    """The events, which are new here, each quoting the event before it as this project has it.

    The checksum of an event holds the ids of its project, so it is made anew; the order of the chain is that of the file.
    """
    new = {event.id for event in events}
    checksums = _checksums(names.ask(_BY_ID, ids=json.dumps([event.prev for event in events if event.prev not in new])))
    rows = []
    for event in sorted(events, key=lambda event: (event.clock, event.id)):
        row: dict[str, Any] = {
            "id": event.id, "clock": event.clock, "coder_id": coder_id, "gesture": event.gesture, "verb": event.verb,
            "target_kind": event.on, "target_id": names.id(event.on, event.target), "before": names.told(event.before),
            "after": names.told(event.after), "prev_sha256": checksums.get(event.prev, ""),
        }  # fmt: skip
        checksums[event.id] = event_sha256(row)
        rows.append(row)
    quoted = {row["prev_sha256"] for row in rows}
    ends = {checksums[row["id"]] for row in rows} - quoted
    ends |= set(_checksums(names.ask(_NEWEST, coder_id=coder_id)).values())
    return Chained(rows, sorted(ends))


def _checksums(rows: Sequence[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        event = {**dict(row), **{name: json.loads(row[name] or "null") for name in ("before", "after")}}
        found[row["id"]] = event_sha256(event)
    return found
