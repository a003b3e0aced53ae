"""The box that memos are written in, on whichever screen: what could not be saved stays in it, or comes back to it."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from qualcode.tui.writing import Writing

if TYPE_CHECKING:
    from qualcode.tui.widgets.memo import MemoBox, PassOn


class Paper:
    """One box at a time on `screen`, put there by `place`. `written` hears of every text to be saved, `left` when it is left."""

    def __init__(
        self,
        screen: Screen[Any],
        place: "Callable[[MemoBox], Awaitable[object]]",
        left: Callable[[], object],
        written: Callable[[Writing, str], object],
        pass_on: "PassOn | None" = None,
    ) -> None:
        self.box: MemoBox | None = None
        self._screen, self._place = screen, place
        self._left, self._written, self._pass_on = left, written, pass_on
        self._writing: Writing | None = None
        self._unsaved: list[Writing] = []  # to come back when the box is free

    async def open(self, writing: Writing) -> None:
        """Write on."""
        # Local: the editor costs 13 ms of imports that no first painting needs.
        from qualcode.tui.widgets.memo import MemoBox

        self._writing = writing
        self.box = MemoBox(f"Memo on {writing.target.title}", writing.text, self._save, self.finish, self._pass_on)
        if writing in self._unsaved:
            self._unsaved.remove(writing)
            self.box.not_saved()
        await self._place(self.box)
        self._screen.set_focus(self.box.area)  # now: the next key is part of the memo

    def finish(self) -> None:
        """Save what is being written, if anything is, and take the box away."""
        if self.box:
            box, self.box = self.box, None
            box.save()
            self._left()
            box.close()
            self._screen.call_later(self._come_back)

    def failed(self, writing: Writing) -> None:
        """Nothing that was written is lost: it is tried again as it is written on, or comes back where the box was left."""
        if self.box and self._writing is writing:
            self.box.not_saved()
        elif writing not in self._unsaved and writing.text not in {"", writing.target.text}:
            self._unsaved.append(writing)
            self._screen.call_later(self._come_back)

    async def _come_back(self) -> None:
        if self._unsaved and not self.box:
            await self.open(self._unsaved[0])

    def _save(self, text: str) -> None:
        assert self._writing is not None
        self._written(self._writing, text)
        self._writing.save(text)
