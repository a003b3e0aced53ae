"""The one filter of every listing, report and figure, and the one place where it becomes SQL.

Every query that takes a selection names its tables `coder`, `code`, `round`, `transcript`, `turn` and `speaker`, so that
the conditions here fit all of them. Codes are taken as they are named: a parent code does not bring its children. A group
stands for its codes.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any, TypedDict, Unpack

from qualcode.errors import QualcodeError
from qualcode.project.rounds import hidden_rounds, list_rounds, until
from qualcode.project.store import Store
from qualcode.project.transcripts import find_transcript
from qualcode.text import listed, one_line
from qualcode.transcripts.model import Role

_CONDITIONS = {
    "coders": "coder.name IN (SELECT value FROM json_each(:coders))",
    "rounds": "round.name IN (SELECT value FROM json_each(:rounds))",
    "codes": "code.key IN (SELECT value FROM json_each(:codes))",
    "transcripts": "transcript.name IN (SELECT value FROM json_each(:transcripts))",
    "speakers": "speaker.name IN (SELECT value FROM json_each(:speakers))",
    "roles": "speaker.role IN (SELECT value FROM json_each(:roles))",
    "without_roles": "speaker.role NOT IN (SELECT value FROM json_each(:without_roles))",
}
_TURN_FIELDS = ("transcripts", "speakers", "roles", "without_roles")
_EXISTING = {
    "coders": ("coder", "SELECT name FROM coder ORDER BY id"),
    "rounds": ("round", "SELECT name FROM round ORDER BY number"),
    "codes": ("code", "SELECT key FROM code ORDER BY position"),
    "groups": ("group", "SELECT key FROM code_group ORDER BY id"),
    "speakers": ("speaker", "SELECT name FROM speaker ORDER BY id"),
}
_OF_GROUPS = """
    SELECT code.key FROM code JOIN code_group ON code_group.id = code.group_id
    WHERE NOT code.retired AND code_group.key IN (SELECT value FROM json_each(:groups)) ORDER BY code.position
"""
_SHOWN = 12  # names that exist, listed in a message


class Filters(TypedDict, total=False):
    """The fields of a `Selection` as keyword arguments: one name or several."""

    coders: str | Iterable[str]
    codes: str | Iterable[str]
    groups: str | Iterable[str]
    transcripts: str | Iterable[str]
    speakers: str | Iterable[str]
    roles: str | Iterable[str]
    without_roles: str | Iterable[str]
    rounds: str | Iterable[str]
    where: str | Iterable[str]
    text: str


@dataclass(frozen=True)
class Selection:
    """What is looked at. An empty field means all; `text` is looked for in what was said, whatever its case.

    `where` has conditions on attributes (`age>40`, `transcript.site=north`); all of them must hold.
    """

    coders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    without_roles: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    text: str = ""

    @classmethod
    def of(cls, **filters: Unpack[Filters]) -> "Selection":
        """A selection from keyword arguments; a single name stands for a list of one."""
        text = filters.pop("text", "")
        return cls(text=text, **{name: names(value) for name, value in filters.items()})

    def checked(self, store: Store) -> "Selection":
        """The same with every name as the project has it, the codes of its groups among its codes, and of its speakers and
        transcripts only those that fit `where`.

        Raises QualcodeError on a name that the project does not have, and where nobody fits.
        """
        known = {field: (noun, [str(row[0]) for row in store.reader.rows(query)]) for field, (noun, query) in _EXISTING.items()}
        known |= dict.fromkeys(("roles", "without_roles"), ("role", [str(role) for role in Role]))
        found: dict[str, Any] = {
            field: tuple(_named(name, *there) for name in getattr(self, field)) for field, there in known.items()
        }
        found["codes"] += _codes_of(store, found["groups"])
        found["transcripts"] = tuple(find_transcript(store, name).name for name in self.transcripts)
        if self.where:
            # Local: most questions ask for no attributes.
            from qualcode.analysis.attributes import fitting

            fit = fitting(store, self.where)
            found["speakers"] = _both(found["speakers"], fit.get("speaker"), self.where)
            found["transcripts"] = _both(found["transcripts"], fit.get("transcript"), self.where)
        return replace(self, **found)

    def shown(self, store: Store) -> "Selection":
        """The same, checked, without the rounds that are blind now. Raises QualcodeError where nothing else was asked for."""
        chosen = self.checked(store)
        if not (hidden := hidden_rounds(store)):
            return chosen
        names = {round_.name for round_ in hidden}
        asked = chosen.rounds or tuple(round_.name for round_ in list_rounds(store))
        if not (rounds := tuple(name for name in asked if name not in names)):
            raise QualcodeError(" ".join(until(store, round_) for round_ in hidden if round_.name in asked))
        return replace(chosen, rounds=rounds)

    def turns(self) -> str:
        """SQL condition on `transcript` and `speaker`."""
        return self._where(_TURN_FIELDS)

    def codings(self) -> str:
        """SQL condition on all six tables. The consensus says again what its coders said: it is listed where it is named."""
        return self._where(tuple(_CONDITIONS)) + ("" if self.coders else " AND coder.kind <> 'consensus'")

    def params(self) -> dict[str, str]:
        """The named parameters of all conditions: each list as one JSON text."""
        return {field.name: json.dumps(getattr(self, field.name)) for field in fields(self) if field.name in _CONDITIONS}

    def says(self, said: str) -> bool:
        """Whether `text` occurs in `said`. Not done in SQL: SQLite folds the case of ASCII only."""
        return self.text.casefold() in said.casefold()

    def _where(self, names: tuple[str, ...]) -> str:
        return " AND ".join(_CONDITIONS[name] for name in names if getattr(self, name)) or "TRUE"


def _both(named: tuple[str, ...], fit: list[str] | None, where: tuple[str, ...]) -> tuple[str, ...]:
    """Those named (all, if none are) that fit, too."""
    if fit is None:
        return named
    if not (both := tuple(name for name in fit if not named or name in named)):
        raise QualcodeError(f"Nobody named fits {listed([one_line(each) for each in where])}. Name others, or nobody.")
    return both


def names(value: object) -> tuple[str, ...]:
    """A single name as a list of one."""
    return (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]


def _codes_of(store: Store, groups: tuple[str, ...]) -> tuple[str, ...]:
    codes = tuple(str(row[0]) for row in store.reader.rows(_OF_GROUPS, groups=json.dumps(groups)))
    if groups and not codes:
        raise QualcodeError(f"No code of the codebook belongs to {listed([one_line(group) for group in groups], 'or')}.")
    return codes


def _named(name: str, noun: str, known: list[str]) -> str:
    """`name` as it stands among `known`, whatever the case of its letters."""
    if name in known:
        return name
    folded = {each.casefold(): each for each in known}
    if name.casefold() in folded:
        return folded[name.casefold()]
    close = get_close_matches(name.casefold(), folded, n=1)
    remedy = f'Did you mean "{one_line(folded[close[0]])}"?' if close else _known(noun, known)
    raise QualcodeError(f'There is no {noun} "{one_line(name)}" in this project. {remedy}')


def _known(noun: str, known: list[str]) -> str:
    if not known:
        return f"It has no {noun} yet."
    shown = [one_line(name) for name in known[:_SHOWN]]
    more = [f"{len(known) - _SHOWN} more"] if len(known) > _SHOWN else []
    return f"It has {listed(shown + more)}."
