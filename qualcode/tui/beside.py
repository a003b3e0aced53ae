"""From the coding screen to the one where coders stand side by side."""

from typing import TYPE_CHECKING

from qualcode.tui.themes import looks_of

if TYPE_CHECKING:
    from qualcode.tui.screens.coding import CodingScreen


def compare(screen: "CodingScreen") -> None:
    """Compare this round's coders; QualcodeError says until when it is blind, or that there is nothing to compare."""
    # Local: costs the first painting nothing.
    from qualcode.analysis.selection import Selection
    from qualcode.team.comparing import Comparison, Wanted
    from qualcode.tui.screens.compare import CompareScreen
    from qualcode.tui.sitting import Sitting

    comparison = Comparison(screen.work.store, Selection(rounds=(screen.work.round,)))
    sitting = Sitting(comparison, screen.work.coder if comparison.decidable else None)
    shown = CompareScreen(sitting, Wanted(codes=comparison.selection.codes), looks_of(screen.app, screen.work.codebook))
    screen.app.push_screen(shown, lambda _: screen.work.look(lambda _: sitting.close()))
