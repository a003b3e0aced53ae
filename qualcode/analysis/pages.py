"""A transcript for quoting: its turns in order, its words never cut."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from qualcode.project.transcripts import TurnInfo
from qualcode.text import sentences, words

OMITTED = "[. . .]"  # APA 7, 8.31, in brackets, as speakers make pauses, too


class Page:
    """The turns of one transcript. Places are code points in its text, ends exclusive."""

    def __init__(self, turns: Sequence[TurnInfo]) -> None:
        self._turns = turns
        self._starts = [turn.start_char for turn in turns]

    def turn(self, place: int) -> TurnInfo:
        """The turn that `place` lies in or behind."""
        return self._turns[self._rank(place)]

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The span without white space at its ends, widened so that it neither starts nor ends inside a word."""
        first, last = self.turn(start), self.turn(end - 1)
        said = last.text[: max(end - last.start_char, 0)]
        start = max(start, first.start_char)
        head = first.text[start - first.start_char :]
        start += len(head) - len(head.lstrip())
        return _word_around(first, start, 0), _word_around(last, last.start_char + len(said.rstrip()), 1)

    def quote(self, start: int, end: int, most: int | None = None) -> str:
        """The words of a span. Over several turns each speaker is named, as the transcript's labels do.

        Of more than `most` words the first and last are quoted, and [. . .] in the middle.
        """
        turns = self._turns[self._rank(start) : self._rank(end - 1) + 1]
        pieces = [_cut(turn, start, end) for turn in turns]
        if most is not None:
            pieces = _shortened(pieces, most)
        if len(pieces) == 1:
            return pieces[0]
        return "\n\n".join(f"{turn.speaker}: {piece}" for turn, piece in zip(turns, pieces, strict=True) if piece)

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

    def sentences_before(self, start: int, number: int) -> str:
        """The last sentences before a span, what is left of its own one included, from several turns if need be."""
        rank = self._rank(start)
        own = self._turns[rank]
        said = [(own, _cut(own, 0, start)), *((turn, turn.text) for turn in reversed(self._turns[:rank]))]
        return "\n\n".join(reversed(list(_last_sentences(said, number))))

    def sentences_after(self, end: int, number: int) -> str:
        """The same behind a span."""
        rank = self._rank(end - 1)
        own = self._turns[rank]
        said = [(own, _cut(own, end, own.end_char)), *((turn, turn.text) for turn in self._turns[rank + 1 : rank + 1 + number])]
        return "\n\n".join(_first_sentences(said, number))

    def _rank(self, place: int) -> int:
        return max(bisect_right(self._starts, place) - 1, 0)


def _said(turn: TurnInfo) -> str:
    return f"{turn.speaker}: {turn.text}"


def _cut(turn: TurnInfo, start: int, end: int) -> str:
    return turn.text[max(start - turn.start_char, 0) : max(end - turn.start_char, 0)]


def _last_sentences(said: Iterable[tuple[TurnInfo, str]], number: int) -> Iterator[str]:
    """Turn by turn, the last turn first."""
    for place, (turn, text) in enumerate(said):
        spans = sentences(text)[-number:] if number > 0 else []
        if spans:
            more = "… " if text[: spans[0][0]].strip() else ""
            yield f"{turn.speaker}: {more}{text[spans[0][0] :].rstrip()}{'' if place else ' …'}"
        number -= len(spans)


def _first_sentences(said: Iterable[tuple[TurnInfo, str]], number: int) -> Iterator[str]:
    for place, (turn, text) in enumerate(said):
        spans = sentences(text)[:number] if number > 0 else []
        if spans:
            more = " …" if text[spans[-1][1] :].strip() else ""
            yield f"{turn.speaker}: {'' if place else '… '}{text[: spans[-1][1]].lstrip()}{more}"
        number -= len(spans)


def _shortened(pieces: list[str], most: int) -> list[str]:
    """The same pieces with `most` words in all, half of them at the start and half at the end; "" for one left out."""
    spans = [words(piece) for piece in pieces]
    total = sum(map(len, spans))
    if total <= most:
        return pieces
    shortened, left, right = [], most - most // 2, total - most // 2  # words [left, right) are left out
    for piece, here in zip(pieces, spans, strict=True):
        shortened.append(_without(piece, here, max(left, 0), right))
        left, right = left - len(here), right - len(here)
    return shortened


def _without(piece: str, here: list[tuple[int, int]], left: int, right: int) -> str:
    """A piece without its words [left, right), which may lie outside: before 0, or beyond the last."""
    if left > len(here) or right <= 0:
        return piece
    start = piece if left == len(here) else piece[: here[left - 1][1]] if left else ""
    end = piece[here[right][0] :] if right < len(here) else ""
    return " ".join(part for part in (start, OMITTED, end) if part) if start or end else ""


def _word_around(turn: TurnInfo, place: int, side: int) -> int:
    """`place`, or where it is inside a word, the word's start (side 0) or end (side 1)."""
    inside = place - turn.start_char
    # Most codings start and end beside a blank or at a turn's edge: no need to look for words there.
    if not 0 < inside < len(turn.text) or " " in turn.text[inside - 1 : inside + 1]:
        return place
    around = (word for word in words(turn.text) if word[0] < inside < word[1])
    return turn.start_char + next(around, (inside, inside))[side]
