"""`qualcode serve` as a process of its own, and a tab on it without a browser."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp

_PATIENCE = 30  # seconds
_SERVE = """
import sys
from qualcode.browser.server import PageServer
PageServer([sys.executable, "-c", sys.argv[1]], 0, lambda server: print(server.address, flush=True)).serve()
"""


class Served:
    """A running server and its secret address."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        self.process, self.address = process, process.stdout.readline().decode().strip()

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(how)
        return self.process.wait(_PATIENCE)


class Tab:
    """What a page would hold: a connection to a session."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket, self.drawn, self.told = socket, b"", [""]

    async def wait_for(self, words: bytes) -> None:
        """Read until `words` were drawn."""
        while words not in self.drawn:
            assert await self.read(), f"{words!r} was not drawn: {self.drawn[-800:]!r}"

    async def type(self, keys: str) -> None:
        """All keys in one go."""
        self.drawn = b""
        await self.socket.send_json(["stdin", keys])

    async def read(self) -> bool:
        """One message; False when the server has closed the session."""
        message = await asyncio.wait_for(self.socket.receive(), _PATIENCE)
        if message.type is aiohttp.WSMsgType.BINARY:
            self.drawn += message.data
        elif message.type is aiohttp.WSMsgType.TEXT:
            self.told = message.json()
        return not self.socket.closed


@contextmanager
def serving(project: Path, *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> Iterator[Served]:
    """`qualcode serve` on a free port."""
    command = ["-P", "-m", "qualcode", "serve", "--port=0", f"--project={project}", *arguments]
    with _running(*command, cwd=cwd, env=env) as served:
        yield served


@contextmanager
def serving_program(source: str) -> Iterator[Served]:
    """The server with this Python program in each tab."""
    with _running("-P", "-c", _SERVE, source) as served:
        yield served


@contextmanager
def _running(*arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> Iterator[Served]:
    clean = {name: value for name, value in os.environ.items() if name != "TERM"} | (env or {})
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean, cwd=cwd)
    try:
        yield Served(process)
    finally:
        process.kill()
        process.communicate()


@asynccontextmanager
async def tab(address: str, **headers: Any) -> AsyncIterator[Tab]:
    """A tab of 100 × 30 cells."""
    async with (
        aiohttp.ClientSession() as client,
        client.ws_connect(f"{address}ws?width=100&height=30", headers=headers) as socket,
    ):
        yield Tab(socket)
