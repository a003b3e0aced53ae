"""A coder's conversation about one layer: each command is a method that gets the rest of its line and gives what to say."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from qualcode.codebook.model import Code, Codebook
from qualcode.coding.desk import Desk, TranscriptView, TurnView
from qualcode.coding.searching import search
from qualcode.errors import QualcodeError
from qualcode.plain.grammar import codes_in
from qualcode.plain.quoting import quoted, span
from qualcode.plain.telling import told_codes, told_definition, told_gesture, told_marks, told_turn
from qualcode.project.people import coder_id, coder_name
from qualcode.project.rounds import find_round
from qualcode.project.store import Store
from qualcode.project.transcripts import find_transcript
from qualcode.text import count, listed, one_line

if TYPE_CHECKING:
    from qualcode.coding.gesture import Gesture
    from qualcode.coding.session import CodingSession

_NOBODY = ""  # the id of a coder whom the project does not know yet
_LISTED = 20  # turns told of a search


class Talk:
    """`coder` at a turn of a transcript. Everything said to be saved is. A new coder is made with their first gesture."""

    def __init__(self, store: Store, coder: str, transcript: str | None = None, round: str | None = None) -> None:
        self.store, self.coder = store, coder_name(coder)
        found = find_round(store, round)
        self._round = found.name
        known = _NOBODY
        with suppress(QualcodeError):
            known = coder_id(store, self.coder, create=False)
        self.desk = Desk(store, known, found.id)
        self._session: CodingSession | None = None
        self._sought = ""
        self.transcript = self._named(transcript) if transcript else self._unfinished()
        self.number = self.desk.start(self.transcript.id)

    @property
    def codebook(self) -> Codebook:
        """The newest, also when somebody changes it meanwhile."""
        return self.store.codebook()

    @property
    def turn(self) -> TurnView:
        """The turn that is talked about, as it is saved."""
        for turn in self.desk.page(self.transcript.id, self.number, 1):
            return turn
        raise QualcodeError(f"{one_line(self.transcript.name)} has no turns. `transcripts` lists the others.")

    @property
    def session(self) -> "CodingSession":
        """Made at the first gesture."""
        if self._session is None:
            # Local: the session brings SQLModel, 0.5 s that reading the first turn need not wait for.
            from qualcode.coding.session import CodingSession

            self._session = CodingSession(self.store, self.coder, self._round)
            self.desk = Desk(self.store, self._session.coder_id, self._session.round_id)
        return self._session

    def read(self, _: str = "") -> str:
        """The turn and all that stands on it."""
        return told_turn(self.turn, self.transcript.turns, self.codebook)

    def code(self, rest: str) -> str:
        """Put codes on the turn, or take them off."""
        turn = self.turn
        return self._turn_over(self._codes(rest), turn.start_char, turn.end_char)

    def on(self, rest: str) -> str:
        """Put codes on quoted words, or take them off."""
        quote, named = quoted(rest)
        turn = self.turn
        start, end = span(turn.text, quote)
        return self._turn_over(self._codes(named), turn.start_char + start, turn.start_char + end)

    def unsure(self, rest: str) -> str:
        """Say of codes that the coder is unsure of them here, or sure again; without one, of all that stand here."""
        keys = {code.key for code in self._codes(rest)} if rest else None
        meant = [coding for coding in self.turn.codings if keys is None or coding.code in keys]
        if not meant:
            raise QualcodeError(f"{'This' if rest else 'A'} code does not stand on this turn. Put it there first.")
        places = [(coding.code, coding.start_char, coding.end_char) for coding in meant]
        unsure = not all(coding.unsure for coding in meant)
        return self._saved(self.session.set_unsure(self.transcript.id, places, unsure))

    def memo(self, rest: str) -> str:
        """Tell the memo, write it (`+` adds to it), or take it off (`-`)."""
        turn = self.turn
        if not rest:
            return f"Memo: {one_line(turn.memo)}" if turn.memo else "There is no memo on this turn."
        text = "" if rest == "-" else f"{turn.memo}\n{rest[1:].strip()}" if rest[0] == "+" else rest
        return self._saved(self.session.memo("turn", turn.id, text))

    def flag(self, _: str = "") -> str:
        """Flag the turn for discussion, or take the flag off."""
        turn = self.turn
        return self._saved(self.session.flag([turn.id], not turn.flagged))

    def done(self, _: str = "") -> str:
        """This turn is done; on to the next that needs the coder."""
        turn = self.turn
        saved = "" if turn.done else f"{told_gesture(self.session.done([turn.id]))}\n"
        return saved + self.todo()

    def undo(self, _: str = "") -> str:
        """Take back the last change, and go where it was."""
        return self._back_or_forth(self.session.undo())

    def redo(self, _: str = "") -> str:
        """Do again what was taken back, and go where it is."""
        return self._back_or_forth(self.session.redo())

    def next(self, _: str = "") -> str:
        """The turn after this one."""
        return self.go(str(self.number + 1))

    def back(self, _: str = "") -> str:
        """The turn before this one."""
        return self.go(str(self.number - 1))

    def go(self, rest: str) -> str:
        """A turn by its number."""
        turns = self.transcript.turns
        if not rest.isdecimal() or len(rest) > 9 or not 1 <= int(rest) <= turns:
            there = f"{one_line(self.transcript.name)} has the turns 1 to {turns:,}"
            raise QualcodeError(f"There is no turn {one_line(rest)}: {there}." if rest else f"Say which turn: {there}.")
        self.number = int(rest)
        return self.read()

    def todo(self, _: str = "") -> str:
        """The next turn that is not done."""
        number = self.desk.next_todo(self.transcript.id, self.number)
        if number is None:
            name, mine = one_line(self.transcript.name), self.transcript.assigned
            return f"{f'Every turn of {name} is done' if mine else f'{name} is not assigned to you'}. {self._left()}"
        return self.go(str(number))

    def find(self, rest: str) -> str:
        """The next turn with these words, or with those sought before; tells all turns that have them."""
        self._sought = rest or self._sought
        if not self._sought:
            raise QualcodeError("Say which words: find WORDS.")
        here = self.turn
        windows = search(self.store.reader, self.transcript.id, self._sought, here.end_char)
        numbers = list(dict.fromkeys(hit.number for hits in windows for hit in hits))
        if not numbers:
            raise QualcodeError(f'"{one_line(self._sought)}" stands in no turn of {one_line(self.transcript.name)}.')
        shown = [str(number) for number in sorted(numbers)[:_LISTED]]
        shown += [f"{len(numbers) - _LISTED:,} more"] * (len(numbers) > _LISTED)
        return f"In {count(len(numbers), 'turn')}: {listed(shown)}.\n{self.go(str(numbers[0]))}"

    def codes(self, _: str = "") -> str:
        """All codes, with how often they are used."""
        return told_codes(self.codebook, self.desk.counts())

    def define(self, rest: str) -> str:
        """What codes mean."""
        return "\n".join(told_definition(code, self.codebook) for code in self._codes(rest))

    def transcripts(self, _: str = "") -> str:
        """All transcripts, with what is done in each."""
        return "\n".join(map(self._progress, self.desk.transcripts()))

    def open(self, rest: str) -> str:
        """Another transcript, where work goes on in it."""
        if not rest:
            raise QualcodeError("Say which transcript: open NAME. `transcripts` lists them.")
        self.transcript = self._named(rest)
        self.number = self.desk.start(self.transcript.id)
        return f"{self._progress(self.transcript)}\n{self.read()}"

    def parting(self) -> str:
        """How far the transcript is."""
        return f"Everything is saved. {self._progress(self.transcript)}"

    def _codes(self, rest: str) -> list[Code]:
        return codes_in(rest, self.codebook)

    def _turn_over(self, codes: Sequence[Code], start_char: int, end_char: int) -> str:
        """Those that stand there are taken off, one by one; the others are put on in one gesture."""
        place = (self.transcript.id, start_char, end_char)
        there = {coding.code for coding in self.turn.codings if (coding.start_char, coding.end_char) == place[1:]}
        off = [code.key for code in codes if code.key in there]
        on = [code.key for code in codes if code.key not in there]
        gestures = [self.session.remove(place[0], key, *place[1:]) for key in off]
        if on:
            gestures.append(self.session.apply_all(place[0], on, *place[1:]))
        return self._saved(*gestures)

    def _saved(self, *gestures: "Gesture | None") -> str:
        return "\n".join([*map(told_gesture, gestures), told_marks(self.turn, self.codebook)])

    def _back_or_forth(self, gesture: "Gesture | None") -> str:
        if gesture is None:
            return "There is nothing left to undo or redo."
        change = next((change for change in gesture.changes if change.transcript_id and change.turns), None)
        if change:
            self.transcript = next(each for each in self.desk.transcripts() if each.id == change.transcript_id)
            self.number = change.turns[0]
        return f"{told_gesture(gesture)}\n{self.read()}"

    def _named(self, name: str) -> TranscriptView:
        id = find_transcript(self.store, name).id
        return next(each for each in self.desk.transcripts() if each.id == id)

    def _unfinished(self) -> TranscriptView:
        transcripts = self.desk.transcripts()
        if not transcripts:
            raise QualcodeError("There is no transcript in this project yet. Take one in with `qualcode import FILE`.")
        return next((each for each in transcripts if self.desk.next_todo(each.id, 0)), transcripts[0])

    def _left(self) -> str:
        unfinished = self._unfinished()
        if self.desk.next_todo(unfinished.id, 0):
            return f"Go on with: open {one_line(unfinished.name)}"
        return (
            f"So is every other transcript{'' if all(each.assigned for each in self.desk.transcripts()) else ' assigned to you'}."
        )

    def _progress(self, transcript: TranscriptView) -> str:
        if not transcript.assigned:
            return f"{one_line(transcript.name)}: {count(transcript.turns, 'turn')}, not assigned to you."
        progress = self.desk.progress(transcript.id)
        need = " that need coding" if progress.need < progress.turns else ""
        return f"{one_line(transcript.name)}: {progress.done:,} of {count(progress.need, 'turn')}{need} done."
