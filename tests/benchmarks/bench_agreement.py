"""Agreement of 20 codes and 5 coders from packed masks, against one `np.bincount` pass a code over the same masks."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from rows import Row

from qualcode.agreement import CodedSpans, CodedUnits, Intervals, code_agreement, span_coefficients
from qualcode.agreement.nominal import krippendorff_alpha
from qualcode.agreement.spans import whole_text
from qualcode.agreement.sums import Sums, unit_features
from qualcode.agreement.unitizing import binary_u_alpha, lengths

CODES, CODERS, TRANSCRIPTS = 20, 5, 12


def units_of(number: int, seed: int = 1) -> CodedUnits:
    """Codes on 2 to 10 % of the units, each coder right four times in five; a tenth of the coders' units not seen."""
    rng = np.random.default_rng(seed)
    prevalence = np.linspace(0.02, 0.10, CODES)[:, None]
    truth = rng.random((CODES, number)) < prevalence
    seen, hits = np.zeros(number, dtype=np.uint8), np.zeros((CODES, number), dtype=np.uint8)
    for coder in range(CODERS):
        looked = rng.random(number) < 0.9
        said = np.where(truth, rng.random(truth.shape) < 0.8, rng.random(truth.shape) < 0.25 * prevalence)
        seen |= (looked.astype(np.uint8)) << coder
        hits |= (said & looked).astype(np.uint8) << coder
    transcript = np.sort(rng.integers(0, TRANSCRIPTS, number))
    names = tuple(f"code{place}" for place in range(CODES))
    return CodedUnits(names, tuple("abcde"), hits, seen, transcript)


def alphas(units: CodedUnits) -> np.ndarray:
    """α of every code."""
    table = units.table()
    flat = table.totals @ unit_features(table.values, 2)
    return krippendorff_alpha(Sums.unpacked(flat, CODERS, 2))


def floor(units: CodedUnits) -> None:
    """The least anyone can do: count the masks of every code once."""
    for hits in units.hits:
        np.bincount(hits, minlength=1 << CODERS)


def seconds(work: Callable[[], object], times: int) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def spans_of(number: int, seed: int = 1) -> CodedSpans:
    """Spans of up to 200 characters all over a text of 70 characters a span."""
    rng = np.random.default_rng(seed)
    length = 70 * number
    start = rng.integers(0, length - 200, number)
    coder, code = rng.integers(0, CODERS, number), rng.integers(0, CODES, number)
    spans = np.stack([coder, code, start, start + rng.integers(1, 200, number)], axis=1)
    return whole_text("abcde", [f"code{place}" for place in range(CODES)], length, spans)


def binary_alphas(spans: CodedSpans) -> np.ndarray:
    """|u of every code."""
    return binary_u_alpha(lengths(spans.line().pairable()))


def of_krippendorff(units: CodedUnits) -> float | str:
    """Seconds of the package `krippendorff`, which is GPL: in an environment of its own, thrown away afterwards."""
    bits = np.arange(CODERS)[:, None]
    seen, hits = (units.seen >> bits) & 1, (units.hits[:, None, :] >> bits) & 1
    with tempfile.TemporaryDirectory() as folder:
        python, ratings = Path(folder, "bin", "python"), Path(folder, "ratings.npy")
        np.save(ratings, np.where(seen == 1, hits, np.nan))
        steps = [[sys.executable, "-m", "venv", folder], [str(python), "-m", "pip", "install", "-q", "krippendorff"]]
        script = Path(__file__).with_name("krippendorff_alphas.py")
        try:
            for step in (*steps, [str(python), str(script), str(ratings)]):
                done = subprocess.run(step, check=True, capture_output=True, timeout=300, text=True)
        except (subprocess.SubprocessError, OSError) as error:
            return type(error).__name__
        return float(done.stdout)


def compared(units: CodedUnits, label: str) -> Row:
    """How many times faster than that package, called for every code."""
    theirs = of_krippendorff(units)
    if isinstance(theirs, str):
        return Row(f"{label}: α of every code, krippendorff not to be had ({theirs})", float("nan"), "×", "≥ 100")
    return Row(f"{label}: α of every code, krippendorff / ours", theirs / seconds(partial(alphas, units), 7), "×", "≥ 100")


def at(number: int, times: int) -> list[Row]:
    """The floor, α, everything without intervals."""
    units, label = units_of(number), f"{CODES} codes × {CODERS} coders, {number:,} units"
    least = seconds(partial(floor, units), 7)
    return [
        Row(f"{label}: bincount floor", least * 1000, "ms", "the measure"),
        Row(f"{label}: α of every code / floor", seconds(partial(alphas, units), 7) / least, "×", "≤ 5"),
        Row(f"{label}: every figure, no intervals", seconds(partial(code_agreement, units), times), "s", "≤ 3 (1e6)"),
    ]


def run() -> list[Row]:
    """At 1e4 and 1e6 units; intervals; spans; the most memory any of it took."""
    rows = [*at(10_000, 3), *at(1_000_000, 2)]
    units = units_of(10_000)
    few = replace(units, transcript=units.transcript % 5)
    for name, drawn in (("transcripts", units), ("units and transcripts", few)):
        took = seconds(partial(code_agreement, drawn, Intervals()), 3)
        rows.append(Row(f"10,000 units, every figure with 1,000 draws of {name}", took, "s", "≤ 0.5"))
    spans = spans_of(850_000)
    rows.append(Row(f"binary u-alpha of {CODES} codes, 850,000 spans", seconds(partial(binary_alphas, spans), 3), "s", "≤ 0.3"))
    rows.append(Row("every figure on 850,000 spans", seconds(partial(span_coefficients, spans), 1), "s", "–"))
    rows.append(compared(units_of(100_000), "100,000 units"))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*rows, Row("most memory of all of this, numpy and the data included", megabytes, "MB", "told")]
