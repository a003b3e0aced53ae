"""The coding screen: read a turn, press its codes, go on."""

from contextlib import nullcontext
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from qualcode.coding.desk import TranscriptView
from qualcode.errors import QualcodeError
from qualcode.tui.beside import visit
from qualcode.tui.courier import Courier
from qualcode.tui.following import SECONDS, Following
from qualcode.tui.here import Here
from qualcode.tui.keymap import keymap_of
from qualcode.tui.keys import ASKING, BINDINGS, CHOOSING, FINDING, MOVING_BORDERS, REMOVING, SEARCHING, WRITING
from qualcode.tui.notebook import Notebook
from qualcode.tui.pages import Pages
from qualcode.tui.pen import Pen
from qualcode.tui.remembered import remember, remember_quiet, remembered_quiet
from qualcode.tui.selection import Borders
from qualcode.tui.shelf import Shelf
from qualcode.tui.slate import Slate
from qualcode.tui.themes import Looks, looks_of
from qualcode.tui.ways import Ways
from qualcode.tui.widgets.codes import CodeList
from qualcode.tui.widgets.drawn import Beside, Divider, Stack
from qualcode.tui.widgets.finder import Finder
from qualcode.tui.widgets.lines import KeyLine, MessageLine, StatusLine
from qualcode.tui.widgets.prompt import Prompt
from qualcode.tui.widgets.remover import Remover
from qualcode.tui.widgets.this_turn import ThisTurn
from qualcode.tui.widgets.transcript import TranscriptPane
from qualcode.tui.work import Work

# Seconds until the first transcript is painted: what other threads read before that would only hold it up.
_AT_REST = 0.2


class CodingScreen(Screen[None]):
    """Puts together what reads, writes and moves, and gives each its keys."""

    BLANK: ClassVar[bool] = True  # panels stand everywhere
    BINDINGS: ClassVar = [*BINDINGS]
    TOLD: ClassVar = [*MOVING_BORDERS, *FINDING, *REMOVING, *SEARCHING, *ASKING, *WRITING, *CHOOSING]
    DEFAULT_CSS = """
    CodingScreen #side { width: 32; height: 1fr; }
    CodingScreen.-narrow #side { width: 25; }
    CodingScreen.-bare #side, CodingScreen.-bare Divider { display: none; }
    CodingScreen.-bare.-picking #side { display: block; width: 1fr; }
    CodingScreen.-bare.-picking Divider { display: block; }
    CodingScreen.-bare.-picking #reading { display: none; }
    CodingScreen.-low KeyLine, CodingScreen.-low MessageLine, CodingScreen.-low Meaning,
    CodingScreen.-low ThisTurn { display: none; }
    CodingScreen.-asking MessageLine { display: none; }
    CodingScreen.-low CodeList { height: 1fr; max-height: 100%; }
    """

    class TranscriptsWanted(Message):
        """The coder wants to choose a transcript."""

    def __init__(self, work: Work, transcript: TranscriptView, looks: Looks) -> None:
        super().__init__()
        self.following = Following(self)
        self._take_up(work, transcript, looks)

    def _take_up(self, work: Work, transcript: TranscriptView, looks: Looks) -> None:
        self.work = work
        self.slate = Slate(work, transcript)
        self.pane = TranscriptPane(work.codebook, looks)
        self.shelf = Shelf(self, transcript)
        self.courier = Courier(self)
        self.pen = Pen(self.slate, self.pane, self.courier.submit)
        self.notebook = Notebook(self)
        self.codes = CodeList(work.codebook, looks, self.toggle, lambda: self.set_focus(self.pane))
        self.this_turn = ThisTurn(work.codebook, looks)
        self.status = StatusLine(quiet=remembered_quiet(work.store.folder))
        self.message = MessageLine()
        self.prompt = Prompt()
        self.ways = Ways(self)
        self.keys = KeyLine()
        self.here = Here(self)
        self._hotkeys = {code.hotkey: code.key for code in work.codebook if code.hotkey}

    def compose(self) -> ComposeResult:
        """Where we are; transcript and codes; what happened; what can be done."""
        yield self.status
        with Beside():
            with Stack(id="reading"):
                yield self.pane
                yield self.notebook.choice
            yield Divider()
            with Stack(id="side"):
                yield self.codes
                yield self.codes.meaning
                yield self.this_turn
        yield self.message
        yield self.prompt
        yield self.keys

    def on_mount(self) -> None:
        """Start where work goes on."""
        self.set_focus(self.pane)
        self.shelf.open(self.transcript)
        self.set_timer(_AT_REST, self.courier.compare)
        self.set_interval(SECONDS, self.following.ask)

    async def on_event(self, event: events.Event) -> None:
        """What other threads found is shown; what cannot be read for it just now is told."""
        with self.courier.reading() if isinstance(event, events.Callback) else nullcontext():
            await super().on_event(event)

    async def begin_anew(self, work: Work) -> None:
        """Go on with `work`, of another coder or with other keys, at the same place."""
        number = self.pane.cursor
        Pages(work.desk, self.transcript).read_around(number)  # first, for it may fail
        self._take_up(work, self.transcript, self.pane.laid.looks)
        await self.recompose()
        self.set_focus(self.pane)
        self.shelf.open(self.transcript, number)
        self.courier.compare()

    def restyle(self, looks: Looks) -> None:
        """Draw in the styles of another theme."""
        self.pane.restyle(looks)
        self.codes.restyle(looks)
        self.this_turn.restyle(looks)

    async def press(self, event: events.Key) -> bool:
        """Work off a key meant for the transcript; tells whether it was one.

        The app calls this for every key in the order they were typed: codes, actions and the search for a code must not
        overtake each other, however fast somebody types.
        """
        try:
            taken = await self._press(event)
            self.here.show()  # told by the pane's messages it would be painted in a frame of its own
            return taken
        except QualcodeError as error:  # the project could not be read just now
            self.message.show(str(error), failed=True)
            return True
        finally:
            self.keys.show(self.doing)

    @property
    def transcript(self) -> TranscriptView:
        """The one that is open."""
        return self.shelf.transcript

    @property
    def doing(self) -> str:
        """What the coder does just now, by which the last line chooses the keys it names."""
        if self.prompt.question:
            return self.prompt.question.doing
        selecting = "borders" if isinstance(self.pane.selection, Borders) else "selecting" if self.pane.selection else ""
        return self.notebook.doing or self.codes.doing or selecting or "reading"

    async def _press(self, event: events.Key) -> bool:
        if self.prompt.question:
            return self.prompt.press(event.key, event.character)
        if self.codes.picker:
            return self.codes.press(event)
        if self.notebook.doing == "choosing":
            return await self.notebook.press(event)
        if self.focused not in {self.pane, self.codes}:
            return False
        if event.character in self._hotkeys:
            self.toggle(self._hotkeys[event.character])
            return True
        active = self.active_bindings.get(event.key)
        return active is not None and active.enabled and await self.app.run_action(active.binding.action, active.node)

    def toggle(self, key: str) -> None:
        """Put the code on the turn, or take it off."""
        self.codes.use(key)
        self.pen.toggle(key)

    def action_done_and_next(self) -> None:
        """This turn is done; on to the next that needs me."""
        self.pen.done()
        self.ways.to_todo()

    def action_go(self, where: str) -> None:
        """To another turn, by one of the ways there are."""
        self.ways.go(where)

    def action_leave(self) -> None:
        """Leave the search, or else the filter."""
        self.ways.leave()

    def action_repeat(self) -> None:
        """The codes of the turn coded last, on this turn too."""
        if self.pen.last_set:
            self.pen.repeat()
        else:
            repeat = keymap_of(self).key("code.repeat")
            self.message.show(f"There is nothing to repeat yet: {repeat} puts the codes of the turn coded last on this one")

    def action_flag(self) -> None:
        """Flag this turn for discussion, or take the flag off."""
        self.pen.flag()

    def action_anchor(self) -> None:
        """Every step extends from here on; moved borders are kept."""
        if not self.pen.keep_borders():
            self.pen.anchor()

    def action_borders(self) -> None:
        """Move the borders of a code that is here; again, of the next one."""
        if not self.pen.pick_borders():
            self.message.show("There is no code here whose borders could be moved")

    def action_undo(self) -> None:
        """Take the last change back, and go where it was."""
        self.courier.submit(lambda session: session.undo(), show=True)

    def action_redo(self) -> None:
        """Do again what was taken back, and go where it is."""
        self.courier.submit(lambda session: session.redo(), show=True)

    def action_find_code(self) -> None:
        """Look for a code by its name."""
        recent = [*self.codes.recent, *self.work.desk.recent_codes()]
        self.codes.ask(Finder(self.work.codebook, recent, self.toggle, self.pen.new_code))

    def action_in_vivo(self) -> None:
        """A new code of the speaker's own words."""
        if not self.pen.in_vivo():
            self.message.show(
                f"Select the words first: {keymap_of(self).key('span.word.next')} selects the first, with shift it goes on"
            )

    def action_remove_code(self) -> None:
        """Take one of the codes here off."""
        if quotes := self.pen.quotes():
            self.codes.ask(Remover(self.work.codebook, quotes, self.pen.remove))
        else:
            self.message.show("There is no code here to take off")

    def action_unsure(self) -> None:
        """Unsure of the code under attention, or sure again."""
        if not self.pen.doubt(self.codes.attention):
            self.message.show("There is no code here to be unsure of")

    async def action_memo(self) -> None:
        """Write a memo on the coding that is selected, else on this turn."""
        await self.notebook.write_here()

    async def action_memo_elsewhere(self) -> None:
        """Write a memo on the code under attention, the transcript or the project."""
        await self.notebook.write_elsewhere()

    def action_memos(self) -> None:
        """All my memos."""
        self.notebook.visit()

    def action_visit(self, what: str) -> None:
        """Open another of the screens."""
        visit(self, what)

    def action_quiet(self) -> None:
        """Hide progress and pace, or show them again."""
        self.status.set_quiet(not self.status.quiet)
        remember_quiet(self.work.store.folder, quiet=self.status.quiet)

    def take_codebook(self) -> None:
        """Go on with the newest revision of the codebook, whoever made it."""
        self.work.renew_codebook()
        book = self.work.codebook
        if book is not self.pane.laid.codebook:
            self._hotkeys = {code.hotkey: code.key for code in book if code.hotkey}
            self.pane.laid.codebook = book
            self.codes.take_codebook(book)
            self.this_turn.codebook = book
            self.restyle(looks_of(self.app, book))
            self.here.show()

    def action_compact(self) -> None:
        """More turns on the screen, or more room around them; also the next time."""
        self.pane.set_compact(not self.pane.compact)
        remember("compact", self.pane.compact)

    def action_transcripts(self) -> None:
        """Choose another transcript."""
        self.work.check_readable()
        self.post_message(self.TranscriptsWanted())

    def action_open_neighbour(self, step: int) -> None:
        """The transcript after this one (1), or before it (-1)."""
        self.shelf.open_neighbour(step)

    def on_transcript_pane_told(self, event: TranscriptPane.Told) -> None:
        """Why the transcript did something else than was asked for."""
        self.message.show(event.words, failed=event.failed)

    @on(TranscriptPane.Moved)
    @on(TranscriptPane.Selected)
    def look_again(self) -> None:
        """Another turn, or something else selected: by the mouse, too."""
        self.here.show()
        self.keys.show(self.doing)
