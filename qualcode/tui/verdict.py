"""How one decides on the compare screen: each key one gesture, submitted at once and in the order typed."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from qualcode.coding.desk import CodingView, Desk
from qualcode.team.outcomes import EDIT, Rationale, taking
from qualcode.tui.selection import Borders, Edge, Stretch
from qualcode.tui.sitting import Deed
from qualcode.tui.versus import Scene, told_outcome
from qualcode.tui.widgets.prompt import Question

if TYPE_CHECKING:
    from qualcode.team.outcomes import Point
    from qualcode.tui.screens.compare import CompareScreen

Submit = Callable[[Deed, str], None]  # what is to be decided, and what to tell of it


class Verdict:
    """Decides on what `screen` has under attention."""

    def __init__(self, screen: "CompareScreen", desk: Desk, submit: Submit) -> None:
        self.reasons = {"boundary": "boundary"}  # given last, by the kind of difference
        self._screen = screen
        self._desk = desk
        self._submit = submit

    @property
    def reason(self) -> str:
        """What a decision gets for a reason until another is given."""
        here = self._screen.agenda.here
        return self.reasons.get(here.kind, "other") if here else "other"

    @property
    def editing(self) -> bool:
        """Whether borders are being moved."""
        return isinstance(self._screen.pane.selection, Borders)

    def take(self, number: int) -> None:
        """The coder of this number is right."""
        coders = self._screen.coders
        if number <= len(coders):
            self.decide(taking(coders[number - 1]))
        else:
            self._screen.message.show(f"There are {len(coders)} coders here")

    def decide(self, outcome: str, places: tuple[tuple[int, int], ...] = ()) -> None:
        """Decide so; a decision that stands keeps its reason and note."""
        if (scene := self._scene()) is None:
            return
        point, standing = self._screen.point, scene.decision
        why = Rationale(standing.reason, standing.note) if standing else Rationale(self.reason)
        told = f"{scene.label(scene.code)}: {told_outcome(scene, outcome)} ({why.reason})"
        self._submit(lambda adjudication: adjudication.decide(point, outcome, why, places), told)

    def give_reason(self, reason: str) -> None:
        """Say why, and go on to the next."""
        if (scene := self._decided()) is None:
            return
        screen, point = self._screen, self._screen.point
        if here := screen.agenda.here:
            self.reasons[here.kind] = reason
        self._submit(lambda adjudication: adjudication.amend(point, reason=reason), f"{scene.label(scene.code)}: {reason}")
        screen.agenda.decided.add(point)  # it is, as soon as what was typed before is saved
        screen.agenda.next_open()
        screen.go()

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

    def edit(self) -> None:
        """Move the borders of what is to stand, from where it stands or somebody has it."""
        if (scene := self._scene()) is None:
            return
        said, point, find = scene.turn.turn, self._screen.point, self._desk.find_turn_at
        standing = [each for each in scene.turn.final if each.code == point.code] or scene.turn.everyone(point.code)
        start, end = (standing[0].start_char, standing[0].end_char) if standing else (said.start_char, said.end_char)
        first, last = find(point.transcript_id, start), find(point.transcript_id, end - 1)
        place = Stretch(Edge(first or said.number, start), Edge(last or said.number, end))
        pane = self._screen.pane
        pane.can_focus = True
        self._screen.set_focus(pane)
        pane.select(Borders(CodingView("", point.code, start, end, False, ""), place))
        self._screen.message.show(f"Where does {scene.label(point.code)} belong? enter decides, esc leaves it")

    def end_edit(self, *, keep: bool) -> None:
        """Decide so, or leave it as it is."""
        pane = self._screen.pane
        place = pane.selected
        pane.select(None)
        self._screen.set_focus(None)
        pane.can_focus = False
        self._screen.message.show("")
        if keep and place:
            self.decide(EDIT, ((place.start.char, place.end.char),))

    def may(self) -> bool:
        """Whether one decides here; says so if not."""
        if self._screen.sitting.by is None:
            self._screen.message.show("Here one only looks")
        return self._screen.sitting.by is not None

    def _note(self, point: "Point", text: str) -> None:
        self._submit(lambda adjudication: adjudication.amend(point, note=text), "The note is kept")

    def _scene(self) -> Scene | None:
        """What is under attention, if it can be decided on."""
        return self._screen.scene if self.may() else None

    def _decided(self) -> Scene | None:
        """The same if it is decided on, or about to be."""
        scene = self._scene()
        if scene and scene.decision is None and not self._screen.on_their_way:
            self._screen.message.show("Decide first, then say why")
            return None
        return scene
