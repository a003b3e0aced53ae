"""The coding screen: from the start of the program to the first transcript, and from a key to its painting.

The first in a real terminal (pty); the second in process, since a pilot hides latency: a key is put where the terminal's
driver puts it, and the clock stops when Textual has written the frame.
"""

import asyncio
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rows import Row

_COLUMNS, _LINES = 120, 36
_TRIES, _KEYS = 5, 150
_SCRIPT = "import sys; from qualcode.__main__ import main; sys.exit(main())"
_SETTLING = 1.5  # seconds for what is loaded behind the first painting


def run() -> list[Row]:
    """First painting, then key to paint at 1e3 and 1e5 turns."""
    rows = []
    for turns in (1_000, 100_000):
        with _project(turns) as folder:
            first = min(_first_painting(folder) for _ in range(_TRIES))
            rows.append(Row(f"start to first transcript, {turns:,} turns", first, "s", "≤ 0.6"))
            for name, target, times in asyncio.run(_keys_to_paint(folder)):
                rows.append(Row(f"{name}, {turns:,} turns, p50", statistics.median(times), "ms", ""))
                rows.append(Row(f"{name}, {turns:,} turns, p99", statistics.quantiles(times, n=100)[98], "ms", target))
    return rows


@contextmanager
def _project(turns: int) -> Iterator[Path]:
    from bench_commands import talk

    from qualcode.api import create_project

    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "long.txt")
        file.write_text(talk(turns), encoding="utf-8")
        with create_project(Path(scratch, "study")) as project:
            project.import_transcript(file)
        yield Path(scratch, "study")


def _first_painting(folder: Path) -> float:
    """Seconds from the start of the process until the words of the first turn stand on the terminal."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, _COLUMNS, 0, 0))
    command = [sys.executable, "-c", _SCRIPT, "code", "--project", str(folder), "--coder", "ana"]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=child, stdout=child, stderr=child, env=os.environ | {"TERM": "xterm-256color"})
    try:
        seen = b""
        while b"turn 1/" not in seen or b"we said so" not in seen:
            if not select.select([parent], [], [], 20)[0]:
                raise TimeoutError(f"nothing was painted: {seen[-500:]!r}")
            seen += os.read(parent, 65536)
        return time.perf_counter() - start
    finally:
        process.kill()
        process.wait()
        os.close(parent)
        os.close(child)


async def _keys_to_paint(folder: Path) -> list[tuple[str, str, list[float]]]:
    """(what, target, milliseconds of each key) for moving, selecting, coding and paging."""
    from qualcode.project.store import open_store
    from qualcode.tui.app import CodingApp

    with open_store(folder) as store:
        app = CodingApp(store, "ana")
        async with app.run_test(size=(_COLUMNS, _LINES)) as pilot:
            await asyncio.sleep(_SETTLING)
            frames = _watch_frames(app)
            found = [
                ("next turn", "≤ 16", await _times(app, frames, "down")),
                ("span step", "≤ 16", await _times(app, frames, "right")),
                ("apply code", "≤ 16", await _times(app, frames, "v", "down")),
                ("page down", "≤ 20", await _times(app, frames, "pagedown")),
            ]
            await pilot.press("ctrl+q")
        app.close()
    return found


def _watch_frames(app: Any) -> asyncio.Event:
    """An event that is set whenever a frame was written."""
    painted, display = asyncio.Event(), app._display

    def watched(*arguments: Any) -> None:
        display(*arguments)
        painted.set()

    app._display = watched
    return painted


async def _times(app: Any, painted: asyncio.Event, key: str, then: str | None = None) -> list[float]:
    """Milliseconds from `key` to the next frame; `then` is pressed between, outside the clock."""
    times = []
    for _ in range(_KEYS):
        times.append(await _time(app, painted, key))
        if then:
            await _time(app, painted, then)
    return times


async def _time(app: Any, painted: asyncio.Event, key: str) -> float:
    from textual.events import Key

    painted.clear()
    start = time.perf_counter()
    app._driver.send_message(Key(key, key if len(key) == 1 else None))
    await asyncio.wait_for(painted.wait(), 5)
    took = 1000 * (time.perf_counter() - start)
    await asyncio.sleep(0.03)  # as nobody types faster, and so that the commit's own frame is not taken for the next key's
    return took
