"""The coding screen: from the start of the program to the first transcript, and from a key to its painting.

Twice: in process, where a key is put where the terminal's driver puts it and the clock stops when Textual has written the
frame (a pilot would hide latency); and in a real terminal (pty), from the bytes of the key to the first bytes of the frame.
A machine that does something else meanwhile only ever adds to a time: of several runs the best is told.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rows import Row
from screen_terminal import bare_keys, bare_painting, first_painting, keys_to_bytes, resident

_COLUMNS, _LINES = 120, 36
_SIZES = (1_000, 100_000, 1_000_000)
_TRIES, _KEYS = 3, 150
_SETTLING = 2.0  # seconds for what is loaded behind the first painting
_PAUSE = 0.03  # as nobody types faster, and so that the commit's own frame is not taken for the next key's
# What is measured, the most it may take in milliseconds, its key, and what is pressed between, outside the clock.
_MEASURED = (
    ("next turn", 16, "down", ""),
    ("span step", 16, "right", ""),
    ("apply code", 16, "v", "down"),
    ("page down", 20, "pagedown", ""),
)
_BYTES = {"down": b"\x1b[B", "right": b"\x1b[C", "pagedown": b"\x1b[6~", "v": b"v"}


def run() -> Iterator[Row]:
    """First painting, keys, resizing, searching and memory at 1e3, 1e5 and 1e6 turns."""
    with project(10) as folder:
        empty = min(resident(folder) for _ in range(_TRIES))
    yield Row("start of a bare Textual program", min(bare_painting() for _ in range(_TRIES)), "s", "the measure")
    yield from _rows("a screenful painted by it for a key", [bare_keys(_KEYS) for _ in range(_TRIES)], "the measure")
    for turns in _SIZES:
        with project(turns) as folder:
            yield from measure(folder, turns, empty)


def measure(folder: Path, turns: int, empty: float) -> Iterator[Row]:
    """All of it in one project; `empty` is the memory, in MB, of the program where there is next to nothing to show."""
    of = f"{turns:,} turns"
    yield Row(f"start to first transcript, {of}", min(first_painting(folder) for _ in range(_TRIES)), "s", "≤ 0.6")
    runs = [asyncio.run(_in_process(folder)) for _ in range(_TRIES)]
    for name, most, *_ in (*_MEASURED, ("resize", 50)):
        yield from _rows(f"{name}, {of}", [run[name] for run in runs], f"≤ {most}")
    for name, most, key, then in _MEASURED:
        times = [keys_to_bytes(folder, _BYTES[key], _BYTES.get(then, b""), _KEYS) for _ in range(_TRIES)]
        yield from _rows(f"{name} in a terminal, {of}", times, f"≤ {most}")
    for name, words in (("one hit", "so 777 times"), ("a hit a turn", "before")):
        first, all_ = min(_searching(folder, words) for _ in range(_TRIES))
        yield Row(f"search, {name}: the first, {of}", first, "s", "≤ 0.3" if turns <= 100_000 else "")
        yield Row(f"search, {name}: all, {of}", all_, "s", "≤ 0.3" if turns <= 100_000 else "")
    yield Row(f"memory over an empty program, {of}", min(resident(folder) for _ in range(_TRIES)) - empty, "MB", "≤ 30")


def _rows(name: str, runs: list[list[float]], target: str) -> Iterator[Row]:
    yield Row(f"{name}, p50", min(map(statistics.median, runs)), "ms", "")
    yield Row(f"{name}, p99", min(statistics.quantiles(run, n=100)[98] for run in runs), "ms", target)


@contextmanager
def project(turns: int) -> Iterator[Path]:
    """A project with one transcript of so many turns."""
    from bench_commands import talk

    from qualcode.api import create_project

    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "long.txt")
        file.write_text(talk(turns), encoding="utf-8")
        with create_project(Path(scratch, "study")) as project:
            project.import_transcript(file)
        yield Path(scratch, "study")


async def _in_process(folder: Path) -> dict[str, list[float]]:
    """Milliseconds of each key, and of each new size."""
    from qualcode.project.store import open_store
    from qualcode.tui.app import CodingApp

    with open_store(folder) as store:
        app = CodingApp(store, "ana")
        app.theme = "dark"  # as in most terminals; tests have none, and so get one that costs less
        async with app.run_test(size=(_COLUMNS, _LINES)) as pilot:
            await asyncio.sleep(_SETTLING)
            painted = _watch_frames(app)
            found = {name: await _times(app, painted, key, then) for name, _, key, then in _MEASURED}
            found["resize"] = await _resizing(app, painted)
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


async def _times(app: Any, painted: asyncio.Event, key: str, then: str) -> list[float]:
    """Milliseconds from `key` to the next frame."""
    from textual.events import Key

    async def press(key: str) -> float:
        return await _time(app, painted, Key(key, key if len(key) == 1 else None))

    times = []
    for _ in range(_KEYS):
        times.append(await press(key))
        if then:
            await press(then)
    return times


async def _resizing(app: Any, painted: asyncio.Event) -> list[float]:
    """Milliseconds from each of many new sizes of the terminal to its frame."""
    from textual.events import Resize
    from textual.geometry import Size

    sizes = [Size(_COLUMNS - 1 - place % 40, _LINES - place % 12) for place in range(_KEYS)]
    return [await _time(app, painted, Resize(size, size)) for size in sizes]


async def _time(app: Any, painted: asyncio.Event, event: Any) -> float:
    painted.clear()
    start = time.perf_counter()
    app._driver.send_message(event)
    await asyncio.wait_for(painted.wait(), 10)
    took = 1000 * (time.perf_counter() - start)
    await asyncio.sleep(_PAUSE)
    return took


def _searching(folder: Path, words: str) -> tuple[float, float]:
    """Seconds to the first hit, and to the end of the search as the screen does it."""
    from qualcode.project.store import open_store
    from qualcode.tui.search import Search
    from qualcode.tui.work import Work

    with open_store(folder) as store:
        work = Work(store, "ana", None, frozenset(), print)
        heard: list[float] = []
        start = time.perf_counter()
        Search(work, work.desk.transcripts()[0].id, words, 0, lambda _: heard.append(time.perf_counter() - start))
        work.close()
    return heard[0], heard[-1]


if __name__ == "__main__":
    for row in measure(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])):
        print(f"| {row.name} | {row.value:,.4g} | {row.unit} | {row.target} |", flush=True)
