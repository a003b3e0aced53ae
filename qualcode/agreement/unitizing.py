"""Krippendorff's alphas for spans: how far coders agree where a passage begins, where it ends, and what it is.

Krippendorff, Mathet, Bouvry & Widlöcher 2016, Qual Quant 50:2347 (erratum 50:2365). The formulas are restated from a public
implementation and two of our own that agree; they were not checked against the paper.

A position of the text has one value a coder: a code, or φ where the coder put none. Over positions that m >= 2 coders saw,
l_ck is the length on which one of an ordered pair of coders says c and the other k, over m - 1; l_c = Σ_k l_ck; l.. = Σ l_c.
Q_c is the sum of squared lengths of the spans of a code, and Σ length for φ. Expected are
e_ck = l..(l_c l_k - [c = k] Q_c)/(l..² - Σ Q). Spans one character long give exactly nominal α.
"""

from dataclasses import dataclass

import numpy as np

from qualcode.agreement.nominal import ratio
from qualcode.agreement.spans import Line, Stretches
from qualcode.agreement.table import Floats, Ints, summed


@dataclass(frozen=True)
class Lengths:
    """Sums per code (…, codes), in characters over positions at least two coders saw.

    coded: l_c, what all coders coded. squared: Q_c. agreed: l_cc. all_seen (…, 1): l.., the same for all codes.
    """

    coded: Floats
    squared: Floats
    agreed: Floats
    all_seen: Floats

    @property
    def gaps(self) -> Floats:
        """l_φ: what coders saw and did not code."""
        return self.all_seen - self.coded

    @property
    def agreed_gaps(self) -> Floats:
        """l_φφ; what of the gaps does not meet a code of another coder."""
        return self.gaps - (self.coded - self.agreed)

    def of(self, codes: list[int]) -> "Lengths":
        """Those of some of the codes."""
        return Lengths(self.coded[..., codes], self.squared[..., codes], self.agreed[..., codes], self.all_seen)

    def weighted(self, rows: Floats) -> "Lengths":
        """From sums of transcripts (transcripts, codes): those of rows (…, transcripts) of weights."""
        return Lengths(rows @ self.coded, rows @ self.squared, rows @ self.agreed, rows @ self.all_seen)


def lengths(line: Line) -> Lengths:
    """The sums of a line cut down to what is pairable."""
    spans = line.spans
    coded = summed(spans.code, spans.size, line.codes)
    squared = summed(spans.code, spans.size.astype(np.float64) ** 2, line.codes)
    return Lengths(coded, squared, _agreed(line, spans, line.codes), np.array([_all_seen(line)]))


def coded_or_not(line: Line) -> tuple[Line, Lengths]:
    """The line with one code only, "coded", and its sums."""
    spans = line.spans
    anything = Stretches.of(spans.coder, np.zeros_like(spans.code), spans.start, spans.end)
    binary = Line(line.coders, 1, line.bases, anything, line.seen)
    return binary, lengths(binary)


def binary_u_alpha(sums: Lengths) -> Floats:
    """|u per code (…, codes): coded with it or not, 1 - 2 l_01 (l..² - Q_0 - Q_1)/(2 l.. l_0 l_1); up to 1.

    Undefined (nan) where nobody, or everybody everywhere, put the code.
    """
    number, coded, gaps = sums.all_seen, sums.coded, sums.gaps
    expected = ratio(number * coded * gaps, number**2 - gaps - sums.squared)
    return 1.0 - ratio(coded - sums.agreed, np.nan_to_num(expected))


def u_alpha(sums: Lengths, anything: Lengths) -> Floats:
    """1 - (l.. - Σ l_cc)/(l.. - Σ e_cc), φ among the values (…,); codes exclude each other. nan where nothing varies."""
    number, gaps = sums.all_seen[..., 0], anything.gaps[..., 0]
    agreed = sums.agreed.sum(axis=-1) + anything.agreed_gaps[..., 0]
    below = number**2 - gaps - sums.squared.sum(axis=-1)
    likely = (sums.coded**2 - sums.squared).sum(axis=-1) + gaps**2 - gaps
    return 1.0 - ratio(number - agreed, np.nan_to_num(number - number * ratio(likely, below)))


def meetings(line: Line, binary: Line) -> Floats:
    """Per code (codes,) Σ l_ck over the codes k without φ: where it meets coded text. `binary` as of `coded_or_not`."""
    places, coders = _counted(binary.spans, 1)
    weight = _weights_until(line, places)
    total = np.concatenate([[0.0], np.cumsum((coders[:-1] - 1) * np.diff(weight))])

    def until(wanted: Ints) -> Floats:
        last = np.searchsorted(places, wanted, side="right") - 1
        return np.asarray(total[last] + (coders[last] - 1) * (_weights_until(line, wanted) - weight[last]))

    spans = line.spans
    return summed(spans.code, until(spans.end) - until(spans.start), line.codes)


def cu_alpha(sums: Lengths, anything: Lengths) -> Floats:
    """Agreement on the code where both coded (…,): 1 - (1 - Σ l_cc/Σ l_ck)/(1 - Σ e_cc/Σ e_ck), φ left out.

    As codes exclude each other, Σ l_ck is where coded text meets coded text. nan where none does, or where there is one
    code only.
    """
    coded = sums.coded.sum(axis=-1)
    observed = ratio(sums.agreed.sum(axis=-1), anything.agreed[..., 0])
    expected = ratio((sums.coded**2 - sums.squared).sum(axis=-1), coded**2 - sums.squared.sum(axis=-1))
    return 1.0 - ratio(1.0 - observed, np.nan_to_num(1.0 - expected))


def ku_alpha(sums: Lengths, met: Floats) -> Floats:
    """The same for one code against the other codes (…, codes): 1 - (1 - l_kk/Σ_c l_kc)/(1 - e_kk/Σ_c e_kc)."""
    observed = ratio(sums.agreed, met)
    expected = ratio(sums.coded**2 - sums.squared, sums.coded * sums.coded.sum(axis=-1, keepdims=True) - sums.squared)
    return 1.0 - ratio(1.0 - observed, np.nan_to_num(1.0 - expected))


def _agreed(line: Line, spans: Stretches, codes: int) -> Floats:
    """l_cc: Σ length k(k - 1)/(m - 1), k coders with the code."""
    stride = int(spans.end.max(initial=0)) + 1
    places, coders = _counted(spans, stride)
    met = np.flatnonzero(coders[:-1] > 1)  # elsewhere nobody meets anybody
    code, start = np.divmod(places[met], stride)
    end = places[met + 1] - code * stride
    pairs = coders[met] * (coders[met] - 1)
    return summed(code, pairs * (_weights_until(line, end) - _weights_until(line, start)), codes)


def _counted(spans: Stretches, stride: int) -> tuple[Ints, Ints]:
    """Places code·stride + position where a span begins or ends, rising, and how many coders code behind each."""
    base = spans.code * stride
    events = np.concatenate([(base + spans.start) * 2 + 1, (base + spans.end) * 2])
    events.sort()
    return events >> 1, np.cumsum((events & 1) * 2 - 1)


def _weights_until(line: Line, places: Ints) -> Floats:
    """Characters up to each place, one that m coders saw weighing 1/(m - 1)."""
    return line.until(np.where(line.readers >= 2, 1 / np.maximum(line.readers - 1, 1), 0.0), places)


def _all_seen(line: Line) -> float:
    return float((line.readers[:-1] * np.diff(line.edges))[line.readers[:-1] >= 2].sum())
