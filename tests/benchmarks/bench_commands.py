"""How long a command takes to answer beside what Python itself takes to start, and how fast a long transcript is read."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rows import Row

_TURNS = 100_000
_TRIES = 15
# What pip writes as the `qualcode` script.
_SCRIPT = "import sys; from qualcode.__main__ import main; sys.exit(main())"


def run() -> list[Row]:
    """Starts in milliseconds over bare Python, and the import rate."""
    bare = _milliseconds("-c", "pass")
    return [
        Row("bare Python", bare, "ms", ""),
        Row("--version over bare Python", _milliseconds("-c", _SCRIPT, "--version") - bare, "ms", "≤ 20"),
        Row("--help over bare Python", _milliseconds("-c", _SCRIPT, "--help") - bare, "ms", "≤ 150"),
        *_import_rates(),
    ]


def _milliseconds(*arguments: str) -> float:
    """The shortest of several wall times of a Python process: what else runs on the machine only ever adds to it."""
    times = []
    for _ in range(_TRIES):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        times.append(1000 * (time.perf_counter() - start))
    return min(times)


def _import_rates() -> list[Row]:
    seconds = min(_import_seconds() for _ in range(3))
    return [Row(f"import of {_TURNS:,} turns", _TURNS / seconds, "turns/s", "≥ 20,000")]


def _import_seconds() -> float:
    """Reading a file and storing it, to the disk."""
    from qualcode.api import create_project

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "long.txt")
        file.write_text(talk(_TURNS), encoding="utf-8")
        with create_project(Path(folder, "study")) as project:
            start = time.perf_counter()
            assert project.import_transcript(file).turns == _TURNS
            return time.perf_counter() - start


def talk(turns: int) -> str:
    """Two people in turn, some twenty words each; a million turns, which no file may hold, are shorter."""
    said = "we said so {} times before the desk was moved and after that nobody had to send a letter twice any more"
    if turns > _TURNS:
        said = said[: said.index(" the desk")]
    return "\n\n".join(f"{('Ana', 'Ben')[number % 2]}: {said.format(number)}" for number in range(turns)) + "\n"
