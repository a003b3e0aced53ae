"""The compare screen: coders side by side on one difference after another, and one key to decide each."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from qualcode.coding.desk import Desk
from qualcode.errors import QualcodeError
from qualcode.team.comparing import ComparedTurn, Wanted
from qualcode.team.outcomes import Point
from qualcode.text import one_line
from qualcode.tui.agenda import Agenda
from qualcode.tui.compare_keys import COMPARE, DECIDING, EDITING, NOTING
from qualcode.tui.remembered import remember, remembered
from qualcode.tui.sitting import Batch, Deed, Figures, Sitting
from qualcode.tui.themes import Looks
from qualcode.tui.verdict import Verdict
from qualcode.tui.versus import ABREAST, REASON_KEYS, Scene
from qualcode.tui.widgets.compare_line import CompareLine, Where
from qualcode.tui.widgets.compare_side import CompareSide
from qualcode.tui.widgets.facing import Facing
from qualcode.tui.widgets.lines import FAILED, SAVED, SAVING, KeyLine, MessageLine
from qualcode.tui.widgets.prompt import Prompt
from qualcode.tui.widgets.transcript import TranscriptPane
from qualcode.tui.work import NOBODY, Outcome

if TYPE_CHECKING:
    from qualcode.tui.screens.filter import Choice

_REST = 0.7  # seconds after a decision, until figures are computed anew
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class CompareScreen(Screen[None]):
    """Shows what the project holds; a decision is shown when it is saved, which takes some milliseconds."""

    BINDINGS: ClassVar = [*COMPARE]
    TOLD: ClassVar = [*DECIDING, *EDITING, *NOTING]
    DEFAULT_CSS = """
    CompareScreen.-narrow CompareSide, CompareScreen.-bare CompareSide { display: none; }
    CompareScreen.-aside CompareSide { display: block; width: 1fr; }
    CompareScreen.-aside Facing { display: none; }
    CompareScreen.-asking MessageLine { display: none; }
    CompareScreen.-looking #final, CompareScreen.-looking #why { display: none; }
    CompareScreen.-low KeyLine, CompareScreen.-low MessageLine { display: none; }
    """

    class Read(Message):
        """More of the queue was read."""

        def __init__(self, batch: Batch) -> None:
            super().__init__()
            self.batch = batch

    class Computed(Message):
        """The figures of a transcript were computed."""

        def __init__(self, figures: Figures) -> None:
            super().__init__()
            self.figures = figures

    class Landed(Message):
        """A decision was saved, or was not. `told` says what it was; without it one goes where it was."""

        def __init__(self, outcome: Outcome, told: str) -> None:
            super().__init__()
            self.outcome = outcome
            self.told = told

    def __init__(self, sitting: Sitting, wanted: Wanted, looks: Looks) -> None:
        super().__init__()
        self.sitting = sitting
        self.coders = sitting.comparison.names
        self.wanted = wanted  # without any filter of the screen's
        self.agenda = Agenda(wanted)
        self.looks = looks
        self.codebook = sitting.store.codebook()
        self.turn: ComparedTurn | None = None
        self.nameless = remembered("nameless") is True
        self.first = 0  # the coder in the first column
        self.on_their_way = 0  # decisions
        self.failed = False
        self.status = CompareLine()
        self._bare = Desk(sitting.store, NOBODY, "")
        self.facing = Facing(self._bare, self.codebook, looks)
        self.side = CompareSide(self.codebook, looks)
        self.message, self.prompt, self.keys = MessageLine(), Prompt(), KeyLine()
        self.verdict = Verdict(self, self._bare, self._submit)
        self._figures_of = ""  # the transcript that figures were asked for
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Where we are; the turn, the coders on it, what is decided; figures, queue and definition; what can be done."""
        yield self.status
        with Horizontal():
            yield self.facing
            yield self.side
        yield self.message
        yield self.prompt
        yield self.keys

    def on_mount(self) -> None:
        """Read the queue; the first differences are there at once."""
        self.set_class(self.sitting.by is None, "-looking")
        self.keys.show(self.doing)
        self._begin(self.wanted)
        self.sitting.warm_up()
        self._show()

    def restyle(self, looks: Looks) -> None:
        """Draw in the styles of another theme."""
        self.looks = looks
        self.facing.restyle(looks)
        self.side.restyle(looks)
        self._show()

    @property
    def pane(self) -> TranscriptPane:
        """The words."""
        return self.facing.pane

    @property
    def names(self) -> tuple[str, ...]:
        """What the coders are called: their names, or letters."""
        return tuple(_LETTERS[place % 26] for place in range(len(self.coders))) if self.nameless else self.coders

    @property
    def doing(self) -> str:
        """What one does just now, by which the last line chooses the keys it names."""
        if self.prompt.question:
            return "noting"
        if self.verdict.editing:
            return "editing"
        return "comparing" if self.sitting.by else "comparing read-only"

    @property
    def point(self) -> Point:
        """What is decided about; there is one wherever there is a scene."""
        here = self.agenda.here
        assert here is not None
        return here.point

    @property
    def scene(self) -> Scene | None:
        """What is shown, if there is anything."""
        here = self.agenda.here
        if here is None or self.turn is None:
            return None
        return Scene(self.turn, here.point.code, self.coders, self.names, self.first, self.looks, self.codebook)

    async def press(self, event: events.Key) -> bool:
        """Work off a key; the app calls this for every key in the order they were typed."""
        try:
            return await self._press(event)
        except QualcodeError as error:  # the project could not be read just now
            self.message.show(str(error), failed=True)
            return True
        finally:
            self.keys.show(self.doing)

    async def _press(self, event: events.Key) -> bool:
        if self.prompt.question:
            return self.prompt.press(event.key, event.character)
        active = self.active_bindings.get(event.key)
        if self.verdict.editing:
            if event.key in {"enter", "escape"}:
                self.verdict.end_edit(keep=event.key == "enter")
                return True
            if active and active.node is self:  # nothing else is decided meanwhile
                return True
        elif event.character and event.character in "123456789":
            self.verdict.take(int(event.character))
            return True
        elif event.character in REASON_KEYS:
            self.verdict.give_reason(REASON_KEYS[event.character])
            return True
        return active is not None and active.enabled and await self.app.run_action(active.binding.action, active.node)

    def action_decide(self, outcome: str) -> None:
        """All of them are right, or nobody."""
        self.verdict.decide(outcome)

    def action_verdict(self, what: str) -> None:
        """Decide, or take it back, in another of the ways there are."""
        ways = {
            "edit": self.verdict.edit, "note": self.verdict.write_note, "agreed": self.verdict.take_agreed,
            "undo": self.verdict.undo, "redo": self.verdict.redo,
        }  # fmt: skip
        ways[what]()

    def action_next(self) -> None:
        """To the next difference that nobody has decided on."""
        if not self.agenda.next_open():
            more = "" if self.agenda.whole else " of those read so far"
            self.message.show(f"All differences{more} are decided")
        self.go()

    def action_step(self, steps: int) -> None:
        """To the next difference, or the one before."""
        if self.agenda.step(steps):
            self.go()

    def action_names(self) -> None:
        """Hide the coders' names, or show them again; also the next time."""
        self.nameless = not self.nameless
        remember("nameless", self.nameless)
        self.message.show("")
        self._show()

    def action_filter(self) -> None:
        """All differences again, or else: which of them."""
        # Local: costs the first painting nothing.
        from qualcode.tui.screens.filter import FilterScreen

        if self.agenda.wanted is not self.wanted:
            self._begin(self.wanted)
        else:
            self.app.push_screen(FilterScreen("differences", self._choices(), replace(self.wanted, kinds=())), self._filtered)

    def action_read(self, direction: int) -> None:
        """Further down in the transcript, or up; the difference under attention stays."""
        self.pane.scroll_rows(direction * max(1, self.pane.size.height - 2))

    def action_sideways(self, step: int) -> None:
        """The coders further right, or left."""
        self.first = max(0, min(self.first + step, len(self.coders) - ABREAST))
        self._show()

    def action_side(self) -> None:
        """Figures and definition in place of the coders, where there is no room for both."""
        self.toggle_class("-aside")

    def action_leave(self) -> None:
        """Out of the filter; back to the transcript."""
        if self.has_class("-aside"):
            self.remove_class("-aside")
        elif self.agenda.wanted is not self.wanted:
            self._begin(self.wanted)
        elif len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.app.exit()

    def finish(self) -> bool:
        """Keep the note that is being written."""
        if question := self.prompt.question:
            self.prompt.close()
            question.answer(question.text)
        return True

    @on(Read)
    def take_up(self, event: Read) -> None:
        """More of the queue."""
        if event.batch.wanted is self.agenda.wanted:
            empty = not self.agenda.entries
            self.agenda.add(event.batch)
            if empty and self.agenda.entries:
                self.go()
            elif empty and self.agenda.whole:
                self.message.show("There is no such difference on the turns that two or more of the coders have done")
            self._show_queue()

    @on(Computed)
    def tell_figures(self, event: Computed) -> None:
        """The agreement of the transcript."""
        self.side.figures = event.figures
        self._show_queue()

    @on(Landed)
    def land(self, event: Landed) -> None:
        """Show what stands now."""
        self.on_their_way -= 1
        outcome = event.outcome
        self.failed = outcome.error is not None
        if outcome.error:
            self.message.show(f"Not saved: {outcome.error}", failed=True)
        elif event.told:
            self.message.show(event.told)
        if outcome.gesture:
            points = self.agenda.note(outcome.gesture.changes)
            if not event.told:
                self._tell_undone(points, outcome.gesture.verb)
        elif not event.told and not outcome.error:
            self.message.show("There is nothing left to undo or redo")
        self._read_turn()
        self._show()
        if self._resting:
            self._resting.stop()
        self._resting = self.set_timer(_REST, self._compute)

    def _tell_undone(self, points: list[Point], verb: str) -> None:
        told = f"{verb}ne: {self._label(points[0].code)} on turn {points[0].number}" if points else f"{verb}ne"
        self.message.show(told)
        if self.agenda.go_to(points):
            self.go()

    def _submit(self, deed: Deed, told: str) -> None:
        self.on_their_way += 1
        self.sitting.submit(deed, lambda outcome: self.post_message(self.Landed(outcome, told)))
        self._show_queue()

    def _begin(self, wanted: Wanted) -> None:
        self.agenda = Agenda(wanted)
        self.turn = None
        self.sitting.read(wanted, lambda batch: self.post_message(self.Read(batch)))
        self._show()

    def _filtered(self, wanted: Wanted | None) -> None:
        if wanted:
            self._begin(replace(wanted, kinds=wanted.kinds or self.wanted.kinds))

    def _choices(self) -> "list[Choice]":
        # Local: costs the first painting nothing.
        from qualcode.tui.compare_choices import difference_choices

        return list(difference_choices(self.sitting.comparison, self.names, self.codebook))

    def _label(self, code: str) -> str:
        found = self.codebook.by_key.get(code)
        return one_line(found.name if found else code)

    def go(self) -> None:
        """To the difference that the queue is at."""
        self._read_turn()
        if scene := self.scene:
            self.facing.look_at(scene, self.sitting.comparison.length(scene.turn.transcript_id))
        self._show()
        if self.turn and self._figures_of != self.turn.transcript:
            self._compute()

    def _read_turn(self) -> None:
        here = self.agenda.here
        self.turn = self.sitting.turn(here.point) if here else None

    def _compute(self) -> None:
        if self.turn:
            self._figures_of = self.turn.transcript
            self.sitting.figures(self._figures_of, lambda figures: self.post_message(self.Computed(figures)))

    def _show(self) -> None:
        """Everything about the difference under attention."""
        self.facing.show(self.scene, self.verdict.reason)
        self._show_queue()

    def _show_queue(self) -> None:
        agenda, names, code = self.agenda, self.names, self.scene.code if self.scene else ""
        state = SAVING if self.on_their_way else FAILED if self.failed else SAVED
        title = f"Compare: {' × '.join(map(one_line, names))}"
        place = agenda.place + 1 if agenda.entries else 0
        transcript = one_line(self.turn.transcript) if self.turn else ""
        self.status.show(
            Where(
                title, transcript, place, len(agenda.entries), agenda.whole, len(agenda.decided), state if self.sitting.by else ""
            )
        )
        self.side.show(agenda, names, code, filtered=agenda.wanted is not self.wanted)
