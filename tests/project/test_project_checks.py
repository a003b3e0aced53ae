import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from project_gestures import apply, coding_row

from qualcode.project.backups import back_up
from qualcode.project.checks import check
from qualcode.project.store import Store, open_store

pytestmark = pytest.mark.in_a_file


def tamper(folder: Path, *statements: str) -> list[str]:
    with closing(sqlite3.connect(folder / "project.db", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return [finding.message for finding in check(folder)]


@pytest.fixture
def coded(store: Store) -> Path:
    rows = [coding_row(store, coder, "wende", turn, "soil") for coder in ("ana", "ben") for turn in (2, 4)]
    apply(store, *rows)
    return store.folder


def test_a_sound_project_gives_no_findings(coded: Path) -> None:
    back_up(coded)
    assert check(coded) == []


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE transcript SET text = replace(text, 'nettles', 'nettled')", 'The text of "01_wende" is not what'),
        ("UPDATE transcript SET source = 'x'", 'The source file kept of "01_wende" is not'),
        ("UPDATE turn SET end_char = end_char - 1 WHERE number = 5", 'The turns of "02_orlo" are not'),
        ("UPDATE coding SET end_char = end_char + 1 WHERE id = (SELECT min(id) FROM coding)", "1 coding differ"),
        ("UPDATE coding SET unsure = 1", "4 codings differ"),
        ("UPDATE coding SET end_char = 99999", "4 codings lie outside"),
        ("UPDATE codebook_revision SET yaml = yaml || ' '", "Codebook revision 1 is not"),
        (
            "UPDATE event SET verb = 'remove' WHERE id = (SELECT min(id) FROM event WHERE verb = 'apply')",
            "The audit trail of ana is broken",
        ),
        ("DELETE FROM event WHERE verb = 'revise'", "The audit trail of the project is broken"),
        ("DELETE FROM event WHERE verb = 'apply'", "The audit trail does not tell of 4 codings"),
        ("DELETE FROM speaker WHERE name = 'Orlo'", "2 rows of turn point to no speaker"),
        (
            "CREATE TRIGGER sly AFTER INSERT ON coding BEGIN DELETE FROM coding; END",
            "The trigger sly in project.db is not qualcode's",
        ),
        ("CREATE VIEW peek AS SELECT * FROM coding", "The view peek in project.db is not qualcode's"),
        ("DROP INDEX coding_place", "The index coding_place in project.db is missing"),
        ("ALTER TABLE memo ADD COLUMN extra TEXT", "The table memo in project.db differs"),
        (
            "INSERT INTO coding SELECT 'twin', coder_id, round_id, transcript_id, code_id, start_char, end_char, created_at, "
            "revision, unsure, deleted, replaces, checksum FROM coding LIMIT 1",
            "1 coding stand twice",
        ),
        (
            "INSERT INTO memo SELECT 'memo', id, 'turn', 'gone', 'x', 1, 0 FROM coder LIMIT 1",
            "1 memo hang on a turn that is not there",
        ),
        ("PRAGMA application_id = 7", "was not made by qualcode"),
    ],
)
def test_what_was_changed_behind_our_back_is_found(coded: Path, statement: str, finding: str) -> None:
    assert any(message.startswith(finding) or finding in message for message in tamper(coded, statement))


def test_a_turn_moved_or_changed_leaves_others_alone(coded: Path) -> None:
    assert len(tamper(coded, "UPDATE transcript SET title = 'another' ")) == 0  # a title is not what was said


def test_a_file_open_to_others_and_a_damaged_backup_are_told(coded: Path) -> None:
    backup = back_up(coded)
    backup.write_bytes(b"x" * 5000)
    (coded / "project.db").chmod(0o644)
    messages = [finding.message for finding in check(coded)]
    assert any("chmod 600 project.db" in message for message in messages)
    assert any(f"{backup.name}, is damaged" in message for message in messages)


def test_a_lost_database_is_a_finding(coded: Path) -> None:
    (coded / "project.db").unlink()
    [finding] = check(coded)
    assert finding.damage
    assert finding.message.startswith("project.db is not there")


def test_a_file_cut_short_is_a_finding(coded: Path) -> None:
    path = coded / "project.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert check(coded)[0].damage


@pytest.mark.slow
def test_no_flipped_bit_in_what_was_said_or_coded_is_overlooked(coded: Path) -> None:
    path = coded / "project.db"
    whole = path.read_bytes()
    with open_store(coded) as store:
        marks = [row[0].encode() for row in store.reader.rows("SELECT checksum FROM coding")]
        marks += [turn.encode() for turn in ("clay and nettles", "couch grass", "on this side of the path")]
    places = [place for mark in marks for place in range(whole.index(mark), whole.index(mark) + len(mark))]
    chance = random.Random(7)
    for place in chance.sample(places, 60):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        assert check(coded), f"byte {place}"
    path.write_bytes(whole)
    assert check(coded) == []


@pytest.mark.slow
def test_any_damage_is_told_and_never_a_traceback(coded: Path) -> None:
    path = coded / "project.db"
    whole = path.read_bytes()
    chance = random.Random(11)
    for _ in range(150):
        broken = bytearray(whole)
        start = chance.randrange(len(broken))
        length = chance.choice([1, 16, 512, 4096])
        broken[start : start + length] = chance.randbytes(len(broken[start : start + length]))
        path.write_bytes(broken)
        check(coded)
