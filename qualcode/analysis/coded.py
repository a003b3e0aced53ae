"""What a report counts: the chosen turns, and what the chosen coders put on them.

Codings are counted for each layer apart, never added up over coders or rounds. A turn has a code where any of the layers put
it on any word of the turn, and has it once, however many of them did. A coding belongs to the turn it starts in. Shares are of
the turns that at least one of the layers has done: what nobody has done can lack no code.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from qualcode.analysis.compared import Layer, layer_names, layers_at_work
from qualcode.analysis.material import (
    STRIDE,
    Bools,
    LayerCodings,
    Numbers,
    Places,
    Turns,
    overlapped,
    read_layers,
    selected_turns,
    strung_ids,
)
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.store import Store

# Retired codes count as long as codings with them stand.
_CODES = """
    SELECT key, name FROM code
    WHERE NOT retired OR EXISTS (SELECT 1 FROM coding WHERE coding.code_id = code.id AND NOT coding.deleted) ORDER BY position
"""
_SPEAKERS = """
    SELECT speaker.id, speaker.name, speaker.role FROM speaker
    WHERE EXISTS (SELECT 1 FROM turn WHERE turn.speaker_id = speaker.id) ORDER BY speaker.id
"""
# Strung together for numpy to take apart, as in `material`.
_SPOKEN = """
    SELECT coalesce(group_concat(turn.id, ''), '') AS turns, coalesce(group_concat(turn.speaker_id, ''), '') AS speakers FROM turn
"""


@dataclass(frozen=True, slots=True)
class CodeName:
    """A code. `name` tells it from the others: its own name, or its path where another code is called the same."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about. `coders` are the layers counted, named by coder, and by coder and round where there are
    several rounds; `turns` the chosen ones, `done` those of them that at least one of the layers has done. `selection` is as
    it was asked for."""

    coders: tuple[str, ...]
    rounds: tuple[str, ...]
    transcripts: tuple[str, ...]
    turns: int
    done: int
    selection: Selection

    def as_dict(self) -> dict[str, Any]:
        """For JSON: of the selection only what was chosen."""
        chosen = {name: value for name, value in asdict(self.selection).items() if value}
        return {**asdict(self), "selection": chosen}


@dataclass(frozen=True)
class Coded:
    """Turns of the chosen transcripts and the layers' codings in them; places are those of `Turns`.

    `chosen` (turns,) are the turns the report is about, `done` those of them that a layer has done. `layer`, `code` (indices),
    `starts`, `ends` (codings,) are the codings of the chosen codes, wherever they start; `speaker_of` (turns,) is an index into
    `speakers`.
    """

    selection: Selection
    layers: tuple[Layer, ...]
    codes: tuple[CodeName, ...]
    speakers: tuple[str, ...]
    roles: tuple[str, ...]
    turns: Turns
    speaker_of: Numbers
    chosen: Bools
    done: Bools
    layer: Numbers
    code: Numbers
    starts: Numbers
    ends: Numbers

    @property
    def names(self) -> tuple[str, ...]:
        """Of the layers."""
        return layer_names(self.layers)

    @property
    def about(self) -> About:
        """For the head of a report."""
        here = np.flatnonzero(np.bincount(self.turns.transcript_of[self.chosen], minlength=len(self.turns.transcripts)))
        transcripts = tuple(self.turns.transcripts[place] for place in here)
        rounds = tuple(dict.fromkeys(layer.round for layer in self.layers))
        return About(self.names, rounds, transcripts, int(self.chosen.sum()), int(self.done.sum()), self.selection)

    @cached_property
    def turn(self) -> Numbers:
        """(codings,) the turn each starts in."""
        return np.searchsorted(self.turns.starts, self.starts, side="right") - 1

    @cached_property
    def counted(self) -> Bools:
        """(codings,) whether it starts in a chosen turn."""
        inside: Bools = (self.turn >= 0) & (self.turns.transcript_of[self.turn] == self.starts // STRIDE)
        return inside & self.chosen[self.turn]

    @cached_property
    def hits(self) -> Numbers:
        """(hits, 3) layer, turn and code: each code that a layer put on a chosen turn, once, in this order."""
        coding, turn = overlapped(self.starts, self.ends, self.turns.starts, self.turns.ends)
        rows = np.stack([self.layer[coding], turn, self.code[coding]], axis=1)[self.chosen[turn]]
        return np.unique(rows, axis=0)

    @cached_property
    def marked(self) -> Numbers:
        """(marks, 2) turn and code: each code of a chosen turn once, whoever put it there."""
        return np.unique(self.hits[:, 1:], axis=0)

    def by_layer(self) -> Numbers:
        """(codes, layers) codings that start in a chosen turn."""
        return crosstab(self.code[self.counted], self.layer[self.counted], (len(self.codes), len(self.names)))


def crosstab(rows: Numbers, columns: Numbers, shape: tuple[int, int]) -> Numbers:
    """How often each (row, column) stands in two lists of indices."""
    return np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape)


def read_coded(store: Store, selection: Selection) -> Coded:
    """What a report on this selection counts; blind rounds are left out.

    Raises QualcodeError on a name the project does not have, and where no turn fits.
    """
    with store.reader.snapshot():
        checked, chosen = selection.checked(store), selection.shown(store)
        working = layers_at_work(store, chosen)
        turns = selected_turns(store, Selection(transcripts=chosen.transcripts))
        here = turns.place.of(selected_turns(store, chosen).ids)
        if not len(here):
            raise QualcodeError(
                "No turn fits this selection, so there is nothing to report. Choose more transcripts or speakers."
            )
        codes = _codes(store, chosen.codes)
        layers = read_layers(store, working, turns, tuple(code.key for code in codes))
        speakers = store.reader.rows(_SPEAKERS)
        speaker_of = _speaker_of(store, turns, [row["id"] for row in speakers])
    counts = np.zeros(len(turns), dtype=np.bool_)
    counts[here] = True
    return Coded(
        selection=checked,
        layers=tuple(working),
        codes=codes,
        speakers=tuple(row["name"] for row in speakers),
        roles=tuple(row["role"] for row in speakers),
        turns=turns,
        speaker_of=speaker_of,
        chosen=counts,
        done=counts & np.any([np.zeros_like(counts), *(layer.seen for layer in layers)], axis=0),
        **_codings(layers),
    )


def _codes(store: Store, chosen: Sequence[str]) -> tuple[CodeName, ...]:
    """The chosen codes in the order they were named; without any, all in the order of the codebook."""
    names = {row["key"]: row["name"] for row in store.reader.rows(_CODES)}
    paths, called = store.codebook().paths, Counter(names.values())

    def name(key: str) -> str:
        own = names.get(key, key)
        return own if called[own] < 2 else " › ".join(paths.get(key, (own, key)))

    return tuple(CodeName(key, name(key)) for key in tuple(dict.fromkeys(chosen)) or names)


def _speaker_of(store: Store, turns: Turns, speakers: Sequence[str]) -> Numbers:
    [row] = store.reader.rows(_SPOKEN)
    place = turns.place.of(strung_ids(row["turns"]))
    found = np.zeros(len(turns), dtype=np.int64)
    found[place[place >= 0]] = Places(strung_ids("".join(speakers))).of(strung_ids(row["speakers"]))[place >= 0]
    return found


def _codings(layers: Sequence[LayerCodings]) -> dict[str, Numbers]:
    """All layers' codings, one behind the other."""
    none = np.zeros(0, dtype=np.int64)
    return {
        "layer": np.concatenate([none, *(np.full(len(each.codes), place) for place, each in enumerate(layers))]),
        "code": np.concatenate([none, *(each.codes for each in layers)]),
        "starts": np.concatenate([none, *(each.starts for each in layers)]),
        "ends": np.concatenate([none, *(each.ends for each in layers)]),
    }
