"""What two copies of one layer are together: pure, by rules that give the same in any order and however often.

Rows never change but for `deleted`, which only ever goes from no to yes, so the union of rows is all there is to it and no clock
plays a part. A memo is the one thing that is written over: of all that was written on one target the last stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from qualcode.team.layer_rows import CodingLine, DecisionLine, DoneLine, FlagLine, MemoLine

RowT = TypeVar("RowT", CodingLine, DoneLine, FlagLine, DecisionLine)


@dataclass(frozen=True)
class Union(Generic[RowT]):
    """What the other copy brings: rows that are new here, and ids of rows here that it has taken off.

    `foreign` are ids that stand for something else here, and are left out.
    """

    new: list[RowT]
    gone: list[str]
    foreign: list[str]


def unite(mine: Mapping[str, RowT], theirs: Iterable[RowT], elsewhere: Iterable[str]) -> Union[RowT]:
    """`mine` by id; `elsewhere` are ids that belong to another layer here."""
    union: Union[RowT] = Union([], [], [])
    taken = set(elsewhere)
    for row in theirs:
        known = mine.get(row.id)
        if row.id in taken or (known is not None and replace(row, deleted=known.deleted) != known):
            union.foreign.append(row.id)
        elif known is None:
            union.new.append(row)
        elif row.deleted and not known.deleted:
            union.gone.append(row.id)
    return union


def unite_memos(mine: Iterable[MemoLine], theirs: Iterable[MemoLine]) -> dict[str, MemoLine]:
    """All memos of both copies by id, as they are together: each as it was written last, and one standing on each target.

    Which was last is said by the clock; where two say the same, by the text, so that every computer decides alike.
    """
    newest: dict[str, MemoLine] = {}
    for memo in (*mine, *theirs):
        newest[memo.id] = max(newest.get(memo.id, memo), memo, key=_state)
    last: dict[tuple[str, str], MemoLine] = {}
    for memo in newest.values():
        target = (memo.on, memo.target)
        last[target] = max(last.get(target, memo), memo, key=_place)
    return {memo.id: memo if last[memo.on, memo.target] is memo else replace(memo, deleted=True) for memo in newest.values()}


def _state(memo: MemoLine) -> tuple[int, str, bool]:
    # The text before `deleted`: two computers may write at the same tick, and what gave way must be the same everywhere.
    return memo.clock, memo.text, memo.deleted


def _place(memo: MemoLine) -> tuple[int, str]:
    # Not by `deleted`: which one gave way must not decide which one does.
    return memo.clock, memo.id
