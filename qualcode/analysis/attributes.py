"""Attributes in questions: what is known of who speaks where, and who fits a condition like `age>40` or `role=nurse|doctor`."""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from qualcode.errors import QualcodeError
from qualcode.project.attribute_kinds import OPERATORS, Attribute, Owner, Value, named, said
from qualcode.project.attributes import AttributeTable, attribute_table
from qualcode.project.store import Store
from qualcode.text import listed, one_line

_CONDITION = re.compile(rf"\s*([^=!<>~]*?)\s*({'|'.join(OPERATORS)})\s*(.*?)\s*", re.DOTALL)
_SIZES: dict[str, Callable[[Value, Value], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """`wanted` are the values on the right: one, or several with | between them. None for nothing: "has no value"."""

    attribute: Attribute
    operator: str
    wanted: tuple[Value | None, ...]

    def fits(self, value: Value | None) -> bool:
        """Whether a speaker or transcript with this value (None: without one) fits. Who has none is neither = nor !=."""
        if self.wanted == (None,):
            return (value is None) == (self.operator == "=")
        if value is None:
            return False
        alike = any(_same(value, wanted) for wanted in self.wanted)
        if self.operator in {"=", "!="}:
            return alike == (self.operator == "=")
        [wanted] = self.wanted
        if wanted is None:
            return False
        if self.operator == "~":
            return said(wanted).casefold() in said(value).casefold()
        return _SIZES[self.operator](value, wanted)


def known_of(store: Store) -> Callable[[str, str], dict[str, Value | None]]:
    """What is known of a speaker in a transcript, by their names: every attribute (`age`, `transcript.site`) or None."""
    speakers, transcripts = attribute_table(store, "speaker"), attribute_table(store, "transcript")

    @cache
    def known(speaker: str, transcript: str) -> dict[str, Value | None]:
        of_both = ((speakers, speaker), (transcripts, transcript))
        return {each.key: table.values[name].get(each.name) for table, name in of_both for each in table.attributes}

    return known


def fitting(store: Store, conditions: Sequence[str]) -> dict[Owner, list[str]]:
    """Names of the speakers that fit all conditions on speakers, and of the transcripts likewise; no entry without any.

    QualcodeError on a condition that cannot be read, and where nobody fits.
    """
    tables: dict[Owner, AttributeTable] = {}
    found: dict[Owner, list[str]] = {}
    for text in conditions:
        condition = _read(store, text, tables)
        owner = condition.attribute.owner
        values = tables[owner].values
        there = found.get(owner, list(values))
        found[owner] = [name for name in there if condition.fits(values[name].get(condition.attribute.name))]
        if not found[owner]:
            also = " and the conditions before it" if len(there) < len(values) else ""
            raise QualcodeError(f'No {owner} fits "{one_line(text)}"{also}. `qualcode attributes` lists who has which.')
    return found


def _read(store: Store, text: str, tables: dict[Owner, AttributeTable]) -> Condition:
    match = _CONDITION.fullmatch(text)
    if not match or not match[1]:
        raise QualcodeError(f'"{one_line(text)}" is no condition. Write age>40, role=nurse, role!=nurse or note~words.')
    owner, name = named(match[1])
    if owner not in tables:
        tables[owner] = attribute_table(store, owner)
    attribute = tables[owner].find(name)
    if attribute is None:
        raise QualcodeError(_unknown(name, tables[owner]))
    return Condition(attribute, match[2], _wanted(attribute, match[2], match[3]))


def _wanted(attribute: Attribute, sign: str, text: str) -> tuple[Value | None, ...]:
    if sign in _SIZES and attribute.kind not in {"number", "date"}:
        name = one_line(attribute.key)
        raise QualcodeError(f"{name} is {attribute.told}: {sign} goes with numbers and dates. Use {name}=… or {name}~….")
    if sign == "~":
        return (text,)
    if not text and sign in {"=", "!="}:
        return (None,)
    try:
        return tuple(attribute.value(part) for part in (text.split("|") if sign in {"=", "!="} else [text]))
    except QualcodeError as wrong:
        raise QualcodeError(f"{wrong}. Correct the condition {one_line(attribute.key)}{sign}{one_line(text)}.") from wrong


def _same(value: Value, wanted: Value | None) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return value.casefold() == wanted.casefold()
    return value == wanted


def _unknown(name: str, table: AttributeTable) -> str:
    known = {each.name.casefold(): one_line(each.key) for each in table.attributes}
    near = get_close_matches(name.casefold(), known, n=1)
    there = listed(list(known.values())) or "none yet"
    remedy = f'Did you mean "{known[near[0]]}"?' if near else f"There are: {there}."
    return f'No {table.owner} has an attribute "{one_line(name)}". {remedy}'
