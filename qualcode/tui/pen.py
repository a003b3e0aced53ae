"""The coder's pen: what is done to the selection or the turn under the cursor. Painted at once, then submitted as one gesture."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.coding.desk import CodingView, TurnView
from qualcode.tui.painting import Place, applied_all, codes_on, doubted, mark, moved, overlap, quoted, removed, same, toggled
from qualcode.tui.selection import Borders, Edge, Selection, Stretch, Target
from qualcode.tui.slate import Slate
from qualcode.tui.widgets.transcript import TranscriptPane

if TYPE_CHECKING:
    from qualcode.coding.gesture import Gesture
    from qualcode.coding.session import CodingSession

Submit = Callable[["Callable[[CodingSession], Gesture | None]"], None]


class Pen:
    """Writes on the turn that the cursor of `pane` is on; `submit` has the gesture saved."""

    def __init__(self, slate: Slate, pane: TranscriptPane, submit: Submit) -> None:
        self.slate = slate
        self.pane = pane
        self.last_set: tuple[str, ...] = ()  # the codes of the place coded last, for `repeat`
        self._submit = submit

    @property
    def turn(self) -> TurnView:
        """The turn the cursor is on, as it is painted."""
        return self.slate.turn(self.pane.cursor)

    @property
    def target(self) -> Target:
        """What a key acts on: the selection if there is one, else the turn."""
        turn, selected = self.turn, self.pane.selected
        if selected is None:
            return Target(self._transcript, turn.start_char, turn.end_char, range(turn.number, turn.number + 1))
        return Target(self._transcript, selected.start.char, selected.end.char, selected.turns)

    def toggle(self, key: str) -> None:
        """Put the code on the target, or take it off."""
        to = self.target
        self._paint(toggled(self._around(to), to, key, self.slate.work.codebook))
        self.last_set = codes_on(self.turn, to)
        self._submit(lambda session: session.toggle(to.transcript_id, key, to.start_char, to.end_char))

    def new_code(self, name: str) -> None:
        """Make a code of this name and put it on the target; it is painted when the codebook has it."""
        to = self.target

        def put(session: "CodingSession") -> "Gesture | None":
            # Local: YAML, which most coding does without.
            from qualcode.coding.new_code import put_new_code

            return put_new_code(session, name, to.transcript_id, to.start_char, to.end_char)

        self._submit(put)

    def in_vivo(self) -> bool:
        """Make a code of the selected words and put it on them; tells whether anything is selected."""
        to = self.target
        parts = [turn.text[max(0, to.start_char - turn.start_char) : to.end_char - turn.start_char] for turn in self._around(to)]
        if self.pane.selected is None:
            return False

        def put(session: "CodingSession") -> "Gesture | None":
            # Local: YAML, as above.
            from qualcode.coding.new_code import put_in_vivo

            return put_in_vivo(session, " ".join(parts), to.transcript_id, to.start_char, to.end_char)

        self._submit(put)
        return True

    def repeat(self) -> None:
        """The codes of the place coded last, on the target too."""
        to = self.target
        missing = [key for key in self.last_set if key not in codes_on(self.turn, to)]
        if missing:
            self._paint(applied_all(self._around(to), to, missing, self.slate.work.codebook))
            self._submit(lambda session: session.apply_all(to.transcript_id, missing, to.start_char, to.end_char))

    def anchor(self) -> None:
        """From now on every step extends what is selected; again, and they select anew."""
        if self.pane.selection is None:
            self.pane.action_span("word", 1)
        if isinstance(self.pane.selection, Selection):
            self.pane.select(replace(self.pane.selection, held=not self.pane.selection.held))

    def pick_borders(self) -> bool:
        """Take up a coding on the target, or the next one, to move its borders; tells whether there is one.

        With something selected, that is where they are to go.
        """
        now = self.pane.selection
        if isinstance(now, Borders):
            chosen, among = now.chosen, (*now.among[1:], now.among[0])
        else:
            to, chosen = self.target, self.pane.selected
            here = [coding for coding in self.turn.codings if overlap(coding, to)]
            among = tuple(sorted(here, key=lambda coding: same(coding, self.turn)))  # spans first
        if among:
            self.pane.select(Borders(among[0], chosen or self.stretch(among[0]), among, chosen))
        return bool(among)

    def keep_borders(self) -> bool:
        """Put the coding where its borders were moved to; tells whether any were being moved."""
        borders, to = self.pane.selection, self.target
        if not isinstance(borders, Borders):
            return False
        coding = borders.coding
        self.pane.select(None)
        if not same(coding, to):
            turns = self.slate.around(min(coding.start_char, to.start_char), max(coding.end_char, to.end_char))
            self._paint(moved(turns, coding, to, self.slate.work.codebook))
            places = (coding.start_char, coding.end_char), (to.start_char, to.end_char)
            self._submit(lambda session: session.move_borders(to.transcript_id, coding.code, *places))
        return True

    @property
    def codings(self) -> list[CodingView]:
        """The codings that the target meets, in order of place."""
        to = self.target
        turns = self._around(to)
        return list({mark(each): each for turn in turns for each in turn.codings if overlap(each, to)}.values())

    def quotes(self) -> list[tuple[CodingView, str]]:
        """The same, each with what it stands on as far as it is in sight; "" where that is a whole turn."""
        turns = self._around(self.target)
        return [(coding, quoted(next(turn for turn in turns if overlap(turn, coding)), coding)) for coding in self.codings]

    def remove(self, coding: CodingView) -> None:
        """Take one coding off."""
        transcript = self._transcript
        self._paint(removed(self._around(coding), coding, coding.code))
        self._submit(lambda session: session.remove(transcript, *mark(coding)))

    def doubt(self, attention: str | None) -> bool:
        """Say of the code under attention that the coder is unsure of it here, or sure again; of all codes where it is not.

        Those on just the target, or else all that it meets. Tells whether there is any.
        """
        to, codings = self.target, self.codings
        standing = [coding for coding in codings if same(coding, to)] or codings
        meant = [coding for coding in standing if coding.code == attention] or standing
        unsure = not all(coding.unsure for coding in meant)
        if meant:
            marks = [mark(coding) for coding in meant]
            self._paint(doubted(self._around(to), marks, unsure=unsure))
            self._submit(lambda session: session.set_unsure(to.transcript_id, marks, unsure))
        return bool(meant)

    def done(self) -> None:
        """Say that the turn is done."""
        turn = self.turn
        if not turn.done:
            self._paint([replace(turn, done=True)])
            self._submit(lambda session: session.done([turn.id]))

    def flag(self) -> None:
        """Flag the turn for discussion, or take the flag off."""
        turn = self.turn
        self._paint([replace(turn, flagged=not turn.flagged)])
        self._submit(lambda session: session.flag([turn.id], not turn.flagged))

    @property
    def _transcript(self) -> str:
        return self.slate.transcript.id

    def stretch(self, coding: Place) -> Stretch:
        """Where a coding lies, by turns."""
        find, last = self.slate.work.desk.find_turn_at, coding.end_char - 1
        first_turn, last_turn = find(self._transcript, coding.start_char), find(self._transcript, last)
        here = self.pane.cursor
        return Stretch(Edge(first_turn or here, coding.start_char), Edge(last_turn or here, coding.end_char))

    def _around(self, place: Place) -> list[TurnView]:
        return self.slate.around(place.start_char, place.end_char)

    def _paint(self, turns: Iterable[TurnView]) -> None:
        self.pane.repaint_turns(self.slate.paint(turns))
