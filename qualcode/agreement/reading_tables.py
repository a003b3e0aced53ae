"""The tables of `supplement` as CSV text, read again: whatever does not fit is said with its line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.evidence import Evidence
from qualcode.agreement.reading import csv_lines
from qualcode.agreement.span_tables import SpanSums, set_hits
from qualcode.agreement.supplement import CHARACTER, FIXED, KINDS, Layout
from qualcode.agreement.table import Ints, mask_type
from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line

Line = tuple[int, list[str]]

_VALUES = {"1": 1, "0": 0, "": -1}
# Beyond these a number is a slip of the keyboard, and would fill the memory.
_MOST_TRANSCRIPTS, _MOST_UNITS, _DIGITS, _DIGITS_OF_A_SUM = 100_000, 20_000_000, 9, 17


def read_tables(text: str, layout: Layout) -> Evidence:
    """The evidence, from CSV as `tables_to_rows` lays it out. QualcodeError with the line."""
    rows = list(csv_lines(text.removeprefix("\ufeff")))
    if len(rows) < 2:
        raise QualcodeError("The file holds no tables. Give one that qualcode agreement --tables has written.")
    (first, header), *lines = rows
    _check_header(header, first, layout)
    _check_lines(lines, layout)
    patterns = [line for line in lines if line[1][0] == layout.unit]
    sums = [line for line in lines if line[1][0] != layout.unit]
    evidence = _evidence(patterns, layout)
    if layout.unit != CHARACTER:
        return evidence.expanded()
    return replace(evidence, spans=_spans(sums, layout, evidence.units)) if layout.sets else evidence


def _check_header(header: Sequence[str], line: int, layout: Layout) -> None:
    wanted = [one_line(name).strip() for name in layout.header()]
    if len(header) != len(wanted):
        raise QualcodeError(
            f"Line {line} names {len(header)} columns, and these tables have {len(wanted)}: {listed(list(FIXED))}, then "
            "code:coder for every code and coder. Give the file as it was written."
        )
    for place, (name, expected) in enumerate(zip(header, wanted, strict=True), 1):
        if one_line(name) != expected:
            raise QualcodeError(
                f"Line {line}: column {place} is “{one_line(name)}”, and line 1 tells of “{expected}” there. Change both, or "
                "none."
            )


def _check_lines(lines: Sequence[Line], layout: Layout) -> None:
    """Every row complete, of a kind there is, and there once."""
    width, known, units = len(layout.header()), [layout.unit, *(KINDS if layout.sets else ())], 0
    where: dict[tuple[str, ...], int] = {}
    for line, cells in lines:
        if len(cells) != width:
            raise QualcodeError(f"Line {line} has {len(cells)} cells, the first row {width}. Give every row all of its cells.")
        kind, transcript, count, *shown = cells
        if kind not in known:
            raise QualcodeError(f"Line {line} counts “{one_line(kind)}”; here it can be {listed(known, 'or')}.")
        if not (transcript[:1] == "T" and 0 < _number(transcript[1:], _DIGITS) <= _MOST_TRANSCRIPTS):
            raise QualcodeError(f"Line {line}: “{one_line(transcript)}” is no transcript. They are called T1, T2 and so on.")
        if kind == layout.unit:
            if _number(count, _DIGITS) < 1:
                raise QualcodeError(f"Line {line}: “{one_line(count)}” is no count. Give a whole number from 1 up.")
            units += int(count)
        same = (kind, transcript, *(shown if kind == layout.unit else ()))
        if same in where:
            raise QualcodeError(f"Line {line} says again what line {where[same]} says. Take one of them out.")
        where[same] = line
    if not units:
        raise QualcodeError(f"No row counts a {layout.unit}. Give the file as it was written.")
    if layout.unit != CHARACTER and units > _MOST_UNITS:
        raise QualcodeError(f"The rows count {units:,} units, more than there can be. Correct the counts.")


def _number(text: str, digits: int) -> int:
    """-1 where it is no whole number from 0 up of so many digits at most."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else -1


def _evidence(lines: Sequence[Line], layout: Layout) -> Evidence:
    """Weights are the counts."""
    values = np.array([list(_values(line, cells)) for line, cells in lines], dtype=np.int8)
    transcript = np.array([int(cells[1][1:]) - 1 for _, cells in lines], dtype=np.int64)
    weight = np.array([int(cells[2]) for _, cells in lines], dtype=np.int64)
    numbers = [line for line, _ in lines]
    hits, seen = _masks(values[:, : layout.now], len(layout.coders), numbers)
    codes = len(layout.codes)
    units = CodedUnits(layout.codes, layout.coders, hits[:codes], seen, transcript, weight)
    if wrong := np.flatnonzero((set_hits(units, layout.sets.values()) != hits[codes:]).any(axis=0)).tolist():
        raise QualcodeError(f"Line {numbers[wrong[0]]}: a column “any …” does not fit those of its codes. Correct one of them.")
    if not layout.earlier:
        return Evidence(units)
    hits, seen = _masks(values[:, layout.now :], len(layout.coders), numbers)
    return Evidence(units, CodedUnits(layout.codes, layout.coders, hits, seen, transcript, weight))


def _values(line: int, cells: Sequence[str]) -> Iterator[int]:
    for cell in cells[len(FIXED) :]:
        if cell not in _VALUES:
            raise QualcodeError(f"Line {line}: “{one_line(cell)}” is neither 1 nor 0 nor empty.")
        yield _VALUES[cell]


def _masks(values: Ints, coders: int, lines: Sequence[int]) -> tuple[Ints, Ints]:
    """hits (codes, rows) and seen (rows,)."""
    each = values.reshape(len(values), -1, coders)
    seen = each >= 0
    if wrong := np.flatnonzero((seen != seen[:, :1]).any(axis=(1, 2))).tolist():
        line = lines[wrong[0]]
        raise QualcodeError(f"Line {line}: a coder has seen a unit for one code and not for another. That cannot be.")
    kind = mask_type(coders)
    bits = np.array([1 << coder for coder in range(coders)], dtype=kind)
    return ((each == 1).astype(kind) @ bits).T, seen[:, 0].astype(kind) @ bits


def _spans(lines: Sequence[Line], layout: Layout, units: CodedUnits) -> SpanSums:
    there = np.unique(units.transcript)
    shape = (int(there.max()) + 1, len(layout.codes) + len(layout.sets), len(layout.coders))
    found = {name: np.full(shape, -1, dtype=np.int64) for name in KINDS.values()}
    for line, cells in lines:
        kind, transcript = cells[0], int(cells[1][1:]) - 1
        if transcript not in there:
            raise QualcodeError(f"Line {line} is about {cells[1]}, of which no character is counted. Take it out.")
        found[KINDS[kind]][transcript] = np.reshape(_sums(line, cells[len(FIXED) :][: layout.now]), shape[1:])
    for kind, name in KINDS.items():
        if missing := there[(found[name][there] < 0).any(axis=(1, 2))].tolist():
            raise QualcodeError(f"There is no row “{kind}” of T{missing[0] + 1}. Give the file as it was written.")
    return SpanSums(**{name: np.maximum(sums, 0) for name, sums in found.items()})


def _sums(line: int, cells: Sequence[str]) -> list[int]:
    numbers = [_number(cell, _DIGITS_OF_A_SUM) for cell in cells]
    if -1 in numbers:
        wrong = one_line(cells[numbers.index(-1)])
        raise QualcodeError(f"Line {line}: “{wrong}” is no sum. Give whole numbers from 0 up.")
    return numbers
