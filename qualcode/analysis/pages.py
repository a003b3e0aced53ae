"""A transcript for quoting: its turns in order, its words never cut."""

from bisect import bisect_right
from collections.abc import Sequence

from qualcode.project.transcripts import TurnInfo
from qualcode.text import words


class Page:
    """The turns of one transcript. Places are code points in its text, ends exclusive."""

    def __init__(self, turns: Sequence[TurnInfo]) -> None:
        self._turns = turns
        self._starts = [turn.start_char for turn in turns]

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The span without white space at its ends, widened so that it neither starts nor ends inside a word."""
        first, last = self._at(start), self._at(end - 1)
        said = last.text[: max(end - last.start_char, 0)]
        start = max(start, first.start_char)
        head = first.text[start - first.start_char :]
        start += len(head) - len(head.lstrip())
        return _word_around(first, start, 0), _word_around(last, last.start_char + len(said.rstrip()), 1)

    def quote(self, start: int, end: int) -> str:
        """The words of a span. Over several turns each speaker is named, as the transcript's labels do."""
        pieces = [(turn, _cut(turn, start, end)) for turn in self._turns[self._rank(start) : self._rank(end - 1) + 1]]
        if len(pieces) == 1:
            return pieces[0][1]
        return "\n\n".join(f"{turn.speaker}: {piece}" for turn, piece in pieces)

    def before(self, start: int, turns: int) -> str:
        """The words of that many turns before the one a span starts in, and what is left of its own turn."""
        rank = self._rank(start)
        lines = [_said(turn) for turn in self._turns[max(rank - turns, 0) : rank]]
        rest = _cut(self._turns[rank], 0, start).rstrip()
        if turns and rest:
            lines.append(f"{self._turns[rank].speaker}: {rest} …")
        return "\n\n".join(lines)

    def after(self, end: int, turns: int) -> str:
        """The same behind a span."""
        rank = self._rank(end - 1)
        rest = _cut(self._turns[rank], end, self._turns[rank].end_char).lstrip()
        lines = [f"{self._turns[rank].speaker}: … {rest}"] if turns and rest else []
        return "\n\n".join([*lines, *(_said(turn) for turn in self._turns[rank + 1 : rank + 1 + turns])])

    def _rank(self, place: int) -> int:
        return max(bisect_right(self._starts, place) - 1, 0)

    def _at(self, place: int) -> TurnInfo:
        return self._turns[self._rank(place)]


def _said(turn: TurnInfo) -> str:
    return f"{turn.speaker}: {turn.text}"


def _cut(turn: TurnInfo, start: int, end: int) -> str:
    return turn.text[max(start - turn.start_char, 0) : max(end - turn.start_char, 0)]


def _word_around(turn: TurnInfo, place: int, side: int) -> int:
    """`place`, or where it is inside a word, the word's start (side 0) or end (side 1)."""
    inside = place - turn.start_char
    # Most codings start and end beside a blank or at a turn's edge: no need to look for words there.
    if not 0 < inside < len(turn.text) or " " in turn.text[inside - 1 : inside + 1]:
        return place
    around = (word for word in words(turn.text) if word[0] < inside < word[1])
    return turn.start_char + next(around, (inside, inside))[side]
