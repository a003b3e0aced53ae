"""The turns of a transcript laid out, kept as long as nothing that they show has changed."""

from collections import OrderedDict

from qualcode.codebook.model import Codebook
from qualcode.text import one_line
from qualcode.tui.pages import Pages
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.turns import Columns, TurnRows, columns, lay_out
from qualcode.tui.widgets.wrap import cells

_KEPT = 160  # turns


class LaidTurns:
    """`laid[number]` is turn `number` as it is drawn now."""

    def __init__(self, codebook: Codebook, looks: Looks) -> None:
        self.codebook = codebook
        self.looks = looks
        self.sought = ""  # the words searched for
        self.columns = Columns(2, 1, 1, 0)
        self._pages: Pages | None = None
        self._label = 1  # cells of the longest name
        self._kept: OrderedDict[int, TurnRows] = OrderedDict()

    def take_up(self, pages: Pages, number: int) -> None:
        """The turns of another transcript, with room for the names of who speaks near turn `number`."""
        self._pages = pages
        self._kept.clear()
        self._label = max((cells(one_line(name)) for name in pages.speakers(number)), default=1)

    def fit(self, width: int, *, compact: bool) -> None:
        """Lay out for lines of `width` cells from now on."""
        fitted = columns(width, self._pages.turns if self._pages else 1, self._label, compact=compact)
        self.columns = self.columns if fitted == self.columns else fitted  # compared once here, not with every row

    def __getitem__(self, number: int) -> TurnRows:
        assert self._pages is not None
        view, rows = self._pages.turn(number), self._kept.get(number)
        if rows is None or not self._holds(rows) or rows.view is not view:
            rows = self._kept[number] = lay_out(view, self.columns, self.looks, self.codebook, self.sought)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return rows

    def _holds(self, rows: TurnRows) -> bool:
        return rows.looks is self.looks and rows.columns is self.columns and rows.sought == self.sought
