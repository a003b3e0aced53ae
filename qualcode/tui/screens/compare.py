"""The compare screen: coders side by side on one difference after another, and one key to decide each."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from qualcode.coding.desk import CodingView, Desk, TranscriptView
from qualcode.errors import QualcodeError
from qualcode.team.comparing import ComparedTurn, Wanted
from qualcode.team.outcomes import EDIT, Point, Rationale, taking
from qualcode.text import one_line
from qualcode.tui.agenda import Agenda
from qualcode.tui.compare_keys import COMPARE, DECIDING, EDITING, NOTING
from qualcode.tui.compare_panels import figures_rows, queue_rows
from qualcode.tui.pages import Pages
from qualcode.tui.remembered import remember, remembered
from qualcode.tui.selection import Borders, Edge, Stretch
from qualcode.tui.sitting import Batch, Deed, Figures, Sitting
from qualcode.tui.themes import Looks
from qualcode.tui.versus import ABREAST, REASON_KEYS, Scene, final, marked, side_by_side, told_outcome, why
from qualcode.tui.widgets.compare_line import CompareLine, Where
from qualcode.tui.widgets.lines import FAILED, SAVED, SAVING, KeyLine, MessageLine
from qualcode.tui.widgets.meaning import Meaning
from qualcode.tui.widgets.prompt import Prompt, Question
from qualcode.tui.widgets.sheet import Sheet
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
    CompareScreen #side { width: 33; height: 1fr; border-left: solid $primary; }
    CompareScreen.-narrow #side, CompareScreen.-bare #side { display: none; }
    CompareScreen.-aside #side { display: block; width: 1fr; }
    CompareScreen.-aside #facing { display: none; }
    CompareScreen TranscriptPane { height: 2fr; min-height: 4; }
    CompareScreen #versus { height: 3fr; min-height: 5; border-top: solid $primary; }
    CompareScreen #final { height: 5; }
    CompareScreen #why { height: 1; }
    CompareScreen #figures { height: 2fr; }
    CompareScreen #queue { height: 7; }
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
        self.figures: Figures | None = None
        self.nameless = remembered("nameless") is True
        self.first = 0  # the coder in the first column
        self.on_their_way = 0  # decisions
        self.failed = False
        self.reasons = {"boundary": "boundary"}  # given last, by the kind of difference
        self.pane = TranscriptPane(self.codebook, looks)
        self.pane.can_focus = False
        self.status = CompareLine()
        self.versus, self.final, self.why = Sheet(looks, id="versus"), Sheet(looks, "FINAL", id="final"), Sheet(looks, id="why")
        self.table, self.queue = Sheet(looks, "AGREEMENT", id="figures"), Sheet(looks, "QUEUE", id="queue")
        self.meaning = Meaning(self.codebook, looks)
        self.message, self.prompt, self.keys = MessageLine(), Prompt(), KeyLine()
        self._bare = Desk(sitting.store, NOBODY, "")
        self._figures_of = ""  # the transcript that figures were asked for
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Where we are; the turn, the coders on it, what is decided; figures, queue and definition; what can be done."""
        yield self.status
        with Horizontal():
            with Vertical(id="facing"):
                yield self.pane
                yield self.versus
                yield self.final
                yield self.why
            with Vertical(id="side"):
                yield self.table
                yield self.queue
                yield self.meaning
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
        for sheet in (self.versus, self.final, self.why, self.table, self.queue):
            sheet.looks = looks
        self.pane.restyle(looks)
        self.meaning.restyle(looks)
        self._show()

    @property
    def names(self) -> tuple[str, ...]:
        """What the coders are called: their names, or letters."""
        return tuple(_LETTERS[place % 26] for place in range(len(self.coders))) if self.nameless else self.coders

    @property
    def doing(self) -> str:
        """What one does just now, by which the last line chooses the keys it names."""
        if self.prompt.question:
            return "noting"
        if self.editing:
            return "editing"
        return "comparing" if self.sitting.by else "comparing read-only"

    @property
    def editing(self) -> bool:
        """Whether borders are being moved."""
        return isinstance(self.pane.selection, Borders)

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
        if self.editing and event.key in {"enter", "escape"}:
            self._end_edit(keep=event.key == "enter")
            return True
        sign = event.character or ""
        if not self.editing and sign in "123456789" and sign:
            self._take(int(sign))
            return True
        if not self.editing and sign in REASON_KEYS:
            self._give_reason(REASON_KEYS[sign])
            return True
        active = self.active_bindings.get(event.key)
        return active is not None and active.enabled and await self.app.run_action(active.binding.action, active.node)

    def action_decide(self, outcome: str) -> None:
        """All of them are right, or nobody."""
        self._decide(outcome)

    def action_edit(self) -> None:
        """Move the borders of what is to stand, from where it stands or somebody has it."""
        here = self.agenda.here
        if here is None or self.turn is None or not self._may_decide():
            return
        codings = [each for each in (*self.turn.final, *self.turn.everyone(here.point.code)) if each.code == here.point.code]
        said = self.turn.turn
        start, end = (codings[0].start_char, codings[0].end_char) if codings else (said.start_char, said.end_char)
        find = self._bare.find_turn_at
        first, last = find(here.point.transcript_id, start), find(here.point.transcript_id, end - 1)
        place = Stretch(Edge(first or said.number, start), Edge(last or said.number, end))
        self.pane.can_focus = True
        self.set_focus(self.pane)
        self.pane.select(Borders(CodingView("", here.point.code, start, end, False, ""), place))
        self.message.show(f"Where does {self._label(here.point.code)} belong? enter decides, esc leaves it")

    def action_next(self) -> None:
        """To the next difference that nobody has decided on."""
        if not self.agenda.next_open():
            more = "" if self.agenda.whole else " of those read so far"
            self.message.show(f"All differences{more} are decided")
        self._go()

    def action_step(self, steps: int) -> None:
        """To the next difference, or the one before."""
        if self.agenda.step(steps):
            self._go()

    def action_note(self) -> None:
        """Say why, in one's own words."""
        scene = self.scene
        if scene is None or not self._may_decide():
            return
        if scene.decision is None and not self.on_their_way:
            self.message.show("Decide first, then say why")
            return
        note = scene.decision.note if scene.decision else ""
        point = self._point()
        keep = partial(self._note, point)
        self.prompt.ask(Question("why", "enter keeps it", keep, "noting", left=keep, text=note))

    def action_agreed(self) -> None:
        """Take over all that the coders agree on."""
        if self._may_decide():
            self._submit(lambda adjudication: adjudication.take_agreed(), "All that the coders agree on stands in the consensus")

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

    def action_undo(self) -> None:
        """Take my last decision back, and go where it was."""
        if self._may_decide():
            self._submit(lambda adjudication: adjudication.undo(), "")

    def action_redo(self) -> None:
        """Decide again what was taken back, and go where it is."""
        if self._may_decide():
            self._submit(lambda adjudication: adjudication.redo(), "")

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
                self._go()
            elif empty and self.agenda.whole:
                self.message.show("There is no such difference on the turns that two or more of the coders have done")
            self._show_queue()

    @on(Computed)
    def tell_figures(self, event: Computed) -> None:
        """The agreement of the transcript."""
        self.figures = event.figures
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
            self._go()

    def _take(self, number: int) -> None:
        if number <= len(self.coders):
            self._decide(taking(self.coders[number - 1]))
        else:
            self.message.show(f"There are {len(self.coders)} coders here")

    def _decide(self, outcome: str, places: list[tuple[int, int]] | None = None) -> None:
        here, scene = self.agenda.here, self.scene
        if here is None or scene is None or not self._may_decide():
            return
        reason = self.reasons.get(here.kind, "other")
        why = Rationale(scene.decision.reason, scene.decision.note) if scene.decision else Rationale(reason)
        told = f"{self._label(here.point.code)}: {told_outcome(scene, outcome)} ({why.reason})"
        self._submit(lambda adjudication: adjudication.decide(here.point, outcome, why, places or ()), told)

    def _give_reason(self, reason: str) -> None:
        scene, here = self.scene, self.agenda.here
        if scene is None or here is None or not self._may_decide():
            return
        if scene.decision is None and not self.on_their_way:
            self.message.show("Decide first, then say why")
            return
        self.reasons[here.kind] = reason
        told = f"{self._label(here.point.code)}: {reason}"
        self._submit(lambda adjudication: adjudication.amend(here.point, reason=reason), told)
        self.agenda.decided.add(here.point)
        self.agenda.next_open()
        self._go()

    def _note(self, point: Point, text: str) -> None:
        self._submit(lambda adjudication: adjudication.amend(point, note=text), "The note is kept")

    def _end_edit(self, *, keep: bool) -> None:
        borders = self.pane.selection
        assert isinstance(borders, Borders)
        self.pane.select(None)
        self.set_focus(None)
        self.pane.can_focus = False
        self.message.show("")
        if keep:
            self._decide(EDIT, [(borders.stretch.start.char, borders.stretch.end.char)])

    def _may_decide(self) -> bool:
        if self.sitting.by is None:
            self.message.show("Here one only looks")
        return self.sitting.by is not None

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

    def _point(self) -> Point:
        here = self.agenda.here
        assert here is not None
        return here.point

    def _label(self, code: str) -> str:
        found = self.codebook.by_key.get(code)
        return one_line(found.name if found else code)

    def _go(self) -> None:
        """To the difference that the queue is at."""
        self._read_turn()
        here = self.agenda.here
        if here and self.turn:
            transcript_id, number, _ = here.point
            if self.pane.pages is None or self.pane.pages.transcript.id != transcript_id:
                turns = next(turns for id, _, turns in self.sitting.comparison.transcripts() if id == transcript_id)
                self.pane.open(
                    Pages(self._bare, TranscriptView(transcript_id, self.turn.transcript, "", turns)), max(1, number - 1)
                )
            self.pane.reveal(number, _first_char(self.turn, here.point.code))
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
        scene, pages = self.scene, self.pane.pages
        if scene and pages:
            changed = [after.number for _, after in pages.read_again(())]
            pages.paint(marked(scene))
            self.pane.repaint_turns([*changed, scene.turn.turn.number])
        nothing = ((), range(0))
        self.versus.show(lambda width: side_by_side(scene, width) if scene else nothing)
        self.final.show(lambda width: final(scene, width) if scene else nothing)
        here = self.agenda.here
        reason = self.reasons.get(here.kind, "other") if here else ""
        self.why.show(lambda width: (why(scene, reason, width), range(0)) if scene else nothing)
        self.meaning.show(scene.code if scene else None, None)
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
        figures, looks = self.figures, self.looks
        self.table.show(lambda width: (figures_rows(figures, names, code, looks, width), range(0)))
        filtered = agenda.wanted is not self.wanted
        self.queue.show(lambda width: (queue_rows(agenda, filtered, looks, width), range(0)))


def _first_char(turn: ComparedTurn, code: str) -> int:
    """The first character of the turn that anybody gave the code."""
    starts = [coding.start_char for coding in turn.everyone(code)]
    return max(turn.turn.start_char, min(starts, default=0))
