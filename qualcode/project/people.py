"""Who codes."""

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.project.events import record
from qualcode.project.ids import new_id
from qualcode.project.store import Store
from qualcode.text import listed, one_line

if TYPE_CHECKING:
    from sqlmodel import Session


CONSENSUS: Final = "consensus"
"""Name and kind of the coder whose layer in a round is what its coders agreed on."""


@dataclass(frozen=True, slots=True)
class CoderInfo:
    """A coder. `kind` is human, consensus or machine."""

    id: str
    name: str
    kind: str


def list_coders(store: Store) -> list[CoderInfo]:
    """Every coder, in the order they came."""
    return [CoderInfo(*row) for row in store.reader.rows("SELECT id, name, kind FROM coder ORDER BY id")]


def consensus_id(store: Store) -> str | None:
    """Id of the consensus; None before anything was decided."""
    return next((coder.id for coder in list_coders(store) if coder.kind == CONSENSUS), None)


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
    name = coder_name(name)
    coder = Coder(name=name, kind=CONSENSUS if name.casefold() == CONSENSUS else "human")
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
