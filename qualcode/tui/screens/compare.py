"""The compare screen: coders side by side on one difference after another, and one key to decide each."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from qualcode.coding.desk import Desk
from qualcode.errors import QualcodeError
from qualcode.team.comparing import ComparedTurn, Wanted
from qualcode.team.outcomes import Point
from qualcode.text import one_line
from qualcode.tui.attending import Attending
from qualcode.tui.compare_keys import ADDING, COMPARE, DECIDING, EDITING, NOTING
from qualcode.tui.course import Course
from qualcode.tui.editing import Editing
from qualcode.tui.following import SECONDS
from qualcode.tui.minutes import Minutes
from qualcode.tui.remembered import remember, remembered
from qualcode.tui.sitting import Batch, Figures, Sitting
from qualcode.tui.themes import Looks
from qualcode.tui.verdict import Verdict
from qualcode.tui.versus import ABREAST, REASON_KEYS, Scene
from qualcode.tui.widgets.compare_line import CompareLine, Where
from qualcode.tui.widgets.compare_side import CompareSide
from qualcode.tui.widgets.facing import Facing
from qualcode.tui.widgets.lines import KeyLine, MessageLine
from qualcode.tui.widgets.prompt import Prompt
from qualcode.tui.widgets.transcript import TranscriptPane
from qualcode.tui.work import NOBODY

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class CompareScreen(Screen[None]):
    """Shows what the project holds; a decision is shown when it is saved, which takes some milliseconds."""

    BINDINGS: ClassVar = [*COMPARE]
    TOLD: ClassVar = [*DECIDING, *EDITING, *ADDING, *NOTING]
    DEFAULT_CSS = """
    CompareScreen.-narrow CompareSide, CompareScreen.-bare CompareSide { display: none; }
    CompareScreen.-aside CompareSide { display: block; width: 1fr; }
    CompareScreen.-aside Facing { display: none; }
    CompareScreen.-asking MessageLine { display: none; }
    CompareScreen.-looking #final, CompareScreen.-looking #why { display: none; }
    CompareScreen.-low KeyLine, CompareScreen.-low MessageLine { display: none; }
    """

    def __init__(self, sitting: Sitting, wanted: Wanted, looks: Looks) -> None:
        super().__init__()
        self.sitting = sitting
        self.coders = sitting.comparison.names
        self.looks = looks
        self.codebook = sitting.store.codebook()
        self.turn: ComparedTurn | None = None
        self.behind = False  # what is to be shown could not be read
        self.nameless = remembered("nameless") is True
        self.first = 0  # the coder in the first column
        self.course = Course(self, wanted)
        self.minutes = Minutes(self)
        self.attending = Attending(self)
        desk = Desk(sitting.store, NOBODY, "")  # for the words alone
        self.status = CompareLine()
        self.facing = Facing(desk, self.codebook, looks)
        self.side = CompareSide(self.codebook, looks)
        self.message, self.prompt, self.keys = MessageLine(), Prompt(), KeyLine()
        self.verdict = Verdict(self)
        self.editing = Editing(self, desk)

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
        self.course.begin()
        self.sitting.warm_up()
        self.set_interval(SECONDS, self.attending.ask)

    def restyle(self, looks: Looks) -> None:
        """Draw in the styles of another theme."""
        self.looks = looks
        self.facing.restyle(looks)
        self.side.restyle(looks)
        self.show_scene()

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
            return self.prompt.question.doing
        if self.editing.on:
            return "editing"
        return "comparing" if self.sitting.by else "comparing read-only"

    @property
    def point(self) -> Point:
        """What is decided about; there is one wherever there is a scene."""
        here = self.course.agenda.here
        assert here is not None
        return here.point

    @property
    def scene(self) -> Scene | None:
        """What is shown, if there is anything."""
        here = self.course.agenda.here
        if here is None or self.turn is None or here.point[:2] != (self.turn.transcript_id, self.turn.turn.number):
            return None
        return Scene(self.turn, here.point.code, self.coders, self.names, self.first, self.looks, self.codebook)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What cannot be read just now is told, and shown when it can be."""
        try:
            yield
        except QualcodeError as error:
            self.behind = True
            self.message.show(str(error), failed=True)

    async def on_event(self, event: events.Event) -> None:
        """What other threads found is shown; what cannot be read for it just now is told."""
        with self.reading() if isinstance(event, events.Callback) else nullcontext():
            await super().on_event(event)

    async def press(self, event: events.Key) -> bool:
        """Work off a key; the app calls this for every key in the order they were typed."""
        taken = True
        with self.reading():
            taken = await self._press(event)
        self.keys.show(self.doing)
        return taken

    async def _press(self, event: events.Key) -> bool:
        if self.prompt.question:
            return self.prompt.press(event.key, event.character)
        sign = event.character or ""
        if self.editing.on and self.editing.press(event.key, sign):
            return True
        active = self.active_bindings.get(event.key)
        if self.editing.on:
            if active and active.node is self:  # nothing else is decided meanwhile
                return True
        elif sign and sign in "123456789":
            self.verdict.take(int(sign))
            return True
        elif sign in REASON_KEYS:
            self.verdict.give_reason(REASON_KEYS[sign])
            return True
        return active is not None and active.enabled and await self.app.run_action(active.binding.action, active.node)

    def action_decide(self, outcome: str) -> None:
        """All of them are right, or nobody."""
        self.verdict.decide(outcome)

    def action_verdict(self, what: str) -> None:
        """Decide, or take it back, in another of the ways there are."""
        ways = {
            "edit": self.editing.begin, "note": self.verdict.write_note, "agreed": self.verdict.take_agreed,
            "undo": self.verdict.undo, "redo": self.verdict.redo,
        }  # fmt: skip
        ways[what]()

    def action_next(self) -> None:
        """To the next difference that nobody has decided on."""
        self.course.next_open()

    def action_step(self, steps: int) -> None:
        """To the next difference, or the one before."""
        self.course.step(steps)

    def action_names(self) -> None:
        """Hide the coders' names, or show them again; also the next time."""
        self.nameless = not self.nameless
        remember("nameless", self.nameless)
        self.message.show("")
        self.show_scene()

    def action_filter(self) -> None:
        """All differences again, or else: which of them."""
        self.course.filter()

    def action_read(self, direction: int) -> None:
        """Further down in the transcript, or up; the difference under attention stays."""
        self.pane.scroll_rows(direction * max(1, self.pane.size.height - 2))

    def action_more(self, direction: int) -> None:
        """Further on in what the code means, or back."""
        self.side.meaning.scroll_rows(direction * max(1, self.side.meaning.size.height // 2))

    def action_sideways(self, step: int) -> None:
        """The coders further right, or left."""
        self.first = max(0, min(self.first + step, len(self.coders) - ABREAST))
        self.show_scene()

    def action_side(self) -> None:
        """Figures and definition in place of the coders, where there is no room for both."""
        self.toggle_class("-aside")

    def action_leave(self) -> None:
        """Out of the filter; back to the transcript."""
        if self.has_class("-aside"):
            self.remove_class("-aside")
        elif self.course.filtered:
            self.course.begin()
        elif len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.app.call_later(self.app.action_quit)

    def finish(self) -> bool:
        """Keep the note that is being written."""
        if question := self.prompt.question:
            self.prompt.close()
            question.left(question.text)
        return True

    def take_up(self, batch: Batch) -> None:
        """More of the queue was read."""
        with self.reading():
            self.course.take_up(batch)
        self.tell_state()

    def tell_figures(self, figures: Figures) -> None:
        """The agreement of the transcript was computed."""
        self.side.figures = figures
        self.tell_state()

    def on_transcript_pane_told(self, event: TranscriptPane.Told) -> None:
        """Why the transcript did something else than was asked for."""
        self.message.show(event.words, failed=event.failed)

    def label(self, code: str) -> str:
        """What a code is called."""
        found = self.codebook.by_key.get(code)
        return one_line(found.name if found else code)

    def look(self) -> None:
        """Show the difference that one has come to."""
        self._read_turn()
        if scene := self.scene:
            self.facing.look_at(scene, self.sitting.comparison.length(scene.turn.transcript_id))
        self.show_scene()
        self.behind = False
        self.minutes.compute_elsewhere()

    def refresh_turn(self) -> None:
        """Show the difference under attention as the project has it now."""
        self._read_turn()
        self.show_scene()

    def show_scene(self) -> None:
        """Everything about the difference under attention."""
        self.facing.show(self.scene, self.verdict.reason)
        self.tell_state()

    def tell_state(self) -> None:
        """How far one is, in the first line and beside the coders."""
        agenda = self.course.agenda
        title = f"Compare: {' × '.join(map(one_line, self.names))}"
        place = agenda.place + 1 if agenda.entries else 0
        transcript = one_line(self.turn.transcript) if self.turn else ""
        state = self.minutes.state if self.sitting.by else ""
        self.status.show(Where(title, transcript, place, len(agenda.entries), agenda.whole, len(agenda.decided), state))
        self.side.show(agenda, self.names, self.scene.code if self.scene else "", filtered=self.course.filtered)

    def _read_turn(self) -> None:
        here = self.course.agenda.here
        self.turn = self.sitting.turn(here.point) if here else None
