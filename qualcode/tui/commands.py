"""What the palette (ctrl+p) finds by name: codes, transcripts, and everything a key does."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape

from qualcode.text import count, one_line
from qualcode.tui.keymap import keymap_of
from qualcode.tui.keys import BINDINGS, MOVES

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen

Command = tuple[str, str, Callable[[], object]]  # name, help, what it does


class Commands(Provider):
    """Everything the coding screen can do."""

    async def discover(self) -> Hits:
        """What stands there before anything is typed."""
        for name, help_, command in self._commands():
            yield DiscoveryHit(Content(name), command, text=name, help=help_)

    async def search(self, query: str) -> Hits:
        """What fits the letters typed."""
        matcher = self.matcher(query)
        for name, help_, command in self._commands():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, Content(name), command, text=name, help=help_)

    def _commands(self) -> Iterator[Command]:
        # Local: the screen names this provider.
        from qualcode.tui.screens.coding import CodingScreen

        if isinstance(self.screen, CodingScreen):
            yield from _actions(self.screen)
            yield from _codes(self.screen)
            yield from _transcripts(self.screen)


def _actions(screen: "CodingScreen") -> Iterator[Command]:
    for place, bindings in ((screen, BINDINGS), (screen.pane, MOVES)):
        for binding in bindings:
            name = f"{binding.description.capitalize()}  {keymap_of(screen).keys(binding.id or '')}"
            yield name, binding.tooltip, partial(screen.app.run_action, binding.action, place)


def _codes(screen: "CodingScreen") -> Iterator[Command]:
    for code in screen.work.codebook:
        # The palette reads its help, and only that, as markup.
        yield f"Code: {one_line(code.name)}", escape(one_line(code.definition)), partial(screen.toggle, code.key)


def _transcripts(screen: "CodingScreen") -> Iterator[Command]:
    for transcript in screen.work.desk.transcripts():
        name = f"Transcript: {one_line(transcript.name)}"
        yield name, count(transcript.turns, "turn"), partial(screen.open, transcript)
