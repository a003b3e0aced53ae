"""Spans as sufficient tables: figures on spans from the table of characters, and from a few sums that it does not hold.

The table tells who coded what where others did, but not whether ten coded characters are one passage or two. That is in the
sums, transcript by transcript, so that transcripts can be drawn.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.estimate import pairable_transcripts, with_pairable_units
from qualcode.agreement.intervals import Intervals, transcript_draws
from qualcode.agreement.span_figures import SpanFigures, SpanResults, span_results
from qualcode.agreement.span_matches import OVERLAP, matched
from qualcode.agreement.span_reasons import SpanReasons
from qualcode.agreement.spans import CodedSpans, CodedText
from qualcode.agreement.table import Floats, Ints, Table, summed
from qualcode.agreement.unitizing import Lengths
from qualcode.agreement.words import ones

Sets = Collection[tuple[int, ...]]


@dataclass(frozen=True)
class SpanSums:
    """Sums (transcripts, codes + sets, coders) over what at least two coders saw; a set are codes taken as one.

    spans: how many each coder has, touching ones made one. squares: Σ length². exact, overlapping: with how many spans of
    other coders those of the coder match, exactly and by half.
    """

    spans: Ints
    squares: Ints
    exact: Ints
    overlapping: Ints


def span_sums(spans: CodedSpans, sets: Sets) -> SpanSums:
    """The sums of every transcript, for each code and then for each of `sets`."""
    texts = tuple(CodedText(_with_sets(text.spans, len(spans.codes), sets), text.seen) for text in spans.texts)
    names = (*spans.codes, *("" for _ in sets))
    line = replace(spans, codes=names, texts=texts).line().pairable()
    found = line.spans
    at = (np.searchsorted(line.bases, found.start, side="right") - 1, found.code, found.coder)

    def total(each: Ints) -> Ints:
        sums = np.zeros((len(texts), len(names), line.coders), dtype=np.int64)
        np.add.at(sums, at, each)
        return sums

    return SpanSums(total(np.ones_like(found.code)), total(found.size**2), total(matched(line)), total(matched(line, OVERLAP)))


def _with_sets(spans: Ints, codes: int, sets: Sets) -> Ints:
    """Spans as in `CodedText`, with a copy for every set their code is in."""
    copies = [spans]
    for place, chosen in enumerate(sets):
        copy = spans[np.isin(spans[:, 1], chosen)]
        copy[:, 1] = codes + place
        copies.append(copy)
    return np.concatenate(copies)


def set_hits(units: CodedUnits, sets: Sets) -> Ints:
    """(sets, units): masks of who put any of the codes."""
    found = np.zeros((len(sets), len(units.seen)), dtype=units.hits.dtype)
    for place, chosen in enumerate(sets):
        found[place] = np.bitwise_or.reduce(units.hits[list(chosen)])
    return found


def figures_on_spans(units: CodedUnits, sums: SpanSums, sets: Sets, how: Intervals | None) -> Iterator[SpanResults]:
    """For each of the sets of codes; intervals from drawing transcripts, those that `code_agreement` draws.

    `units` are of characters. The order of their rows makes no difference.
    """
    units = units.merged()
    everything = replace(units, hits=np.concatenate([units.hits, set_hits(units, sets)]))
    table = everything.table()
    each = _lengths(table, sums)
    transcripts = len(each.all_seen)
    drawn = how is not None and how.method == "bootstrap" and pairable_transcripts(table) > 1
    draws = transcript_draws(with_pairable_units(table), how) if drawn and how else None
    pairable = int(table.totals[0][table.seen >= 2].sum())
    for place, chosen in enumerate(sets):
        figures = _figures(everything, each, sums, list(chosen), len(units.codes) + place)
        total = figures.weighted(np.ones(transcripts))
        why = SpanReasons(len(units.coders), pairable, total.each, total.whole)
        yield span_results(total, why, None if draws is None else figures.weighted(draws))


def _figures(units: CodedUnits, lengths: Lengths, sums: SpanSums, codes: list[int], whole: int) -> SpanFigures:
    """Those of some codes (transcripts, codes), taken as one at the place `whole`."""
    transcripts, others = len(lengths.all_seen), len(units.coders) - 1
    number, exact, overlapping = (
        each[:transcripts, codes].sum(axis=-1).astype(np.float64) for each in (sums.spans, sums.exact, sums.overlapping)
    )
    met = _meetings(units, codes, whole, transcripts)
    return SpanFigures(lengths.of(codes), lengths.of([whole]), met, others * number, exact, overlapping)


def _lengths(table: Table, sums: SpanSums) -> Lengths:
    """(transcripts, codes)."""
    here = table.counts.astype(np.float64)
    given, seen = (table.values == 1).sum(axis=1), table.seen
    counts = seen >= 2
    agreed = np.where(counts, given * (given - 1) / np.maximum(seen - 1, 1), 0.0)
    coded, agreements = (here @ np.where(counts, given, 0)).T, (here @ agreed).T
    squares = sums.squares[: len(coded)].sum(axis=-1).astype(np.float64)
    return Lengths(coded, squares, agreements, (here[0] @ np.where(counts, seen, 0))[:, None])


def _meetings(units: CodedUnits, codes: list[int], whole: int, transcripts: int) -> Floats:
    """Per transcript and code Σ l_ck over the codes k of the set."""
    seen, anything = _number(units.seen), _number(units.hits[whole])
    length = np.ones(len(seen)) if units.weight is None else units.weight
    met = np.where(seen >= 2, length * (anything - 1) / np.maximum(seen - 1, 1), 0.0)
    return np.stack([summed(units.transcript, met * _number(units.hits[code]), transcripts) for code in codes], axis=1)


def _number(masks: Ints) -> Ints:
    """How many coders are in each."""
    return ones(masks.astype(np.uint64)[:, None])
