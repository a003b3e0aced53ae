"""What the palette (ctrl+p) finds by name: what keys do, codes, transcripts, memos, coders, themes and presets."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.markup import escape
from textual.screen import Screen

from qualcode.project.people import list_coders
from qualcode.text import count, one_line
from qualcode.tui.colours import THEMES
from qualcode.tui.keymap import PRESETS, keymap_of
from qualcode.tui.keys import told
from qualcode.tui.patience import reading
from qualcode.tui.widgets.wrap import clip

if TYPE_CHECKING:
    from qualcode.tui.app import CodingApp
    from qualcode.tui.screens.coding import CodingScreen

_MEMO = 60  # cells of a memo that are shown
Command = tuple[str, str, Callable[[], object]]  # name, help, what it does


class Commands(Provider):
    """Everything that can be done from the screen one is in."""

    async def startup(self) -> None:
        """Gather it once, when the palette opens: not at every letter typed there."""
        self._gathered: list[Command] = []
        with reading(self.app):
            self._gathered.extend(self._commands())

    async def discover(self) -> Hits:
        """What stands there before anything is typed."""
        for name, help_, command in self._gathered:
            yield DiscoveryHit(Content(name), command, text=name, help=escape(help_))

    async def search(self, query: str) -> Hits:
        """What fits the letters typed."""
        matcher = self.matcher(query)
        for name, help_, command in self._gathered:
            if (score := matcher.match(name)) > 0:
                # The palette reads its help, and only that, as markup.
                yield Hit(score, Content(name), command, text=name, help=escape(help_))

    def _commands(self) -> Iterator[Command]:
        # Local: the app names this provider.
        from qualcode.tui.screens.coding import CodingScreen

        app = cast("CodingApp", self.app)
        yield from _actions(self.screen)
        yield from _themes(app)
        if isinstance(self.screen, CodingScreen):
            yield from _codes(self.screen)
            yield from _transcripts(self.screen)
            yield from _memos(self.screen)
            yield from _coders(app)
            yield from _roles(app, self.screen)
            yield from _presets(app)


def _actions(screen: Screen[object]) -> Iterator[Command]:
    for node, binding in told(screen):
        if binding.action and binding.action != "app.command_palette":
            name = f"{binding.description.capitalize()}  {keymap_of(screen).keys(binding.id or '')}"
            yield name, binding.tooltip, partial(_act, node, binding.action)


def _act(node: DOMNode, action: str) -> object:
    return node.app.run_action(action, node)


def _codes(screen: "CodingScreen") -> Iterator[Command]:
    for code in screen.work.codebook:
        yield f"Code: {one_line(code.name)}", one_line(code.definition), partial(screen.toggle, code.key)


def _transcripts(screen: "CodingScreen") -> Iterator[Command]:
    for transcript in screen.work.desk.transcripts():
        name = f"Transcript: {one_line(transcript.name)}"
        yield name, count(transcript.turns, "turn"), partial(screen.shelf.open, transcript)


def _memos(screen: "CodingScreen") -> Iterator[Command]:
    # Local: few look for a memo this way, and the palette should open at once for the others.
    from qualcode.coding.memos import list_memos

    for memo in list_memos(screen.work.store, coders=[screen.work.coder]):
        where = f"{one_line(memo.transcript)} {memo.turn or ''}".strip() or one_line(memo.code)
        yield f"Memo: {clip(one_line(memo.text), _MEMO)}", where, partial(screen.notebook.go_to, memo)


def _coders(app: "CodingApp") -> Iterator[Command]:
    for coder in list_coders(app.store):
        if app.work and coder.kind == "human" and coder.name != app.work.coder:
            yield f"Coder: {one_line(coder.name)}", "Go on as this coder, in a layer apart", partial(app.go_on_as, coder.name)


def _roles(app: "CodingApp", screen: "CodingScreen") -> Iterator[Command]:
    here = {role for _, role in screen.work.desk.speakers(screen.transcript.id)}
    for role in sorted(here | app.store.no_coding):
        needed = role in app.store.no_coding
        name = f"Role {role}: its turns need {'coding again' if needed else 'no coding'}"
        yield name, "For all coders of this project; agreement is not changed", partial(app.set_needs_coding, role, needed)


def _themes(app: "CodingApp") -> Iterator[Command]:
    if not app.no_color:
        for name in THEMES:
            yield f"Theme: {name}", "Look like this, also the next time on this computer", partial(app.choose_theme, name)


def _presets(app: "CodingApp") -> Iterator[Command]:
    for name in PRESETS:
        if name != app.keymap.preset:
            yield f"Keys: {name} preset", "Takes these keys from now on, on this computer", partial(app.choose_keys, name)
