"""One tab: a coding screen of its own, in a process of its own, which ends when its pipe is closed."""

import asyncio
import json
import os
import sys
from asyncio import StreamReader
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress

from aiohttp.web import WebSocketResponse
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from qualcode.browser import DRIVER
from qualcode.text import safe

_READY = b"__GANGLION__\n"  # what Textual's driver for pages writes first
_CLEAR = "\x1b[?1049l\x1b[2J\x1b[H"


class Session(AppService):
    """Carries keys to a program and its pictures to the page, until one of the two ends."""

    def __init__(self, command: Sequence[str], page: WebSocketResponse, downloads: DownloadManager, home: str) -> None:
        """`command` is run as it stands, by no shell; the page fetches files under the path `home`."""
        super().__init__("", write_bytes=self._show, write_str=self._tell, close=self._close, download_manager=downloads)
        self._argv, self._page, self._home = command, page, home

    async def run(self) -> None:
        """Show what the program draws until it ends. It is heard out also when no page is there any more."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        assert process.stderr is not None
        complaint = asyncio.create_task(process.stderr.read())
        await self._carry(process.stdout)
        reason = (await complaint).decode("utf-8", "replace") or "The program was ended from outside."
        if await process.wait():
            await self._show((_CLEAR + safe(reason, lines=True).replace("\n", "\r\n")).encode())
        await self._close()

    async def stop(self) -> None:
        """Have the program save and leave; returns when it has."""
        await self._download_manager.cancel_app_downloads(self.app_service_id)
        if self._task is not None:
            self.stdin.close()
            await self._task

    async def on_meta(self, data: bytes) -> None:
        """What the program tells beside its pictures. That it leaves is seen by its end, which may still give a reason."""
        if json.loads(data)["type"] != "exit":
            await super().on_meta(data)

    async def _carry(self, output: StreamReader) -> None:
        take = {b"D": self.on_data, b"M": self.on_meta, b"P": self.on_packed}
        while await output.readline() not in {_READY, b""}:
            pass
        with suppress(asyncio.IncompleteReadError):
            while kind := await output.readexactly(1):
                size = int.from_bytes(await output.readexactly(4), "big")
                await take[kind](await output.readexactly(size))

    async def _show(self, drawn: bytes) -> None:
        with suppress(ConnectionError):  # the tab is closed
            await self._page.send_bytes(drawn)

    async def _tell(self, message: str) -> None:
        kind, *told = json.loads(message)
        if kind == "deliver_file_start":
            # The page puts "/download/" before this; all that it may fetch lies under its secret path.
            told = [f"..{self._home}/download/{told[0]}"]
        with suppress(ConnectionError):
            await self._page.send_json([kind, *told])

    async def _close(self) -> None:
        await self._page.close()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=self._build_environment(width, height),
            start_new_session=True,  # ctrl+c is for the server, which then has each program save
        )  # fmt: skip
        self._stdin = self._process.stdin
        return self._process

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        environment.pop("TEXTUAL_FPS")  # as fast as on a terminal
        # What this program imported, and nothing that lies in the folder it was started in.
        path = os.pathsep.join(filter(None, sys.path))
        return environment | {"TEXTUAL_DRIVER": DRIVER, "TERM": "xterm-256color", "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}
