"""Turns × codes × coders as bits: one unsigned integer a turn says who has done it, and one more per code who applied it.

At the turn level a code counts for every turn that any of its codings overlaps, and counts once, however many codings of
one coder lie there: coding the same words twice is no agreement with oneself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.table import MOST_CODERS
from qualcode.analysis.listings import transcript_texts
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.text import count

Masks = NDArray[np.unsignedinteger[Any]]
Numbers = NDArray[np.int64]

# All transcripts on one line, each at a multiple of this: no transcript is as long, and eight million of them fit.
_STRIDE = 1 << 40
_ID = "S36"  # UUIDs as text

_TURNS = """
    SELECT transcript.id AS transcript_id, transcript.name AS transcript, turn.id, turn.number, turn.start_char, turn.end_char
    FROM turn JOIN transcript ON transcript.id = turn.transcript_id JOIN speaker ON speaker.id = turn.speaker_id
    WHERE {condition} ORDER BY transcript.id, turn.number
"""
# One row a coder, its columns strung together for numpy to take apart: a million codings as Python rows cost three times
# the time and a gigabyte.
_CODINGS = """
    SELECT coder.name AS coder, group_concat(coding.code_id || coding.transcript_id, '') AS ids,
           group_concat(coding.start_char || ' ' || coding.end_char, ' ') AS places
    FROM coding JOIN coder ON coder.id = coding.coder_id JOIN round ON round.id = coding.round_id
    WHERE NOT coding.deleted AND {condition} GROUP BY coding.coder_id
"""
_DONE = """
    SELECT coder.name AS coder, group_concat(done.turn_id, '') AS ids
    FROM done JOIN coder ON coder.id = done.coder_id JOIN round ON round.id = done.round_id
    WHERE NOT done.deleted AND {condition} GROUP BY done.coder_id
"""


@dataclass(frozen=True)
class TurnMasks:
    """`seen` is (turns,), `hits` (codes, turns); bit i stands for coder i. A hit is always seen."""

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    transcripts: tuple[str, ...]
    transcript_of: Numbers  # (turns,) index into `transcripts`
    numbers: Numbers  # (turns,) number of the turn in its transcript
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

    ids: NDArray[np.bytes_]
    numbers: Numbers
    starts: Numbers
    ends: Numbers
    transcript_ids: tuple[str, ...]
    transcripts: tuple[str, ...]


def turn_masks(store: Store, selection: Selection) -> TurnMasks:
    """The masks of a checked selection that names its coders, its codes and one round.

    A coder has seen the turns they declared done and those they put any code on, chosen here or not: the rule of
    `project.layers`, on arrays.
    """
    if len(selection.coders) > MOST_CODERS:
        raise QualcodeError(f"{count(len(selection.coders), 'coder')} are too many to compare at once. Name {MOST_CODERS} at most.")
    turns = _turns(store, selection)
    seen = np.zeros(len(turns.ids), dtype=_narrowest(len(selection.coders)))
    hits = np.zeros((len(selection.codes), len(seen)), dtype=seen.dtype)
    masks = TurnMasks(
        selection.coders, selection.codes, turns.transcripts, turns.starts // _STRIDE, turns.numbers, seen, hits
    )
    for coder, where in _declared(store, selection, turns):
        seen[where] |= masks.bit(coder)
    for coder, codes, where in _coded(store, selection, turns):
        seen[where] |= masks.bit(coder)
        chosen = codes >= 0
        hits[codes[chosen], where[chosen]] |= masks.bit(coder)
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
        ids=np.array([row["id"] for row in rows], dtype=_ID),
        numbers=np.array([row["number"] for row in rows], dtype=np.int64),
        starts=np.array([base[row["transcript_id"]] + row["start_char"] for row in rows], dtype=np.int64),
        ends=np.array([base[row["transcript_id"]] + row["end_char"] for row in rows], dtype=np.int64),
        transcript_ids=tuple(transcripts),
        transcripts=tuple(transcripts.values()),
    )


def _declared(store: Store, selection: Selection, turns: _Turns) -> Iterator[tuple[str, Numbers]]:
    """(coder, indices of the turns they declared done)."""
    for row in store.reader.rows(_DONE.format(condition=selection.layers()), **selection.params()):
        where = _index(np.frombuffer(row["ids"].encode(), dtype=_ID), turns.ids)
        yield row["coder"], where[where >= 0]


def _coded(store: Store, selection: Selection, turns: _Turns) -> Iterator[tuple[str, Numbers, Numbers]]:
    """(coder, codes, turns): a pair of indices for each coding and turn it overlaps; code -1 is none of the chosen."""
    code_ids = {row["key"]: row["id"] for row in store.reader.rows("SELECT key, id FROM code")}
    chosen = np.array([code_ids[key] for key in selection.codes], dtype=_ID)
    for row in store.reader.rows(_CODINGS.format(condition=selection.layers()), **selection.params()):
        ids = np.frombuffer(row["ids"].encode(), dtype=_ID).reshape(-1, 2)
        places = np.fromstring(row["places"], dtype=np.int64, sep=" ").reshape(-1, 2)
        transcript = _index(ids[:, 1], np.array(turns.transcript_ids, dtype=_ID))
        inside = transcript >= 0
        places = places[inside] + _STRIDE * transcript[inside, None]
        codings, where = _overlapped(places[:, 0], places[:, 1], turns)
        yield row["coder"], _index(ids[inside, 0], chosen)[codings], where


def _overlapped(starts: Numbers, ends: Numbers, turns: _Turns) -> tuple[Numbers, Numbers]:
    """(coding, turn) index pairs: turns lie apart and in order, so those of a coding are neighbours."""
    first = np.searchsorted(turns.ends, starts, side="right")
    many = np.maximum(np.searchsorted(turns.starts, ends, side="left") - first, 0)
    codings = np.repeat(np.arange(len(starts)), many)
    step = np.arange(len(codings)) - np.repeat(np.cumsum(many) - many, many)
    return codings, first[codings] + step


def _index(wanted: NDArray[np.bytes_], known: NDArray[np.bytes_]) -> Numbers:
    """Index of each of `wanted` in `known`, -1 where it is not there."""
    if not len(known):
        return np.full(len(wanted), -1)
    order = np.argsort(known)
    place = order[np.minimum(np.searchsorted(known, wanted, sorter=order), len(known) - 1)]
    return np.where(known[place] == wanted, place, -1)
