"""From the coding screen to the other screens. Their imports are local: they cost the first painting nothing."""

from functools import partial
from typing import TYPE_CHECKING

from qualcode.tui.themes import looks_of

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen


def visit(screen: "CodingScreen", what: str) -> None:
    """Open "history", "codebook", "compare" or "attributes". QualcodeError where the project cannot be read just now."""
    screen.work.check_readable()
    {"history": _history, "codebook": _codebook, "compare": _compare, "attributes": _attributes}[what](screen)


def _history(screen: "CodingScreen") -> None:
    """Everything done in this layer, and any point of it."""
    from qualcode.tui.screens.history import HistoryScreen

    screen.app.push_screen(HistoryScreen(screen.work, partial(screen.courier.submit, show=True)))


def _codebook(screen: "CodingScreen") -> None:
    """Read and change the codebook."""
    from qualcode.tui.screens.codebook import CodebookScreen

    book = CodebookScreen(screen.work, screen.slate.counts, screen.codes.attention)
    screen.app.push_screen(book, lambda _: screen.courier.take_codebook())


def _attributes(screen: "CodingScreen") -> None:
    """What is known of speakers and transcripts."""
    from qualcode.tui.screens.attributes import AttributesScreen

    screen.app.push_screen(AttributesScreen(screen.work))


def _compare(screen: "CodingScreen") -> None:
    """Compare this round's coders; QualcodeError says until when it is blind, or that there is nothing to compare."""
    from qualcode.analysis.selection import Selection
    from qualcode.team.comparing import Comparison, Wanted
    from qualcode.tui.screens.compare import CompareScreen
    from qualcode.tui.sitting import Sitting

    comparison = Comparison(screen.work.store, Selection(rounds=(screen.work.round,)))
    sitting = Sitting(comparison, screen.work.coder if comparison.decidable else None)
    shown = CompareScreen(sitting, Wanted(codes=comparison.selection.codes), looks_of(screen.app, screen.work.codebook))
    screen.app.push_screen(shown, lambda _: screen.work.look(lambda _: sitting.close()))
