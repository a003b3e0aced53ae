"""One coder's work on a layer as the screens need it: read at once, write in order, in a thread of its own."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from qualcode.codebook.hotkeys import without_hotkeys
from qualcode.coding.desk import Desk
from qualcode.coding.scribe import Scribe
from qualcode.errors import QualcodeError
from qualcode.project.database import NotNowError
from qualcode.project.people import list_coders
from qualcode.project.rounds import find_round
from qualcode.project.store import Store
from qualcode.text import one_line, sentences, words

if TYPE_CHECKING:
    from qualcode.coding.gesture import Gesture
    from qualcode.coding.session import CodingSession
    from qualcode.project.codes import SyncResult

Answer = TypeVar("Answer")

_AGAIN = 0.5  # seconds until what could not be read is asked again
NOBODY = ""  # the id of a coder whom the project does not know yet: there is nothing in their layer


@dataclass(frozen=True)
class Outcome:
    """What became of a gesture: saved, nothing to do (both None), or the sentence that says why it was not saved."""

    gesture: "Gesture | None" = None
    error: str | None = None


@dataclass(frozen=True)
class Revised:
    """What became of a change of the codebook; `result` is None where there was nothing to do."""

    result: "SyncResult | None" = None
    error: str | None = None


Deed = Callable[["CodingSession"], "Gesture | None"]
Tell = Callable[[Outcome], object]
Unforeseen = Callable[[Exception], object]


class Work:
    """`coder`'s layer in `round`, or in the newest open one. A new coder is made with their first gesture.

    The codes have their keys but for the `reserved` ones, which the coder's keymap takes for something else. Mistakes of
    ours that come to light while something is read are told to `unforeseen`, in the thread that reads.
    """

    def __init__(self, store: Store, coder: str, round: str | None, reserved: frozenset[str], unforeseen: Unforeseen) -> None:
        self.store = store
        self._reserved = reserved
        self._unforeseen = unforeseen
        self.revision = 0
        self.renew_codebook()
        found = find_round(store, round)
        self.round, self._round_id = found.name, found.id
        self.coder = coder.strip()
        self.desk = self._desk()
        self._waiting: deque[tuple[Deed, Tell]] = deque()
        self._scribe = Scribe()
        self._surveyor = Scribe()  # a second thread, which only reads
        self._searcher = Scribe()  # and a third, which searches
        self._session: CodingSession | None = None
        self._closing = threading.Event()

    def renew_codebook(self) -> bool:
        """Take up the newest revision, whoever made it; tells whether it is another."""
        revision = self.store.revision()
        if revision == self.revision:
            return False
        book = self.store.codebook()
        self.codebook, self.revision = without_hotkeys(book, self._reserved) if self._reserved else book, revision
        return True

    def revise(self, change: "Callable[[Store, str], SyncResult | None]", tell: Callable[[Revised], object]) -> None:
        """Change the codebook, after everything that was submitted; `tell` hears of it in the scribe's thread."""
        self.send()
        written = self._scribe.submit(lambda: change(self.store, self.coder))
        written.add_done_callback(lambda done: tell(Revised(error=error) if (error := _error(done)) else Revised(done.result())))

    def check_readable(self) -> None:
        """QualcodeError where the project cannot be read just now: said before a screen opens that would end for it."""
        self.store.revision()

    def warm_up(self) -> None:
        """Load what writing and selecting need while the coder reads the first turn."""
        self._scribe.submit(self._load)

    def submit(self, gesture: Deed, tell: Tell) -> None:
        """Do `gesture` after all that were submitted before it; `tell` hears of it in the scribe's thread.

        It waits for `send`, which should come when its effect is painted: the two would hold each other up.
        """
        self._waiting.append((gesture, tell))

    def send(self) -> None:
        """Have written what was submitted."""
        while self._waiting:
            self._write(*self._waiting.popleft())

    def when_written(self, tell: Callable[[], object]) -> None:
        """Have written what was submitted; `tell` hears, in the scribe's thread, when all of it is."""
        self.send()
        self._scribe.when_done(tell)

    @property
    def failure(self) -> str | None:
        """Why what was written last could not be saved; None where it is."""
        return why(self._scribe.failure)

    def survey(self, question: Callable[[Desk], Answer], tell: Callable[[Answer], object]) -> None:
        """Ask the desk what takes reading everything, in a thread of its own; `tell` hears the answer there.

        Where somebody keeps the project it is asked again until they are done.
        """
        self._surveyor.submit(lambda: self._read(lambda desk: tell(self._asked(question, desk))))

    def look(self, search: Callable[[Desk], object]) -> None:
        """Have something searched for in the words, after all that was to be searched for before it."""
        self._searcher.submit(lambda: self._read(search))

    def meet_coder(self) -> None:
        """A new coder is in the project from their first gesture on: have a desk of their own from then on, too."""
        if self.desk.coder_id == NOBODY:
            self.renew_desk()

    def renew_desk(self) -> None:
        """The coder may have been given something else to do."""
        self.desk = self._desk()

    def close(self) -> None:
        """Return when everything submitted is done."""
        self._closing.set()
        self.send()
        self._scribe.close()
        self._surveyor.close()
        self._searcher.close()

    def _read(self, reading: Callable[[Desk], object]) -> None:
        try:
            reading(self.desk)
        except QualcodeError:
            pass  # no screen waits for what cannot be read now; the next gesture says what is wrong
        except Exception as error:
            self._unforeseen(error)

    def _asked(self, question: Callable[[Desk], Answer], desk: Desk) -> Answer:
        while True:
            try:
                return question(desk)
            except NotNowError:
                if self._closing.wait(_AGAIN):
                    raise

    def _write(self, gesture: Deed, tell: Tell) -> None:
        self._scribe.submit(lambda: gesture(self._open_session())).add_done_callback(lambda done: tell(outcome_of(done)))

    def _desk(self) -> Desk:
        coders = {coder.name.casefold(): coder for coder in list_coders(self.store)}
        known = coders.get(self.coder.casefold())
        self.coder = known.name if known else self.coder
        desk = Desk(self.store, known.id if known else NOBODY, self._round_id)
        desk.news.hear()  # what there is now is read anyhow
        return desk

    def _open_session(self) -> "CodingSession":
        # Local: the session brings SQLModel, 0.5 s that the first painting must not wait for.
        from qualcode.coding.session import CodingSession

        if self._session is None:
            self._session = CodingSession(self.store, self.coder, self.round)
        return self._session

    def _load(self) -> None:
        import qualcode.coding.session  # noqa: F401

        _ = self.store.writer
        for cut in (words, sentences):
            cut("")  # compiles what finds them: 15 ms that the first step would wait for


def outcome_of(done: "Future[Gesture | None]") -> Outcome:
    """What became of a gesture that was to be written."""
    error = _error(done)
    return Outcome(error=error) if error else Outcome(gesture=done.result())


def _error(done: "Future[Answer]") -> str | None:
    return why(done.exception())


def why(error: BaseException | None) -> str | None:
    """The sentence that says why something was not saved."""
    if error is None or isinstance(error, QualcodeError):
        return str(error) if error else None
    return f"{type(error).__name__}: {one_line(str(error))}"
