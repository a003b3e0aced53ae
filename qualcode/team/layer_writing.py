"""Writing what a layer file changes: rows under this project's ids, and the log with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlmodel import SQLModel, insert

from qualcode.project.checksums import coding_checksum
from qualcode.project.events import record
from qualcode.project.ids import new_id
from qualcode.project.people import coder_name
from qualcode.project.tables import Coder, Coding, Decision, Done, Event, Flag, Memo, Round
from qualcode.team.layer_file import Layer
from qualcode.team.layer_rows import DecisionLine, as_fields
from qualcode.team.layer_union import Changes
from qualcode.team.log_lines import chained
from qualcode.team.names import Ask, Names

if TYPE_CHECKING:
    from sqlmodel import Session

_NEWEST = "SELECT (SELECT max(number) FROM round) AS number, (SELECT max(number) FROM codebook_revision) AS revision"


@dataclass(frozen=True)
class Places:
    """Whose layer it is here, and in which round; ids of what is yet to be made are those of the file, where nothing has them."""

    coder_id: str
    round_id: str
    new_coder: bool
    new_round: bool
    closed: bool


def find_places(ask: Ask, layer: Layer) -> Places:
    """A coder is who is called so, whatever the case of the letters, and a round what is called so: on every computer."""
    coders = {row["name"].casefold(): row["id"] for row in ask("SELECT id, name FROM coder")}
    rounds = {row["name"].casefold(): row for row in ask("SELECT id, name, state FROM round")}
    coder_id, round_ = coders.get(layer.coder.name.casefold()), rounds.get(layer.round.name.casefold())
    taken = {*coders.values(), *(row["id"] for row in rounds.values())}
    return Places(
        coder_id or (new_id() if layer.coder.id in taken else layer.coder.id),
        round_["id"] if round_ else (new_id() if layer.round.id in taken else layer.round.id),
        coder_id is None,
        round_ is None,
        bool(round_ and round_["state"] == "closed"),
    )


def write(session: "Session", names: Names, layer: Layer, places: Places, found: Changes) -> list[str]:
    """Write the rows and their events; gives the checksums of the events in which the coder's chains end now."""
    _make_places(session, names.ask, layer, places)
    owner = {"coder_id": places.coder_id, "round_id": places.round_id}
    _insert(session, Coding, [_coding(as_fields(line), names, owner) for line in found.codings.new])
    _insert(session, Done, [_turn_mark(as_fields(line), names, owner) for line in found.done.new])
    _insert(session, Flag, [_turn_mark(as_fields(line), names, owner) for line in found.flags.new])
    _insert(session, Decision, [_decision(as_fields(line), names, owner) for line in found.decisions.new])
    for table, union in (("coding", found.codings), ("done", found.done), ("flag", found.flags), ("decision", found.decisions)):
        _execute(session, f"UPDATE {table} SET deleted = TRUE WHERE id = :id", [{"id": id} for id in union.gone])
    _write_memos(session, names, places.coder_id, found)
    log = chained(names, places.coder_id, found.events)
    _insert(session, Event, log.rows)
    return log.heads


def _make_places(session: "Session", ask: Ask, layer: Layer, places: Places) -> None:
    if places.new_coder:
        _add_coder(session, Coder(id=places.coder_id, name=layer.coder.name, kind=layer.coder.kind))
    there = {row["name"].casefold() for row in ask("SELECT name FROM coder")}
    for name in dict.fromkeys(line.by for line in layer.of(DecisionLine)):
        if name.casefold() not in there:
            _add_coder(session, Coder(name=coder_name(name)))
            there.add(name.casefold())
    if places.new_round:
        [newest] = ask(_NEWEST)
        head = layer.round
        about: dict[str, Any] = {"name": head.name, "kind": head.kind, "unit": head.unit, "blind": head.blind}
        number = 1 + (newest["number"] or 0)
        session.add(Round(id=places.round_id, number=number, codebook_revision=newest["revision"], **about))
        record(session, None, new_id(), "open", "round", places.round_id, None, {"number": number, **about})
    session.flush()


def _add_coder(session: "Session", coder: Coder) -> None:
    session.add(coder)
    record(session, coder.id, new_id(), "add", "coder", coder.id, None, {"name": coder.name, "kind": coder.kind})


def _coding(fields: dict[str, Any], names: Names, owner: Mapping[str, str]) -> dict[str, Any]:
    coding = _placed(fields, names, owner)
    return coding | {"checksum": coding_checksum(coding)}


def _placed(fields: dict[str, Any], names: Names, owner: Mapping[str, str]) -> dict[str, Any]:
    """A row on a place of a transcript, under the ids it has here."""
    code_id, transcript_id = names.code_ids[fields.pop("code")], names.transcript_ids[fields.pop("transcript")]
    return {**fields, **owner, "code_id": code_id, "transcript_id": transcript_id}


def _decision(fields: dict[str, Any], names: Names, owner: Mapping[str, str]) -> dict[str, Any]:
    decider = names.coder_ids[fields.pop("by").casefold()]
    return {**_placed(fields, names, owner), "coder_id": decider}


def _turn_mark(fields: dict[str, Any], names: Names, owner: Mapping[str, str]) -> dict[str, Any]:
    turn = f"{fields.pop('transcript')}:{fields.pop('turn')}"
    return {**fields, **owner, "turn_id": names.turn_ids[turn]}


def _write_memos(session: "Session", names: Names, coder_id: str, found: Changes) -> None:
    known = {row["id"] for row in names.ask("SELECT id FROM memo WHERE coder_id = :coder_id")}
    rows = [
        {
            "id": memo.id, "coder_id": coder_id, "target_kind": memo.on, "target_id": names.id(memo.on, memo.target),
            "text": memo.text, "clock": memo.clock, "deleted": memo.deleted,
        }
        for memo in found.memos
    ]  # fmt: skip
    _insert(session, Memo, [row for row in rows if row["id"] not in known])
    sql = "UPDATE memo SET text = :text, clock = :clock, deleted = :deleted WHERE id = :id"
    _execute(session, sql, [row for row in rows if row["id"] in known])


def _insert(session: "Session", table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(table), rows)


def _execute(session: "Session", sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        session.connection().execute(text(sql), rows)
