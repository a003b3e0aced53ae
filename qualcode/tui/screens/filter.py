"""Which turns are to be shown: by code, by who speaks, by what was done with them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from qualcode.coding.turn_filter import TurnFilter
from qualcode.text import one_line
from qualcode.tui.screens.welcome import HARMLESS
from qualcode.tui.widgets.matching import plain
from qualcode.tui.widgets.wrap import clip
from qualcode.tui.work import Work

Kind = Literal["codes", "speakers", "roles", "coded", "done", "flagged", "memo"]


@dataclass(frozen=True)
class Choice:
    """One thing to ask of a turn: a code, a speaker or a role (of these one is enough), or that something is so or not."""

    kind: Kind
    value: str | bool
    words: str

    def marked(self, wanted: TurnFilter) -> bool:
        """Whether `wanted` asks this."""
        asked = getattr(wanted, self.kind)
        return self.value in asked if isinstance(asked, frozenset) else asked is self.value

    def turned(self, wanted: TurnFilter) -> TurnFilter:
        """`wanted` with this asked, or no longer."""
        asked: Any = getattr(wanted, self.kind)
        if isinstance(asked, frozenset):
            changed: Any = asked ^ {self.value}
        else:
            changed = None if asked is self.value else self.value
        return replace(wanted, **{self.kind: changed})


class FilterScreen(ModalScreen[TurnFilter | None]):
    """Gives what is asked of the turns, or None where everything should stay as it is."""

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

    def __init__(self, work: Work, transcript_id: str) -> None:
        super().__init__()
        self.choices = list(_choices(work, transcript_id))
        self.wanted = TurnFilter()
        self.listed = self.choices  # those that hold the letters typed
        self.options = OptionList(compact=True)

    def compose(self) -> ComposeResult:
        """What can be asked."""
        with Vertical():
            yield Static(Content.styled("Show only turns …", "bold"))
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
        if self.wanted == TurnFilter():
            self.action_mark()
        if self.wanted != TurnFilter():
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


def _choices(work: Work, transcript_id: str) -> Iterator[Choice]:
    states: tuple[tuple[Kind, str, str], ...] = (
        ("done", "done", "not done"), ("flagged", "flagged", "not flagged"), ("coded", "with any code", "without a code"),
        ("memo", "with a memo", "without a memo"),
    )  # fmt: skip
    for kind, so, not_so in states:
        yield Choice(kind, True, so)
        yield Choice(kind, False, not_so)
    speakers = work.desk.speakers(transcript_id)
    for role in sorted({role for _, role in speakers}):
        yield Choice("roles", role, f"role {one_line(role)}")
    for name, _ in speakers:
        yield Choice("speakers", name, f"speaker {one_line(name)}")
    for code in work.codebook:
        yield Choice("codes", code.key, f"code {one_line(code.name)}")
