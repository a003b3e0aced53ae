"""A consortium on one server: many coders at once, and a server that is stopped under them."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from statistics import quantiles

import engines
import pytest
from engines import on_engine

from qualcode.project.checks import check
from qualcode.project.store import open_store

pytestmark = [pytest.mark.on_a_server, pytest.mark.slow]

CODING = Path(__file__).parents[1] / "coding"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(CODING)
    from coding_projects import project

    project(tmp_path / "waiting").close()
    return on_engine(tmp_path / "waiting")


def start(folder: Path, coder: str, gestures: int, seed: int) -> "subprocess.Popen[str]":
    command = [sys.executable, str(CODING / "coding_drill.py"), str(folder), coder, str(gestures), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_sixteen_coders_with_two_hundred_gestures_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    crowd = [start(folder, f"coder {number}", 200, number) for number in range(16)]
    ended = [process.communicate(timeout=900) for process in crowd]
    took = time.monotonic() - began
    assert [(process.returncode, errors) for process, (_, errors) in zip(crowd, ended, strict=True)] == [(0, "")] * 16
    said = [json.loads(line) for out, _ in ended for line in out.splitlines() if line.startswith("[")]
    assert len(said) == 3200
    with open_store(folder) as store:
        gestures = [row[0] for row in store.reader.rows("SELECT gesture FROM event WHERE verb <> 'add' GROUP BY gesture")]
        assert set(gestures) >= {gesture for gesture, *_ in said if gesture}
        assert store.reader.value("SELECT count(DISTINCT clock) = count(*) FROM event")
    assert check(folder) == []
    waits = [wait for gesture, _, wait in said if gesture]
    middle, last = (quantiles(waits, n=100)[percent - 1] * 1000 for percent in (50, 99))
    with capsys.disabled():
        print(f"\n{len(waits)} commits of 16 coders in {took:.0f} s, start included: {len(waits) / took:.0f} a second, "
              f"p50 {middle:.0f} ms, p99 {last:.0f} ms; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")  # fmt: skip


def test_a_server_stopped_again_and_again(folder: Path) -> None:
    """What was said to be saved is there, nothing is there twice, and the coders go on by themselves."""
    crowd = [start(folder, f"coder {number}", 100, number) for number in range(4)]
    for pause in (2, 3, 4):
        time.sleep(pause + random.Random(pause).random())
        engines.server().stop()
        engines.server().start()
    said = []
    for process in crowd:
        out, errors = process.communicate(timeout=600)
        assert "Traceback" not in errors or "GoneError" in errors or "QualcodeError" in errors, errors
        said += [json.loads(line)[0] for line in out.splitlines() if line.startswith("[")]
    saved = [gesture for gesture in said if gesture]
    with open_store(folder) as store:
        there = [
            row[0] for row in store.reader.rows("SELECT DISTINCT gesture FROM event WHERE coder_id IS NOT NULL AND verb <> 'add'")
        ]
    assert set(saved) <= set(there)
    assert len(saved) == len(set(saved))
    assert len(set(there) - set(saved)) <= 4  # saved, and the coder was gone before they could say so
    assert check(folder) == []
