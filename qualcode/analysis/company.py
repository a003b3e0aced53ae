"""Which other codes lie on the same words: both codes, or one without another. A layer is looked at by itself.

Two coders who give the same words different codes disagree; it takes one of them to give both.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from sqlite3 import Row

from qualcode.analysis.listings import CODINGS
from qualcode.analysis.selection import Selection
from qualcode.project.store import Store

Place = tuple[int, int]
_Layer = tuple[str, str, str]  # coder, round, id of the transcript


class Company:
    """Where the coders of a checked selection put any of `codes`."""

    def __init__(self, store: Store, chosen: Selection, codes: tuple[str, ...]) -> None:
        # Whoever speaks: a coding may begin in somebody else's turn.
        wanted = replace(chosen, codes=codes, speakers=(), roles=(), without_roles=())
        places: dict[_Layer, list[Place]] = {}
        for row in store.reader.rows(CODINGS.format(condition=wanted.codings()), **wanted.params()):
            places.setdefault(_layer(row), []).append((row["start_char"], row["end_char"]))
        self._places = {layer: _merged(theirs) for layer, theirs in places.items()}

    def shared(self, row: Row, place: Place) -> Iterator[Place]:
        """The parts of `place` that the coder of `row` gave any of these codes as well."""
        start, end = place
        theirs = self._places.get(_layer(row), [])
        for first, last in theirs[max(bisect_right(theirs, (start, start)) - 1, 0) :]:
            if first >= end:
                return
            if last > start:
                yield max(first, start), min(last, end)


def kept(row: Row, also: Sequence[Company], without: Company | None) -> list[Place]:
    """The words of a coding that carry all of `also`, too; none where any of them carry one of `without`."""
    place = (row["start_char"], row["end_char"])
    if without and any(without.shared(row, place)):
        return []
    places = [place]
    for company in also:
        places = [part for each in places for part in company.shared(row, each)]
    return places


def _layer(row: Row) -> _Layer:
    return row["coder"], row["round"], row["transcript_id"]


def _merged(places: Iterable[Place]) -> list[Place]:
    """In order, those that touch or overlap as one."""
    merged: list[Place] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
