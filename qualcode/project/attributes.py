"""Attributes of speakers and transcripts: which there are, who has which, and setting them.

Values lie with their speaker or transcript and travel with them. Their kind follows from the values themselves; project.yaml
may say otherwise, which is what choices need.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.project.attribute_kinds import KINDS, Attribute, Owner, Value, inferred, named, said
from qualcode.project.events import Step, record_steps
from qualcode.project.ids import new_id
from qualcode.project.naming import matching
from qualcode.project.speakers import list_speakers
from qualcode.project.store import Store
from qualcode.project.transcripts import list_transcripts
from qualcode.text import listed, one_line

if TYPE_CHECKING:
    from sqlmodel import Session

    from qualcode.project.tables import Speaker, Transcript

OWNERS: tuple[Owner, ...] = ("speaker", "transcript")
_IN_META = "attributes"  # of a transcript's `meta`, which holds other things, too
_COLUMN = {"speaker": "attributes", "transcript": "meta"}


@dataclass(frozen=True)
class AttributeTable:
    """The attributes of all speakers, or of all transcripts: by name of the owner and of the attribute.

    Every owner is there, in the order of the project; an attribute without a value is not.
    """

    owner: Owner
    attributes: tuple[Attribute, ...]
    values: dict[str, dict[str, Value]]

    def find(self, name: str) -> Attribute | None:
        """The attribute called so, whatever the case of its letters."""
        return next((each for each in self.attributes if each.name.casefold() == name.casefold()), None)


def attribute_table(store: Store, owner: Owner) -> AttributeTable:
    """Everything known of all speakers, or of all transcripts.

    QualcodeError where project.yaml declares what the values do not fit.
    """
    rows = store.reader.rows(f"SELECT name, {_COLUMN[owner]} FROM {owner}")
    stored = {row[0]: _attributes_in(owner, json.loads(row[1])) for row in rows}
    listed_owners = list_speakers(store) if owner == "speaker" else list_transcripts(store)
    values = {each.name: stored.get(each.name, {}) for each in listed_owners}
    attributes = _attributes(store, owner, values)
    typed = {
        name: {each.name: _as_declared(each, theirs[each.name], name) for each in attributes if each.name in theirs}
        for name, theirs in values.items()
    }
    return AttributeTable(owner, attributes, typed)


def find_owner(table: AttributeTable, name: str) -> str:
    """The speaker or transcript called `name`, or the only one that has it as a part. QualcodeError where there is none."""
    found = matching(name, table.values)
    if len(found) == 1:
        return found[0]
    if found:
        raise QualcodeError(f'"{one_line(name)}" could be {listed([one_line(each) for each in found[:12]], "or")}.')
    known = listed([one_line(each) for each in list(table.values)[:12]]) or "none yet"
    raise QualcodeError(f'There is no {table.owner} "{one_line(name)}". The project has {known}.')


def set_attribute(store: Store, name: str, key: str, text: str) -> tuple[Attribute, bool]:
    """Set one attribute of a speaker, or with a key like `transcript.site` of a transcript; "" takes it away.

    Gives the attribute, and whether it is new: then it has the kind of its value. QualcodeError, and nothing changed, where
    the value does not fit.
    """
    owner, wanted = named(key)
    table = attribute_table(store, owner)
    known = table.find(wanted)
    attribute = known or Attribute(owner, wanted, inferred([" ".join(text.split())]))
    try:
        value = attribute.value(text) if text.strip() else None
    except QualcodeError as wrong:
        raise QualcodeError(f"{wrong}. `qualcode attributes declare` gives an attribute another kind.") from wrong
    set_attributes(store, owner, {find_owner(table, name): {attribute.name: value}})
    return attribute, known is None and value is not None


def set_attributes(store: Store, owner: Owner, values: Mapping[str, Mapping[str, Value | None]]) -> int:
    """Set values that fit (None takes one away), all in one gesture; gives how many were changed."""
    with store.writer.transaction() as session:
        steps = [_change(session, owner, row, values[row.name]) for row in _rows(session, owner, list(values))]
        record_steps(session, None, new_id(), [step for step in steps if step])
    return sum(len(step.after or {}) for step in steps if step)


def _rows(session: "Session", owner: Owner, names: list[str]) -> "Sequence[Speaker | Transcript]":
    # Local: only writing pays for SQLModel.
    from sqlmodel import col, select

    from qualcode.project.tables import Speaker, Transcript

    if owner == "speaker":
        return session.exec(select(Speaker).where(col(Speaker.name).in_(names))).all()
    return session.exec(select(Transcript).where(col(Transcript.name).in_(names))).all()


def declare(store: Store, key: str, kind: str, choices: Sequence[str] = ()) -> Attribute:
    """Say in project.yaml of which kind an attribute is. QualcodeError, and nothing changed, where a value does not fit."""
    # Local: YAML costs 50 ms.
    from qualcode.project.project_file import read_attributes, write_attributes

    owner, name = named(key)
    if kind not in KINDS or (kind == "choice") != bool(choices):
        raise QualcodeError(f"An attribute is {listed(list(KINDS), 'or')}, and a choice, and only that, names its values.")
    table = attribute_table(store, owner)
    known = table.find(name)
    attribute = Attribute(owner, known.name if known else name, kind, tuple(dict.fromkeys(choices)))
    for who, theirs in table.values.items():
        if attribute.name in theirs:
            _as_declared(attribute, theirs[attribute.name], who)
    declared = read_attributes(store.folder)
    declared.setdefault(owner, {})[attribute.name] = list(attribute.choices) if choices else kind
    write_attributes(store.folder, declared)
    return attribute


def _attributes(store: Store, owner: Owner, values: Mapping[str, Mapping[str, Value]]) -> tuple[Attribute, ...]:
    """Those declared first, then those that anybody has."""
    # Local: YAML costs 50 ms.
    from qualcode.project.project_file import read_attributes

    found = {
        name: Attribute(owner, name, "choice", tuple(kind)) if isinstance(kind, list) else Attribute(owner, name, kind)
        for name, kind in read_attributes(store.folder).get(owner, {}).items()
    }
    for name in dict.fromkeys(name for theirs in values.values() for name in theirs):
        if name not in found:
            kind = inferred(theirs[name] for theirs in values.values() if name in theirs)
            found[name] = Attribute(owner, name, kind)
    return tuple(found.values())


def _as_declared(attribute: Attribute, value: Value, who: str) -> Value:
    try:
        return attribute.value(said(value))
    except QualcodeError as wrong:
        raise QualcodeError(f"{one_line(who)}: {wrong}. Put the value or the kind in {layout.PROJECT_FILE} right.") from wrong


def _change(session: "Session", owner: Owner, row: "Speaker | Transcript", new: Mapping[str, Value | None]) -> Step | None:
    stored = getattr(row, _COLUMN[owner])
    there = _attributes_in(owner, stored)
    changed = [name for name, value in new.items() if (type(value), value) != (type(there.get(name)), there.get(name))]
    if not changed:
        return None
    kept = {name: value for name, value in (there | dict(new)).items() if value is not None}
    setattr(row, _COLUMN[owner], kept if owner == "speaker" else stored | {_IN_META: kept})
    session.add(row)
    return Step("set", owner, row.id, {name: there.get(name) for name in changed}, {name: new[name] for name in changed})


def _attributes_in(owner: Owner, stored: Mapping[str, Any]) -> dict[str, Value]:
    return dict(stored if owner == "speaker" else stored.get(_IN_META, {}))
