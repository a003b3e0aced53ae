"""A project of 50 transcripts, 100,000 turns and 1,000,000 codings by 5 coders, read into tables."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rows import Row

from qualcode.analysis.compared import compared
from qualcode.analysis.material import read_material
from qualcode.analysis.selection import Selection
from qualcode.analysis.status import status
from qualcode.analysis.units import coded_units, turn_units
from qualcode.project.ids import new_id
from qualcode.project.new_store import create_store
from qualcode.project.people import coder_id
from qualcode.project.store import Store, open_store

TRANSCRIPTS, TURNS, CODINGS, CODERS, CODES = 50, 2000, 1_000_000, 5, 20
_CODEBOOK = "title: Large\ncodes:\n" + "".join(f"  - {{name: Code {number}, key: code{number}}}\n" for number in range(CODES))
_AT = "2026-01-01T00:00:00+00:00"


def _built(folder: Path) -> None:
    """Written row by row into the database: through the program itself it would take an hour."""
    with create_store(folder, title="Large", codebook_yaml=_CODEBOOK) as store:
        coders = [coder_id(store, f"coder {number}") for number in range(CODERS)]
    with sqlite3.connect(folder / "project.db") as database:
        database.execute("PRAGMA foreign_keys = OFF")
        [[round_id]] = database.execute("SELECT id FROM round").fetchall()
        codes = [row[0] for row in database.execute("SELECT id FROM code")]
        speaker = new_id()
        database.execute("INSERT INTO speaker (id, name, role, attributes) VALUES (?, 'A', 'participant', '{}')", (speaker,))
        places = [_transcript(database, number, speaker) for number in range(TRANSCRIPTS)]
        database.executemany(
            "INSERT INTO coding (id, coder_id, round_id, transcript_id, code_id, start_char, end_char, created_at, revision, "
            "unsure, deleted, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, '')",
            _codings(places, coders, codes, round_id),
        )
    database.close()


def _transcript(database: sqlite3.Connection, number: int, speaker: str) -> tuple[str, list[tuple[int, int]]]:
    key, places, end = new_id(), [], 0
    rng = random.Random(number)
    for _ in range(TURNS):
        start = end + 3
        end = start + rng.randint(20, 400)
        places.append((start, end))
    database.execute(
        "INSERT INTO transcript (id, name, title, format, source_name, source_sha256, source, text, text_sha256, meta, "
        "imported_at) VALUES (?, ?, '', 'text', '', ?, x'', '', '', '{}', ?)", (key, f"t{number}", key, _AT),
    )  # fmt: skip
    database.executemany(
        "INSERT INTO turn (id, transcript_id, number, speaker_id, start_char, end_char) VALUES (?, ?, ?, ?, ?, ?)",
        ((new_id(), key, place, speaker, *span) for place, span in enumerate(places, 1)),
    )
    return key, places


def _codings(
    places: list[tuple[str, list[tuple[int, int]]]], coders: list[str], codes: list[str], round_id: str
) -> Iterator[tuple[object, ...]]:
    rng = random.Random(1)
    for _ in range(CODINGS):
        transcript, spans = rng.choice(places)
        yield (new_id(), rng.choice(coders), round_id, transcript, rng.choice(codes), *rng.choice(spans), _AT)


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def _tables(store: Store) -> None:
    material = read_material(store, compared(store, Selection()))
    coded_units(material, turn_units(material.turns)).table()


def run() -> list[Row]:
    """SQLite's own reading of every coding, the tables, and the state of the work."""
    with tempfile.TemporaryDirectory() as folder:
        _built(Path(folder) / "large")
        with open_store(Path(folder) / "large") as store:
            label = f"{CODINGS:,} codings from SQLite"
            scan = "SELECT sum(start_char), count(DISTINCT code_id), count(DISTINCT transcript_id) FROM coding"
            return [
                Row(f"{label}: one pass of SQLite", _seconds(lambda: store.reader.rows(scan)), "s", "the measure"),
                Row(f"{label} to tables", _seconds(lambda: _tables(store)), "s", "≤ 3"),
                Row(f"{label}: status", _seconds(lambda: status(store)), "s", "seconds"),
            ]
