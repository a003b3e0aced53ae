"""The project as tidy tables for a statistics program: one row an observation, one column a variable, every column explained.

What is not known is empty: a code on a turn that a coder has not done is neither 0 nor 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qualcode.agreement.table import MOST_CODERS
from qualcode.analysis.compared import Compared, Layer, at_work
from qualcode.analysis.listings import codings
from qualcode.analysis.material import LayerCodings, Turns, overlapped, read_material
from qualcode.analysis.selection import Selection
from qualcode.project.attributes import AttributeTable, attribute_table
from qualcode.project.store import Store
from qualcode.project.transcripts import TranscriptInfo, TurnInfo, list_transcripts, list_turns
from qualcode.text import words

Value = str | int | float | None
Row = tuple[Value, ...]

_CODES = """
    SELECT code.key, code.name, parent.key AS parent, code_group.key AS code_group,
           CASE WHEN code_group.ordered THEN 1 ELSE 0 END AS ordered, code.retired,
           (SELECT count(*) FROM coding WHERE coding.code_id = code.id AND NOT coding.deleted) AS used
    FROM code LEFT JOIN code AS parent ON parent.id = code.parent_id LEFT JOIN code_group ON code_group.id = code.group_id
    ORDER BY code.position
"""
_KINDS = "SELECT name, kind FROM coder"
_TYPES = {"number": "number", "date": "date", "yes/no": "0/1"}
_STORED = "in the text as it is stored, from 0"


@dataclass(frozen=True, slots=True)
class Column:
    """A variable: its type is text, whole number, number, date (ISO 8601), time (ISO 8601, UTC) or 0/1."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class TidyTable:
    """One file: its columns, and rows as wide as they are. 0/1 is an int."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Study:
    """What all tables are made from, read at one moment."""

    transcripts: dict[str, TranscriptInfo]
    turns: dict[tuple[str, int], TurnInfo]
    codes: tuple[str, ...]
    layers: tuple[tuple[Layer, LayerCodings], ...]
    places: Turns


def tidy_tables(store: Store, selection: Selection) -> tuple[TidyTable, ...]:
    """codings, turns, codes, coders and matrix (turn × coder × code) of a selection; blind rounds are left out.

    Raises QualcodeError on a name the project does not have, and where no turn is chosen.
    """
    with store.reader.snapshot():
        chosen = selection.shown(store)
        study = _study(store, chosen)
        return (
            _codings(store, chosen, study),
            _turns(store, study),
            _codes(store, study),
            _coders(store, study),
            _matrix(study),
        )


def _study(store: Store, chosen: Selection) -> _Study:
    layers = [
        layer
        for layer in at_work(store)
        if (not chosen.coders or layer.coder in chosen.coders) and (not chosen.rounds or layer.round in chosen.rounds)
    ]
    known = [row["key"] for row in store.reader.rows(_CODES) if row["used"] or not row["retired"]]
    codes = tuple(key for key in known if not chosen.codes or key in chosen.codes)
    done: list[LayerCodings] = []
    for start in range(0, max(1, len(layers)), MOST_CODERS):
        part = tuple(layers[start : start + MOST_CODERS])
        material = read_material(store, Compared(replace(chosen, codes=codes), part))
        done += material.layers
    infos = {info.name: info for info in list_transcripts(store) if info.name in material.turns.transcripts}
    turns = {(name, turn.number): turn for name, info in infos.items() for turn in list_turns(store, info.id)}
    return _Study(infos, turns, codes, tuple(zip(layers, done, strict=True)), material.turns)


def _codings(store: Store, chosen: Selection, study: _Study) -> TidyTable:
    columns = (
        Column("coder", "text", "who coded"),
        Column("round", "text", "in which round"),
        Column("transcript", "text", "name of the transcript"),
        Column("turn", "whole number", "number of the turn it starts in, from 1"),
        Column("speaker", "text", "who speaks in that turn"),
        Column("code", "text", "key of the code"),
        Column("start", "whole number", "first character, counted in that turn from 0"),
        Column("end_turn", "whole number", "number of the turn it ends in"),
        Column("end", "whole number", "character behind the last, counted in the turn it ends in"),
        Column("start_char", "whole number", f"first character {_STORED}"),
        Column("end_char", "whole number", f"character behind the last {_STORED}"),
        Column("unsure", "0/1", "whether the coder was unsure"),
        Column("created_at", "time", "when it was put on"),
        Column("memo", "text", "what was noted on it"),
        Column("text", "text", "the words it is on"),
    )
    starts = {name: [turn.start_char for (of, _), turn in study.turns.items() if of == name] for name in study.transcripts}
    rows = []
    for each in codings(store, chosen):
        first = study.turns[each.transcript, each.turn].start_char
        last = int(np.searchsorted(starts[each.transcript], each.end_char, side="left"))
        inside = (each.start_char - first, last, each.end_char - starts[each.transcript][last - 1])
        rows.append(
            (
                each.coder, each.round, each.transcript, each.turn, each.speaker, each.code, *inside, each.start_char,
                each.end_char, int(each.unsure), each.created_at, each.memo or None, each.text,
            )
        )  # fmt: skip
    return TidyTable("codings", columns, tuple(rows))


def _turns(store: Store, study: _Study) -> TidyTable:
    speakers, transcripts = attribute_table(store, "speaker"), attribute_table(store, "transcript")
    columns = (
        Column("transcript", "text", "name of the transcript"),
        Column("date", "date", "date of the transcript"),
        Column("turn", "whole number", "number of the turn, from 1"),
        Column("speaker", "text", "who speaks"),
        Column("role", "text", "interviewer, participant, other, or section: speech under a heading"),
        Column("start_char", "whole number", f"first character {_STORED}"),
        Column("end_char", "whole number", f"character behind the last {_STORED}"),
        Column("start_ms", "whole number", "when it begins, milliseconds"),
        Column("end_ms", "whole number", "when it ends, milliseconds"),
        Column("words", "whole number", "how many words are said"),
        *_attribute_columns(speakers),
        *_attribute_columns(transcripts),
        Column("text", "text", "what is said"),
    )
    rows = []
    for name, turn in _chosen(study):
        rows.append(
            (
                name, study.transcripts[name].date, turn.number, turn.speaker, turn.role, turn.start_char, turn.end_char,
                turn.start_ms, turn.end_ms, len(words(turn.text)), *_attribute_values(speakers, turn.speaker),
                *_attribute_values(transcripts, name), turn.text,
            )
        )  # fmt: skip
    return TidyTable("turns", columns, tuple(rows))


def _chosen(study: _Study) -> Iterator[tuple[str, TurnInfo]]:
    for transcript, number in zip(study.places.transcript_of, study.places.numbers, strict=True):
        name = study.places.transcripts[transcript]
        yield name, study.turns[name, int(number)]


def _attribute_columns(table: AttributeTable) -> list[Column]:
    return [
        Column(f"{table.owner}_{each.name}", _TYPES.get(each.kind, "text"), f"{each.name} of the {table.owner}")
        for each in table.attributes
    ]


def _attribute_values(table: AttributeTable, owner: str) -> list[Value]:
    values = (table.values[owner].get(each.name) for each in table.attributes)
    return [int(value) if isinstance(value, bool) else value for value in values]


def _codes(store: Store, study: _Study) -> TidyTable:
    columns = (
        Column("code", "text", "key of the code"),
        Column("name", "text", "what it is called"),
        Column("path", "text", "its name under those above it"),
        Column("parent", "text", "key of the code above it"),
        Column("group", "text", "key of its group"),
        Column("level", "whole number", "its place in an ordered group, from 1, the lowest"),
        Column("retired", "0/1", "whether it is no longer in use"),
        Column("definition", "text", "what it means, by the newest codebook"),
    )
    book = store.codebook()
    paths, definitions = book.paths, {code.key: code.definition for code in book}
    levels: dict[str, int] = {}
    rows = []
    for row in store.reader.rows(_CODES):
        if row["key"] in study.codes:
            group = row["code_group"]
            levels[group] = levels.get(group, 0) + 1
            path = " > ".join(paths.get(row["key"], (row["name"],)))
            level = levels[group] if row["ordered"] else None
            rows.append(
                (row["key"], row["name"], path, row["parent"], group, level, int(row["retired"]), definitions.get(row["key"]))
            )
    return TidyTable("codes", columns, tuple(rows))


def _coders(store: Store, study: _Study) -> TidyTable:
    columns = (
        Column("coder", "text", "who codes"),
        Column("round", "text", "in which round"),
        Column("kind", "text", "human, consensus or machine"),
        Column("turns", "whole number", "turns in these tables"),
        Column("turns_done", "whole number", "how many of them the coder has done"),
    )
    kinds = {row["name"]: row["kind"] for row in store.reader.rows(_KINDS)}
    rows = (
        (layer.coder, layer.round, kinds[layer.coder], len(study.places), int(work.seen.sum())) for layer, work in study.layers
    )
    return TidyTable("coders", columns, tuple(rows))


def _matrix(study: _Study) -> TidyTable:
    fixed = (
        Column("coder", "text", "who codes"),
        Column("round", "text", "in which round"),
        Column("transcript", "text", "name of the transcript"),
        Column("turn", "whole number", "number of the turn, from 1"),
        Column("speaker", "text", "who speaks"),
        Column("done", "0/1", "whether the coder has done the turn"),
    )
    taken = {column.name for column in fixed}
    columns = [
        Column(f"code_{key}" if key in taken else key, "0/1", f"whether {key} is on any word of the turn; empty where not done")
        for key in study.codes
    ]
    places = [(name, turn.number, turn.speaker) for name, turn in _chosen(study)]
    rows = (row for layer, work in study.layers for row in _layer_rows(layer, work, places, study))
    return TidyTable("matrix", (*fixed, *columns), tuple(rows))


def _layer_rows(layer: Layer, work: LayerCodings, places: Sequence[tuple[str, int, str]], study: _Study) -> Iterator[Row]:
    coding, turn = overlapped(work.starts, work.ends, study.places.starts, study.places.ends)
    there = np.zeros((len(study.places), len(study.codes)), dtype=np.int8)
    there[turn, work.codes[coding]] = 1
    empty = (None,) * len(study.codes)
    for place, done, codes in zip(places, work.seen.tolist(), there.tolist(), strict=True):
        yield (layer.coder, layer.round, *place, int(done), *(codes if done else empty))
