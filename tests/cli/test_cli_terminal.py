"""In a real terminal (pty): what is shown there and nowhere else."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path


def _in_terminal(arguments: list[str], until: bytes, then: bytes) -> tuple[int, bytes]:
    """Run qualcode in a terminal of 120 × 36, type `then` once it has shown `until`; exit code and all that was shown."""
    master, slave = pty.openpty()
    os.set_blocking(master, False)
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "120", "LINES": "36"}
    process = subprocess.Popen(
        [sys.executable, "-m", "qualcode", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
    )
    os.close(slave)
    shown, typed, deadline = b"", False, time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if select.select([master], [], [], 0.05)[0]:
            try:
                shown += os.read(master, 65536)
            except OSError:
                break
        if until in shown and not typed:
            typed = True
            os.write(master, then)
    if process.poll() is None and time.monotonic() > deadline:
        process.kill()
    code = process.wait(10)
    os.close(master)
    return code, shown


def test_the_demo_shows_its_figures_then_opens_the_coding_screen(tmp_path: Path) -> None:
    code, shown = _in_terminal(["demo", "--into", str(tmp_path / "try")], until=b"\x1b[?1049h", then=b"\x11")
    assert code == 0, shown[-2000:]
    assert shown.index(b"Krippendorff") < shown.index(b"\x1b[?1049h") < shown.index(b"\x1b[?1049l")
    assert b"Go on with: qualcode code" in shown


def test_quotes_are_wrapped_to_the_terminal(study: Path) -> None:
    code, shown = _in_terminal(["turns", "mill", "--project", str(study)], until=b"never", then=b"")
    assert code == 0
    lines = shown.decode().replace("\r\n", "\n").splitlines()
    assert max(map(len, lines)) <= 120
    assert "one phone in the middle of the room." in " ".join(lines)
