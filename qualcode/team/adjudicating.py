"""Adjudication: what the coders of a round agree on, decided code by code, turn by turn, in a layer of its own.

The consensus layer is that of the coder "consensus" in the compared round. It can be written as soon as the round is not
blind, and also when it is closed, for then one adjudicates; what the coders coded is never touched. Several people may
decide at once: the later decision stands, and each undoes what they did themselves.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import groupby

from qualcode.coding.decisions import Decision, decide, made_along, open_again
from qualcode.coding.gesture import Gesture
from qualcode.coding.marks import Mark
from qualcode.coding.open_gesture import OpenGesture
from qualcode.coding.past import newest
from qualcode.coding.session import CodingSession
from qualcode.errors import QualcodeError
from qualcode.project.people import CONSENSUS, coder_name, list_coders
from qualcode.project.rounds import find_round, hidden, until
from qualcode.team.comparing import ComparedTurn, Comparison
from qualcode.team.differing import Place, meet
from qualcode.team.outcomes import EDIT, NEITHER, Plan, Point, Rationale, agreed, check, item_of, plan, standing
from qualcode.text import one_line


class Adjudication:
    """`by` at work on the consensus of a comparison. Every call is one gesture, saved when it returns, and can be undone.

    Both become coders of the project with the first decision; who only looks leaves no trace.

    QualcodeError where there is no consensus to be found: in one coder's two rounds, in a round that is blind.
    """

    def __init__(self, comparison: Comparison, by: str) -> None:
        self.comparison = comparison
        self.store = comparison.store
        if not comparison.decidable:
            raise QualcodeError("Decisions are made about several coders in one round. What is compared here can only be read.")
        self._refuse_blind()
        if (name := coder_name(by)).casefold() == CONSENSUS:
            raise QualcodeError("A person decides, not the consensus. Say who, with --as NAME.")
        known = {coder.name.casefold(): coder.name for coder in list_coders(self.store)}
        self._by = known.get(name.casefold(), name)
        self._session = CodingSession(self.store, CONSENSUS, comparison.round.name, by=self._by)

    def decide(
        self, point: Point, outcome: str, why: Rationale | None = None, places: Collection[tuple[int, int]] = ()
    ) -> Gesture | None:
        """Decide about a code on a turn: `taking(coder)`, UNION of what coders gave, NEITHER, or EDIT, onto `places`.

        A coding over several turns is decided on in all of them at once; so are codes that exclude this one there. Codes
        that the coders agree on in these turns go into the consensus along with it. None where all of it stands already.
        """
        why = why or Rationale()
        check(self.comparison, outcome, why)

        def work(now: OpenGesture) -> None:
            plans = plan(self.comparison, point, outcome, [Place(*place) for place in places])
            turns = plans[-1].turns
            self._settle(now, point.transcript_id, turns, plans)
            settled = {(number, each.code) for each in plans for number in each.numbers}
            self._put_agreed(now, turns, settled)
            for each in plans:
                self._note(now, each, point, why)
            self._open_again(now, settled)
            open_ = [turn for turn in turns if any((turn.turn.number, item.code) not in settled for item in turn.open_items)]
            now.set_done([turn.turn.id for turn in turns if turn.shared and turn not in open_], done=True)

        return self._gesture(work)

    def toggle(self, point: Point, place: Place, why: Rationale) -> Gesture | None:
        """Put a code, which nobody need have given, on this place of the turn too, or take off what of it meets the place."""
        for turn in self.comparison.turns(point.transcript_id, point.number, 1):
            now = standing(turn, point.code)
            left = [each for each in now if not meet(each, place)]
            places = left if len(left) < len(now) else [*now, place]
            return self.decide(point, EDIT if places else NEITHER, why, places)
        return None

    def amend(self, point: Point, *, reason: str | None = None, note: str | None = None) -> Gesture | None:
        """Give another reason or note for a decision, and for all that was decided along with it.

        If nothing was done since, this belongs to its gesture, so that one undo takes back the whole.
        """

        def work(now: OpenGesture) -> None:
            standing = self.comparison.turns(point.transcript_id, point.number, 1)[0].decisions.get(point.code)
            if standing is None:
                raise QualcodeError(f"Nothing is decided about {one_line(point.code)} here yet. Decide first, then say why.")
            gesture, along = made_along(now, standing.id)
            last = newest(now.rows)
            if last and last.gesture == gesture and last.verb not in {"undo", "redo", "again"}:
                now.id = gesture
            for each in along:
                why = Rationale(each.reason if reason is None else reason, each.note if note is None else _kept(note))
                check(self.comparison, each.outcome, why)
                if (why.reason, why.note) != (each.reason, each.note):
                    decide(now, replace(each, coder=self._by, reason=why.reason, note=why.note))

        return self._gesture(work)

    def take_agreed(self) -> Gesture | None:
        """Take all that the coders agree on into the consensus, and say of turns where nothing is open that they are done.

        One gesture; None where all of it stands already.
        """
        shared = [turn for turn in self.comparison.all_turns() if turn.shared]  # first: a long transaction lets nobody write

        def work(now: OpenGesture) -> None:
            for transcript_id, turns in groupby(shared, key=lambda turn: turn.transcript_id):
                here = list(turns)
                self._settle(now, transcript_id, here, ())
                self._put_agreed(now, here, ())
            now.set_done([turn.turn.id for turn in shared if not turn.open_items], done=True)

        return self._gesture(work)

    def undo(self) -> Gesture | None:
        """Take back the newest decision of this person that stands, also of an earlier day."""
        self._refuse_blind()
        return self._session.undo()

    def redo(self) -> Gesture | None:
        """Decide again what was undone last. None once something new was decided."""
        self._refuse_blind()
        return self._session.redo()

    def _gesture(self, work: Callable[[OpenGesture], None]) -> Gesture | None:
        self._refuse_blind()
        return self._session.gesture(work)

    def _refuse_blind(self) -> None:
        round_ = find_round(self.store, self.comparison.round.name)  # as it is now
        if hidden(self.store, round_):
            raise QualcodeError(until(self.store, round_))

    def _settle(self, now: OpenGesture, transcript_id: str, turns: Sequence[ComparedTurn], plans: Sequence[Plan]) -> None:
        """Have each code of the plans stand where it is to stand, and nowhere else on its turns."""
        first, last = turns[0].turn.start_char, turns[-1].turn.end_char
        ends = [end for turn in turns for _, place in agreed(turn) for end in place]
        marks = now.read(transcript_id, min([first, *ends]), max([last, *ends]))
        for each in plans:
            if outside := [place for place in each.places if place.start_char < first or place.end_char > last]:
                raise QualcodeError(_outside(outside[0], turns))
            code = self._session.codes.id(each.code)
            over = Mark(code, each.turns[0].turn.start_char, each.turns[-1].turn.end_char)
            wanted = [Mark(code, *place) for place in each.places]
            for mark in marks.rivals(over, {code}):
                if mark not in wanted:
                    now.remove(transcript_id, mark)
            for mark in wanted:
                if not marks.turns.hold(mark.start_char, mark.end_char):
                    raise QualcodeError(_outside(Place(mark.start_char, mark.end_char), turns))
                now.apply(transcript_id, mark)

    def _put_agreed(self, now: OpenGesture, turns: Sequence[ComparedTurn], settled: Collection[tuple[int, str]]) -> None:
        for turn in turns:
            for code, place in agreed(turn):
                if (turn.turn.number, code) not in settled:
                    now.apply(turn.transcript_id, Mark(self._session.codes.id(code), *place))

    def _note(self, now: OpenGesture, made: Plan, point: Point, why: Rationale) -> None:
        """One decision for each turn on which coders have the code, and for the turn itself."""
        code = self._session.codes.id(made.code)
        for turn in made.turns:
            said = turn.turn
            if item_of(turn, made.code) or (said.number, made.code) == point[1:]:
                place = point.transcript_id, said.number, said.start_char, said.end_char
                decide(now, Decision(*place, code, made.outcome, why.reason, _kept(why.note), self._by))

    def _open_again(self, now: OpenGesture, settled: Collection[tuple[int, str]]) -> None:
        """What was decided about codes that had to go from where they reached further is open again."""
        for step in [step for step in now.steps if step.verb == "remove"]:
            gone = step.before or {}
            code = self._session.codes[gone["code_id"]].key
            for turn in self.comparison.linked(gone["transcript_id"], gone["turns"][0], code):
                if (turn.turn.number, code) not in settled:
                    open_again(now, gone["transcript_id"], turn.turn.start_char, gone["code_id"])


def _kept(note: str) -> str:
    """The note as it is kept; lone surrogates come from undecodable input, and no database keeps them."""
    return note.strip().replace("\0", "").encode("utf-8", "replace").decode()


def _outside(place: Place, turns: Sequence[ComparedTurn]) -> str:
    numbers = f"turn {turns[0].turn.number}" + (f" to {turns[-1].turn.number}" if len(turns) > 1 else "")
    return f"Characters {place.start_char}–{place.end_char} are not a place in what was said in {numbers}. Nothing was decided."
