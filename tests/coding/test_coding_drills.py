"""What must hold when everything goes wrong: kills, crowds, full disks, read-only folders, damaged files."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from coding_drill import marks
from coding_projects import Seat
from engines import on_engine

from qualcode.errors import QualcodeError
from qualcode.project.checks import check
from qualcode.project.store import Store, open_store

DRILL = Path(__file__).parent / "coding_drill.py"
NOBODY = 65534


def start(folder: Path, coder: str, gestures: int, seed: int) -> "subprocess.Popen[str]":
    command = [sys.executable, str(DRILL), str(folder), coder, str(gestures), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def copied(new_project: Path, tmp_path: Path) -> Path:
    return on_engine(shutil.copytree(new_project, tmp_path / "drill"))


@pytest.mark.parametrize("kills", [2, pytest.param(50, marks=pytest.mark.slow)])
def test_kill_9_while_coding_loses_nothing_that_was_said_to_be_saved(new_project: Path, tmp_path: Path, kills: int) -> None:
    folder = copied(new_project, tmp_path)
    acknowledged = 0
    for seed in range(kills):
        process = start(folder, "ana", 0, seed)
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        time.sleep(random.Random(seed).uniform(0.05, 0.4))
        process.send_signal(signal.SIGKILL)
        said = [json.loads(line) for line in process.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
        with open_store(folder) as store:
            gestures = dict.fromkeys(row[0] for row in store.reader.rows("SELECT gesture FROM event ORDER BY clock"))
            saved = [gesture for gesture, *_ in said if gesture]
            assert set(saved) <= set(gestures)
            acknowledged += len(saved)
            if saved and saved[-1] == next(reversed(gestures)):  # else the kill came between saving and saying so
                assert [list(mark) for mark in marks(Seat.at(store))] == said[-1][1]
        assert check(folder) == []
    assert acknowledged >= kills // 2  # each has a moment only


@pytest.mark.parametrize(
    ("processes", "gestures", "layers"),
    [
        (2, 8, "one layer"),
        pytest.param(8, 150, "one layer", marks=pytest.mark.slow),
        pytest.param(8, 150, "a layer each", marks=pytest.mark.slow),
    ],
)
def test_a_crowd_on_one_file(new_project: Path, tmp_path: Path, processes: int, gestures: int, layers: str) -> None:
    folder = copied(new_project, tmp_path)
    names = ["ana" if layers == "one layer" else f"coder {number}" for number in range(processes)]
    crowd = [start(folder, name, gestures, seed) for seed, name in enumerate(names)]
    for process in crowd:
        out, errors = process.communicate(timeout=600)
        assert (process.returncode, errors) == (0, "")
        assert len(out.splitlines()) == gestures + 1
    assert check(folder) == []
    with open_store(folder) as store:
        places = "coder_id || code_id || start_char || ' ' || end_char"
        assert store.reader.value(f"SELECT count(*) - count(DISTINCT {places}) FROM coding WHERE NOT deleted") == 0
        assert store.reader.value("SELECT count(*) - count(DISTINCT coder_id || turn_id) FROM done WHERE NOT deleted") == 0
        assert store.reader.value("SELECT count(*) - count(DISTINCT coder_id || target_id) FROM memo") == 0
        assert store.reader.value("SELECT count(*) - count(DISTINCT name) FROM coder") == 0
        _no_rivals(store)


def _no_rivals(store: Store) -> None:
    sql = (
        "SELECT count(*) FROM coding JOIN code ON code.id = code_id WHERE NOT deleted AND code.group_id IS NOT NULL "
        "GROUP BY coder_id, start_char HAVING count(*) > 1"
    )
    assert store.reader.rows(sql) == []


def code_until_refused(seat: Seat) -> tuple[str, list[tuple[str, int]]]:
    """The sentence that refused a gesture, and what stood before it."""
    for number in range(2_000):
        before = marks(seat)
        try:
            seat.session.memo("turn", seat.turn(number % 6 + 1).id, f"{number} " * 200)
            seat.toggle("wait", number % 6 + 1)
        except QualcodeError as refused:
            assert marks(seat) == before
            return str(refused), before
    raise AssertionError("nothing was refused")


@pytest.mark.in_a_file
def test_a_full_disk_refuses_the_gesture_and_keeps_what_was_saved(store: Store) -> None:
    seat = Seat.at(store)
    seat.apply("list", 1)
    pages = store.reader.value("PRAGMA page_count")
    with store.writer.transaction() as session:
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
    sentence, before = code_until_refused(seat)
    assert sentence.startswith("The disk that holds ")
    assert "is full. Nothing was changed; make room and try again." in sentence
    with store.writer.transaction() as session:
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 5000}")
    assert marks(seat) == before
    assert seat.apply("late", 5) is not None
    assert check(store.folder) == []


@pytest.mark.in_a_file
def test_a_file_that_may_not_grow_refuses_the_gesture(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quota, as the system itself enforces it."""
    seat = Seat.at(store)
    seat.apply("list", 1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((store.folder / "project.db").stat().st_size + 8192, hard))
    try:
        sentence, before = code_until_refused(seat)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert "Nothing was changed" in sentence
    assert marks(seat) == before
    assert seat.apply("late", 5) is not None
    assert check(store.folder) == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may go into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in (*folder.rglob("*/"), *folder.iterdir()):
        path.chmod(0o700)
    shutil.rmtree(folder)


@contextmanager
def without_privileges(folder: Path) -> Iterator[None]:
    """Permissions do not stop root, so root gives the folder to nobody and is nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.in_a_file
def test_a_read_only_folder_can_be_read_and_says_why_not_written(new_project: Path, open_folder: Path) -> None:
    folder = Path(shutil.copytree(new_project, open_folder / "drill"))
    with open_store(folder) as store:
        Seat.at(store).apply("list", 1)
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o500 if path.is_dir() else 0o400)
    before = (folder / "project.db").read_bytes()
    with without_privileges(folder), open_store(folder) as store:
        seat = Seat.at(store)
        assert marks(seat) == [("list", 1)]
        with pytest.raises(QualcodeError, match=r"cannot be written: the file, its folder or the disk is read only\."):
            seat.toggle("wait", 2)
        assert marks(seat) == [("list", 1)]
    assert (folder / "project.db").read_bytes() == before


def spoil(store: Store, how: Callable[[bytearray], None]) -> None:
    content = bytearray((store.folder / "project.db").read_bytes())
    how(content)
    (store.folder / "project.db").write_bytes(bytes(content))


@pytest.mark.in_a_file
def test_a_damaged_file_is_left_alone_and_the_way_back_is_named(ana: Seat, store: Store) -> None:
    ana.apply("wait", 2)
    store.close()
    page = 4096

    def overwrite(content: bytearray) -> None:
        content[page:] = bytes(b"\x5a" * (len(content) - page))

    spoil(store, overwrite)
    damaged = (store.folder / "project.db").read_bytes()
    with pytest.raises(QualcodeError, match=r"is damaged\. Leave it as it is"), open_store(store.folder) as again:
        Seat.at(again).apply("list", 3)
    assert (store.folder / "project.db").read_bytes() == damaged
    assert check(store.folder) != []


@pytest.mark.in_a_file
def test_a_file_put_in_its_place_stops_the_next_gesture(ana: Seat, store: Store, tmp_path: Path) -> None:
    ana.apply("wait", 2)
    shutil.copy(store.folder / "project.db", tmp_path / "other.db")
    os.replace(tmp_path / "other.db", store.folder / "project.db")
    with pytest.raises(QualcodeError, match="was replaced while it was open"):
        ana.apply("list", 3)
