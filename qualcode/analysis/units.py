"""Units: what is compared one by one, and who put which code on each of them.

A turn or a sentence has a code for a coder where any of their codings of it lies on a character of it, and has it once,
however many codings of one coder lie there: coding the same words twice is no agreement with oneself. At the character
level the codings themselves are compared, without ever making a row of a character.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.spans import CodedSpans, CodedText
from qualcode.agreement.table import mask_type
from qualcode.analysis.listings import transcript_texts
from qualcode.analysis.material import STRIDE, LayerCodings, Material, Numbers, Turns, overlapped
from qualcode.project.store import Store
from qualcode.text import sentences

Masks = NDArray[np.unsignedinteger[Any]]
UNITS = ("turn", "sentence", "character")


@dataclass(frozen=True)
class Units:
    """Places on the line of the turns, in order, each in one turn: the turns themselves, or their sentences."""

    turn: Numbers  # (units,) index of the turn
    starts: Numbers
    ends: Numbers


def turn_units(turns: Turns) -> Units:
    """Every turn is a unit."""
    return Units(np.arange(len(turns)), turns.starts, turns.ends)


def sentence_units(store: Store, turns: Turns) -> Units:
    """Every sentence of a turn is a unit (see `qualcode.text.sentences`)."""
    texts = {name.encode(): text for name, text in transcript_texts(store).items()}
    found = []
    for turn, (rank, start, end) in enumerate(zip(turns.transcript_of, turns.starts, turns.ends, strict=True)):
        text = texts[bytes(turns.transcript_ids[rank])]
        said = text[start - rank * STRIDE : end - rank * STRIDE]
        found += [(turn, start + first, start + last) for first, last in sentences(said)]
    turn_of, starts, ends = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return Units(turn_of, starts, ends)


def coded_units(material: Material, units: Units) -> CodedUnits:
    """The masks of these units; a sentence is seen by who has done its turn."""
    kind = mask_type(len(material.layers))
    seen: Masks = np.zeros(len(units.turn), dtype=kind)
    hits: Masks = np.zeros((len(material.codes), len(seen)), dtype=kind)
    for rank, layer in enumerate(material.layers):
        bit = hits.dtype.type(1 << rank)
        seen[layer.seen[units.turn]] |= bit
        coding, where = overlapped(layer.starts, layer.ends, units.starts, units.ends)
        hits[layer.codes[coding], where] |= bit
    return CodedUnits(material.codes, material.names, hits, seen, material.turns.transcript_of[units.turn])


def only_codes(material: Material, codes: tuple[str, ...]) -> Material:
    """The same with some of its codes."""
    place = np.full(len(material.codes), -1)
    place[[material.codes.index(code) for code in codes]] = np.arange(len(codes))
    kept = [place[layer.codes] >= 0 for layer in material.layers]
    layers = (
        LayerCodings(layer.seen, place[layer.codes[keep]], layer.starts[keep], layer.ends[keep])
        for layer, keep in zip(material.layers, kept, strict=True)
    )
    return Material(material.names, codes, material.turns, tuple(layers))


def coded_spans(material: Material) -> CodedSpans:
    """The codings themselves, transcript by transcript, within what each layer has done."""
    turns = material.turns
    spans = np.concatenate([_spans(layer, rank) for rank, layer in enumerate(material.layers)])
    seen = np.concatenate([_seen(turns, layer, rank) for rank, layer in enumerate(material.layers)])
    number = len(turns.transcripts)
    texts = zip(_by_transcript(spans, number), _by_transcript(seen, number), strict=True)
    length = int((turns.ends - turns.starts).sum())
    return CodedSpans(material.names, material.codes, length, tuple(CodedText(*text) for text in texts))


def _spans(layer: LayerCodings, coder: int) -> Numbers:
    return np.stack([np.full(len(layer.starts), coder), layer.codes, layer.starts, layer.ends], axis=1)


def _seen(turns: Turns, layer: LayerCodings, coder: int) -> Numbers:
    done = np.flatnonzero(layer.seen)
    return np.stack([np.full(len(done), coder), turns.starts[done], turns.ends[done]], axis=1)


def _by_transcript(rows: Numbers, transcripts: int) -> list[Numbers]:
    """Rows that end with a start and an end on the line, as rows of each transcript with places in its text."""
    transcript = rows[:, -2] // STRIDE
    order = np.argsort(transcript, kind="stable")
    rows = rows[order]
    rows[:, -2:] -= STRIDE * transcript[order, None]
    return np.split(rows, np.searchsorted(transcript[order], np.arange(1, transcripts)))
