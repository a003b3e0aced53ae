"""The first line of the compare screen: who is compared, where in the queue, how much is decided, whether it is saved."""

from dataclasses import dataclass

from qualcode.tui.widgets.lines import FAILED, SAVED, Line, Piece, apart, breadth, share_bar
from qualcode.tui.widgets.wrap import cells, shorten


@dataclass(frozen=True)
class Where:
    """What the line tells; `place` counts from 1, `whole` says whether all of the queue is read."""

    title: str = ""
    transcript: str = ""
    place: int = 0
    number: int = 0
    whole: bool = False
    decided: int = 0
    state: str = SAVED


class CompareLine(Line):
    """Fitted to its width: the right end first, then the names in what is left."""

    DEFAULT_CSS = "CompareLine { background: $panel; color: $foreground; }"
    where = Where()

    def show(self, where: Where) -> None:
        """Tell this from now on."""
        if where != self.where:
            self.where = where
            self.refresh()

    def row(self, y: int) -> list[Piece]:
        """The line."""
        where, width = self.where, self.outer_size.width
        share = where.decided / where.number if where.number else 0.0
        right = [(f" {where.place}/{where.number}{'' if where.whole else '…'} ", "bold")]
        if width >= 60:
            right += share_bar(share, 24 if width >= 110 else 8)
        right.append((f" {int(share * 100)}% ", ""))
        if where.state:
            right.append((f" {where.state} ", "bold $error" if where.state == FAILED else "$success"))
        room = width - breadth(right)
        transcript = shorten(where.transcript, max(4, min(cells(where.transcript), room // 2)))
        title = shorten(where.title, max(2, room - cells(transcript) - 6))
        return apart([(" ", ""), (title, "bold"), (f"   {transcript} ", "")], right, width)
