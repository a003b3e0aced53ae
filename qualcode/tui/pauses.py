"""Clearing away what keys leave behind, in the pauses between them: in the middle of a key it would be felt."""

import gc
import time

PAUSE = 1.0  # seconds without a key


class Pauses:
    """Knows when the last key or mouse event came."""

    def __init__(self) -> None:
        self._touched = 0.0

    def touch(self) -> None:
        """One came just now."""
        self._touched = time.monotonic()

    def settle(self) -> None:
        """After the first painting: keep the collector from stopping the screen."""
        # A full collection walks everything that was ever imported, 45 to 80 ms in the middle of a key.
        gc.collect()
        gc.freeze()
        # Nor are the newer things looked through but in pauses: that took 10 to 30 ms.
        gc.set_threshold(1000, 1_000_000, 1_000_000)

    def sweep(self) -> None:
        """Clear away, if this is a pause."""
        if time.monotonic() - self._touched > PAUSE:
            gc.collect(1)
