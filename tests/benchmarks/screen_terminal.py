"""The coding screen in a real terminal (pty), measured from outside the process."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

_COLUMNS, _LINES = 120, 36
_SCRIPT = "import sys; from qualcode.__main__ import main; sys.exit(main())"
_BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    times = 0

    def compose(self):
        self.words = Static("turn 1: we said so")
        yield self.words

    def on_key(self):
        self.times += 1
        self.words.update("\\n".join(f"turn {self.times}.{line}: we said so" for line in range(36)))

Bare().run()
"""
_PATIENCE = 20  # seconds
_SETTLING, _PAUSE = 2.0, 0.03  # as in process
_PAGED = 20  # screens looked at before memory is read

_Terminal = AbstractContextManager[tuple[int, "subprocess.Popen[bytes]"]]


def first_painting(folder: Path) -> float:
    """Seconds from the start of the process until the words of the first turn stand on the terminal."""
    start = time.perf_counter()
    with _coding(folder):
        return time.perf_counter() - start


def bare_painting() -> float:
    """The same for a program of Textual's that shows one line of words: the floor."""
    start = time.perf_counter()
    with _terminal(["-c", _BARE]):
        return time.perf_counter() - start


def keys_to_bytes(folder: Path, key: bytes, then: bytes, times: int) -> list[float]:
    """Milliseconds from the bytes of `key` to the first of its frame; `then` is typed between, outside the clock."""
    return _answers(_coding(folder), key, then, times)


def bare_keys(times: int) -> list[float]:
    """The same for a key that has the bare program paint a screenful of other words."""
    return _answers(_terminal(["-c", _BARE]), b"v", b"", times)


def _answers(terminal: _Terminal, key: bytes, then: bytes, times: int) -> list[float]:
    with terminal as (descriptor, _):
        _drain(descriptor, _SETTLING)
        found = []
        for _ in range(times):
            found.append(_answer(descriptor, key))
            if then:
                _answer(descriptor, then)
        return found


def resident(folder: Path) -> float:
    """Memory of the process in MB when some screens were looked at, at both ends of the transcript."""
    with _coding(folder) as (descriptor, process):
        _drain(descriptor, _SETTLING)
        for key in (*[b"\x1b[6~"] * _PAGED, b"\x1b[F", *[b"\x1b[5~"] * _PAGED, b"\x1b[H"):
            os.write(descriptor, key)
            _drain(descriptor, 0.1)
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def _coding(folder: Path) -> _Terminal:
    return _terminal(["-c", _SCRIPT, "code", "--project", str(folder), "--coder", "ana"])


@contextmanager
def _terminal(arguments: list[str]) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """The terminal's other end, and a Python program in it that has painted its first words."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, _COLUMNS, 0, 0))
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, stdin=child, stdout=child, stderr=child, env=os.environ | {"TERM": "xterm-256color"})
    try:
        seen = b""
        while b"turn " not in seen or b"we said so" not in seen:
            if not select.select([parent], [], [], _PATIENCE)[0]:
                raise TimeoutError(f"nothing was painted: {seen[-500:]!r}")
            seen += os.read(parent, 65536)
        yield parent, process
    finally:
        process.kill()
        process.wait()
        os.close(parent)
        os.close(child)


def _answer(descriptor: int, key: bytes) -> float:
    start = time.perf_counter()
    os.write(descriptor, key)
    if not select.select([descriptor], [], [], _PATIENCE)[0]:
        raise TimeoutError("a key was not answered")
    took = 1000 * (time.perf_counter() - start)
    _drain(descriptor, _PAUSE)
    return took


def _drain(descriptor: int, seconds: float) -> None:
    """Read all that comes in this time."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([descriptor], [], [], left)[0]:
            os.read(descriptor, 65536)
