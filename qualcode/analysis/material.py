"""What a comparison is computed from, read at one moment: the selected turns, and what each layer did in them.

Ids become numbers here, and places lie on one line: so that a million codings are arrays of integers and nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.table import MOST_CODERS
from qualcode.analysis.compared import Compared, Layer
from qualcode.analysis.listings import transcript_texts
from qualcode.analysis.selection import Selection
from qualcode.codebook.model import Codebook
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.project.twins import may_have_twins
from qualcode.transcripts.model import Role

Numbers = NDArray[np.int64]
Bools = NDArray[np.bool_]
Ids = NDArray[np.bytes_]

# All transcripts on one line, each at a multiple of this: no transcript is as long, and eight million of them fit.
STRIDE = 1 << 40
_ID_LENGTH = 36  # UUIDs as text

# Columns strung together for numpy to take apart: a million Python rows cost three times the time and 1 GB.
_TURNS = """
    SELECT transcript.id AS transcript_id, transcript.name AS transcript, group_concat(turn.id, '') AS ids,
           group_concat(CAST(turn.number AS TEXT), ' ') AS numbers, group_concat(CAST(turn.start_char AS TEXT), ' ') AS starts,
           group_concat(CAST(turn.end_char AS TEXT), ' ') AS ends,
           group_concat(CASE WHEN speaker.role = :interviewer THEN '1' ELSE '0' END, ' ') AS interviewer
    FROM turn JOIN transcript ON transcript.id = turn.transcript_id JOIN speaker ON speaker.id = turn.speaker_id
    WHERE {condition} GROUP BY transcript.id ORDER BY transcript.id
"""
_LAYER = """
    SELECT coder.id AS coder_id, round.id AS round_id FROM coder JOIN round ON round.name = :round WHERE coder.name = :coder
"""
_CODINGS = """
    SELECT coalesce(group_concat(code_id, ''), '') AS codes, coalesce(group_concat(transcript_id, ''), '') AS transcripts,
           coalesce(group_concat(CAST(start_char AS TEXT), ' '), '') AS starts,
           coalesce(group_concat(CAST(end_char AS TEXT), ' '), '') AS ends
    FROM coding WHERE coder_id = :coder_id AND round_id = :round_id AND NOT deleted
"""
_DONE = """
    SELECT coalesce(group_concat(turn_id, ''), '') FROM done
    WHERE coder_id = :coder_id AND round_id = :round_id AND NOT deleted
"""


class Places:
    """Where ids stand in a list of them; the list is sorted once."""

    def __init__(self, ids: Ids) -> None:
        self._order = np.argsort(ids, kind="stable")
        self._sorted = ids[self._order]

    def of(self, wanted: Ids) -> Numbers:
        """Place of each of `wanted`, -1 where it is not in the list."""
        if not len(self._sorted):
            return np.full(len(wanted), -1)
        at = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        return np.where(self._sorted[at] == wanted, self._order[at], -1)


@dataclass(frozen=True)
class Turns:
    """The selected turns in order. `starts` and `ends` are places on the one line of all transcripts."""

    transcripts: tuple[str, ...]
    transcript_ids: Ids
    ids: Ids
    numbers: Numbers
    interviewer: Bools  # (turns,) whether an interviewer speaks
    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def transcript_of(self) -> Numbers:
        """(turns,) index into `transcripts`."""
        return self.starts // STRIDE

    def per_transcript(self, chosen: Bools) -> dict[str, int]:
        """How many of the chosen turns (turns,) each transcript has, by its id."""
        number = np.bincount(self.transcript_of[chosen], minlength=len(self.transcripts))
        return {bytes(key).decode(): int(many) for key, many in zip(self.transcript_ids, number, strict=True)}

    @cached_property
    def place(self) -> Places:
        """Of turns by their ids."""
        return Places(self.ids)


@dataclass(frozen=True)
class LayerCodings:
    """One layer. `seen` (turns,) are its done turns; codes (index), starts and ends (n,) the codings of chosen codes."""

    seen: Bools
    codes: Numbers
    starts: Numbers
    ends: Numbers


@dataclass(frozen=True)
class Material:
    """Turns and layers; `names` are those of the layers, `codes` the chosen ones."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    turns: Turns
    layers: tuple[LayerCodings, ...]


def read_material(store: Store, chosen: Compared, *, roll_up: bool = False) -> Material:
    """What the layers of `chosen` did in its turns. With `roll_up` a coding counts for the parents of its code, too.

    A coder has seen the turns they declared done and those they put any code on, chosen here or not: the rule of
    `project.layers`, on arrays. Raises QualcodeError where there are more layers than a mask has bits, or no turns.
    """
    if len(chosen.layers) > MOST_CODERS:
        raise QualcodeError(f"{len(chosen.layers)} coders are too many to compare at once. Name {MOST_CODERS} at most.")
    turns = selected_turns(store, chosen.selection)
    if not len(turns):
        raise QualcodeError("No turn fits this selection, so there is nothing to compare. Choose more transcripts or speakers.")
    layers = read_layers(store, chosen.layers, turns, chosen.selection.codes, roll_up=roll_up)
    return Material(chosen.names, chosen.selection.codes, turns, layers)


def read_layers(
    store: Store, layers: Iterable[Layer], turns: Turns, codes: tuple[str, ...], *, roll_up: bool = False
) -> tuple[LayerCodings, ...]:
    """What each layer did in these turns, with these codes."""
    known = _Codes.read(store, codes, store.codebook() if roll_up else None)
    return tuple(_layer(store, layer, turns, known) for layer in layers)


@dataclass(frozen=True)
class _Codes:
    """Codes that count, and for each of them (codes, chosen) the chosen ones that it counts for."""

    place: Places
    counts_for: Bools

    @classmethod
    def read(cls, store: Store, chosen: tuple[str, ...], codebook: Codebook | None) -> "_Codes":
        counted = {key: (key,) for key in chosen} if codebook is None else _rolled_up(chosen, codebook)
        ids = {row["key"]: row["id"] for row in store.reader.rows("SELECT key, id FROM code")}
        table = np.array([[key in above for key in chosen] for above in counted.values()], dtype=np.bool_)
        return cls(Places(strung_ids("".join(ids[key] for key in counted))), table)


def _rolled_up(chosen: tuple[str, ...], codebook: Codebook) -> Mapping[str, tuple[str, ...]]:
    """Each code with the chosen ones among itself and its parents; a retired code has only itself."""
    counted = {key: (key, *parents) for key, parents in codebook.parents.items()}
    counted |= {key: (key,) for key in chosen if key not in counted}
    return {key: above for key, above in counted.items() if set(above) & set(chosen)}


def done_turns(store: Store, layer: Layer, turns: Turns) -> Bools:
    """(turns,) which of them the layer has done."""
    ids = _layer_ids(store, layer)
    return _seen(store, ids, turns, _Codings.read(store, ids, turns))


@dataclass(frozen=True)
class _Codings:
    """All codings of a layer in transcripts with selected turns, places on the line."""

    code_ids: Ids
    starts: Numbers
    ends: Numbers

    @classmethod
    def read(cls, store: Store, layer: dict[str, str], turns: Turns) -> "_Codings":
        [row] = store.reader.rows(_CODINGS, **layer)
        transcript = Places(turns.transcript_ids).of(strung_ids(row["transcripts"]))
        inside = transcript >= 0
        base = STRIDE * transcript[inside]
        starts, ends = _numbers(row["starts"])[inside] + base, _numbers(row["ends"])[inside] + base
        codes = strung_ids(row["codes"])[inside]
        order = np.argsort(starts)  # turns are found three times as fast in rising order
        if may_have_twins(store.reader, layer["coder_id"]):
            order = _without_twins(starts, ends, codes)
        return cls(codes[order], starts[order], ends[order])


def _without_twins(starts: Numbers, ends: Numbers, codes: Ids) -> Numbers:
    """Where the codings stand, by their starts, with one of each that is there more than once."""
    order = np.lexsort((codes, ends, starts))
    places = starts[order], ends[order], codes[order]
    again = np.logical_and.reduce([place[1:] == place[:-1] for place in places])
    return order[np.concatenate(([True], ~again))] if len(order) else order


def _seen(store: Store, layer: dict[str, str], turns: Turns, codings: _Codings) -> Bools:
    seen = np.zeros(len(turns), dtype=np.bool_)
    declared = turns.place.of(strung_ids(store.reader.value(_DONE, **layer)))
    seen[declared[declared >= 0]] = True
    seen[overlapped(codings.starts, codings.ends, turns.starts, turns.ends)[1]] = True
    return seen


def _layer(store: Store, layer: Layer, turns: Turns, known: _Codes) -> LayerCodings:
    ids = _layer_ids(store, layer)
    codings = _Codings.read(store, ids, turns)
    code = known.place.of(codings.code_ids)
    coding, counted = np.nonzero(known.counts_for[code] & (code >= 0)[:, None])
    return LayerCodings(_seen(store, ids, turns, codings), counted, codings.starts[coding], codings.ends[coding])


def _layer_ids(store: Store, layer: Layer) -> dict[str, str]:
    return dict(store.reader.rows(_LAYER, coder=layer.coder, round=layer.round)[0])


def selected_turns(store: Store, selection: Selection) -> Turns:
    """The turns of a checked selection, by transcript and number."""
    query = _TURNS.format(condition=selection.turns())
    rows = store.reader.rows(query, interviewer=Role.INTERVIEWER.value, **selection.params())
    ids = strung_ids("".join(row["ids"] for row in rows))
    numbers, starts, ends, interviewer = (
        _numbers(" ".join(row[name] for row in rows)) for name in ("numbers", "starts", "ends", "interviewer")
    )
    transcript = np.repeat(np.arange(len(rows)), [len(row["ids"]) // _ID_LENGTH for row in rows])
    order = np.lexsort([starts, transcript])
    if selection.text:
        texts = transcript_texts(store)
        said = [texts[rows[transcript[turn]]["transcript_id"]][starts[turn] : ends[turn]] for turn in order]
        order = order[np.array([selection.says(text) for text in said], dtype=np.bool_)]
    base = STRIDE * transcript[order]
    return Turns(
        transcripts=tuple(row["transcript"] for row in rows),
        transcript_ids=strung_ids("".join(row["transcript_id"] for row in rows)),
        ids=ids[order],
        numbers=numbers[order],
        interviewer=interviewer[order] == 1,
        starts=starts[order] + base,
        ends=ends[order] + base,
    )


def overlapped(starts: Numbers, ends: Numbers, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """(span, place) index pairs: places [low, high) lie apart and in order, so those of a span are neighbours."""
    first = np.searchsorted(high, starts, side="right")
    many = np.maximum(np.searchsorted(low, ends, side="left") - first, 0)
    spans = np.repeat(np.arange(len(starts)), many)
    step = np.arange(len(spans)) - np.repeat(np.cumsum(many) - many, many)
    return spans, first[spans] + step


def _numbers(strung: str) -> Numbers:
    return np.fromstring(strung, dtype=np.int64, sep=" ")


def strung_ids(strung: str) -> Any:
    """An array of ids that stand in one text, one behind the other."""
    return np.frombuffer(strung.encode(), dtype=f"S{_ID_LENGTH}")
