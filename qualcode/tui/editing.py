"""What is to stand where nobody was right: other words for the code under attention, other codes on them."""

from typing import TYPE_CHECKING

from qualcode.coding.desk import CodingView, Desk
from qualcode.team.differing import Place
from qualcode.tui.painting import Place as Passage
from qualcode.tui.selection import Borders, Edge, Stretch
from qualcode.tui.widgets.matching import entries, find
from qualcode.tui.widgets.prompt import Question

if TYPE_CHECKING:
    from qualcode.tui.screens.compare import CompareScreen

_LISTED = 5  # codes that fit


class Editing:
    """Words are selected in the transcript of `screen`; keys move their borders and put codes on them."""

    def __init__(self, screen: "CompareScreen", desk: Desk) -> None:
        self._screen = screen
        self._desk = desk
        self._hotkeys = {code.hotkey: code.key for code in screen.codebook if code.hotkey}
        self._entries = entries(screen.codebook)

    @property
    def on(self) -> bool:
        """Whether one is at it."""
        return isinstance(self._screen.pane.selection, Borders)

    def begin(self) -> None:
        """Start from where the code under attention stands, or somebody has it."""
        scene = self._screen.scene
        if scene is None or not self._screen.verdict.may():
            return
        given = [each for each in scene.turn.final if each.code == scene.code] or scene.turn.everyone(scene.code)
        place: Passage = given[0] if given else scene.turn.turn
        borders = Borders(CodingView("", scene.code, place.start_char, place.end_char, False, ""), self._stretch(place))
        self._screen.pane.can_focus = True
        self._screen.set_focus(self._screen.pane)
        self._screen.pane.select(borders)
        self._screen.message.show(f"Where does {scene.label(scene.code)} belong? enter decides; other codes by their keys or ;")

    def press(self, key: str, sign: str) -> bool:
        """Work off a key that ends it, or that names a code; tells whether it was one."""
        if key in {"enter", "escape"}:
            self._end(keep=key == "enter")
        elif sign == ";":
            self._ask()
        elif sign in self._hotkeys:
            self._toggle(self._hotkeys[sign])
        else:
            return False
        return True

    def _end(self, *, keep: bool) -> None:
        screen, place = self._screen, self._selected
        screen.pane.select(None)
        screen.set_focus(None)
        screen.pane.can_focus = False
        screen.message.show("")
        if keep:
            screen.verdict.move(place)

    def _ask(self) -> None:
        """Which code; those that fit what was typed are told, the best first."""
        prompt, label = self._screen.prompt, self._screen.label

        def tell(text: str) -> None:
            prompt.tell(" · ".join(map(label, find(self._entries, text)[:_LISTED])) or "no such code")

        prompt.ask(Question(";", "letters of a code's name", self._put_found, "adding", changed=tell))

    def _put_found(self, text: str) -> None:
        if found := find(self._entries, text) if text.strip() else []:
            self._toggle(found[0])
        else:
            self._screen.message.show("There is no such code")

    def _toggle(self, code: str) -> None:
        self._screen.verdict.toggle(code, self._selected)

    @property
    def _selected(self) -> Place:
        selected = self._screen.pane.selected
        assert selected is not None
        return Place(selected.start.char, selected.end.char)

    def _stretch(self, place: Passage) -> Stretch:
        point, find_turn = self._screen.point, self._desk.find_turn_at
        first, last = find_turn(point.transcript_id, place.start_char), find_turn(point.transcript_id, place.end_char - 1)
        return Stretch(Edge(first or point.number, place.start_char), Edge(last or point.number, place.end_char))
