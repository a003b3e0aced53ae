"""The server of `qualcode serve`: one page, for whoever has the secret address, from nowhere but that page."""

import asyncio
import errno
import logging
import secrets
import socket
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import Final

import textual_serve
from aiohttp import web
from aiohttp.typedefs import Handler
from textual_serve.server import Server, to_int

from qualcode.browser.session import Session
from qualcode.errors import QualcodeError

HOST: Final = "127.0.0.1"
_OURS = Path(__file__).parent / "static"
_THEIRS = Path(textual_serve.__file__).parent / "static"
_FILES = {
    "page.css": _OURS / "page.css",
    "page.js": _OURS / "page.js",
    "textual.js": _THEIRS / "js" / "textual.js",
    "xterm.css": _THEIRS / "css" / "xterm.css",
    "upright.ttf": _THEIRS / "fonts" / "RobotoMono-VariableFont_wght.ttf",
    "italic.ttf": _THEIRS / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf",
}
# The terminal in the page sets styles of its own; everything else comes from files of this server, or not at all.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class PageServer(Server):
    """Listens from the moment it is made; `serve` answers until ctrl+c."""

    def __init__(self, command: Sequence[str], port: int, ready: "Callable[[PageServer], None]") -> None:
        """`command` starts the program of a tab; `ready` is called when the server answers.

        Port 0 is any free one; QualcodeError where the port is taken.
        """
        self._socket = _listen(port)
        super().__init__("", host=HOST, port=self._socket.getsockname()[1])
        self._argv, self._ready = command, ready
        self._token = secrets.token_urlsafe(32)
        self._once = ""  # what opens the page a single time
        self._sessions: set[Session] = set()

    @property
    def address(self) -> str:
        """What to open. It is a secret: whoever has it, on this machine, codes."""
        return f"{self.public_url}/{self._token}/"

    def open_browser(self) -> None:
        """Have the page opened. Others on the machine see what programs are started with, so this address works only once."""
        self._once = secrets.token_urlsafe(32)
        # A browser that lives in the terminal would keep the server waiting.
        Thread(target=webbrowser.open, args=(f"{self.public_url}/{self._once}",), daemon=True).start()

    def serve(self, debug: bool = False) -> None:
        """Answer until ctrl+c; then every tab's program has saved and left."""
        # What a stray program sends to the port is no news, and a log would tell the secret address.
        logging.getLogger("aiohttp").addHandler(logging.NullHandler())
        web.run_app(self._make_app(), sock=self._socket, access_log=None, print=None)

    async def on_startup(self, app: web.Application) -> None:
        """Say that it answers, and ends as it should from here on."""
        self._ready(self)

    async def on_shutdown(self, app: web.Application) -> None:
        """Have every tab's program save and leave."""
        await asyncio.gather(*(session.stop() for session in self._sessions))

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A tab: a session of its own for as long as it is open."""
        page = web.WebSocketResponse(heartbeat=15)
        await page.prepare(request)
        session = Session(self._argv, page, self.download_manager, f"/{self._token}")
        self._sessions.add(session)
        try:
            await session.start(*(to_int(request.query.get(side, ""), cells) for side, cells in (("width", 80), ("height", 24))))
            await self._process_messages(page, session)
        finally:
            await session.stop()
            self._sessions.discard(session)
        return page

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/{token}/", self._page),
                web.get("/{token}/ws", self.handle_websocket),
                web.get("/{token}/download/{key}", self.handle_download),
                web.get("/{token}/static/{name}", self._file),
            ]
        )
        app.on_response_prepare.append(_protect)
        app.on_startup.append(self.on_startup)
        app.on_shutdown.append(self.on_shutdown)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Before anything else is looked at: is it this machine that is asked for, by our page, with the secret?"""
        hosts = [name if self.port == 80 else f"{name}:{self.port}" for name in (HOST, "localhost")]
        # A foreign name may be made to point here, and a foreign page may call here; both say so.
        if request.host not in hosts or request.headers.get("Origin", f"http://{request.host}") != f"http://{request.host}":
            raise web.HTTPForbidden(text="Only the page that qualcode serves may ask this.\n")
        token = request.path.removeprefix("/").partition("/")[0]
        if self._once and _same(token, self._once):
            self._once = ""
            raise web.HTTPSeeOther(f"/{self._token}/")
        if not _same(token, self._token):
            raise web.HTTPForbidden(text="This address is not whole. Open the one that `qualcode serve` printed.\n")
        return await handler(request)

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(_OURS / "page.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["name"] not in _FILES:
            raise web.HTTPNotFound
        return web.FileResponse(_FILES[request.match_info["name"]])


async def _protect(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update({name: value.format(host=request.host) for name, value in _HEADERS.items()})


def _same(given: str, secret: str) -> bool:
    """Takes as long however much of it is right."""
    return secrets.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        what = "taken by another program, perhaps by `qualcode serve`" if error.errno == errno.EADDRINUSE else "not for everybody"
        raise QualcodeError(f"Port {port} is {what}. Give another one, or --port 0 for any that is free.") from error
