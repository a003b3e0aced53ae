"""A coder at work on a layer: every call is one gesture, saved when it returns, and can be undone."""

import json
import time
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from qualcode.coding import history
from qualcode.coding.codes import Codes
from qualcode.coding.gesture import Gesture
from qualcode.coding.history import Begin
from qualcode.coding.marks import Mark
from qualcode.coding.open_gesture import OpenGesture, refuse_closed
from qualcode.coding.past import newest
from qualcode.errors import QualcodeError
from qualcode.project.database import GoneError
from qualcode.project.layers import CODED_HERE
from qualcode.project.people import CONSENSUS, coder_id, find_or_add_coder
from qualcode.project.rounds import find_round
from qualcode.project.store import Store
from qualcode.text import count, listed, one_line

if TYPE_CHECKING:
    from sqlmodel import Session

Made = TypeVar("Made")

MEMO_KINDS: Final = ("turn", "coding", "code", "transcript", "project")
PROJECT_ID: Final = "project"  # the target of a memo on the project itself
_PAUSES = (0.5, 1.0, 2.0)  # seconds before a gesture that found no server is tried again
_STEPS = 500  # gestures: about a second, in which nobody else can write
_PLACE = """
    SELECT transcript_id, min(start_char) AS start, max(end_char) AS "end" FROM turn
     WHERE id IN (SELECT value FROM json_each(:ids)) GROUP BY transcript_id
"""

_CODING = """
    SELECT id FROM coding WHERE transcript_id = :transcript_id AND start_char = :start_char AND end_char = :end_char
       AND code_id = :code_id AND coder_id = :coder_id AND round_id = :round_id AND NOT deleted ORDER BY id LIMIT 1
"""
_NUMBERS = """
    SELECT number FROM turn WHERE transcript_id = :transcript_id AND id IN (SELECT value FROM json_each(:ids)) ORDER BY number
"""


class CodingSession:
    """One coder in one round (by default the newest open one). A new coder is made; a closed round is refused.

    `by` is who writes where the layer is not their own, but the consensus: undo reaches what they did themselves. Both are
    made with the first gesture, in its transaction; `coder_id` is "" until then.

    Each gesture is one transaction with its events. It returns after the commit, with what changed, or None where nothing
    had to. From one thread at a time; any number of sessions and programs may work on the same project, on the same layer too.
    """

    def __init__(self, store: Store, coder: str, round: str | None = None, *, by: str = "") -> None:
        self.store = store
        found = find_round(store, round)
        kind = CONSENSUS if coder.strip().casefold() == CONSENSUS else "human"
        refuse_closed(found.name, found.state, kind)
        self.round_id = found.id
        self.coder_id = "" if by else coder_id(store, coder)
        self._coder, self._by = coder, by
        self._codes = Codes(store)

    def apply(self, transcript_id: str, code_key: str, start_char: int, end_char: int, unsure: bool = False) -> Gesture | None:
        """Put a code on `[start_char, end_char)`, in place of any other of its exclusive group there. Once there, it stays."""
        return self.apply_all(transcript_id, [code_key], start_char, end_char, unsure)

    def apply_all(
        self, transcript_id: str, code_keys: Sequence[str], start_char: int, end_char: int, unsure: bool = False
    ) -> Gesture | None:
        """Put several codes on one place in one gesture, so that one undo takes them off again."""
        marks = [Mark(self.codes.id_in_use(key), start_char, end_char) for key in code_keys]

        def put(now: OpenGesture) -> None:
            self._read_place(now, transcript_id, start_char, end_char)
            for mark in marks:
                now.apply(transcript_id, mark, unsure=unsure)

        return self.gesture(put)

    def remove(self, transcript_id: str, code_key: str, start_char: int, end_char: int) -> Gesture | None:
        """Take a code off `[start_char, end_char)`. None where it is not on exactly this place."""
        mark = Mark(self.codes.id(code_key), start_char, end_char)

        def take(now: OpenGesture) -> None:
            now.read(transcript_id, start_char, end_char)
            now.remove(transcript_id, mark)

        return self.gesture(take)

    def toggle(self, transcript_id: str, code_key: str, start_char: int, end_char: int) -> Gesture | None:
        """Take the code off `[start_char, end_char)` if it is there, else put it on."""
        mark = Mark(self.codes.id(code_key), start_char, end_char)

        def turn_over(now: OpenGesture) -> None:
            now.read(transcript_id, start_char, end_char)
            if not now.remove(transcript_id, mark):
                self.codes.id_in_use(code_key)
                self._read_place(now, transcript_id, start_char, end_char)
                now.apply(transcript_id, mark)

        return self.gesture(turn_over)

    def set_unsure(self, transcript_id: str, places: Collection[tuple[str, int, int]], unsure: bool) -> Gesture | None:
        """Say of codings, each by (code key, start_char, end_char), whether the coder is unsure of them.

        What does not stand any more is left out; memos stay with their codings.
        """
        marks = [Mark(self.codes.id(key), start_char, end_char) for key, start_char, end_char in places]

        def doubt(now: OpenGesture) -> None:
            there = now.read(transcript_id, min(mark.start_char for mark in marks), max(mark.end_char for mark in marks))
            for mark in marks:
                if there.live(mark):
                    now.apply(transcript_id, mark, unsure=unsure)

        return self.gesture(doubt) if marks else None

    def move_borders(self, transcript_id: str, code_key: str, before: tuple[int, int], after: tuple[int, int]) -> Gesture | None:
        """Put a coding on `[start, end)` of `after` instead of `before`; its memo and "unsure" go with it.

        None where it is there already. QualcodeError where it is not on `before` any more, or the same code is on `after`.
        """
        code = self.codes.id(code_key)
        old, new = Mark(code, *before), Mark(code, *after)

        def move(now: OpenGesture) -> None:
            self._read_place(now, transcript_id, *after)
            marks = now.read(transcript_id, min(before[0], after[0]), max(before[1], after[1]))
            if old != new and (marks.live(new) or not marks.live(old)):
                why = "stands on that place already" if marks.live(new) else "is not on this place any more"
                raise QualcodeError(f'The code "{one_line(code_key)}" {why}. Its borders were left as they are.')
            now.move(transcript_id, old, new)

        return self.gesture(move)

    def done(self, turn_ids: Collection[str], done: bool = True) -> Gesture | None:
        """Say, or take back, that turns are done. A turn that has a code is done by that: taking it back is refused."""

        def mark_turns(now: OpenGesture) -> None:
            if not done:
                self._refuse_coded(now, turn_ids)
            now.set_done(turn_ids, done=done)

        return self.gesture(mark_turns)

    def flag(self, turn_ids: Collection[str], flagged: bool = True) -> Gesture | None:
        """Flag turns for discussion, or take their flags off."""
        return self.gesture(lambda now: now.set_flags(turn_ids, flagged=flagged))

    def memo(self, target_kind: str, target_id: str, text: str, continues: str | None = None) -> Gesture | None:
        """Write the coder's memo on a turn, coding, code, transcript (by its id) or the project (`PROJECT_ID`).

        A coder has one memo on a target; an empty text takes it off. A memo on a coding stays with it when the coding is
        taken off and put back.

        `continues` is the gesture that saved an earlier state of the same writing: if nothing was done since, this is one more
        event of that gesture, so that one undo takes back the whole writing.
        """
        # Lone surrogates come from undecodable input, and no database keeps them.
        words = text.strip().replace("\0", "").encode("utf-8", "replace").decode()

        def write(now: OpenGesture) -> None:
            last = newest(now.rows) if continues else None
            if last and last.gesture == continues:
                now.id = last.gesture
            now.set_memos(target_kind, {self._memo_target(now, target_kind, target_id): words})

        return self.gesture(write)

    def coding_id(self, transcript_id: str, code_key: str, start_char: int, end_char: int) -> str:
        """Id of the coding with this code on exactly this place; QualcodeError where there is none."""
        found = self.store.reader.value(
            _CODING, coder_id=self.coder_id, round_id=self.round_id, transcript_id=transcript_id,
            code_id=self.codes.id(code_key), start_char=start_char, end_char=end_char,
        )  # fmt: skip
        if found is None:
            raise QualcodeError(f"The code {one_line(code_key)} is not there any more. Nothing was changed.")
        return str(found)

    def undo(self) -> Gesture | None:
        """Take back the newest gesture of this layer that stands, also one made before the program was started."""
        return self._transaction(lambda begin: history.undo(begin()))

    def redo(self) -> Gesture | None:
        """Do again what was undone last. None once something new was done."""
        return self._transaction(lambda begin: history.redo(begin()))

    def step_to(self, gesture: str | None) -> Gesture | None:
        """Undo or redo, each as a gesture of its own, until `gesture` is the newest that stands (None: until nothing does).

        One transaction up to 500 gestures; over more, each 500. QualcodeError, and nothing changed, for one that cannot be
        reached; where a later transaction fails, it says how far this came.
        """
        made: list[Gesture] = []
        while len(made) % _STEPS == 0:
            try:
                some = self._transaction(lambda begin: history.step_to(begin, gesture, _STEPS))
            except QualcodeError as error:
                if not made:
                    raise
                raise QualcodeError(f"{error} This came {count(len(made), 'change')} far.") from error
            if not some:
                break
            made += some
        if len(made) < 2:
            return made[0] if made else None
        told = f"stepped {'back' if made[0].verb == 'undo' else 'forward'} over {count(len(made), 'change')}"
        return Gesture(made[-1].id, made[-1].verb, told, tuple(change for each in made for change in each.changes))

    def bring_back(self, gesture: str) -> Gesture | None:
        """Do an undone gesture again, whatever was done since. QualcodeError where that would undo something newer."""
        return self._transaction(lambda begin: history.bring_back(begin(), gesture))

    @property
    def codes(self) -> Codes:
        """The codes under the newest codebook revision."""
        if self._codes.revision != self.store.revision():
            self._codes = Codes(self.store)
        return self._codes

    def gesture(self, work: Callable[[OpenGesture], None]) -> Gesture | None:
        """One gesture, decided on by `work` in its transaction."""

        def make(begin: Begin) -> Gesture | None:
            now = begin()
            work(now)
            return now.finish()

        return self._transaction(make)

    def _transaction(self, make: "Callable[[Begin], Made]") -> "Made":
        for pause in _PAUSES:
            try:
                return self._once(make)
            except GoneError:
                time.sleep(pause)  # a server that is started anew is there again in a moment
        return self._once(make)

    def _once(self, make: "Callable[[Begin], Made]") -> "Made":
        codes = self.codes  # before it: a long transaction lets nobody read
        declared: dict[str, int] = {}
        with self.store.writer.transaction(declared) as session:
            coder = self.coder_id or self._join(session)
            made = make(lambda: OpenGesture(session, declared, codes, coder, self.round_id, self._by))
            if not (made or self.coder_id):
                session.rollback()  # nobody has come for nothing
        self.coder_id = coder if made else self.coder_id
        return made

    def _join(self, session: "Session") -> str:
        joined = [find_or_add_coder(self.store, session, name) for name in (self._by, self._coder)]
        session.flush()
        return joined[-1]

    def _read_place(self, now: OpenGesture, transcript_id: str, start_char: int, end_char: int) -> None:
        if not now.read(transcript_id, start_char, end_char).turns.hold(start_char, end_char):
            name = self.store.reader.value("SELECT name FROM transcript WHERE id = :id", id=transcript_id)
            raise QualcodeError(
                f"Characters {start_char}–{end_char} of {one_line(name or 'a transcript that is not here')} are not a "
                "place in what was said. Codes go on turns: begin and end inside one."
            )

    def _refuse_coded(self, now: OpenGesture, turn_ids: Collection[str]) -> None:
        wanted = set(turn_ids)
        numbers: list[str] = []
        for place in now.rows(_PLACE, ids=json.dumps(list(wanted))):
            coded = {row["number"] for row in now.rows(CODED_HERE, **place)}
            turns = now.rows(_NUMBERS, transcript_id=place["transcript_id"], ids=json.dumps(list(wanted)))
            numbers += [str(turn["number"]) for turn in turns if turn["number"] in coded]
        if numbers:
            shown = listed(numbers[:10] + [f"{len(numbers) - 10} more"] * (len(numbers) > 10))
            raise QualcodeError(
                f"{'Turn' if len(numbers) == 1 else 'Turns'} {shown} {'is' if len(numbers) == 1 else 'are'} coded, and what is "
                "coded is done. Take the codes off first."
            )

    def _memo_target(self, now: OpenGesture, kind: str, id: str) -> str:
        if kind not in MEMO_KINDS:
            raise QualcodeError(f'A memo cannot be on a "{one_line(kind)}": it is on a {listed(list(MEMO_KINDS), "or")}.')
        if kind == "coding":
            found = now.first_codings([id]).get(id)
        elif kind == "project":
            found = PROJECT_ID if id == PROJECT_ID else None
        else:
            found = next((row["id"] for row in now.rows(f"SELECT id FROM {kind} WHERE id = :id", id=id)), None)
        if found is None:
            raise QualcodeError(f"The {kind} of this memo is not in the project any more. Nothing was changed; open it again.")
        return found
