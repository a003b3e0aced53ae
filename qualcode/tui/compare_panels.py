"""What stands at the right of the compare screen: the transcript's agreement, and what is in the queue."""

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qualcode.text import one_line
from qualcode.tui.agenda import Agenda
from qualcode.tui.sitting import Figures
from qualcode.tui.themes import Looks
from qualcode.tui.versus import MEANINGS, SIGNS
from qualcode.tui.widgets.wrap import clip, shorten

_NUMBERS = 16  # cells of κ, α and n


def figures_rows(figures: Figures | None, names: tuple[str, ...], code: str, looks: Looks, width: int) -> Iterator[Strip]:
    """κ, α and n by code, as coders agreed before anybody decided; then how far each is from the consensus as it is now."""
    if figures is None:
        yield Strip([Segment(" …", looks.dim)])
        return
    room = max(4, width - _NUMBERS - 3)
    yield Strip([Segment(f"  {'code':{room}}{'κ':>5}{'α':>5}{'n':>6}", looks.dim)])
    for key, (kappa, alpha, turns) in figures.codes.items():
        here = key == code
        text = f"{shorten(one_line(key), room - 1):{room}}{_figure(kappa):>5}{_figure(alpha):>5}{turns:>6}"
        yield Strip([Segment("▌ " if here else "  ", looks.bar), Segment(text, looks.label if here else Style())])
    kappa, alpha = figures.overall
    yield Strip([Segment(f"  {'pooled':{room}}{_figure(kappa):>5}{_figure(alpha):>5}{figures.turns:>6}", looks.label)])
    for coder, name in zip(figures.with_consensus, names, strict=False):
        told = f"{clip(one_line(name), room - 3)} × consensus"
        yield Strip([Segment(f"  {told:{room + _NUMBERS - 5}}{_figure(figures.with_consensus[coder]):>5}", looks.dim)])


def queue_rows(agenda: Agenda, filtered: bool, looks: Looks, width: int) -> Iterator[Strip]:
    """How many there are of each kind, how many are decided, whether a filter leaves some out."""
    for kind, number in ((kind, agenda.kinds[kind]) for kind in MEANINGS if agenda.kinds[kind] or kind != "equal"):
        yield Strip([Segment(clip(f"  {SIGNS[kind]} {number:>6,}  {MEANINGS[kind]}", width))])
    yield Strip([Segment(clip(f"  ✓ {len(agenda.decided):>6,}  decided", width), looks.good)])
    if filtered or not agenda.whole:
        told = ["only some: F shows all"] * filtered + ["reading …"] * (not agenda.whole)
        yield Strip([Segment(clip("  " + ", ".join(told), width), looks.dim)])


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("0.", ".", 1)
