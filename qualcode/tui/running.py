"""Running the screens from the command line."""

from typing import TYPE_CHECKING

from qualcode.project.people import coder_name
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp

if TYPE_CHECKING:
    from qualcode.team.comparing import Comparison, Wanted


def run(
    store: Store,
    coder: str | None = None,
    transcript: str | None = None,
    round: str | None = None,
    theme: str | None = None,
) -> int:
    """Open the coding screen and return the exit code when it is closed.

    Without `coder` the one remembered for this project on this computer, else the screen asks; without `transcript` the
    only one, else the screen asks. QualcodeError, before anything is drawn, for names that are not known; at the end, for a
    project that cannot be read any more.
    """
    app = CodingApp(store, coder_name(coder) if coder else None, transcript, round, theme)
    app.run()
    app.close()
    if app.failure:
        raise app.failure
    return app.return_code or 0


def run_comparison(comparison: "Comparison", wanted: "Wanted", by: str | None) -> None:
    """Open the compare screen, where `by` decides; None only looks. Returns when it is closed and everything is saved."""
    from qualcode.tui.screens.compare import CompareScreen
    from qualcode.tui.sitting import Sitting

    sitting = Sitting(comparison, by)
    app = CodingApp(comparison.store, opening=lambda looks: CompareScreen(sitting, wanted, looks))
    app.run()
    sitting.close()
    if app.failure:
        raise app.failure
