"""The memos of the coding screen: choosing what to write on, the box to write in, and saving it as it is written."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events

from qualcode.coding.desk import TurnView
from qualcode.project.codes import code_id
from qualcode.text import one_line
from qualcode.tui.painting import mark, quoted, same
from qualcode.tui.paper import Paper
from qualcode.tui.selection import at
from qualcode.tui.widgets.choice import Choice
from qualcode.tui.writing import MemoTarget, Writing

if TYPE_CHECKING:
    from qualcode.coding.memos import MemoInfo
    from qualcode.tui.screens.coding import CodingScreen
    from qualcode.tui.widgets.memo import MemoBox


class Notebook:
    """Writes memos on what the coder looks at in `screen`."""

    def __init__(self, screen: "CodingScreen") -> None:
        self.choice = Choice()
        self.paper = Paper(screen, self._place, self._leave, self._paint, screen.press)
        self._screen = screen
        self._targets: Sequence[MemoTarget] = ()  # to choose from

    @property
    def doing(self) -> str | None:
        """What the coder does here, by which the last line chooses the keys it names; None for nothing."""
        return "writing" if self.paper.box else "choosing" if self._targets else None

    async def write_here(self) -> None:
        """A memo on the coding that is selected; where several are, on one of them; else on the turn."""
        pen = self._screen.pen
        turn, to = pen.turn, pen.target
        codings = [coding for coding in turn.codings if same(coding, to)] if self._screen.pane.selected else []
        if not codings:
            return await self.write(self._on_turn(turn))
        return await self._choose(
            [
                MemoTarget("coding", coding.id, self._name(coding.code, quoted(turn, coding)), coding.memo, to.transcript_id,
                           turn.number, mark(coding))
                for coding in codings
            ]
        )  # fmt: skip

    async def write_elsewhere(self) -> None:
        """A memo on the code under attention, the transcript or the project."""
        work, transcript = self._screen.work, self._screen.transcript
        targets = [
            MemoTarget("transcript", transcript.id, f"the transcript {transcript.name}", ""),
            MemoTarget("project", "project", f"the project {work.store.title}", ""),
        ]
        if key := self._screen.codes.attention:
            targets.insert(0, MemoTarget("code", code_id(work.store, key), self._name(key), ""))
        await self._choose([replace(target, text=work.desk.memo_text(target.kind, target.id)) for target in targets])

    async def write(self, target: MemoTarget) -> None:
        """Open the box."""
        # Why it could not be saved, the screen tells of every gesture.
        await self.paper.open(Writing(target, self._screen.courier.submit, lambda writing, _: self.paper.failed(writing)))

    async def press(self, event: events.Key) -> bool:
        """Work off a key of the choice, if there is one; tells whether it was one of its keys."""
        if not self._targets:
            return False
        chosen = self.choice.press(event.key, event.character)
        if chosen is not None:
            targets, self._targets = self._targets, ()
            self.choice.close()
            if chosen >= 0:
                await self.write(targets[chosen])
        return chosen is not None or event.key in {"down", "up"}

    def visit(self) -> None:
        """Show all memos, and go to what the one that is chosen there hangs on."""
        # Local: costs the first painting nothing.
        from qualcode.tui.screens.memos import MemosScreen

        listed = MemosScreen(self._screen.work, self._screen.courier.submit, self.paper.failed)
        self._screen.app.push_screen(listed, self.go_to)

    def finish(self) -> None:
        """Save the memo that is being written, if one is, and go back to the transcript."""
        self.paper.finish()

    def go_to(self, memo: "MemoInfo | None") -> None:
        """To what the memo hangs on."""
        if memo:
            with self._screen.courier.reading():
                self._show(memo)

    def _show(self, memo: "MemoInfo") -> None:
        screen = self._screen
        if memo.transcript:
            screen.shelf.open_named(memo.transcript, memo.turn)
        if memo.kind == "coding":
            screen.pane.select(at(screen.pen.stretch(memo)))
        if memo.code in screen.work.codebook.by_key:
            screen.codes.attend(memo.code)

    async def _choose(self, targets: Sequence[MemoTarget]) -> None:
        if len(targets) == 1:
            return await self.write(targets[0])
        self._targets = targets
        self.choice.ask("✎ Memo on which?   the digit writes on it", [target.title for target in targets])
        return None

    async def _place(self, box: "MemoBox") -> None:
        await self._screen.query_one("#reading").mount(box)

    def _leave(self) -> None:
        self._screen.set_focus(self._screen.pane)
        self._screen.keys.show(self._screen.doing)

    def _on_turn(self, turn: TurnView) -> MemoTarget:
        title = f"turn {turn.number}, {one_line(turn.speaker)}"
        return MemoTarget("turn", turn.id, title, turn.memo, self._screen.transcript.id, turn.number)

    def _name(self, key: str, quote: str = "") -> str:
        code = self._screen.work.codebook.by_key.get(key)
        name = one_line(code.name if code else key)
        return f"the code {name} on “{one_line(quote)}”" if quote else f"the code {name}"

    def _paint(self, writing: Writing, text: str) -> None:
        target, slate = writing.target, self._screen.slate
        if target.transcript_id != slate.transcript.id:
            return
        if target.kind == "turn":
            turns = [replace(slate.turn(target.turn), memo=text)]
        else:
            turns = [_with_memo(turn, target.mark, text) for turn in slate.around(*target.mark[1:])]
        self._screen.pane.repaint_turns(slate.paint(turns))


def _with_memo(turn: TurnView, of: tuple[str, int, int], text: str) -> TurnView:
    return replace(turn, codings=tuple(replace(each, memo=text) if mark(each) == of else each for each in turn.codings))
