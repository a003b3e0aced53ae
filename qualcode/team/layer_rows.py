"""The rows of a layer file. They name things so that any computer finds its own: a transcript by its text, a turn by its
number, a code by its key. Codings, done marks, flags, memos, decisions and events keep their ids wherever they go.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Final, TypeVar

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KEY = re.compile(r"[0-9a-f]{12,64}")
_LATEST = 1 << 62  # nanoseconds: the year 2116; a later clock would stop everybody's

Payload = dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class CodingLine:
    """A code on `[start_char, end_char)` of a transcript; `replaces` is the first row of a coding that was put back or moved."""

    kind: ClassVar = "coding"
    id: str
    code: str
    transcript: str
    start_char: int
    end_char: int
    created_at: str
    revision: int
    unsure: bool
    deleted: bool
    replaces: str | None


@dataclass(frozen=True, slots=True)
class DoneLine:
    """A turn that is done."""

    kind: ClassVar = "done"
    id: str
    transcript: str
    turn: int
    at: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A turn to be talked about."""

    kind: ClassVar = "flag"
    id: str
    transcript: str
    turn: int
    at: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class MemoLine:
    """A memo: `on` says on what, `target` names it."""

    kind: ClassVar = "memo"
    id: str
    on: str
    target: str
    text: str
    clock: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What was decided about a code on a place where coders differed, and who did (`by`). Only the consensus has any."""

    kind: ClassVar = "decision"
    id: str
    code: str
    transcript: str
    start_char: int
    end_char: int
    outcome: str
    reason: str
    note: str
    by: str
    at: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """A line of the log. `prev` is the id of the event of this layer that came before it, "" for the first."""

    kind: ClassVar = "event"
    id: str
    clock: int
    gesture: str
    verb: str
    on: str
    target: str
    before: Payload
    after: Payload
    prev: str


Line = CodingLine | DoneLine | FlagLine | MemoLine | DecisionLine | EventLine
LineT = TypeVar("LineT", bound=Line)
LINES: Final[tuple[type[Line], ...]] = (CodingLine, DoneLine, FlagLine, MemoLine, DecisionLine, EventLine)


def _text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value and value.isprintable()


def _words(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value and value.encode("utf-8", "replace").decode() == value


def _id(value: object) -> bool:
    return isinstance(value, str) and bool(_ID.fullmatch(value))


def _number(low: int, high: int = 1 << 53) -> Callable[[object], bool]:
    return lambda value: type(value) is int and low <= value < high


_NAMES: Final[Mapping[type, tuple[str, ...]]] = {kind: tuple(field.name for field in fields(kind)) for kind in LINES}

# One name means one thing in every row.
_FITS: Final[Mapping[str, Callable[[object], bool]]] = {
    **dict.fromkeys(("id", "gesture"), _id),
    **dict.fromkeys(("code", "by", "on", "verb", "target", "outcome", "reason", "at", "created_at"), _text),
    **dict.fromkeys(("text", "note"), _words),
    **dict.fromkeys(("end_char", "turn", "revision"), _number(1)),
    **dict.fromkeys(("unsure", "deleted"), lambda value: type(value) is bool),
    **dict.fromkeys(("before", "after"), lambda value: value is None or isinstance(value, dict)),
    "transcript": lambda value: isinstance(value, str) and bool(_KEY.fullmatch(value)),
    "start_char": _number(0),
    "clock": _number(0, _LATEST),
    "replaces": lambda value: value is None or _id(value),
    "prev": lambda value: value == "" or _id(value),
}


def as_fields(line: Line) -> dict[str, Any]:
    """The row as its line in the file says it."""
    return {name: getattr(line, name) for name in _NAMES[type(line)]}


def of_fields(kind: type[LineT], given: object) -> LineT:
    """The row that a line says. ValueError, with the field, where it does not fit."""
    names = _NAMES[kind]
    if not isinstance(given, dict) or given.keys() != set(names):
        raise ValueError(f"a {kind.kind} has the fields {', '.join(names)}")
    for name in names:
        if not _FITS[name](given[name]):
            raise ValueError(f"the {name} of a {kind.kind} does not do")
    return kind(**given)
