"""The program as a person starts it: a real terminal, real bytes in and out."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qualcode.project.store import Store

_SCRIPT = "import sys; from qualcode.__main__ import main; sys.exit(main())"


class Terminal:
    """One end of a terminal of 100 × 30 in which a program runs."""

    def __init__(self, descriptor: int, process: "subprocess.Popen[bytes]") -> None:
        self.descriptor, self.process, self.seen = descriptor, process, b""

    def wait_for(self, words: bytes) -> None:
        """Read until `words` were written."""
        end = time.monotonic() + 20
        while words not in self.seen:
            if time.monotonic() > end or not select.select([self.descriptor], [], [], 20)[0]:
                raise AssertionError(f"{words!r} was not written: {self.seen[-800:]!r}")
            self.seen += os.read(self.descriptor, 65536)

    def type(self, keys: str) -> None:
        """All keys in one go."""
        self.seen = b""
        os.write(self.descriptor, keys.encode())

    def leave(self) -> int:
        """ctrl+q, and the exit code."""
        self.type("\x11")
        end = time.monotonic() + 20
        while self.process.poll() is None and time.monotonic() < end:
            if select.select([self.descriptor], [], [], 0.05)[0]:
                self.seen += os.read(self.descriptor, 65536)
        return self.process.wait(1)


@contextmanager
def terminal(*arguments: str) -> Iterator[Terminal]:
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT, *arguments], stdin=child, stdout=child, stderr=child,
        env=os.environ | {"TERM": "xterm-256color"},
    )  # fmt: skip
    try:
        yield Terminal(parent, process)
    finally:
        process.kill()
        process.wait()
        os.close(parent)
        os.close(child)


def test_keys_typed_in_a_terminal_are_in_the_project(store: Store, tmp_path: Path) -> None:
    with terminal("code", "--project", str(tmp_path / "study"), "--coder", "ana", "P07 Amina") as session:
        session.wait_for(b"turn 1/120")
        session.type("b at1 ;trus\r 'a memo of a b\x1b")
        session.wait_for(b"memo on turn")
        assert session.leave() == 0
        assert b"Traceback" not in session.seen
    sql = """SELECT turn.number, code.key FROM coding JOIN code ON code.id = code_id JOIN turn USING (transcript_id, start_char)
             WHERE NOT coding.deleted ORDER BY 1, 2"""
    found = [tuple(row) for row in store.reader.rows(sql)]
    assert found == [(1, "barrier"), (2, "access"), (2, "early"), (2, "trust"), (3, "trust")]
    assert store.reader.value("SELECT text FROM memo") == "a memo of a b"


def test_the_terminal_is_given_back_as_it_was(tmp_path: Path, store: Store) -> None:
    with terminal("code", "--project", str(store.folder), "--coder", "ana", "P08") as session:
        session.wait_for(b"turn 1/3")
        assert b"\x1b[?1049h" in session.seen
        assert session.leave() == 0
        assert b"\x1b[?1049l" in session.seen
        assert not re.search(rb"Traceback|Exception", session.seen)
