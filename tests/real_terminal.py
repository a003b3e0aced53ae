"""The program as a person starts it: a real terminal (pty), real bytes in and out."""

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
from contextlib import contextmanager

_SCRIPT = "import sys; from qualcode.__main__ import main; sys.exit(main())"
_PATIENCE = 30  # seconds; a loaded machine is slow, and no test measures time here


class Terminal:
    """One end of a terminal in which qualcode runs; `seen` is all it has written since keys were last typed."""

    def __init__(self, descriptor: int, process: "subprocess.Popen[bytes]") -> None:
        self.descriptor, self.process, self.seen = descriptor, process, b""

    def wait_for(self, words: bytes) -> None:
        """Read until `words` were written."""
        end = time.monotonic() + _PATIENCE
        while words not in self.seen:
            if time.monotonic() > end or not self._read(_PATIENCE):
                raise AssertionError(f"{words!r} was not written: {self.seen[-800:]!r}")

    def type(self, keys: str) -> None:
        """All keys in one go."""
        self.seen = b""
        os.write(self.descriptor, keys.encode())

    def leave(self) -> int:
        """ctrl+q, and the exit code."""
        self.type("\x11")
        return self.end()

    def hang_up(self) -> int:
        """The terminal is gone, and tells nobody; the exit code of the program when it has noticed."""
        os.close(self.descriptor)
        self.descriptor = -1
        return self.process.wait(_PATIENCE)

    def end(self) -> int:
        """Read until the program ends by itself; its exit code."""
        end = time.monotonic() + _PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self._read(0.05)
        while self._read(0):
            pass
        return self.process.wait(1)

    def _read(self, seconds: float) -> bool:
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return False
        self.seen += os.read(self.descriptor, 65536)
        return True


@contextmanager
def terminal(*arguments: object, columns: int = 120, rows: int = 36, term: str = "xterm-256color") -> Iterator[Terminal]:
    """`qualcode ARGUMENTS` in a terminal of that size."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, *map(str, arguments)], stdin=child, stdout=child, stderr=child,
        env=os.environ | {"TERM": term},
    )  # fmt: skip
    session = Terminal(parent, process)
    try:
        yield session
    finally:
        process.kill()
        process.wait()
        os.close(child)
        if session.descriptor >= 0:
            os.close(session.descriptor)
