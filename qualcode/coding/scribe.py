"""The scribe writes gestures one after another in a thread of its own, so that the screen never waits for the disk."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self, TypeVar

Result = TypeVar("Result")


class Scribe:
    """One thread, first come first served. A gesture that fails tells so in its future and holds up none of the others."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scribe")

    def submit(self, gesture: Callable[[], Result]) -> Future[Result]:
        """Have `gesture` done after all that were submitted before; the future is done when it is saved."""
        return self._thread.submit(gesture)

    def close(self) -> None:
        """Return when everything submitted is done. RuntimeError for what is submitted afterwards."""
        self._thread.shutdown(wait=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
