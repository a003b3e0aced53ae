"""What a memo is written on, and one writing of it: however often it is saved, one step of the undo history."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.coding.gesture import Gesture
    from qualcode.coding.session import CodingSession
    from qualcode.tui.work import Outcome

Submit = Callable[["Callable[[CodingSession], Gesture | None]", "Callable[[Outcome], object]"], None]


@dataclass(frozen=True, slots=True)
class MemoTarget:
    """A turn, coding, code, transcript or the project, and the memo on it so far.

    A coding that is not saved yet has no id (""): it is found by its mark.
    """

    kind: str
    id: str
    title: str
    text: str
    transcript_id: str = ""
    turn: int = 0
    mark: tuple[str, int, int] = ("", 0, 0)  # of a coding: code, start, end


class Writing:
    """The memo on `target`, while it is written."""

    def __init__(self, target: MemoTarget, submit: Submit, failed: Callable[["Writing", str], object]) -> None:
        self.target = target
        self.text = target.text  # as it was to be saved last
        self._submit = submit
        self._failed = failed
        self._gesture: str | None = None  # what saved it so far

    def save(self, text: str) -> None:
        """Have this text saved."""
        self.text = text
        self._submit(lambda session: self._write(session, text), self._landed)

    def _write(self, session: "CodingSession", text: str) -> "Gesture | None":
        target = self.target
        id = target.id or session.coding_id(target.transcript_id, *target.mark)
        gesture = session.memo(target.kind, id, text, continues=self._gesture)
        if gesture:
            self._gesture = gesture.id
        return gesture

    def _landed(self, outcome: "Outcome") -> None:
        if outcome.error:
            self._failed(self, outcome.error)
