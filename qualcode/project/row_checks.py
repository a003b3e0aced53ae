"""What SQLite cannot know of the rows: checksums, places in the text, the chain of events, notes that hang on nothing.

Each look takes a connection whose rows are `sqlite3.Row` and gives one sentence per finding.
"""

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
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
    """No coder has the same code twice on the same words in one round, but where a merge of two computers said so."""
    number = connection.execute(
        "SELECT coalesce(sum(n - 1), 0) FROM (SELECT coder_id, count(*) AS n FROM coding WHERE NOT deleted "
        "GROUP BY coder_id, round_id, transcript_id, start_char, end_char, code_id HAVING count(*) > 1) AS many "
        "WHERE NOT EXISTS (SELECT 1 FROM event WHERE target_kind = 'coder' AND target_id = many.coder_id AND verb = 'merge' "
        "AND json_extract(after, '$.twins') IS NOT NULL)"
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
    """The events of each coder hang together: none changed, none taken out, none slipped in.

    Each event quotes the checksum of the one before it, so only the last of a chain could be changed unnoticed. Where chains
    fork because the work of two computers was merged, the merge has noted their last events, so that these are held, too.
    """
    coders = dict(tuple(row) for row in connection.execute("SELECT id, name FROM coder"))
    made: dict[str | None, set[str]] = defaultdict(set)
    quoted: dict[str | None, Counter[str]] = defaultdict(Counter)
    noted: dict[str | None, set[str]] = defaultdict(set)
    for row in connection.execute("SELECT * FROM event"):
        event = dict(row)
        for name in ("before", "after"):
            event[name] = None if event[name] is None else json.loads(event[name])
        made[event["coder_id"]].add(event_sha256(event))
        quoted[event["coder_id"]][event["prev_sha256"]] += 1
        if event["verb"] == "merge" and event["target_kind"] == "coder":
            noted[event["target_id"]].update(event["after"]["heads"])
    for coder in made.keys() | noted.keys():
        if number := _breaks(made[coder], quoted[coder], noted[coder]):
            whose = "the project" if coder is None else one_line(coders.get(coder, "an unknown coder"))
            yield f"The audit trail of {whose} is broken in {count(number, 'place')}: events were changed or taken out."


def _breaks(made: set[str], quoted: "Counter[str]", noted: set[str]) -> int:
    """How many links lead nowhere, noted events are gone, and chains end where none should."""
    lost = sum(number for sha256, number in quoted.items() if sha256 and sha256 not in made)
    ends = [sha256 for sha256 in made if sha256 not in quoted and sha256 not in noted]
    return lost + len(noted - made) + (max(len(ends) - 1, 0) if not lost else 0)


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
