"""The sufficient tables as data to publish: every figure and every draw can be computed again from them.

They hold no word of any transcript and no order of turns: only how many units of a transcript show the same pattern, one
column a code and coder, 1 for present, 0 for absent, empty where the coder did not see the unit.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.reading import csv_lines
from qualcode.agreement.table import MOST_CODERS, Bools, Ints, mask_type
from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line

FIXED = ("unit", "transcript", "count")
_BETWEEN = ":"
_CELLS = {"1": (True, True), "0": (True, False), "": (False, False)}  # (seen, hit)


def tables_to_rows(units: CodedUnits, unit: str) -> Iterator[list[str]]:
    """A header, then one row a pattern and transcript; `unit` names what is counted. Transcripts are T1, T2, …"""
    yield [*FIXED, *(_column(code, coder) for code in units.codes for coder in units.coders)]
    ordered = units.in_order()
    shown = np.stack([ordered.transcript.astype(np.uint64), ordered.seen.astype(np.uint64), *ordered.hits.astype(np.uint64)])
    starts = np.flatnonzero(np.concatenate([[True], (shown[:, 1:] != shown[:, :-1]).any(axis=0)]))
    weight = np.ones(len(ordered.seen), dtype=np.int64) if ordered.weight is None else ordered.weight
    number = np.add.reduceat(weight, starts)
    for row, counted in zip(starts.tolist(), number.tolist(), strict=True):
        yield [unit, f"T{ordered.transcript[row] + 1}", str(counted), *_cells(ordered, row)]


def _column(code: str, coder: str) -> str:
    """code:coder; a colon within the code is written as in a web address."""
    return f"{code.replace('%', '%25').replace(_BETWEEN, '%3A')}{_BETWEEN}{coder}"


def _code_and_coder(column: str) -> tuple[str, str]:
    code, _, coder = column.partition(_BETWEEN)
    return code.replace("%3A", _BETWEEN).replace("%25", "%"), coder


def _cells(units: CodedUnits, row: int) -> Iterator[str]:
    seen = int(units.seen[row])
    for hits in units.hits[:, row].tolist():
        for coder in range(len(units.coders)):
            yield str(hits >> coder & 1) if seen >> coder & 1 else ""


def read_tables(text: str) -> tuple[str, CodedUnits]:
    """What is counted, and the units, from CSV as `tables_to_rows` lays it out. QualcodeError with the line."""
    rows = list(csv_lines(text.removeprefix("\ufeff")))
    if len(rows) < 2:
        raise QualcodeError("The file holds no tables. Give one that qualcode agreement --tables has written.")
    (first, header), *lines = rows
    codes, coders = _names(header, first)
    for line, cells in lines:
        _check(line, cells, len(header), lines[0][1][0])
    seen, hits = _masks([cells[len(FIXED) :] for _, cells in lines], len(codes), len(coders), [line for line, _ in lines])
    transcript = np.array([int(cells[1][1:]) - 1 for _, cells in lines], dtype=np.int64)
    number = np.array([int(cells[2]) for _, cells in lines], dtype=np.int64)
    unit = lines[0][1][0]
    units = CodedUnits(codes, coders, hits, seen, transcript, number)
    if unit == "character":
        return unit, units
    return unit, CodedUnits(codes, coders, hits, seen, transcript).chosen(np.repeat(np.arange(len(number)), number))


def _names(header: Sequence[str], line: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes and coders; every code must have the same coders in the same order."""
    named = [_code_and_coder(name) for name in header[len(FIXED) :]]
    codes, coders = (tuple(dict.fromkeys(one_line(name[part]) for name in named)) for part in (0, 1))
    whole = [(code, coder) for code in codes for coder in coders]
    if tuple(header[: len(FIXED)]) != FIXED or not named or named != whole or "" in (*codes, *coders):
        raise QualcodeError(
            f"Line {line} names no tables of agreement. Its columns are {listed(list(FIXED))}, then code:coder for every code "
            "and coder."
        )
    if not 2 <= len(coders) <= MOST_CODERS:
        raise QualcodeError(f"Line {line} names {len(coders)} coders. Agreement needs from 2 to {MOST_CODERS} of them.")
    return codes, coders


def _check(line: int, cells: Sequence[str], width: int, unit: str) -> None:
    if len(cells) != width:
        raise QualcodeError(f"Line {line} has {len(cells)} cells, the first row {width}. Give every row all of its cells.")
    if cells[0] != unit:
        raise QualcodeError(f"Line {line} counts “{one_line(cells[0])}”, the first row “{one_line(unit)}”. Keep units apart.")
    if not (_counts(cells[1][1:]) and cells[1][:1] == "T" and _counts(cells[2])):
        raise QualcodeError(f"Line {line} does not begin with a unit, a transcript such as T1 and a count from 1 up.")


def _counts(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0


def _masks(rows: Sequence[Sequence[str]], codes: int, coders: int, lines: Sequence[int]) -> tuple[Ints, Ints]:
    """seen (rows,) and hits (codes, rows)."""
    seen = np.zeros((len(rows), codes, coders), dtype=np.bool_)
    hit = np.zeros_like(seen)
    for place, (line, cells) in enumerate(zip(lines, rows, strict=True)):
        unknown = [cell for cell in cells if cell not in _CELLS]
        if unknown:
            raise QualcodeError(f"Line {line}: “{one_line(unknown[0])}” is neither 1 nor 0 nor empty.")
        read = np.array([_CELLS[cell] for cell in cells], dtype=np.bool_).reshape(codes, coders, 2)
        seen[place], hit[place] = read[:, :, 0], read[:, :, 1]
        if (seen[place] != seen[place, 0]).any():
            raise QualcodeError(f"Line {line}: a coder has seen a unit for one code and not for another. That cannot be.")
    return _packed(seen[:, 0], coders), np.stack([_packed(hit[:, code], coders) for code in range(codes)])


def _packed(flags: Bools, coders: int) -> Ints:
    kind = mask_type(coders)
    masks = np.zeros(len(flags), dtype=kind)
    for coder in range(coders):
        masks |= flags[:, coder].astype(kind) << kind.type(coder)
    return masks
