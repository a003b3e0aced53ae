"""All my memos: newest first, searched as one types, each with what it hangs on one key away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from qualcode.coding.memos import MemoInfo, list_memos
from qualcode.text import count, one_line, safe
from qualcode.tui.keys import MEMOS, MEMOS_SEARCHING, WRITING
from qualcode.tui.paper import Paper
from qualcode.tui.times import when
from qualcode.tui.widgets.lines import KeyLine, MessageLine
from qualcode.tui.widgets.rows import RowList
from qualcode.tui.widgets.wrap import cells, clip
from qualcode.tui.work import Work
from qualcode.tui.writing import MemoTarget, Submit, Writing

if TYPE_CHECKING:
    from qualcode.tui.widgets.memo import MemoBox

KINDS = {
    "": "all", "turn": "on turns", "coding": "on codings", "code": "on codes", "transcript": "on transcripts",
    "project": "on the project",
}  # fmt: skip
_TIME, _PLACE = 17, 30  # cells


class MemosScreen(Screen[MemoInfo | None]):
    """Gives the memo whose place the coder wants to go to, or None."""

    BINDINGS: ClassVar = [*MEMOS]
    TOLD: ClassVar = [*MEMOS_SEARCHING, *WRITING]
    DEFAULT_CSS = """
    MemosScreen #head { height: 1; background: $panel; padding: 0 1; }
    MemosScreen Input { display: none; }
    MemosScreen.-searching Input { display: block; }
    MemosScreen VerticalScroll { height: 35%; border-top: solid $primary; padding: 0 1; }
    MemosScreen.-low VerticalScroll, MemosScreen.-low KeyLine { display: none; }
    """

    class Listed(Message):
        """All memos were read."""

        def __init__(self, memos: list[MemoInfo]) -> None:
            super().__init__()
            self.memos = memos

    def __init__(self, work: Work, submit: Submit, elsewhere: Callable[[Writing], object]) -> None:
        super().__init__()
        self.work = work
        self.memos: list[MemoInfo] | None = None  # None until they are read
        self.shown: list[MemoInfo] = []
        self.kind = ""
        self.rows = RowList(self._row, lambda _: len(self.shown))
        self.head = Static(id="head")
        self.reading = Static()
        self.search = Input(placeholder="words of a memo, of what it is about, a code, a transcript", compact=True)
        self.message, self.keys = MessageLine(), KeyLine()
        self.paper = Paper(self, self._place, self.to_the_list, self._take_over)
        self._submit = submit
        self._elsewhere = elsewhere  # where what could not be saved goes on when this is closed

    def compose(self) -> ComposeResult:
        """How many; the list; the memo under the cursor; what went wrong; the keys."""
        yield self.head
        yield self.search
        yield self.rows
        with VerticalScroll(can_focus=False):
            yield self.reading
        yield self.message
        yield self.keys

    def on_mount(self) -> None:
        """Read them in a thread of their own: there may be ten thousand."""
        self.keys.show("memos")
        self.set_focus(self.rows)
        self._show()
        store, coder = self.work.store, self.work.coder
        self.work.survey(lambda _: list_memos(store, coders=[coder]), lambda memos: self.post_message(self.Listed(memos)))

    @on(Listed)
    def take_up(self, event: Listed) -> None:
        """They are read."""
        self.memos = event.memos
        self._show()

    @on(Input.Changed)
    def look_for(self) -> None:
        """Only those with these words."""
        self._show()

    @on(Input.Submitted)
    def to_the_list(self) -> None:
        """From the search to what it found, from a memo to the others."""
        self.set_focus(self.rows)
        self.keys.show("memos")

    @on(RowList.Moved)
    def read_on(self) -> None:
        """The memo under the cursor, whole."""
        memo = self.here
        self.reading.update(_whole(memo) if memo else "")

    @on(RowList.Chosen)
    def go(self) -> None:
        """To what the memo hangs on."""
        if self.here:
            self.dismiss(self.here)

    @property
    def here(self) -> MemoInfo | None:
        """The memo under the cursor."""
        return self.shown[self.rows.cursor] if self.rows.cursor < len(self.shown) else None

    def action_search(self) -> None:
        """Type words to look for."""
        self.add_class("-searching")
        self.set_focus(self.search)
        self.keys.show("memos searching")

    def action_kind(self) -> None:
        """The next kind of memo, after the last one all of them again."""
        kinds = list(KINDS)
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
        self._show()

    async def action_edit(self) -> None:
        """Write on in the memo under the cursor."""
        if (memo := self.here) and not self.paper.box:
            await self.paper.open(
                Writing(MemoTarget(memo.kind, memo.target_id, place(memo), memo.text), self._submit, self._failed)
            )

    def action_leave(self) -> None:
        """Out of the search, out of the screen."""
        if self.has_class("-searching"):
            self.remove_class("-searching")
            self.search.value = ""
            self.to_the_list()
        else:
            self.dismiss(None)

    def finish(self) -> bool:
        """Save the memo that is being written, and go back to the list."""
        self.paper.finish()
        return True

    async def _place(self, box: "MemoBox") -> None:
        await self.mount(box, before=self.message)
        self.keys.show("writing")

    def _take_over(self, writing: Writing, text: str) -> None:
        """Show the memo as it is written."""
        place = (writing.target.kind, writing.target.id)
        self.memos = [replace(each, text=text) if (each.kind, each.target_id) == place else each for each in self.memos or ()]
        self.message.show("")
        self._show()

    def _failed(self, writing: Writing, why: str) -> None:
        if self not in self.app.screen_stack:
            self._elsewhere(writing)
            return
        self.message.show(f"Not saved: {why} What you wrote stands here, and is saved as you write on or leave it.", failed=True)
        self.paper.failed(writing)

    def _show(self) -> None:
        words = self.search.value.casefold().split()
        kept = [memo for memo in self.memos or () if not self.kind or memo.kind == self.kind]
        self.shown = [memo for memo in kept if all(word in _searched(memo) for word in words)] if words else kept
        told = "reading …" if self.memos is None else count(len(self.shown), "memo")
        of = f" of {len(self.memos):,}" if self.memos and len(self.shown) < len(self.memos) else ""
        self.head.update(Content.assemble((f"✎ My memos, {KINDS[self.kind]}", "bold"), (f"   {told}{of}", "dim")))
        self.rows.move_to(self.rows.cursor)
        self.read_on()

    def _row(self, entry: int, width: int) -> Content:
        memo = self.shown[entry]
        room = min(_PLACE, max(8, width // 3))
        hangs = clip(place(memo), room)
        time = f"{when(datetime.fromisoformat(memo.at), datetime.now().astimezone()):>{_TIME}}  " if width >= 76 else ""
        text = clip(one_line(memo.text), max(2, width - room - len(time) - 2))
        return Content.assemble(hangs, " " * (room - cells(hangs) + 1), (time, "dim"), text)


def place(memo: MemoInfo) -> str:
    """What a memo hangs on, in a few words."""
    where = f"{one_line(memo.transcript)} {memo.turn}, {one_line(memo.speaker)}"
    return {
        "turn": where, "coding": f"{one_line(memo.code)}{'' if memo.stands else ' (taken off)'} on {where}",
        "code": f"code {one_line(memo.code)}", "transcript": f"transcript {one_line(memo.transcript)}",
    }.get(memo.kind, "project")  # fmt: skip


def _whole(memo: MemoInfo) -> Content:
    words = f"“{safe(memo.words.strip(), lines=True)}”" if memo.words else ""
    return Content("\n").join(
        [
            Content.styled(place(memo), "bold"),
            *([Content.styled(words, "dim")] if words else []),
            Content(safe(memo.text, lines=True)),
        ]
    )


def _searched(memo: MemoInfo) -> str:
    return f"{memo.text}\n{memo.words}\n{memo.code}\n{memo.transcript}\n{memo.speaker}".casefold()
