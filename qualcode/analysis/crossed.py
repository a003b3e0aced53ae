"""Codes by transcripts, speakers, roles or the values of an attribute: how many turns of each have each code."""

from dataclasses import dataclass

import numpy as np

from qualcode.analysis.coded import About, Coded, CodeName, crosstab, read_coded
from qualcode.analysis.material import Numbers
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.attribute_kinds import named, said
from qualcode.project.attributes import attribute_table
from qualcode.project.store import Store
from qualcode.text import listed, one_line

BY = ("transcript", "speaker", "role")
_NONE = "(no value)"


@dataclass(frozen=True)
class Crossed:
    """Turns with each code, by column. `turns` and `done` (columns,) count the chosen turns of a column, and those of them
    that a coder has done; shares are of these."""

    about: About
    by: str
    codes: tuple[CodeName, ...]
    columns: tuple[str, ...]
    turns: tuple[int, ...]
    done: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]  # (codes, columns)

    @property
    def shares(self) -> tuple[tuple[float | None, ...], ...]:
        """(codes, columns) of the turns done; None where none is."""
        return tuple(
            tuple(many / done if done else None for many, done in zip(row, self.done, strict=True)) for row in self.counts
        )


def crossed(store: Store, selection: Selection, by: str) -> Crossed:
    """Columns are those that have a chosen turn. Raises QualcodeError as `read_coded` does, and where `by` is not known."""
    with store.reader.snapshot():
        coded = read_coded(store, selection)
        names, column_of = _columns(store, coded, by)
    turn, code = coded.marked.T
    turns, done = (np.bincount(column_of[which], minlength=len(names)) for which in (coded.chosen, coded.done))
    counts = crosstab(code, column_of[turn], (len(coded.codes), len(names)))
    there = np.flatnonzero(turns)
    return Crossed(
        coded.about,
        by,
        coded.codes,
        tuple(names[column] for column in there),
        tuple(map(int, turns[there])),
        tuple(map(int, done[there])),
        tuple(tuple(map(int, row)) for row in counts[:, there]),
    )


def _columns(store: Store, coded: Coded, by: str) -> tuple[tuple[str, ...], Numbers]:
    """Names of the columns, and (turns,) the column of each turn."""
    match by:
        case "transcript":
            return coded.turns.transcripts, coded.turns.transcript_of
        case "speaker":
            return coded.speakers, coded.speaker_of
        case "role":
            return _placed(coded.roles, tuple(dict.fromkeys(coded.roles)), coded.speaker_of)
    return _by_attribute(store, coded, by)


def _by_attribute(store: Store, coded: Coded, by: str) -> tuple[tuple[str, ...], Numbers]:
    """Values in their order: numbers and dates rise, choices stand as they were declared; last, who has none."""
    owner, name = named(by)
    table = attribute_table(store, owner)
    attribute = table.find(name)
    if attribute is None:
        known = [one_line(each.key) for each in (*attribute_table(store, "speaker").attributes, *table.attributes)]
        raise QualcodeError(f'There is no attribute "{one_line(by)}". Name {listed(list(dict.fromkeys([*BY, *known])), "or")}.')
    values = {who: theirs[attribute.name] for who, theirs in table.values.items() if attribute.name in theirs}
    owners, which = (
        (coded.speakers, coded.speaker_of) if owner == "speaker" else (coded.turns.transcripts, coded.turns.transcript_of)
    )
    order = attribute.choices or tuple(said(value) for value in sorted(set(values.values())))
    return _placed(tuple(said(values[who]) if who in values else _NONE for who in owners), (*order, _NONE), which)


def _placed(of_each: tuple[str, ...], names: tuple[str, ...], which: Numbers) -> tuple[tuple[str, ...], Numbers]:
    """The names, and (turns,) the place of each turn's own."""
    return names, np.array([names.index(value) for value in of_each], dtype=np.int64)[which]
