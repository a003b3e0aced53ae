"""What a methods section has to say of a study, as far as the project knows it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from qualcode import __version__
from qualcode.analysis.agreement import agreement
from qualcode.analysis.coded import About, Coded, read_coded
from qualcode.analysis.report import AgreementReport
from qualcode.analysis.said import Words, read_words
from qualcode.analysis.saturation import Saturation, saturation
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.attribute_kinds import Attribute, Value
from qualcode.project.attributes import AttributeTable, attribute_table
from qualcode.project.people import list_coders
from qualcode.project.rounds import RoundInfo, list_rounds
from qualcode.project.store import Store
from qualcode.project.transcripts import list_transcripts
from qualcode.transcripts.model import Role

_MEMOS = "SELECT count(*) FROM memo WHERE NOT deleted"
_MINUTES = """
    SELECT max(turn.end_ms) AS ms FROM turn JOIN transcript ON transcript.id = turn.transcript_id
    WHERE transcript.name IN (SELECT value FROM json_each(:names)) GROUP BY transcript.id HAVING max(turn.end_ms) IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """The speakers of one role: how many there are, in how many transcripts the one with the most speaks, what they said."""

    role: str
    speakers: int
    most_transcripts: int
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class CoderFacts:
    """A layer counted: its name, its coder and their `kind` (human, consensus, machine), and codings that stand."""

    name: str
    coder: str
    kind: str
    codings: int


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """An attribute of the participants who speak there: the values of those who have one, in order, and how many have none."""

    attribute: Attribute
    values: tuple[Value, ...]
    unknown: int


@dataclass(frozen=True)
class Facts:
    """Of the chosen turns. `dates` are the first and last of the transcripts that have one; `agreement` is None where it
    cannot be told, and `no_agreement` then says why. `codes` counts those of the codebook, `codes_used` those on a turn."""

    about: About
    title: str
    dates: tuple[str, str] | None
    minutes: tuple[float, ...]  # of each transcript that has times
    words: int
    roles: tuple[RoleFacts, ...]
    sample: tuple[SampleFacts, ...]
    coders: tuple[CoderFacts, ...]
    rounds: tuple[RoundInfo, ...]
    codebook: str
    revisions: int
    codes: int
    codes_used: int
    groups: int
    memos: int
    saturation: Saturation
    agreement: AgreementReport | None
    no_agreement: str
    version: str = __version__


def facts(store: Store, selection: Selection, *, ci: str = "bootstrap", seed: int | None = None) -> Facts:
    """Agreement is that of `agreement` on the same selection. Raises QualcodeError as `read_coded` does."""
    with store.reader.snapshot():
        coded = read_coded(store, selection)
        words = read_words(store, coded.turns, coded.chosen)
        kinds = {coder.name: coder.kind for coder in list_coders(store)}
        book = store.codebook()
        about = coded.about
        infos = [info for info in list_transcripts(store) if info.name in about.transcripts]
        minutes = [row["ms"] / 60_000 for row in store.reader.rows(_MINUTES, names=json.dumps(about.transcripts))]
        known = attribute_table(store, "speaker")
        rounds = tuple(round_ for round_ in list_rounds(store) if round_.name in about.rounds)
        memos, revisions, steps = int(store.reader.value(_MEMOS)), store.revision(), saturation(store, selection)
    agreed, reason = _agreement(store, selection, ci, seed)
    dates = sorted(info.date for info in infos if info.date)
    return Facts(
        about=about,
        title=store.title,
        dates=(dates[0], dates[-1]) if dates else None,
        minutes=tuple(minutes),
        words=len(words.starts),
        roles=tuple(_roles(coded, words)),
        sample=tuple(_sample(coded, known)),
        coders=_coders(coded, kinds),
        rounds=rounds,
        codebook=book.title,
        revisions=revisions,
        codes=len(book.by_key),
        codes_used=len(np.unique(coded.marked[:, 1])),
        groups=len(book.groups),
        memos=memos,
        saturation=steps,
        agreement=agreed,
        no_agreement=reason,
    )


def _roles(coded: Coded, words: Words) -> Iterator[RoleFacts]:
    speaker, transcript = coded.speaker_of[coded.chosen], coded.turns.transcript_of[coded.chosen]
    turns, spoken = (np.bincount(each, minlength=len(coded.speakers)) for each in (speaker, coded.speaker_of[words.turn]))
    appearances = np.unique(np.stack([speaker, transcript], axis=1), axis=0)
    often = np.bincount(appearances[:, 0], minlength=len(coded.speakers))
    for role in Role:
        of_role = (np.array(coded.roles) == role) & (turns > 0)
        if of_role.any():
            number = int(of_role.sum())
            yield RoleFacts(role.value, number, int(often[of_role].max()), int(turns[of_role].sum()), int(spoken[of_role].sum()))


def _sample(coded: Coded, known: AttributeTable) -> Iterator[SampleFacts]:
    heard = np.bincount(coded.speaker_of[coded.chosen], minlength=len(coded.speakers)) > 0
    who = [coded.speakers[place] for place in np.flatnonzero(heard & (np.array(coded.roles) == Role.PARTICIPANT))]
    for attribute in known.attributes:
        values = [known.values[name][attribute.name] for name in who if attribute.name in known.values[name]]
        if values:
            yield SampleFacts(attribute, tuple(sorted(values)), len(who) - len(values))


def _coders(coded: Coded, kinds: Mapping[str, str]) -> tuple[CoderFacts, ...]:
    codings = coded.by_layer().sum(axis=0)
    return tuple(
        CoderFacts(name, layer.coder, kinds[layer.coder], int(many))
        for name, layer, many in zip(coded.names, coded.layers, codings, strict=True)
    )


def _agreement(store: Store, selection: Selection, ci: str, seed: int | None) -> tuple[AgreementReport | None, str]:
    try:
        return agreement(store, selection, ci=ci, seed=seed, with_disagreements=False), ""
    except QualcodeError as reason:
        return None, str(reason)
