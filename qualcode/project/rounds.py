"""Rounds: passes over the material, what coders owe in them, and which of them are blind.

In a blind round nobody is shown what others did. It stays so until every coder assigned is done with what they owe, the
round is closed, or somebody opens it early and says why. Whatever lists, counts or exports several layers asks here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import QualcodeError
from qualcode.project.duty import Duty
from qualcode.project.events import record
from qualcode.project.ids import new_id
from qualcode.project.layers import DONE_HERE
from qualcode.project.people import find_or_add_coder
from qualcode.project.store import Store
from qualcode.text import listed, one_line

if TYPE_CHECKING:
    from sqlmodel import Session

KINDS: Final = ("training", "reliability", "main", "recode")
UNITS: Final = ("turn", "sentence", "character")

_ROUNDS = "SELECT id, number, name, kind, unit, state, codebook_revision, blind, opened_early FROM round ORDER BY number"
_ASSIGNED = """
    SELECT coder.id AS coder_id, coder.name AS coder, transcript.id AS transcript_id, transcript.name AS transcript
      FROM assignment JOIN coder ON coder.id = assignment.coder_id JOIN transcript ON transcript.id = assignment.transcript_id
     WHERE assignment.round_id = :round_id ORDER BY coder.id, assignment.position
"""
_AT_WORK = """
    SELECT name FROM coder
     WHERE id IN (SELECT coder_id FROM assignment WHERE round_id = :round_id)
        OR EXISTS (SELECT 1 FROM coding WHERE coder_id = coder.id AND round_id = :round_id)
        OR EXISTS (SELECT 1 FROM done WHERE coder_id = coder.id AND round_id = :round_id)
"""
_EVERYWHERE = {"start": 0, "end": 2**62}


@dataclass(frozen=True, slots=True)
class RoundInfo:
    """A pass over the material. `kind` is one of KINDS, `state` open or closed; `opened_early` says why a blind round may
    be looked into before everybody is done ("" while it may not)."""

    id: str
    number: int
    name: str
    kind: str
    unit: str
    state: str
    codebook_revision: int
    blind: bool
    opened_early: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What a coder was given to do in a round: turns of one transcript (those of the sample, if one was drawn)."""

    coder: str
    transcript: str
    turns: int
    done: int


def list_rounds(store: Store) -> list[RoundInfo]:
    """Every round, in order."""
    return [RoundInfo(**{**row, "blind": bool(row["blind"])}) for row in store.reader.rows(_ROUNDS)]


def find_round(store: Store, name: str | None = None) -> RoundInfo:
    """The round with this name or number; without one, the newest open round. QualcodeError where there is none."""
    rounds = list_rounds(store)
    if name is None:
        found = next((round_ for round_ in reversed(rounds) if round_.state == "open"), None)
        wanted = "open round"
    else:
        found = next((round_ for round_ in rounds if name in {round_.name, str(round_.number)}), None)
        wanted = f'round "{one_line(name)}"'
    if found is None:
        known = listed([f"{one_line(round_.name)} ({round_.state})" for round_ in rounds])
        raise QualcodeError(f"There is no {wanted} in this project. Its rounds: {known}.")
    return found


def open_round(
    store: Store,
    name: str,
    *,
    kind: str = "main",
    unit: str = "turn",
    blind: bool = False,
    assigned: Mapping[str, Sequence[str]] = MappingProxyType({}),
    sample: Collection[str] = (),
    seed: int | None = None,
) -> str:
    """Open a new round under the newest codebook revision; gives its id.

    `assigned` has ids of transcripts, in order, by the coder who owes them; of these only the turns of `sample`, drawn with
    `seed`, if it has any. QualcodeError for a name that is taken or empty.
    """
    # Local: only writing pays for SQLModel.
    from qualcode.project.tables import Round, Sample

    name = _round_name(store, name)
    about: dict[str, Any] = {"name": name, "kind": kind, "unit": unit, "blind": blind}
    with store.writer.transaction() as session:
        number = 1 + max((round_.number for round_ in list_rounds(store)), default=0)
        opened = Round(number=number, codebook_revision=store.revision(), **about)
        session.add(opened)
        drawn = {"sample": len(sample), "seed": seed} if sample else {}
        record(session, None, new_id(), "open", "round", opened.id, None, {"number": number, **about, **drawn})
        session.add_all(Sample(round_id=opened.id, turn_id=turn_id) for turn_id in sample)
        for coder, transcripts in assigned.items():
            _assign(session, store, opened.id, coder, transcripts)
    return opened.id


def assign(store: Store, round_: RoundInfo, coder: str, transcripts: Sequence[str]) -> None:
    """Give a coder these transcripts (ids) to do in a round, in this order, instead of what they owed so far."""
    if round_.state == "closed":
        raise QualcodeError(f'The round "{one_line(round_.name)}" is closed. Assign work in an open one.')
    with store.writer.transaction() as session:
        _assign(session, store, round_.id, coder, transcripts)


def close_round(store: Store, name: str) -> RoundInfo:
    """Close a round: nothing in it can be changed any more, and what is in it may be seen. Closing it again does nothing."""
    found = find_round(store, name)
    if found.state == "open":
        _change(store, found, "close", "state", "closed")
    return find_round(store, found.name)


def open_early(store: Store, name: str, why: str) -> RoundInfo:
    """Let a blind round be looked into although not everybody is done. The reason goes into the log and every report."""
    found, why = find_round(store, name), " ".join(why.split())
    if not why:
        raise QualcodeError(f'Say why "{one_line(found.name)}" is opened early: the reason stands in the log and in the report.')
    if not hidden(store, found):
        raise QualcodeError(f'The round "{one_line(found.name)}" is not blind, or not any more: its codings can be seen already.')
    _change(store, found, "open early", "opened_early", why)
    return find_round(store, found.name)


def owed(store: Store, round_: RoundInfo) -> list[Owed]:
    """What was assigned in a round, by coder and in the order given, with how much of it is done."""
    return [
        Owed(row["coder"], row["transcript"], *_turns_owed(store, round_, row["coder_id"], row["transcript_id"]))
        for row in store.reader.rows(_ASSIGNED, round_id=round_.id)
    ]


def hidden(store: Store, round_: RoundInfo) -> bool:
    """Whether the round is blind now: nobody may be shown what others did in it."""
    if not round_.blind or round_.state == "closed" or round_.opened_early:
        return False
    todo = owed(store, round_)
    return not todo or any(each.done < each.turns for each in todo)


def hidden_rounds(store: Store) -> list[RoundInfo]:
    """The rounds that are blind now."""
    return [round_ for round_ in list_rounds(store) if hidden(store, round_)]


def shows_differences(round_: RoundInfo) -> bool:
    """Whether coders may see, while they code, how often they differ. Not where agreement is measured: it would change."""
    return not round_.blind and round_.kind != "reliability"


def at_work(store: Store, round_: RoundInfo) -> set[str]:
    """Names of the coders who owe or have done anything in a round."""
    return {row["name"] for row in store.reader.rows(_AT_WORK, round_id=round_.id)}


def coders_in_hiding(store: Store) -> set[str]:
    """Names of the coders who owe or have done anything in a round that is blind now."""
    return {name for round_ in hidden_rounds(store) for name in at_work(store, round_)}


def hidden_among(store: Store, names: Iterable[str]) -> list[RoundInfo]:
    """Those of the rounds named (all, if none are) that are blind now."""
    asked = {name.casefold() for name in names}
    return [round_ for round_ in hidden_rounds(store) if not asked or round_.name.casefold() in asked]


def until(store: Store, round_: RoundInfo) -> str:
    """Why a hidden round is, and until when: one sentence."""
    late = dict.fromkeys(one_line(each.coder) for each in owed(store, round_) if each.done < each.turns)
    done = f"{listed(list(late))} {'is' if len(late) == 1 else 'are'} done or " if late else ""
    return f'Round "{one_line(round_.name)}" is blind until {done}it is closed: what was coded in it is left out.'


def _turns_owed(store: Store, round_: RoundInfo, coder_id: str, transcript_id: str) -> tuple[int, int]:
    """(turns owed, those of them that are done)."""
    place = {"coder_id": coder_id, "round_id": round_.id, "transcript_id": transcript_id}
    turns = store.reader.value("SELECT max(number) FROM turn WHERE transcript_id = :id", id=transcript_id) or 0
    duty = Duty(store.reader, coder_id, round_.id, store.no_coding)
    numbers = set(range(1, turns + 1)).difference(duty.spared(transcript_id, 1, turns))
    done = {row[0] for row in store.reader.rows(DONE_HERE, **place, **_EVERYWHERE)}
    return len(numbers), len(numbers & done)


def _assign(session: "Session", store: Store, round_id: str, coder: str, transcripts: Sequence[str]) -> None:
    # Local: only writing pays for SQLModel.
    from sqlmodel import col, select

    from qualcode.project.tables import Assignment

    coder_id = find_or_add_coder(store, session, coder)
    theirs = select(Assignment).where(Assignment.coder_id == coder_id, Assignment.round_id == round_id)
    before = list(session.exec(theirs.order_by(col(Assignment.position))))
    for row in before:
        session.delete(row)
    session.flush()
    given = list(dict.fromkeys(transcripts))
    session.add_all(
        Assignment(coder_id=coder_id, round_id=round_id, transcript_id=transcript_id, position=position)
        for position, transcript_id in enumerate(given)
    )
    was = {"transcripts": [row.transcript_id for row in before]} if before else None
    record(session, coder_id, new_id(), "assign", "round", round_id, was, {"transcripts": given})


def _change(store: Store, round_: RoundInfo, verb: str, field: str, value: str) -> None:
    # Local: only writing pays for SQLModel.
    from qualcode.project.tables import Round

    with store.writer.transaction() as session:
        row = session.get_one(Round, round_.id)
        before = getattr(row, field)
        setattr(row, field, value)
        record(session, None, new_id(), verb, "round", round_.id, {field: before}, {field: value})


def _round_name(store: Store, name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 40 or not name.isprintable() or name.isdigit():
        raise QualcodeError(f'"{one_line(name[:40])}" does not do as a round\'s name: use 1 to 40 characters, not only digits.')
    if any(round_.name.casefold() == name.casefold() for round_ in list_rounds(store)):
        raise QualcodeError(f'There is a round "{one_line(name)}" already. Give the new one another name.')
    return name
