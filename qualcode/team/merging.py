"""Merging: layer files come into the project, all of them or none, and only their author's own work can change by them.

What is read, decided and written lies in one transaction, so that nobody's change gets lost in between.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.project.events import record
from qualcode.project.ids import new_id
from qualcode.project.people import coder_name
from qualcode.project.rounds import hidden_rounds
from qualcode.project.store import Store
from qualcode.team.fitting import check_fit
from qualcode.team.layer_file import Layer, read
from qualcode.team.layer_rows import EventLine
from qualcode.team.layer_union import Changes, changes
from qualcode.team.layer_writing import find_places, write
from qualcode.team.names import Ask, Names
from qualcode.text import one_line

if TYPE_CHECKING:
    from sqlmodel import Session

_EXCLUSIVE = """
    SELECT code.key, code_group.key AS group_key FROM code JOIN code_group ON code_group.id = group_id WHERE exclusive
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a layer file changes here. Numbers are of what is new here, `taken_off` of codings that went; `foreign` are rows
    that belong to somebody else here and were left out.

    While the round is blind the numbers are None and there are no conflicts: they would tell what others did.
    """

    file: str
    coder: str
    round: str
    changed: bool
    codings: int | None
    taken_off: int | None
    done: int | None
    flags: int | None
    memos: int | None
    decisions: int | None
    foreign: int
    conflicts: tuple[str, ...]


def merge(
    store: Store, files: Sequence[Path], *, dry_run: bool = False, coder: str | None = None, backup: bool = True
) -> list[Merged]:
    """Take layer files in, one after another in one transaction; with `dry_run` only tell what that would change.

    `coder` is whose work it is, where that is not the one named in the files. A backup is made before the first
    change, unless there is nothing yet to keep.
    QualcodeError, and nothing changed, where a file is damaged or does not fit this project.
    """
    given = [_Given(path.name, *_read(path, coder)) for path in files]
    hidden = {round_.name.casefold() for round_ in hidden_rounds(store)}
    done: list[Merged] = []
    declared: dict[str, int] = {}
    back_up = _once(store.back_up) if backup and not dry_run else _nothing
    with suppress(_TakenBackError), store.writer.transaction(declared) as session:
        merging = _Merging(session, declared, store.id, hidden, back_up)
        done += [merging.take_in(each) for each in given]
        if dry_run:
            raise _TakenBackError
    return done


class _TakenBackError(Exception):
    """Ends the transaction of a dry run."""


@dataclass(frozen=True)
class _Given:
    file: str
    layer: Layer
    sha256: str


def _read(path: Path, coder: str | None) -> tuple[Layer, str]:
    with layout.plain_file_errors(path):
        content = path.read_bytes()
    layer = read(content, path.name)
    name = coder_name(coder or layer.coder.name)
    return replace(layer, coder=replace(layer.coder, name=name)), hashlib.sha256(content).hexdigest()


def _once(act: Callable[[], None]) -> Callable[[], None]:
    done: list[bool] = []

    def first_time() -> None:
        if not done:
            act()
            done.append(True)

    return first_time


def _nothing() -> None:
    pass


class _Merging:
    """The transaction of one merge. Files of it see what those before them brought."""

    def __init__(
        self, session: "Session", declared: dict[str, int], project: str, hidden: set[str], back_up: Callable[[], None]
    ) -> None:
        self._session, self._declared, self._project, self._hidden = session, declared, project, hidden
        self._back_up = back_up
        self._gesture = new_id()

    def take_in(self, given: _Given) -> Merged:
        """Write what one file changes."""
        layer = given.layer
        places = find_places(self._ask({}), layer)
        ask = self._ask({"coder_id": places.coder_id, "round_id": places.round_id})
        names = Names(ask, places.round_id, layer.round.name)
        revisions = {row["sha256"]: row["number"] for row in ask("SELECT number, sha256 FROM codebook_revision ORDER BY number")}
        check_fit(layer, given.file, names, self._project, revisions)
        exclusive = {row["key"]: row["group_key"] for row in ask(_EXCLUSIVE)}
        found = changes(names, layer, {head.number: revisions[head.sha256] for head in layer.codebook}, exclusive)
        _check_author(given, found)
        if found.any:
            if places.closed:
                raise QualcodeError(
                    f'{one_line(given.file)} has work in the round "{one_line(layer.round.name)}", which is closed here: nothing '
                    "in it can be changed any more."
                )
            self._back_up()
            heads = write(self._session, names, layer, places, found)
            self._declared[places.coder_id] = self._declared.get(places.coder_id, 0) + found.live
            about: dict[str, Any] = {"round_id": places.round_id, "file_sha256": given.sha256, "heads": heads}
            about |= {"twins": True} if found.twins else {}
            record(self._session, None, self._gesture, "merge", "coder", places.coder_id, None, about)
        blind = layer.round.name.casefold() in self._hidden or (places.new_round and layer.round.blind)
        return _told(given, found, blind)

    def _ask(self, layer: Mapping[str, str]) -> Ask:
        connection = self._session.connection()
        return lambda sql, **params: list(connection.execute(text(sql), {**layer, **params}).mappings())


def _check_author(given: _Given, found: Changes) -> None:
    rows = len(given.layer.lines) - len(given.layer.of(EventLine))
    if found.foreign and found.foreign == rows:
        raise QualcodeError(
            f"Nothing in {one_line(given.file)} is {one_line(given.layer.coder.name)}'s: all of it belongs to somebody else here."
        )


def _told(given: _Given, found: Changes, blind: bool) -> Merged:
    numbers = {
        "codings": sum(not line.deleted for line in found.codings.new),
        "taken_off": len(found.codings.gone),
        "done": sum(not line.deleted for line in found.done.new),
        "flags": sum(not line.deleted for line in found.flags.new),
        "memos": sum(not memo.deleted for memo in found.memos),
        "decisions": sum(not line.deleted for line in found.decisions.new),
    }
    return Merged(
        file=given.file,
        coder=given.layer.coder.name,
        round=given.layer.round.name,
        changed=found.any,
        foreign=found.foreign,
        conflicts=() if blind else found.conflicts,
        **dict.fromkeys(numbers) if blind else numbers,
    )
