"""The program on the terminal: which screen comes first, keys in the order they were typed, themes, the end."""

import asyncio
import os
import signal
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

from qualcode.coding.desk import Desk, TranscriptView
from qualcode.errors import QualcodeError
from qualcode.project.people import list_coders
from qualcode.project.rounds import find_round
from qualcode.project.store import Store
from qualcode.project.transcripts import find_transcript
from qualcode.text import one_line
from qualcode.tui.colours import COLOURLESS, THEMES
from qualcode.tui.keyfile import choose_preset, read_keymap
from qualcode.tui.keys import PROGRAM
from qualcode.tui.leaving import Leaving
from qualcode.tui.patience import hurry, reading
from qualcode.tui.pauses import PAUSE, Pauses
from qualcode.tui.remembered import remember, remember_coder, remembered_coder
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.themes import Looks, first_theme, looks_of
from qualcode.tui.work import NOBODY, Work

if TYPE_CHECKING:
    from textual.command import Provider

_WIDTHS = [(0, "-bare"), (56, "-narrow"), (100, "-wide")]
_HEIGHTS = [(0, "-low"), (10, "-high")]


def _commands() -> "type[Provider]":
    # Local: costs the first painting nothing.
    from qualcode.tui.commands import Commands

    return Commands


class CodingApp(App[None], inherit_bindings=False):
    """One coder at work."""

    TITLE = "qualcode"
    BINDINGS: ClassVar = [*PROGRAM, Binding("ctrl+c", "help_quit", show=False, system=True)]
    COMMANDS: ClassVar = {_commands}
    # In the terminal's own colours Textual shows no cursor in a list that one chooses from while typing elsewhere.
    CSS = """
    OptionList:ansi > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
    }
    """
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(
        self,
        store: Store,
        coder: str | None = None,
        transcript: str | None = None,
        round: str | None = None,
        theme: str | None = None,
        *,
        opening: "Callable[[Looks], Screen[None]] | None" = None,
    ) -> None:
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._pauses = Pauses()
        self._leaving = Leaving(self)
        for each in (*THEMES.values(), COLOURLESS):
            self.register_theme(each)
        self.theme = first_theme(theme, colours=self.console.color_system not in {None, "standard"}, none=self.no_color)
        self.keymap = read_keymap()
        self.set_keymap(self.keymap.changed)
        self.store = store
        self._round = round
        if round:
            find_round(store, round)  # before anybody is asked for a name
        self._wanted = find_transcript(store, transcript).id if transcript else None
        self.coding: CodingScreen | None = None
        self.failure: Exception | None = None  # what the program had to end for
        self._opening = opening  # another screen than that for coding
        name = None if opening else coder or remembered_coder(store.folder)
        self.work = self._work(name) if name else None
        if not (self.work.desk if self.work else Desk(store, NOBODY, "")).transcripts():
            raise QualcodeError("There is no transcript in this project yet. Take one in with `qualcode import FILE`.")

    def get_default_screen(self) -> Screen[None]:
        """The transcript itself where coder and transcript are known: painting anything before it only costs time."""
        if self._opening:
            return self._opening(self._looks())
        transcript = self._known_transcript()
        if self.work is None or transcript is None:
            return super().get_default_screen()
        self.coding = CodingScreen(self.work, transcript, self._looks())
        return self.coding

    def on_mount(self) -> None:
        """Ask what is not known, and nothing else."""
        if not self.is_headless:
            for number in (signal.SIGHUP, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, self._leaving.at_once)
        self.theme_changed_signal.subscribe(self, lambda _: self._restyle())
        if self._opening:
            pass  # it knows what it is about
        elif self.work is None:
            # Local: costs the first painting nothing.
            from qualcode.tui.screens.welcome import WelcomeScreen

            coders = [coder.name for coder in list_coders(self.store) if coder.kind == "human"]
            self.push_screen(WelcomeScreen(self.store.title, coders), self._start_as)
        elif self.coding is None:
            self.choose_transcript()
        self.call_after_refresh(self._settle)

    async def on_event(self, event: events.Event) -> None:
        """Keys for the transcript are worked off here, one by one.

        Textual runs a widget's keys and the bindings in different queues, where somebody who types fast has the code
        key overtake the space before it.
        """
        self._pauses.touch()
        with reading(self):
            if not (isinstance(event, events.Key) and await self._pressed(event)):
                await super().on_event(event)

    async def action_quit(self) -> None:
        """Leave when everything typed is saved."""
        self._leaving.ask()

    def action_help(self) -> None:
        """The keys of this screen, and the codes."""
        # Local: costs the first painting nothing.
        from qualcode.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen, self.work.codebook if self.work else None))

    async def go_on_as(self, name: str) -> None:
        """Leave this coder's layer and open that of `name`, at the same place."""
        if await self._begin_anew(name):
            remember_coder(self.store.folder, name)
            self._say(f"You are {one_line(name)} now. What you code from here on is theirs")

    def choose_theme(self, name: str) -> None:
        """Look like this from now on, also the next time."""
        self.theme = name
        remember("theme", name)

    async def choose_keys(self, preset: str) -> None:
        """Take the keys of `preset`, now and from now on."""

        def choose() -> None:
            self.keymap = choose_preset(preset)
            self.set_keymap(self.keymap.changed)

        if await self._change(choose):
            self._say(f"The keys are those of the {preset} preset now. {self.keymap.key('help')} tells them")

    async def set_needs_coding(self, role: str, needed: bool) -> None:
        """Say whether turns of a role need coding in this project."""
        spared = self.store.no_coding - {role} if needed else self.store.no_coding | {role}
        if await self._change(partial(self.store.set_no_coding, spared)):
            self._say(
                f"Turns of the role {one_line(role)} need {'coding again' if needed else 'no coding: space passes over them'}"
            )

    @on(CodingScreen.TranscriptsWanted)
    def choose_transcript(self) -> None:
        """Let the coder choose a transcript, and open it."""
        # Local: costs the first painting nothing.
        from qualcode.tui.screens.transcripts import TranscriptsScreen

        assert self.work is not None
        current = self.coding.transcript.id if self.coding else None
        per_hour = self.coding.slate.pace.per_hour if self.coding else None
        with reading(self):
            self.push_screen(TranscriptsScreen(self.work, current, per_hour), self._open)

    def close(self) -> None:
        """Return when everything is saved that was typed."""
        if self.work:
            self.work.close()

    def _handle_exception(self, error: Exception) -> None:
        # Textual would show a traceback. The command line says it in a sentence, and keeps the details where it is our fault.
        if self.is_headless and not isinstance(error, QualcodeError):
            super()._handle_exception(error)  # for tests
        else:
            self.failure = error
            self.exit(return_code=1)

    async def _pressed(self, key: events.Key) -> bool:
        press = getattr(self.screen, "press", None)  # of a screen whose keys must not overtake each other
        return press is not None and not key.is_forwarded and self.screen.is_attached and bool(await press(key))

    def _start_as(self, name: str | None) -> None:
        if name is None:
            return
        remember_coder(self.store.folder, name)
        self.work = self._work(name)
        self.work.warm_up()
        transcript = self._known_transcript()
        if transcript:
            self._open(transcript)
        else:
            self.choose_transcript()

    def _open(self, transcript: TranscriptView | None) -> None:
        """Show `transcript`; without one stay, or leave if there is nothing to stay in."""
        assert self.work is not None
        if self.coding and transcript:
            with self.coding.courier.reading():
                self.coding.shelf.open(transcript)
        elif transcript:
            self.coding = CodingScreen(self.work, transcript, self._looks())
            self.push_screen(self.coding)
            self.call_after_refresh(hurry, self.store)
        elif self.coding is None:
            self.exit()

    async def _change(self, change: Callable[[], object]) -> bool:
        """Change what the screen stands on, and begin anew; tells whether that could be done."""
        if self.work is None or self._saving():
            return False
        try:
            change()
        except QualcodeError as error:
            self._say(str(error), failed=True)
            return False
        return await self._begin_anew(self.work.coder)

    async def _begin_anew(self, coder: str) -> bool:
        """Go on as `coder` at the same place; not while something typed is being saved."""
        if self.coding is None or self.work is None or self._saving():
            return False
        work = self._work(coder)
        await self.coding.begin_anew(work)  # first, for it may fail
        self.work.close()
        self.work = work
        work.warm_up()
        return True

    def _saving(self) -> bool:
        saving = bool(self.coding and self.coding.slate.on_their_way)
        if saving:
            self._say("What you typed is still being saved. Try again in a moment")
        return saving

    def _say_unforeseen(self, error: Exception) -> None:
        if self.is_headless:
            raise error  # for tests
        reason = one_line(f"{type(error).__name__}: {error}")
        self._say(
            f"Something could not be read that should have been ({reason}). What you code is saved all the same", failed=True
        )

    def _say(self, message: str, *, failed: bool = False) -> None:
        if self.coding:
            self.coding.message.show(message, failed=failed)

    def _work(self, coder: str) -> Work:
        return Work(self.store, coder, self._round, self.keymap.reserved, partial(self.call_later, self._say_unforeseen))

    def _known_transcript(self) -> TranscriptView | None:
        """The transcript asked for, or the first that the coder owes and is not done with, or the only one."""
        if self.work is None:
            return None
        transcripts = self.work.desk.transcripts()
        if self._wanted:
            return next(each for each in transcripts if each.id == self._wanted)
        return self.work.desk.first_owed() or (transcripts[0] if len(transcripts) == 1 else None)

    def _settle(self) -> None:
        """After the first painting, load what writing needs."""
        if self.work:
            self.work.warm_up()
        if self.coding or self._opening:
            hurry(self.store)
        self._pauses.settle()
        self.set_interval(PAUSE, self._pauses.sweep)
        if not self.is_headless:
            self.set_interval(PAUSE, self._leaving.if_alone)

    def _looks(self) -> Looks:
        return looks_of(self, self.work.codebook if self.work else self.store.codebook())

    def _restyle(self) -> None:
        with reading(self):
            for screen in self.screen_stack:
                if restyle := getattr(screen, "restyle", None):
                    restyle(self._looks())
