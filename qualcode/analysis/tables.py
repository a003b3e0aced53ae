"""Turns × codes × coders as bits: one unsigned integer a turn says who has done it, and one more per code who applied it.

At the turn level a code counts for every turn that any of its codings overlaps, and counts once, however many codings of
one coder lie there: coding the same words twice is no agreement with oneself.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.table import MOST_CODERS
from qualcode.analysis.listings import transcript_texts
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.transcripts.model import Role

Masks = NDArray[np.unsignedinteger[Any]]
Numbers = NDArray[np.int64]
Ids = NDArray[np.bytes_]

# All transcripts on one line, each at a multiple of this: no transcript is as long, and eight million of them fit.
_STRIDE = 1 << 40
_ID_LENGTH = 36  # UUIDs as text

_TURNS = """
    SELECT transcript.id AS transcript_id, transcript.name AS transcript, turn.id, turn.number, turn.start_char, turn.end_char,
           speaker.role
    FROM turn JOIN transcript ON transcript.id = turn.transcript_id JOIN speaker ON speaker.id = turn.speaker_id
    WHERE {condition} ORDER BY transcript.id, turn.number
"""
_LAYER = """
    SELECT coder.id AS coder_id, round.id AS round_id FROM coder JOIN round ON round.name = :round WHERE coder.name = :coder
"""
# Columns strung together for numpy to take apart: a million codings as Python rows cost three times the time and a gigabyte.
_CODINGS = """
    SELECT coalesce(group_concat(code_id || transcript_id, ''), '') AS ids,
           coalesce(group_concat(start_char || ' ' || end_char, ' '), '') AS places
    FROM coding WHERE coder_id = :coder_id AND round_id = :round_id AND NOT deleted
"""
_DONE = """
    SELECT coalesce(group_concat(turn_id, ''), '') FROM done
    WHERE coder_id = :coder_id AND round_id = :round_id AND NOT deleted
"""


@dataclass(frozen=True)
class TurnMasks:
    """`seen` is (turns,), `hits` (codes, turns); bit i stands for coder i. A hit is always seen."""

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    transcripts: tuple[str, ...]
    transcript_of: Numbers  # (turns,) index into `transcripts`
    numbers: Numbers  # (turns,) number of the turn in its transcript
    interviewer: NDArray[np.bool_]  # (turns,) whether an interviewer speaks
    seen: Masks
    hits: Masks

    def bit(self, coder: str) -> "np.unsignedinteger[Any]":
        """The coder's bit, of the masks' own type."""
        bit: np.unsignedinteger[Any] = self.seen.dtype.type(1 << self.coders.index(coder))
        return bit

    def named(self, mask: int) -> tuple[str, ...]:
        """The coders whose bits are set."""
        return tuple(coder for rank, coder in enumerate(self.coders) if mask >> rank & 1)


@dataclass(frozen=True)
class _Turns:
    """Where the selected turns lie on the one line of all transcripts."""

    ids: Ids
    numbers: Numbers
    interviewer: NDArray[np.bool_]
    starts: Numbers
    ends: Numbers
    transcript_ids: Ids
    transcripts: tuple[str, ...]


def turn_masks(store: Store, selection: Selection) -> TurnMasks:
    """The masks of a checked selection that names its coders, its codes and one round.

    A coder has seen the turns they declared done and those they put any code on, chosen here or not: the rule of
    `project.layers`, on arrays.
    """
    if len(selection.coders) > MOST_CODERS:
        raise QualcodeError(f"{len(selection.coders)} coders are too many to compare at once. Name {MOST_CODERS} at most.")
    turns = _turns(store, selection)
    seen: Masks = np.zeros(len(turns.ids), dtype=_narrowest(len(selection.coders)))
    hits: Masks = np.zeros((len(selection.codes), len(seen)), dtype=seen.dtype)
    masks = TurnMasks(
        coders=selection.coders,
        codes=selection.codes,
        transcripts=turns.transcripts,
        transcript_of=turns.starts // _STRIDE,
        numbers=turns.numbers,
        interviewer=turns.interviewer,
        seen=seen,
        hits=hits,
    )
    code_ids = _ids("".join(store.reader.value("SELECT id FROM code WHERE key = :key", key=key) for key in selection.codes))
    for coder in selection.coders:
        layer = dict(store.reader.rows(_LAYER, coder=coder, round=selection.rounds[0])[0])
        codes, where = _coded(store, layer, turns, code_ids)
        seen[_declared(store, layer, turns)] |= masks.bit(coder)
        seen[where] |= masks.bit(coder)
        hits[codes[codes >= 0], where[codes >= 0]] |= masks.bit(coder)
    return masks


def _narrowest(coders: int) -> np.dtype[np.unsignedinteger[Any]]:
    return np.dtype(next(kind for kind in (np.uint8, np.uint16, np.uint32, np.uint64) if coders <= 8 * kind().itemsize))


def _turns(store: Store, selection: Selection) -> _Turns:
    rows = store.reader.rows(_TURNS.format(condition=selection.turns()), **selection.params())
    if selection.text:
        texts = transcript_texts(store)
        rows = [row for row in rows if selection.says(texts[row["transcript_id"]][row["start_char"] : row["end_char"]])]
    transcripts = {row["transcript_id"]: row["transcript"] for row in rows}
    base = {key: rank * _STRIDE for rank, key in enumerate(transcripts)}
    return _Turns(
        ids=_ids("".join(row["id"] for row in rows)),
        numbers=np.array([row["number"] for row in rows], dtype=np.int64),
        interviewer=np.array([row["role"] == Role.INTERVIEWER for row in rows], dtype=np.bool_),
        starts=np.array([base[row["transcript_id"]] + row["start_char"] for row in rows], dtype=np.int64),
        ends=np.array([base[row["transcript_id"]] + row["end_char"] for row in rows], dtype=np.int64),
        transcript_ids=_ids("".join(transcripts)),
        transcripts=tuple(transcripts.values()),
    )


def _declared(store: Store, layer: dict[str, str], turns: _Turns) -> Numbers:
    """Indices of the turns declared done."""
    where = _index(_ids(store.reader.value(_DONE, **layer)), turns.ids)
    return where[where >= 0]


def _coded(store: Store, layer: dict[str, str], turns: _Turns, code_ids: Ids) -> tuple[Numbers, Numbers]:
    """(codes, turns), a pair of indices for each coding and turn it overlaps; code -1 is one that is not chosen."""
    [row] = store.reader.rows(_CODINGS, **layer)
    ids = _ids(row["ids"]).reshape(-1, 2)
    places = np.fromstring(row["places"], dtype=np.int64, sep=" ").reshape(-1, 2)
    transcript = _index(ids[:, 1], turns.transcript_ids)
    inside = transcript >= 0
    places = places[inside] + _STRIDE * transcript[inside, None]
    codings, where = _overlapped(places[:, 0], places[:, 1], turns)
    return _index(ids[inside, 0], code_ids)[codings], where


def _overlapped(starts: Numbers, ends: Numbers, turns: _Turns) -> tuple[Numbers, Numbers]:
    """(coding, turn) index pairs: turns lie apart and in order, so those of a coding are neighbours."""
    first = np.searchsorted(turns.ends, starts, side="right")
    many = np.maximum(np.searchsorted(turns.starts, ends, side="left") - first, 0)
    codings = np.repeat(np.arange(len(starts)), many)
    step = np.arange(len(codings)) - np.repeat(np.cumsum(many) - many, many)
    return codings, first[codings] + step


def _ids(strung: str) -> Ids:
    """An array of ids that stand in one text, one behind the other."""
    return np.frombuffer(strung.encode(), dtype=f"S{_ID_LENGTH}")


def _index(wanted: Ids, known: Ids) -> Numbers:
    """Index of each of `wanted` in `known`, -1 where it is not there."""
    if not len(known):
        return np.full(len(wanted), -1)
    order = np.argsort(known)
    place = order[np.minimum(np.searchsorted(known, wanted, sorter=order), len(known) - 1)]
    return np.where(known[place] == wanted, place, -1)
