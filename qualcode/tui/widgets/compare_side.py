"""At the right of the compare screen: the transcript's agreement, what is in the queue, what the code means."""

from textual.app import ComposeResult
from textual.containers import Vertical

from qualcode.codebook.model import Codebook
from qualcode.tui.agenda import Agenda
from qualcode.tui.compare_panels import figures_rows, queue_rows
from qualcode.tui.sitting import Figures
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.meaning import Meaning
from qualcode.tui.widgets.sheet import Sheet


class CompareSide(Vertical):
    """Three panels, one over the other."""

    DEFAULT_CSS = """
    CompareSide { width: 33; height: 1fr; border-left: solid $primary; }
    CompareSide #figures { height: 2fr; }
    CompareSide #queue { height: 7; }
    """

    def __init__(self, codebook: Codebook, looks: Looks) -> None:
        super().__init__()
        self.looks = looks
        self.figures: Figures | None = None  # None until they are computed
        self.table, self.queue = Sheet(looks, "AGREEMENT", id="figures"), Sheet(looks, "QUEUE", id="queue")
        self.meaning = Meaning(codebook, looks, ("compare.more",))

    def compose(self) -> ComposeResult:
        """Figures, queue, definition."""
        yield self.table
        yield self.queue
        yield self.meaning

    def restyle(self, looks: Looks) -> None:
        """Draw in the styles of another theme, when it is shown next."""
        self.looks = self.table.looks = self.queue.looks = looks
        self.meaning.restyle(looks)

    def show(self, agenda: Agenda, names: tuple[str, ...], code: str, *, filtered: bool) -> None:
        """Tell of this from now on; coders are called `names`, `code` is under attention."""
        figures, looks = self.figures, self.looks
        self.table.show(lambda width: (figures_rows(figures, names, code, looks, width), range(0)))
        self.queue.show(lambda width: (queue_rows(agenda, filtered, looks, width), range(0)))
        self.meaning.show(code or None, None)
