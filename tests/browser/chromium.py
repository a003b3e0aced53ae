"""A page in headless Chromium, driven over its DevTools protocol."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

_FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--remote-debugging-port=0"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


class Page:
    """One page of 1280 × 800 pixels; `asked` is every address that it has asked for."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._number, self._session = socket, 0, {}
        self.asked: list[str] = []

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the browser for something."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": params} | self._session)
        while True:
            message = await self._socket.receive_json(timeout=30)
            if message.get("method") in {"Network.requestWillBeSent", "Network.webSocketCreated"}:
                params = message["params"]
                self.asked.append(params.get("url") or params["request"]["url"])
            if message.get("id") == self._number:
                assert "error" not in message, message["error"]
                return dict(message["result"])

    async def open(self, address: str) -> None:
        """Go to an address."""
        target = (await self.call("Target.createTarget", url="about:blank"))["targetId"]
        self._session = {"sessionId": (await self.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]}
        await self.call("Network.enable")
        await self.resize(1280, 800)
        await self.call("Page.navigate", url=address)

    async def resize(self, width: int, height: int) -> None:
        """Make the window so many pixels wide and high."""
        await self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    async def press(self, text: str, key: str = "", code: int = 0) -> None:
        """A key on the keyboard."""
        named = {"key": key or text, "windowsVirtualKeyCode": code or (ord(text.upper()) if text.isalpha() else 0)}
        await self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **named)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    async def evaluate(self, expression: str) -> Any:
        """What an expression gives in the page."""
        return (await self.call("Runtime.evaluate", expression=expression, returnByValue=True))["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait until an expression is true in the page."""
        for _ in range(300):
            if await self.evaluate(expression):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{expression} is not true")


@asynccontextmanager
async def chromium(program: str, folder: Path) -> AsyncIterator[Page]:
    """A browser of its own, its profile in `folder`."""
    process = subprocess.Popen([program, *_FLAGS, f"--user-data-dir={folder}"], stderr=subprocess.PIPE)
    assert process.stderr is not None
    try:
        address = next(line.split()[-1].decode() for line in process.stderr if b"DevTools listening" in line)
        async with aiohttp.ClientSession() as client, client.ws_connect(address, max_msg_size=0) as socket:
            yield Page(socket)
            await socket.send_json({"id": 0, "method": "Browser.close"})
            await asyncio.to_thread(process.wait, 10)
    finally:
        process.kill()
        process.communicate()
