"""Each line of a sheet of codings against the project: a place and a code, or what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from qualcode.coding.codes import Codes
from qualcode.coding.marks import Mark
from qualcode.coding.open_gesture import refuse_closed
from qualcode.coding.sheet_lines import Line
from qualcode.errors import QualcodeError
from qualcode.project.naming import matching
from qualcode.project.people import coder_name, list_coders
from qualcode.project.rounds import find_round
from qualcode.project.sheets import Problem
from qualcode.project.store import Store
from qualcode.project.transcripts import list_transcripts
from qualcode.text import listed, one_line


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that can be imported."""

    coder: str
    round_id: str
    transcript_id: str
    mark: Mark
    memo: str
    unsure: bool


class SheetCheck:
    """Turns lines into entries and collects what is wrong. Each name is looked up once, however many lines say it."""

    def __init__(self, store: Store, codes: Codes) -> None:
        self.problems: list[Problem] = []
        self._store = store
        self._codes = codes
        self._coders = {coder.name.casefold(): coder.name for coder in list_coders(store)}
        self._transcripts = {info.name: info.id for info in list_transcripts(store)}
        self._turns: dict[str, list[tuple[int, int]]] = {}
        self._answers: dict[tuple[str, str], str | QualcodeError] = {}

    def entry(self, line: Line) -> Entry | None:
        """The line as an entry, or None and every problem it has."""
        wrong = len(self.problems)
        coder = self._ask(line, "coder", line.coder, self._coder)
        round_ = self._ask(line, "round", line.round, self._round)
        transcript_id = self._ask(line, "transcript", line.transcript, self._transcript)
        code_id = self._ask(line, "code", line.code, self._code)
        unsure = self._ask(line, "unsure", line.unsure, _yes_or_no)
        place = self._place(line, transcript_id) if transcript_id else None
        if len(self.problems) > wrong or place is None:
            return None
        return Entry(coder, round_, transcript_id, Mark(code_id, *place), line.memo, bool(unsure))

    def _ask(self, line: Line, column: str, value: str, find: Callable[[str], str]) -> str:
        """What `find` says of a cell; "" and a problem noted where it is wrong."""
        key = (column, value)
        if key not in self._answers:
            try:
                self._answers[key] = find(value)
            except QualcodeError as wrong:
                self._answers[key] = wrong
        answer = self._answers[key]
        if isinstance(answer, QualcodeError):
            self._note(line, str(answer))
            return ""
        return answer

    def _note(self, line: Line, reason: str) -> None:
        self.problems.append(Problem(line.line, reason))

    def _coder(self, value: str) -> str:
        name = coder_name(value)
        return self._coders.setdefault(name.casefold(), name)

    def _round(self, value: str) -> str:
        found = find_round(self._store, value or None)
        refuse_closed(found.name, found.state)
        return found.id

    def _transcript(self, value: str) -> str:
        found = matching(value, self._transcripts)
        if len(found) == 1:
            return self._transcripts[found[0]]
        if found:
            raise QualcodeError(f'transcript "{one_line(value)}" could be {listed([one_line(name) for name in found[:5]], "or")}')
        raise QualcodeError(f'there is no transcript "{one_line(value)}"{_did_you_mean(value, list(self._transcripts))}')

    def _code(self, value: str) -> str:
        known = {key.casefold(): key for key in self._codes.keys}
        if value.casefold() not in known:
            raise QualcodeError(f'there is no code "{one_line(value)}"{_did_you_mean(value.casefold(), list(known.values()))}')
        return self._codes.id_in_use(known[value.casefold()])

    def _place(self, line: Line, transcript_id: str) -> tuple[int, int] | None:
        """The whole turn, or the part of it that the line names, as offsets in the transcript."""
        turns = self._turn_places(transcript_id)
        number = _number(line.turn)
        if number is None or not 1 <= number <= len(turns):
            there = f"in {one_line(line.transcript)}: its turns are 1 to {len(turns)}"
            self._note(line, f'there is no turn "{one_line(line.turn)}" {there}')
            return None
        last = _number(line.end_turn) if line.end_turn else number
        if last is None or not number <= last <= len(turns):
            self._note(line, f'"{one_line(line.end_turn)}" is no turn to end in: give one from {number} to {len(turns)}')
            return None
        return self._span(line, turns[number - 1], turns[last - 1])

    def _span(self, line: Line, first: tuple[int, int], last: tuple[int, int]) -> tuple[int, int] | None:
        """From `start` in the first turn to `end` in the last one: without them, both turns whole."""
        if not line.start and not line.end:
            return first[0], last[1]
        start, end = _number(line.start), _number(line.end)
        length, ends = first[1] - first[0], last[1] - last[0]
        if not line.start or not line.end:
            self._note(line, f"says {'start' if line.start else 'end'} without {'end' if line.start else 'start'}")
        elif start is None or end is None or not (start < length and 0 < end <= ends and first[0] + start < last[0] + end):
            span = f"{one_line(line.start)} to {one_line(line.end)}"
            self._note(
                line, f"{span} is no place in turn {one_line(line.turn)}: it is {length} characters long, start before end"
            )
        else:
            return first[0] + start, last[0] + end
        return None

    def _turn_places(self, transcript_id: str) -> list[tuple[int, int]]:
        if transcript_id not in self._turns:
            sql = "SELECT start_char, end_char FROM turn WHERE transcript_id = :id ORDER BY number"
            self._turns[transcript_id] = [(row[0], row[1]) for row in self._store.reader.rows(sql, id=transcript_id)]
        return self._turns[transcript_id]


def _did_you_mean(value: str, known: list[str]) -> str:
    near = [one_line(name) for name in get_close_matches(value, known, n=3)]
    return f": did you mean {listed(near, 'or')}?" if near else ""


def _yes_or_no(value: str) -> str:
    """ "yes" or "", as spreadsheets and statistics programs say it."""
    known = {"1": "yes", "yes": "yes", "true": "yes", "": "", "0": "", "no": "", "false": ""}
    if value.casefold() not in known:
        raise QualcodeError(f'unsure is 1 or 0, yes or no, and not "{one_line(value)}"')
    return known[value.casefold()]


def _number(value: str) -> int | None:
    """A whole number as spreadsheets write it ("7", "7.0"), or None."""
    whole, _, rest = value.partition(".")
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 10 and not rest.strip("0") else None
