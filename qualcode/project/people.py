"""Who codes, and in which rounds: a layer is (coder, round)."""

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.project.events import record
from qualcode.project.ids import new_id
from qualcode.project.store import Store
from qualcode.text import listed, one_line

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class CoderInfo:
    """A coder. `kind` is human, consensus or machine."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class RoundInfo:
    """A pass over the material. `kind` is training, reliability, main or recode; `state` open or closed."""

    id: str
    number: int
    name: str
    kind: str
    unit: str
    state: str
    codebook_revision: int


def list_coders(store: Store) -> list[CoderInfo]:
    """Every coder, in the order they came."""
    return [CoderInfo(*row) for row in store.reader.rows("SELECT id, name, kind FROM coder ORDER BY id")]


def coder_id(store: Store, name: str, create: bool = True) -> str:
    """Id of the coder called `name`, whatever the case of its letters; made if new, or refused without `create`.

    QualcodeError for a name that is empty, longer than 60 characters or holds control characters.
    """
    name = coder_name(name)
    coders = list_coders(store)
    if found := _find(coders, name):
        return found.id
    if not create:
        known = listed([one_line(coder.name) for coder in coders]) or "nobody yet"
        raise QualcodeError(f'There is no coder "{one_line(name)}" in this project. Its coders: {known}.')
    return _add_coder(store, name)


def list_rounds(store: Store) -> list[RoundInfo]:
    """Every round, in order."""
    sql = "SELECT id, number, name, kind, unit, state, codebook_revision FROM round ORDER BY number"
    return [RoundInfo(*row) for row in store.reader.rows(sql)]


def shows_differences(round_: RoundInfo) -> bool:
    """Whether coders may see, while they code, how often they differ. Not where agreement is being measured: it would change."""
    return round_.kind != "reliability"


def round_id(store: Store, name: str | None = None) -> str:
    """Id of the round with this name or number; without one, of the newest open round. QualcodeError where there is none."""
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
    return found.id


def open_round(store: Store, name: str) -> str:
    """Open a new round under the newest codebook revision; gives its id."""
    # Local: only writing pays for SQLModel.
    from qualcode.project.tables import Round

    with store.writer.transaction() as session:
        number = 1 + max((round_.number for round_ in list_rounds(store)), default=0)
        opened = Round(number=number, name=name, codebook_revision=store.revision())
        session.add(opened)
        record(session, None, new_id(), "open", "round", opened.id, None, {"number": number, "name": name})
    return opened.id


def _add_coder(store: Store, name: str) -> str:
    with store.writer.transaction() as session:
        return find_or_add_coder(store, session, name)


def find_or_add_coder(store: Store, session: "Session", name: str) -> str:
    """Id of the coder called `name`, made in this transaction if new. For what makes coders along with their work."""
    # Local: only writing pays for SQLModel.
    from qualcode.project.tables import Coder

    # Looked up under the write lock: another program may have just made the same coder.
    if found := _find(list_coders(store), coder_name(name)):
        return found.id
    coder = Coder(name=coder_name(name))
    session.add(coder)
    record(session, coder.id, new_id(), "add", "coder", coder.id, None, {"name": coder.name, "kind": coder.kind})
    return coder.id


def _find(coders: list[CoderInfo], name: str) -> CoderInfo | None:
    return next((coder for coder in coders if coder.name.casefold() == name.casefold()), None)


def coder_name(name: str) -> str:
    """`name` as it is kept. QualcodeError where it is empty, longer than 60 characters or holds control characters."""
    # Composed, so that the same name typed on a Mac and elsewhere is one coder.
    name = unicodedata.normalize("NFC", name.strip())
    if not 1 <= len(name) <= 60 or not name.isprintable():
        raise QualcodeError(f'"{one_line(name[:60])}" does not do as a coder\'s name: use 1 to 60 plain characters.')
    return name
