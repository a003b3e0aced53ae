"""The scribe writes gestures one after another in a thread of its own, so that the screen never waits for the disk."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self, TypeVar

Result = TypeVar("Result")


class Scribe:
    """One thread, first come first served. A gesture that fails tells so in its future and holds up none of the others."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scribe")
        self.failure: BaseException | None = None  # of what was done last

    def submit(self, gesture: Callable[[], Result]) -> Future[Result]:
        """Have `gesture` done after all that were submitted before; the future is done when it is saved."""
        written = self._thread.submit(gesture)
        written.add_done_callback(self._note)
        return written

    def when_done(self, tell: Callable[[], object]) -> None:
        """Call `tell`, in the scribe's thread, when everything submitted so far is done."""
        self._thread.submit(tell)

    def close(self) -> None:
        """Return when everything submitted is done. RuntimeError for what is submitted afterwards."""
        self._thread.shutdown(wait=True)

    def _note(self, written: Future[Result]) -> None:
        self.failure = written.exception()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
