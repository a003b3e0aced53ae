"""From one schema to the next, in place: backed up, all or nothing, checked before and after the commit."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from qualcode.errors import QualcodeError
from qualcode.project import schema
from qualcode.project.backups import back_up
from qualcode.project.sqlite_errors import plain_errors
from qualcode.project.sqlite_file import connect
from qualcode.text import one_line


class Executes(Protocol):
    """A connection to either engine, as far as a step needs it."""

    def execute(self, statement: str, /) -> Any:
        """Run one statement."""


def _add_flags(connection: Executes) -> None:
    connection.execute("""
        CREATE TABLE flag (
            id VARCHAR NOT NULL,
            coder_id VARCHAR NOT NULL,
            round_id VARCHAR NOT NULL,
            turn_id VARCHAR NOT NULL,
            at VARCHAR NOT NULL,
            deleted BOOLEAN NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(coder_id) REFERENCES coder (id),
            FOREIGN KEY(round_id) REFERENCES round (id),
            FOREIGN KEY(turn_id) REFERENCES turn (id)
        )
    """)
    connection.execute("CREATE INDEX flag_layer ON flag (coder_id, round_id, turn_id)")
    connection.execute("CREATE INDEX ix_flag_turn_id ON flag (turn_id)")


def _blind_rounds(connection: Executes) -> None:
    connection.execute("ALTER TABLE round ADD COLUMN blind BOOLEAN DEFAULT 0 NOT NULL")
    connection.execute("ALTER TABLE round ADD COLUMN opened_early VARCHAR DEFAULT '' NOT NULL")
    connection.execute("""
        CREATE TABLE sample (
            round_id VARCHAR NOT NULL,
            turn_id VARCHAR NOT NULL,
            PRIMARY KEY (round_id, turn_id),
            FOREIGN KEY(round_id) REFERENCES round (id),
            FOREIGN KEY(turn_id) REFERENCES turn (id)
        )
    """)
    connection.execute("CREATE INDEX ix_sample_turn_id ON sample (turn_id)")
    connection.execute("DROP TABLE decision")  # nothing could be decided before
    connection.execute("""
        CREATE TABLE decision (
            id VARCHAR NOT NULL,
            round_id VARCHAR NOT NULL,
            transcript_id VARCHAR NOT NULL,
            start_char INTEGER NOT NULL,
            end_char INTEGER NOT NULL,
            code_id VARCHAR NOT NULL,
            outcome VARCHAR NOT NULL,
            reason VARCHAR NOT NULL,
            note VARCHAR NOT NULL,
            coder_id VARCHAR NOT NULL,
            at VARCHAR NOT NULL,
            deleted BOOLEAN NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(round_id) REFERENCES round (id),
            FOREIGN KEY(transcript_id) REFERENCES transcript (id),
            FOREIGN KEY(code_id) REFERENCES code (id),
            FOREIGN KEY(coder_id) REFERENCES coder (id)
        )
    """)
    connection.execute("CREATE INDEX decision_place ON decision (round_id, transcript_id, start_char)")
    connection.execute("CREATE INDEX ix_decision_transcript_id ON decision (transcript_id)")


# By the version they start from: each brings a project to the next, on a server, too (`server.schema.spelled` makes its types).
# A step runs with foreign keys off in a file, so that tables can be made anew, in a transaction that is not its own to commit.
STEPS: dict[int, Callable[[Executes], None]] = {1: _add_flags, 2: _blind_rounds}


def migrate(path: Path) -> None:
    """Bring the database to the present schema, a verified backup before every step.

    QualcodeError, and the file as it was before the step, where one fails.
    """
    with plain_errors(path), closing(connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        while (version := schema.read_version(connection, path)) < schema.SCHEMA_VERSION:
            backup = back_up(path.parent)
            try:
                _step(connection, version)
            except (sqlite3.Error, QualcodeError) as error:
                raise QualcodeError(
                    f"{one_line(str(path))} could not be brought from schema {version} to {version + 1}: {one_line(str(error))}. "
                    f"It is as it was; a backup is at {one_line(str(backup))}."
                ) from error


def _step(connection: sqlite3.Connection, version: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another program may have done the step while this one waited for the lock.
        if connection.execute("PRAGMA user_version").fetchone()[0] == version:
            STEPS[version](connection)
            if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
                raise QualcodeError(f"a row of {broken[0]} points to nothing")
            connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has taken it back already
            connection.execute("ROLLBACK")
        raise
    if (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise QualcodeError(found)
