"""What SQLite cannot know of the rows: checksums, places in the text, the chain of events, notes that hang on nothing.

Each look takes a connection whose rows are `sqlite3.Row` and gives one sentence per finding.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator

from qualcode.project.checksums import coding_checksum, text_sha256, turns_sha256
from qualcode.project.events import event_sha256
from qualcode.text import count, one_line


def transcripts(connection: sqlite3.Connection) -> Iterator[str]:
    """Text, source and turns are those that were taken in."""
    for row in connection.execute(
        "SELECT id, name, CAST(text AS TEXT) AS text, text_sha256, CAST(source AS BLOB) AS source, source_sha256, meta "
        "FROM transcript"
    ):
        shown = one_line(row["name"])
        if text_sha256(row["text"]) != row["text_sha256"]:
            yield f'The text of "{shown}" is not what was taken in.'
        if hashlib.sha256(row["source"]).hexdigest() != row["source_sha256"]:
            yield f'The source file kept of "{shown}" is not what was taken in.'
        turns = connection.execute(
            "SELECT number, start_char, end_char, start_ms, end_ms FROM turn WHERE transcript_id = ? ORDER BY number",
            (row["id"],),
        )
        if turns_sha256(tuple(turn) for turn in turns) != json.loads(row["meta"]).get("turns_sha256"):
            yield f'The turns of "{shown}" are not those that were taken in.'


def codings(connection: sqlite3.Connection) -> Iterator[str]:
    """Every coding is as it was written and lies in its text."""
    lengths = dict(tuple(row) for row in connection.execute("SELECT id, length(text) FROM transcript"))
    changed, outside = 0, 0
    for row in connection.execute("SELECT * FROM coding"):
        changed += coding_checksum(row) != row["checksum"]
        outside += not 0 <= row["start_char"] < row["end_char"] <= lengths.get(row["transcript_id"], 0)
    if changed:
        yield f"{count(changed, 'coding')} differ from what was written."
    if outside:
        yield f"{count(outside, 'coding')} lie outside their transcript's text."


def twins(connection: sqlite3.Connection) -> Iterator[str]:
    """No coder has the same code twice on the same words in one round."""
    number = connection.execute(
        "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM coding WHERE NOT deleted "
        "GROUP BY coder_id, round_id, transcript_id, start_char, end_char, code_id HAVING n > 1)"
    ).fetchone()[0]
    if number:
        yield f"{count(number, 'coding')} stand twice: the same coder, round, code and words."


def revisions(connection: sqlite3.Connection) -> Iterator[str]:
    """Codebook revisions are as they were written."""
    for row in connection.execute("SELECT number, yaml, sha256 FROM codebook_revision"):
        if text_sha256(row["yaml"]) != row["sha256"]:
            yield f"Codebook revision {row['number']} is not what was written."


def memos(connection: sqlite3.Connection) -> Iterator[str]:
    """Every live memo hangs on something that is there."""
    for kind in ("turn", "coding", "code", "transcript"):
        sql = (
            f"SELECT count(*) FROM memo WHERE target_kind = '{kind}' AND NOT deleted AND target_id NOT IN (SELECT id FROM {kind})"
        )
        if number := connection.execute(sql).fetchone()[0]:
            yield f"{count(number, 'memo')} hang on a {kind} that is not there."


def events(connection: sqlite3.Connection) -> Iterator[str]:
    """The events of each coder form an unbroken chain: none changed, none taken out of the middle."""
    coders = dict(tuple(row) for row in connection.execute("SELECT id, name FROM coder"))
    broken: dict[str | None, int] = {}
    last: dict[str | None, str] = {}
    for row in connection.execute("SELECT * FROM event ORDER BY clock"):
        event = dict(row)
        for name in ("before", "after"):
            event[name] = None if event[name] is None else json.loads(event[name])
        coder = event["coder_id"]
        broken[coder] = broken.get(coder, 0) + (event["prev_sha256"] != last.get(coder, ""))
        last[coder] = event_sha256(event)
    for coder, number in broken.items():
        if number:
            whose = "the project" if coder is None else one_line(coders.get(coder, "an unknown coder"))
            yield f"The audit trail of {whose} is broken in {count(number, 'place')}: events were changed or taken out."


def untold(connection: sqlite3.Connection) -> Iterator[str]:
    """Every transcript and coding has an event, so that an audit trail cut off at its end shows too."""
    for kind in ("transcript", "coding"):
        number = connection.execute(
            f"SELECT count(*) FROM {kind} WHERE NOT EXISTS "
            f"(SELECT 1 FROM event WHERE event.target_kind = '{kind}' AND event.target_id = {kind}.id)"
        ).fetchone()[0]
        if number:
            yield f"The audit trail does not tell of {count(number, kind)}: events were taken out."


ROW_CHECKS: tuple[Callable[[sqlite3.Connection], Iterator[str]], ...] = (
    transcripts,
    codings,
    twins,
    revisions,
    memos,
    events,
    untold,
)
