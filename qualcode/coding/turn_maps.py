"""Which turns of a transcript fit a filter, one byte a turn: read at once by the index that knows, then kept in step."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from qualcode.coding.news import News
from qualcode.coding.turn_filter import TurnFilter
from qualcode.project.reader import Reader

if TYPE_CHECKING:
    from qualcode.coding.desk import TurnView

_KEPT = 3  # maps: a megabyte each in a transcript of a million turns
_FEW = 2000  # turns: more are slower to look at one by one than a map is to read anew
_LAYER = "{0}.coder_id = :coder_id AND {0}.round_id = :round_id AND NOT {0}.deleted"

# Here and below, a unary plus keeps SQLite from an index that would read more than these: flags and memos of a coder are
# few, codings of one code fewer than those of all.
_FLAGGED = f"""
    SELECT number FROM flag JOIN turn ON turn.id = flag.turn_id
     WHERE {_LAYER.format("flag")} AND +turn.transcript_id = :transcript_id
"""
_OVER = """
    turn.transcript_id = :transcript_id AND turn.start_char < coding.end_char AND turn.end_char > coding.start_char
    AND turn.start_char >= coalesce(
        (SELECT max(start_char) FROM turn WHERE transcript_id = :transcript_id AND start_char <= coding.start_char), 0)
"""
_LIVE = "+coding.coder_id = :coder_id AND +coding.round_id = :round_id AND NOT coding.deleted"
_WITH_CODES = f"""
    SELECT number FROM coding JOIN turn ON {_OVER}
     WHERE coding.code_id IN (SELECT id FROM code WHERE key IN (SELECT value FROM json_each(:wanted)))
       AND +coding.transcript_id = :transcript_id AND {_LIVE}
"""
_CODED = f"SELECT number FROM coding JOIN turn ON {_OVER} WHERE coding.transcript_id = :transcript_id AND {_LIVE}"
_MEMO = f"""
    SELECT number FROM memo JOIN turn ON turn.id = memo.target_id
     WHERE memo.target_kind = 'turn' AND memo.coder_id = :coder_id AND NOT memo.deleted AND +turn.transcript_id = :transcript_id
     UNION ALL
    SELECT number FROM coding JOIN turn ON {_OVER}
     WHERE coding.transcript_id = :transcript_id AND {_LIVE} AND coalesce(coding.replaces, coding.id) IN (
           SELECT target_id FROM memo WHERE target_kind = 'coding' AND coder_id = :coder_id AND NOT deleted)
"""
_SPOKEN = """
    SELECT number FROM turn WHERE transcript_id = :transcript_id AND speaker_id IN (
           SELECT id FROM speaker WHERE {column} IN (SELECT value FROM json_each(:wanted)))
"""


class TurnMap:
    """Some of the turns 1…n of a transcript. Every step is one look through memory."""

    def __init__(self, turns: bytearray) -> None:
        self.turns = turns

    def __contains__(self, number: int) -> bool:
        return 0 < number <= len(self.turns) and bool(self.turns[number - 1])

    def __len__(self) -> int:
        return self.turns.count(1)

    def __iter__(self) -> Iterator[int]:
        number = self.after(0)
        while number:
            yield number
            number = self.after(number)

    def after(self, number: int) -> int | None:
        """The first after turn `number`, or None."""
        return self.turns.find(1, number) + 1 or None

    def before(self, number: int) -> int | None:
        """The last before turn `number`, or None."""
        return self.turns.rfind(1, 0, max(0, number - 1)) + 1 or None

    def rank(self, number: int) -> int:
        """How many there are up to turn `number`, that one included."""
        return self.turns.count(1, 0, number)


class Found(NamedTuple):
    """Turn `number`, the `place`th of `total` that fit."""

    number: int
    place: int
    total: int


class TurnMaps:
    """The maps of one layer, from any thread."""

    def __init__(
        self,
        reader: Reader,
        coder_id: str,
        round_id: str,
        done: Callable[[str], bytes],
        page: "Callable[[str, int, int], list[TurnView]]",
    ) -> None:
        self._reader = reader
        self._layer = {"coder_id": coder_id, "round_id": round_id}
        self._done, self._page = done, page
        self._news = News(reader, coder_id)
        self._lock = threading.Lock()
        self._maps: OrderedDict[tuple[str, TurnFilter], TurnMap] = OrderedDict()

    def next(self, transcript_id: str, wanted: TurnFilter, after: int) -> Found | None:
        """The next turn after `after` that fits, from the start again after the end; None if there is none."""
        with self._reader.taking(self._lock):
            fitting = self._kept(transcript_id, wanted)
            number = fitting.after(after) or fitting.after(0)
            return Found(number, fitting.rank(number), len(fitting)) if number else None

    def keeps(self, transcript_id: str, wanted: TurnFilter) -> bool:
        """Whether the map is at hand, so that the next turn is found at once."""
        return (transcript_id, wanted) in self._maps

    def read(self, transcript_id: str, wanted: TurnFilter) -> TurnMap:
        """All turns that fit, as they are now."""
        turns = self._reader.value("SELECT max(number) FROM turn WHERE transcript_id = :id", id=transcript_id) or 0
        fitting = int.from_bytes(b"\1" * turns)
        for marked, asked in self._asked(transcript_id, wanted, turns):
            there = int.from_bytes(marked)
            fitting &= there if asked else ~there
        return TurnMap(bytearray(fitting.to_bytes(turns)))

    def _asked(self, transcript_id: str, wanted: TurnFilter, turns: int) -> Iterator[tuple[bytes, bool]]:
        """For everything that is asked: the turns where it is so, marked, and whether it should be."""
        sets = ((_WITH_CODES, wanted.codes), (_SPOKEN.format(column="name"), wanted.speakers),
                (_SPOKEN.format(column="role"), wanted.roles))  # fmt: skip
        for sql, names in sets:
            if names:
                yield self._marked(turns, sql, transcript_id, wanted=json.dumps(sorted(names))), True
        for sql, state in ((_CODED, wanted.coded), (_FLAGGED, wanted.flagged), (_MEMO, wanted.memo)):
            if state is not None:
                yield self._marked(turns, sql, transcript_id), state
        if wanted.done is not None:
            yield self._done(transcript_id), wanted.done

    def _marked(self, turns: int, sql: str, transcript_id: str, **params: str) -> bytes:
        marked = bytearray(turns)
        for [number] in self._reader.rows(sql, transcript_id=transcript_id, **self._layer, **params):
            marked[number - 1] = 1
        return bytes(marked)

    def _kept(self, transcript_id: str, wanted: TurnFilter) -> TurnMap:
        self._catch_up()
        key = (transcript_id, wanted)
        if key not in self._maps:
            self._maps[key] = self.read(transcript_id, wanted)
            if len(self._maps) > _KEPT:
                self._maps.popitem(last=False)
        self._maps.move_to_end(key)
        return self._maps[key]

    def _catch_up(self) -> None:
        changed, maps = self._news.ask(), dict(self._maps)
        self._maps.clear()  # until they are in step: what cannot be read now is not heard of again
        if changed is None or sum(last - first + 1 for _, first, last in changed) > _FEW:
            return
        for id, first, last in dict.fromkeys(changed) if maps else ():
            for turn in self._page(id, first, last - first + 1):
                for (transcript_id, wanted), fitting in maps.items():
                    if transcript_id == id:
                        fitting.turns[turn.number - 1] = wanted.fits(turn)
        self._maps.update(maps)
