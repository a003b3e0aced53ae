"""A layer's past as the event log tells it: gesture by gesture, newest first, read only as far as one looks.

The log only grows, and where the work of a coder's two computers was merged, their lines lie in it by turns. So what stands is
told by who took back whom, and never by place alone. What can be redone goes by place: an undo notes where the gesture it takes
back began, a redo where the undo began that it takes back, and from there on the log before is as if the two had never been.
In the consensus, which several people write, each of them (`:by`) has a line of their own.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from qualcode.coding.codes import Codes
from qualcode.coding.gesture import merged, summary
from qualcode.project.events import Step
from qualcode.project.store import Store

_IN_LAYER = """
    coder_id = :coder_id
    AND :round_id = coalesce(json_extract(after, '$.round_id'), json_extract(before, '$.round_id'))
    AND :by = coalesce(json_extract(after, '$.by'), json_extract(before, '$.by'), '')
"""
_NEWEST = f"SELECT gesture FROM event WHERE {_IN_LAYER} AND clock < :before ORDER BY clock DESC, id DESC LIMIT 1"
_EARLIER = f"""
    SELECT gesture, clock, id FROM event
     WHERE {_IN_LAYER} AND gesture <> :gesture AND (clock < :clock OR (clock = :clock AND id < :id))
     ORDER BY clock DESC, id DESC LIMIT 1
"""
_STANDING = f"""
    SELECT gesture, clock FROM event
     WHERE {_IN_LAYER} AND clock <= :before
       AND NOT EXISTS (SELECT 1 FROM event AS taken
                        WHERE taken.target_kind = 'gesture' AND taken.target_id = event.gesture AND taken.verb = 'undo')
       AND NOT EXISTS (SELECT 1 FROM event AS header
                        WHERE header.gesture = event.gesture AND header.target_kind = 'gesture' AND header.verb = 'undo')
     ORDER BY clock DESC, id DESC LIMIT 1
"""
_FIRST = """
    SELECT clock, verb, target_kind, target_id, CAST(after AS TEXT) AS after FROM event
     WHERE gesture = :gesture ORDER BY clock LIMIT 1
"""
_STEPS = """
    SELECT verb, target_kind, target_id, CAST(before AS TEXT) AS before, CAST(after AS TEXT) AS after
      FROM event
     WHERE gesture = :gesture AND target_kind <> 'gesture' ORDER BY clock LIMIT :few
"""
_COUNTS = "SELECT verb, count(*) FROM event WHERE gesture = :gesture AND target_kind <> 'gesture' GROUP BY verb"
_NAMES = "SELECT id, name FROM transcript"
_FEW = 200  # steps; of a larger gesture, an import, only the numbers are told
NO_END = (1 << 63) - 1

Ask = Callable[..., Sequence[Any]]  # SQL and its parameters, the layer (:coder_id, :round_id, :by) already named


@dataclass(frozen=True, slots=True)
class Past:
    """A gesture in the log. `of` is the gesture that an undo or redo takes back; `back` what one of this gesture notes:
    the clock before which the log counts on from there."""

    gesture: str
    verb: str
    began: int
    back: int
    of: str


@dataclass(frozen=True, slots=True)
class PastGesture:
    """A gesture as the history tells it. Clocks are nanoseconds since 1970; `undone_at` is None while it stands.

    One that is undone can be redone in turn (`in_turn`) until something new was done; then it can be brought back alone.
    """

    id: str
    at: int
    summary: str
    transcript: str
    undone_at: int | None
    in_turn: bool


def newest(ask: Ask, before: int = NO_END) -> Past | None:
    """The newest gesture of the layer with an event before this clock, or None."""
    found = ask(_NEWEST, before=before)
    return find(ask, found[0]["gesture"]) if found else None


def standing(ask: Ask, before: int = NO_END) -> tuple[Past, int] | None:
    """The newest gesture of the layer that no undo took back, with an event up to this clock, and that event's clock; or None.

    An undo is none; a redo is one, in the place of what it did again.
    """
    for row in ask(_STANDING, before=before):
        if past := find(ask, row["gesture"]):
            return past, row["clock"]
    return None


def find(ask: Ask, gesture: str) -> Past | None:
    """The gesture with this id, or None."""
    for first in ask(_FIRST, gesture=gesture):
        after = _value(first["after"]) or {}
        of = first["target_id"] if first["target_kind"] == "gesture" else ""
        return Past(gesture, first["verb"], first["clock"], after.get("back", first["clock"]), of)
    return None


def steps_of(ask: Ask, gesture: str, few: int = NO_END) -> list[Step]:
    """What a gesture did, in order; its first `few` steps."""
    rows = ask(_STEPS, gesture=gesture, few=few)
    return merged(
        [Step(row["verb"], row["target_kind"], row["target_id"], _value(row["before"]), _value(row["after"])) for row in rows]
    )


def past_gestures(store: Store, coder_id: str, round_id: str) -> Iterator[PastGesture]:
    """Every gesture of a layer but undo and redo, newest first, each with what became of it; read one by one as asked for."""

    ask = partial(store.reader.rows, coder_id=coder_id, round_id=round_id, by="")
    codes, names = Codes(store), {row["id"]: row["name"] for row in store.reader.rows(_NAMES)}
    fates = _Fates()
    for past in _backwards(ask):
        if not fates.meet(past):
            yield _told(ask, past, fates, codes, names)


def _backwards(ask: Ask) -> Iterator[Past]:
    """Every gesture of the layer by its newest event; after a merge others may lie between the first and the last of one."""
    seen: set[str] = set()
    place: dict[str, Any] = {"gesture": "", "clock": NO_END, "id": ""}
    while found := ask(_EARLIER, **place):
        place = dict(zip(("gesture", "clock", "id"), found[0], strict=True))
        if place["gesture"] not in seen and (past := find(ask, place["gesture"])):
            seen.add(past.gesture)
            yield past


class _Fates:
    """What became of each gesture, found while going back: those who took it back come first.

    After a merge several may have. One of them that was itself taken back is enough for it to stand.
    """

    def __init__(self) -> None:
        self.undone_at: dict[str, int] = {}
        self.in_turn: set[str] = set()
        self._kept: set[str] = set()
        self._redoable_before = NO_END  # where the next undo that a redo takes back lies; 0 where there is no more

    def meet(self, past: Past) -> bool:
        """Take a gesture into account; whether it was an undo or redo."""
        if past.began < self._redoable_before:
            self._redoable_before = self._redo(past)
        if past.verb not in {"undo", "redo"}:
            return False
        if past.gesture not in self.undone_at:
            if past.of not in self._kept:
                self.undone_at.setdefault(past.of, past.began)
        elif past.verb == "undo":
            self._kept.add(past.of)
            self.undone_at.pop(past.of, None)
        if past.gesture in self.in_turn:
            self.in_turn.add(past.of)
        return True

    def _redo(self, past: Past) -> int:
        if past.verb == "undo":
            self.in_turn.add(past.of)
            return past.began
        return past.back if past.verb == "redo" else 0


def _told(ask: Ask, past: Past, fates: _Fates, codes: Codes, names: Mapping[str, str]) -> PastGesture:
    steps = steps_of(ask, past.gesture, _FEW)
    told = summary(steps, codes) if len(steps) < _FEW else _numbers(ask, past.gesture)
    places = ((step.after or step.before or {}).get("transcript_id", "") for step in steps)
    name = next((names[place] for place in places if place in names), "")
    again = "again: " if past.verb == "again" else ""
    return PastGesture(
        past.gesture,
        past.began,
        f"{again}{told or 'nothing'}",
        name,
        fates.undone_at.get(past.gesture),
        past.gesture in fates.in_turn,
    )


def _numbers(ask: Ask, gesture: str) -> str:
    """What a gesture of very many steps did."""
    numbers = dict(map(tuple, ask(_COUNTS, gesture=gesture)))
    told = {
        "apply": "+ {} codings", "remove": "− {} codings", "done": "{} turns done", "not done": "{} turns not done",
        "flagged": "{} turns flagged", "not flagged": "{} turns not flagged", "memo": "{} memos",
        "decide": "{} decisions", "not decided": "{} decisions taken back",
    }  # fmt: skip
    return ", ".join(text.format(f"{numbers[verb]:,}") for verb, text in told.items() if verb in numbers)


def _value(stored: str | None) -> dict[str, Any] | None:
    value: dict[str, Any] | None = json.loads(stored or "null")
    return value
