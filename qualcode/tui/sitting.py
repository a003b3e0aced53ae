"""A comparison as the screen needs it: the queue read in the background, decisions written in order, in threads of their own."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from qualcode.coding.scribe import Scribe
from qualcode.errors import QualcodeError
from qualcode.project.people import CONSENSUS
from qualcode.team.comparing import ComparedTurn, Comparison, Wanted
from qualcode.team.outcomes import Point
from qualcode.tui.work import Outcome, outcome_of, why

if TYPE_CHECKING:
    from qualcode.agreement.result import Result
    from qualcode.analysis.report import AgreementReport
    from qualcode.coding.gesture import Gesture
    from qualcode.team.adjudicating import Adjudication

Deed = Callable[["Adjudication"], "Gesture | None"]
_BLOCK = 256  # turns, of which one batch is made


@dataclass(frozen=True, slots=True)
class Entry:
    """A difference in the queue, and whether it was decided when it was read."""

    point: Point
    kind: str
    decided: bool


@dataclass(frozen=True)
class Batch:
    """More of the queue of `wanted`; `last` where there is no more."""

    wanted: Wanted
    entries: list[Entry]
    last: bool


@dataclass(frozen=True)
class Renewed:
    """Turns that somebody changed, as they are now (None: too many to follow); whether something was done to a round."""

    turns: list[ComparedTurn] | None
    round_changed: bool


@dataclass(frozen=True)
class Figures:
    """A transcript's agreement before anybody decided: by code (κ, α, turns); over all; then each coder with the consensus.

    None stands for a figure that is not defined.
    """

    transcript: str
    turns: int
    codes: Mapping[str, tuple[float | None, float | None, int]]
    overall: tuple[float | None, float | None]
    with_consensus: Mapping[str, float | None]


class Sitting:
    """`by` decides on a comparison; None only looks."""

    def __init__(self, comparison: Comparison, by: str | None) -> None:
        self.comparison = comparison
        self.store = comparison.store
        self.by = by
        self._scribe, self._reader, self._clerk, self._listener = Scribe(), Scribe(), Scribe(), Scribe()
        self._adjudication: Adjudication | None = None
        self._reading: Wanted | None = None
        self._behind = False  # what is new could not be read
        comparison.hear()  # what there is now is read anyhow

    def warm_up(self) -> None:
        """Load what writing needs while one reads the first difference."""
        if self.by is not None:
            self._scribe.submit(lambda: _quietly(self._open))

    def turn(self, point: Point) -> ComparedTurn:
        """The turn of a point as the project has it now."""
        found = self.comparison.turns(point.transcript_id, point.number, 1)
        if not found:
            raise QualcodeError("This turn is not in the project any more. Close the screen and open it again.")
        return found[0]

    def read(self, wanted: Wanted, tell: Callable[[Batch], object]) -> None:
        """Read the queue anew; `tell` hears, in another thread, of one batch after the other."""
        self._reading = wanted

        def work() -> None:
            turns = self.comparison.all_turns()
            while self._reading is wanted:
                block = list(islice(turns, _BLOCK))
                tell(Batch(wanted, [entry for turn in block for entry in entries_of(turn, wanted)], last=len(block) < _BLOCK))
                if len(block) < _BLOCK:
                    return

        self._reader.submit(lambda: _quietly(work))

    def hear(self, tell: Callable[[Renewed], object], answered: Callable[[], object]) -> None:
        """Have read what is new in the project; `tell` hears, in another thread, if there is anything."""

        def work() -> None:
            behind, self._behind = self._behind, True
            renewed = self._hear(behind)
            self._behind = False
            if renewed.turns != [] or renewed.round_changed:
                tell(renewed)

        self._listener.submit(lambda: _quietly(work)).add_done_callback(lambda _: answered())

    def submit(self, deed: Deed, tell: Callable[[Outcome], object]) -> None:
        """Have something decided, after all that was decided before; `tell` hears of it in the scribe's thread."""
        self._scribe.submit(lambda: deed(self._open())).add_done_callback(lambda done: tell(outcome_of(done)))

    def when_written(self, tell: Callable[[], object]) -> None:
        """`tell` hears, in the scribe's thread, when everything decided so far is saved, or could not be."""
        self._scribe.when_done(tell)

    @property
    def failure(self) -> str | None:
        """Why what was decided last could not be saved; None where it is."""
        return why(self._scribe.failure)

    def figures(self, transcript: str, tell: Callable[[Figures], object]) -> None:
        """Have the agreement of a transcript computed; `tell` hears of it in another thread."""
        self._clerk.submit(lambda: _quietly(lambda: tell(self._figures(transcript))))

    def close(self) -> None:
        """Return when everything decided is saved."""
        self._reading = None
        for thread in (self._scribe, self._reader, self._clerk, self._listener):
            thread.close()

    def _open(self) -> "Adjudication":
        # Local: SQLModel, 0.5 s that the first painting must not wait for.
        from qualcode.team.adjudicating import Adjudication

        if self._adjudication is None:
            assert self.by is not None
            self._adjudication = Adjudication(self.comparison, self.by)
        return self._adjudication

    def _hear(self, behind: bool) -> Renewed:
        heard = self.comparison.hear()
        round_changed = "round" in heard.kinds
        places = {stretch for _, stretch in heard.changed or ()}
        if behind or heard.changed is None or sum(last - first + 1 for _, first, last in places) > _BLOCK:
            return Renewed(None, round_changed)
        turns = [turn for id, first, last in places for turn in self.comparison.chosen_turns(id, first, last - first + 1)]
        return Renewed(turns, round_changed)

    def _figures(self, transcript: str) -> Figures:
        # Local: numpy, 0.14 s.
        from qualcode.analysis.agreement import agreement

        def report(coders: tuple[str, ...]) -> "AgreementReport":
            chosen = replace(self.comparison.selection, transcripts=(transcript,), coders=coders)
            return agreement(self.store, chosen, unit="turn", ci="none", with_disagreements=False)

        before = report(self.comparison.selection.coders)
        kappa = "cohen_kappa" if len(self.comparison.names) == 2 else "light_kappa"
        codes = {
            code.code: (_value(code.coefficients, kappa), _value(code.coefficients, "krippendorff_alpha"), code.units)
            for code in before.codes
        }
        agreed: dict[str, float | None] = {}
        for name in self.comparison.names if self.comparison.decidable else ():
            agreed[name] = None  # as long as nothing is decided there is no consensus
            with suppress(QualcodeError):
                agreed[name] = _value(report((name, CONSENSUS)).overall, "pooled_kappa")
        overall = _value(before.overall, "pooled_kappa"), _value(before.overall, "pooled_alpha")
        return Figures(transcript, before.pairable, codes, overall, agreed)


def entries_of(turn: ComparedTurn, wanted: Wanted) -> Iterator[Entry]:
    """What of a turn is wanted."""
    for item in wanted.of(turn):
        yield Entry(Point(turn.transcript_id, turn.turn.number, item.code), item.kind, item.code in turn.decisions)


def _value(found: "Mapping[str, Result]", name: str) -> float | None:
    return found[name].value if name in found else None


def _quietly(work: Callable[[], object]) -> None:
    """What cannot be read now, no screen waits for; the next decision says what is wrong."""
    with suppress(QualcodeError):
        work()
