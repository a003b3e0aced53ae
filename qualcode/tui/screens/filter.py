"""What is to be shown: turns, or differences of coders; by code, by who speaks, by what was done with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from qualcode.coding.turn_filter import TurnFilter
from qualcode.team.comparing import Wanted
from qualcode.text import one_line
from qualcode.tui.screens.welcome import HARMLESS
from qualcode.tui.widgets.matching import plain
from qualcode.tui.widgets.wrap import clip
from qualcode.tui.work import Work

Asked = TypeVar("Asked", TurnFilter, Wanted)


@dataclass(frozen=True)
class Choice:
    """One thing to ask of turns or differences: a code, a speaker (of `several` such one is enough), or that something is so."""

    kind: str  # a field of what is asked
    value: Any
    words: str
    several: bool = True

    def marked(self, wanted: TurnFilter | Wanted) -> bool:
        """Whether `wanted` asks this."""
        asked = getattr(wanted, self.kind)
        return self.value in asked if self.several else bool(asked == self.value)

    def turned(self, wanted: Asked) -> Asked:
        """`wanted` with this asked, or no longer."""
        asked: Any = getattr(wanted, self.kind)
        changed: Any = None if asked == self.value else self.value
        if self.several:
            changed = type(asked)(each for each in (*asked, self.value) if each != self.value or each not in asked)
        return replace(wanted, **{self.kind: changed})


class FilterScreen(ModalScreen[Asked | None]):
    """Gives what is asked, or None where everything should stay as it is."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Back"), Binding("tab", "mark", "Mark", priority=True), Binding("down", "choose(1)"),
        Binding("up", "choose(-1)"), Binding("pagedown", "choose(10)"), Binding("pageup", "choose(-10)"),
    ]  # fmt: skip
    DEFAULT_CSS = """
    FilterScreen { align: right middle; }
    FilterScreen Vertical { width: 46; max-width: 100%; height: 100%; background: $surface; padding: 1 2; }
    FilterScreen Input { margin: 1 0; }
    FilterScreen OptionList { height: 1fr; }
    """

    def __init__(self, what: str, choices: Iterable[Choice], nothing: Asked) -> None:
        super().__init__()
        self.what = what
        self.choices = list(choices)
        self.nothing: Asked = nothing
        self.wanted: Asked = nothing
        self.listed = self.choices  # those that hold the letters typed
        self.options = OptionList(compact=True)

    def compose(self) -> ComposeResult:
        """What can be asked."""
        with Vertical():
            yield Static(Content.styled(f"Show only {self.what} …", "bold"))
            yield Input(placeholder="letters of a code, a speaker, …", compact=True, restrict=HARMLESS)
            yield self.options
            yield Static(Content.styled("↓ ↑ choose · tab marks several\nenter shows them · esc changes nothing", "dim"))

    def on_mount(self) -> None:
        """All of it."""
        self.options.can_focus = False  # the arrows choose from it while one types
        self._list("")

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Only what holds these letters."""
        self._list(event.value)

    @on(Input.Submitted)
    def show_turns(self) -> None:
        """What is marked, or else what is chosen."""
        if self.wanted == self.nothing:
            self.action_mark()
        if self.wanted != self.nothing:
            self.dismiss(self.wanted)

    @on(OptionList.OptionSelected)
    def click(self) -> None:
        """A click marks."""
        self.action_mark()

    def action_mark(self) -> None:
        """Ask this, too, or no longer."""
        place = self.options.highlighted
        if place is not None:
            self.wanted = self.listed[place].turned(self.wanted)
            self._show(place)

    def action_choose(self, step: int) -> None:
        """The one `step` places further down."""
        if self.listed:
            self.options.highlighted = max(0, min((self.options.highlighted or 0) + step, len(self.listed) - 1))

    def action_leave(self) -> None:
        """Show what was shown before."""
        self.dismiss(None)

    def _list(self, typed: str) -> None:
        wanted = plain(typed).split()
        self.listed = [choice for choice in self.choices if all(word in plain(choice.words) for word in wanted)]
        self._show(0)

    def _show(self, place: int) -> None:
        self.options.clear_options()
        self.options.add_options(
            Content(clip(f"{'●' if choice.marked(self.wanted) else '·'} {choice.words}", 38)) for choice in self.listed
        )
        if self.listed:
            self.options.highlighted = place


def turn_choices(work: Work, transcript_id: str) -> Iterator[Choice]:
    """What can be asked of the turns of a transcript."""
    states = (
        ("done", "done", "not done"), ("flagged", "flagged", "not flagged"), ("coded", "with any code", "without a code"),
        ("memo", "with a memo", "without a memo"),
    )  # fmt: skip
    for kind, so, not_so in states:
        yield Choice(kind, True, so, several=False)
        yield Choice(kind, False, not_so, several=False)
    speakers = work.desk.speakers(transcript_id)
    for role in sorted({role for _, role in speakers}):
        yield Choice("roles", role, f"role {one_line(role)}")
    for name, _ in speakers:
        yield Choice("speakers", name, f"speaker {one_line(name)}")
    for code in work.codebook:
        yield Choice("codes", code.key, f"code {one_line(code.name)}")
