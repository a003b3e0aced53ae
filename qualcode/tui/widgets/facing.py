"""The turn with what stands before and after it, the coders side by side under it, and what is decided."""

from textual.app import ComposeResult
from textual.containers import Vertical

from qualcode.codebook.model import Codebook
from qualcode.coding.desk import Desk, TranscriptView
from qualcode.tui.pages import Pages
from qualcode.tui.themes import Looks
from qualcode.tui.versus import Scene, final, marked, side_by_side, why
from qualcode.tui.widgets.sheet import Sheet
from qualcode.tui.widgets.transcript import TranscriptPane


class Facing(Vertical):
    """Shows one scene; `desk` reads the words around it."""

    DEFAULT_CSS = """
    Facing TranscriptPane { height: 2fr; min-height: 4; }
    Facing #versus { height: 3fr; min-height: 5; border-top: solid $primary; }
    Facing #final { height: 5; }
    Facing #why { height: 1; }
    """

    def __init__(self, desk: Desk, codebook: Codebook, looks: Looks) -> None:
        super().__init__()
        self.pane = TranscriptPane(codebook, looks)
        self.pane.can_focus = False  # but while borders are moved
        self.versus, self.final, self.why = Sheet(looks, id="versus"), Sheet(looks, "FINAL", id="final"), Sheet(looks, id="why")
        self._desk = desk

    def compose(self) -> ComposeResult:
        """The words; who gave which code on them; what is decided; why."""
        yield self.pane
        yield self.versus
        yield self.final
        yield self.why

    def restyle(self, looks: Looks) -> None:
        """Draw in the styles of another theme, when it is shown next."""
        self.pane.restyle(looks)
        self.versus.looks = self.final.looks = self.why.looks = looks

    def look_at(self, scene: Scene, turns: int) -> None:
        """Have the code's first words on the turn in sight, in a transcript of so many turns."""
        turn, number = scene.turn, scene.turn.turn.number
        if self.pane.pages is None or self.pane.pages.transcript.id != turn.transcript_id:
            transcript = TranscriptView(turn.transcript_id, turn.transcript, "", turns)
            self.pane.open(Pages(self._desk, transcript), max(1, number - 1))
        first = min((coding.start_char for coding in turn.everyone(scene.code)), default=0)
        self.pane.reveal(number, max(turn.turn.start_char, first))

    def show(self, scene: Scene | None, reason: str) -> None:
        """Show this from now on; `reason` is what a decision would get."""
        if scene and (pages := self.pane.pages):
            changed = [after.number for _, after in pages.read_again(())]
            pages.paint(marked(scene))
            self.pane.repaint_turns([*changed, scene.turn.turn.number])
        nothing = ((), range(0))
        self.versus.show(lambda width: side_by_side(scene, width) if scene else nothing)
        self.final.show(lambda width: final(scene, width) if scene else nothing)
        self.why.show(lambda width: (why(scene, reason, width), range(0)) if scene else nothing)
