"""Which differences one goes through on the compare screen, and how one gets from one to another."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.team.comparing import ComparedTurn, Wanted
from qualcode.team.outcomes import Point
from qualcode.tui.agenda import Agenda
from qualcode.tui.sitting import Batch, entries_of

if TYPE_CHECKING:
    from qualcode.tui.screens.compare import CompareScreen
    from qualcode.tui.screens.filter import Choice


class Course:
    """Through the differences that `wanted` asks for, or through fewer of them, on `screen`."""

    def __init__(self, screen: "CompareScreen", wanted: Wanted) -> None:
        self.agenda = Agenda(wanted)
        self._screen = screen
        self._all = wanted  # without any filter of the screen's

    @property
    def filtered(self) -> bool:
        """Whether some are left out."""
        return self.agenda.wanted != self._all

    def begin(self, wanted: Wanted | None = None, at: Point | None = None) -> None:
        """Read these, or all; one stands at the first, or at `at` when it is read."""
        self.agenda = Agenda(replace(wanted or self._all), at)  # a new one, so that what was being read for another is told apart
        screen = self._screen
        screen.sitting.read(self.agenda.wanted, lambda batch: screen.call_later(screen.take_up, batch))
        screen.look()

    def take_up(self, batch: Batch) -> None:
        """More of them were read."""
        if batch.wanted is not self.agenda.wanted:
            return
        if self.agenda.add(batch):
            self._screen.look()
        elif not self.agenda.entries and self.agenda.whole:
            self._screen.message.show("There is no such difference on the turns that two or more of the coders have done")

    def renew(self, turns: Iterable[ComparedTurn]) -> bool:
        """Take up how these turns are now; tells whether anything of it is new."""
        wanted = self.agenda.wanted
        return self.agenda.renew({(each.transcript_id, each.turn.number): [*entries_of(each, wanted)] for each in turns})

    def next_open(self) -> None:
        """To the next that nobody has decided on."""
        if not self._go(self.agenda.next_open):
            more = "" if self.agenda.whole else " of those read so far"
            self._screen.message.show(f"All differences{more} are decided")

    def step(self, steps: int) -> None:
        """So many further on, or back."""
        self._go(lambda: self.agenda.step(steps))

    def go_to(self, points: Iterable[Point]) -> None:
        """To the first of these that one goes through, if there is one."""
        self._go(lambda: self.agenda.go_to(points))

    def _go(self, move: Callable[[], bool]) -> bool:
        """Show where `move` leads; where that cannot be read one stays, for what is decided is what is shown."""
        before = self.agenda.place, self._screen.turn
        moved = move()
        try:
            if moved:
                self._screen.look()
        except QualcodeError:
            self.agenda.place, self._screen.turn = before
            raise
        return moved

    def filter(self) -> None:
        """All of them again, or else: which."""
        # Local: costs the first painting nothing.
        from qualcode.tui.screens.filter import FilterScreen

        if self.filtered:
            self.begin()
        else:
            asked = FilterScreen("differences", self._choices(), replace(self._all, kinds=(), codes=()))
            self._screen.app.push_screen(asked, self._narrow)

    def _narrow(self, wanted: Wanted | None) -> None:
        if wanted:
            self.begin(replace(wanted, kinds=wanted.kinds or self._all.kinds, codes=wanted.codes or self._all.codes))

    def _choices(self) -> "list[Choice]":
        # Local: costs the first painting nothing.
        from qualcode.tui.compare_choices import difference_choices

        screen = self._screen
        return list(difference_choices(screen.sitting.comparison, screen.names, screen.codebook))
