"""How a coding screen draws and reads when a page shows it: over pipes to the server."""

import os
import signal
from contextlib import suppress

from textual.drivers.web_driver import WebDriver


class PageDriver(WebDriver):
    """Textual's driver for pages. When its pipe ends, however that came about, the program saves and leaves."""

    def run_input_thread(self) -> None:
        """Read keys until the tab is closed, the server is stopped, or the server is no more."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            os.kill(os.getpid(), signal.SIGTERM)  # as when a terminal's window is closed

    def write(self, data: str) -> None:
        """Draw, if anybody is there to see it."""
        with suppress(BrokenPipeError):
            super().write(data)

    def write_meta(self, data: dict[str, object]) -> None:
        """Tell the server something, if it is there to hear it."""
        with suppress(BrokenPipeError):
            super().write_meta(data)
