"""How one decides on the compare screen: each key one gesture, submitted at once and in the order typed."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from qualcode.team.differing import Place
from qualcode.team.outcomes import EDIT, Rationale, taking
from qualcode.tui.versus import Scene, told_outcome
from qualcode.tui.widgets.prompt import Question

if TYPE_CHECKING:
    from qualcode.team.outcomes import Point
    from qualcode.tui.screens.compare import CompareScreen

_LATER = 0.5  # seconds until somebody who is asked something else is asked again


class Verdict:
    """Decides on what `screen` has under attention."""

    def __init__(self, screen: "CompareScreen") -> None:
        self.reasons = {"boundary": "boundary"}  # given last, by the kind of difference
        self._screen = screen
        self._submit = screen.minutes.submit

    @property
    def reason(self) -> str:
        """What a decision gets for a reason until another is given."""
        here = self._screen.course.agenda.here
        return self.reasons.get(here.kind, "other") if here else "other"

    def take(self, number: int) -> None:
        """The coder of this number is right."""
        coders = self._screen.coders
        if number <= len(coders):
            self.decide(taking(coders[number - 1]))
        else:
            self._screen.message.show(f"There are {len(coders)} coders here")

    def decide(self, outcome: str, places: Sequence[Place] = ()) -> None:
        """Decide so about the code under attention."""
        if (scene := self._scene()) is None:
            return
        point, why = self._screen.point, self._why(scene, scene.code)
        told = f"{scene.label(scene.code)}: {told_outcome(scene, outcome)} ({why.reason})"
        self._submit(lambda adjudication: adjudication.decide(point, outcome, why, places), told)

    def move(self, place: Place) -> None:
        """Decide that the code under attention stands there."""
        self.decide(EDIT, [place])

    def toggle(self, code: str, place: Place) -> None:
        """Decide that a code, which nobody need have given, stands there too, or no longer."""
        if (scene := self._scene()) is None:
            return
        point, why = self._screen.point._replace(code=code), self._why(scene, code)
        told = f"{scene.label(code)}: {told_outcome(scene, EDIT)} ({why.reason})"
        self._submit(lambda adjudication: adjudication.toggle(point, place, why), told)

    def give_reason(self, reason: str) -> None:
        """Say why, and go on to the next."""
        if (scene := self._decided()) is None:
            return
        screen, point = self._screen, self._screen.point
        if here := screen.course.agenda.here:
            self.reasons[here.kind] = reason
        self._submit(lambda adjudication: adjudication.amend(point, reason=reason), f"{scene.label(scene.code)}: {reason}", point)
        screen.course.next_open()

    def write_note(self) -> None:
        """Say why in one's own words."""
        if scene := self._decided():
            note = scene.decision.note if scene.decision else ""
            keep = partial(self._note, self._screen.point)
            self._screen.prompt.ask(Question("why", "enter keeps it", keep, "noting", left=keep, text=note))

    def take_agreed(self) -> None:
        """Take over all that the coders agree on."""
        if self.may():
            self._submit(lambda adjudication: adjudication.take_agreed(), "What the coders agree on stands in the consensus")

    def undo(self) -> None:
        """Take my last decision back."""
        if self.may():
            self._submit(lambda adjudication: adjudication.undo(), "")

    def redo(self) -> None:
        """Decide again what was taken back."""
        if self.may():
            self._submit(lambda adjudication: adjudication.redo(), "")

    def may(self) -> bool:
        """Whether one decides here; says so if not."""
        if self._screen.sitting.by is None:
            self._screen.message.show("Here one only looks")
        return self._screen.sitting.by is not None

    def _why(self, scene: Scene, code: str) -> Rationale:
        """A decision that stands keeps its reason and note; a code that is added has those of what is decided beside it."""
        if standing := scene.turn.decisions.get(code) or scene.decision:
            return Rationale(standing.reason, standing.note)
        kind = next((item.kind for item in scene.turn.items if item.code == code), "")
        return Rationale(self.reasons.get(kind, "other"))

    def _note(self, point: "Point", text: str) -> None:
        again = partial(self._again, point, text)
        self._submit(lambda adjudication: adjudication.amend(point, note=text), "The note is kept", None, again)

    def _again(self, point: "Point", text: str, why: str) -> None:
        """A note that was not saved is there again, as soon as nothing else is asked."""
        screen = self._screen
        if screen.prompt.question:
            screen.set_timer(_LATER, lambda: self._again(point, text, why))
            return
        keep = partial(self._note, point)
        screen.prompt.ask(Question("why", "", keep, "noting", left=self._drop, text=text))
        screen.prompt.tell(f"not saved (enter tries again, esc drops it): {why}")

    def _drop(self, _: str) -> None:
        self._screen.message.show("The note was not kept")

    def _scene(self) -> Scene | None:
        """What is under attention, if it can be decided on."""
        return self._screen.scene if self.may() else None

    def _decided(self) -> Scene | None:
        """The same if it is decided on, or about to be."""
        scene = self._scene()
        if scene and scene.decision is None and not self._screen.minutes.on_their_way:
            self._screen.message.show("Decide first, then say why")
            return None
        return scene
