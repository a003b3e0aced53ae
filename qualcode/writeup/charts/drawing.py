"""Charts drawn by matplotlib, as SVG, PNG or PDF: the width of a printed page."""

import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Literal

from qualcode.writeup.charts.drawn_heat import heat
from qualcode.writeup.charts.drawn_rows import rows
from qualcode.writeup.charts.model import Chart, HeatMap
from qualcode.writeup.charts.sheet import POINTS
from qualcode.writeup.charts.words import described
from qualcode.writeup.printable import printable

_DOTS = 200  # an inch, for print
# For scripts that matplotlib's own DejaVu Sans lacks: what the systems bring along, as far as it is there.
_OTHER_FONTS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Yu Gothic", "Malgun Gothic",
    "Noto Sans Devanagari", "Nirmala UI", "Noto Sans Thai", "Arial Unicode MS",
)  # fmt: skip


def drawn(chart: Chart, format: Literal["svg", "png", "pdf"]) -> bytes:
    """The chart as a file of that format, as wide as a printed page has room for, the same bytes for the same chart.

    What it shows is told in the file too, for those who cannot see it.

    Imports matplotlib, 1 to 2 s: nothing else of the write-up needs it.
    """
    with _matplotlib():
        figure = heat(chart) if isinstance(chart, HeatMap) else rows(chart)
        buffer = BytesIO()
        figure.savefig(buffer, format=format, dpi=_DOTS, metadata=_told(chart, format))
        return buffer.getvalue()


def _told(chart: Chart, format: str) -> dict[str, str | None]:
    """The description, and neither a date nor a version: these would make two files of one chart differ."""
    said = printable(described(chart))
    return {
        "svg": {"Date": None, "Creator": None, "Description": said},
        "png": {"Software": None, "Description": said},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None, "Subject": said},
    }[format]


@contextmanager
def _matplotlib() -> Iterator[None]:
    """matplotlib as it comes, whatever a matplotlibrc says, and silent on letters that no font has."""
    _import_quietly()
    import matplotlib
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    ours = {
        "font.family": ["DejaVu Sans", *(name for name in _OTHER_FONTS if name in installed)],
        "font.size": POINTS,
        "text.parse_math": False,  # a price in dollars is no formula
        "svg.fonttype": "none",  # letters stay letters: any script, selectable, read aloud
        "svg.hashsalt": "qualcode",
        "pdf.fonttype": 42,  # whole letters, which can be searched and edited
    }
    # The backend is left alone: no window is wanted, and asking for it would import pyplot.
    defaults = {name: value for name, value in matplotlib.rcParamsDefault.items() if name != "backend"}
    with matplotlib.rc_context({**defaults, **ours}), warnings.catch_warnings():  # type: ignore[dict-item]
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        yield


def _import_quietly() -> None:
    """Import matplotlib so that it leaves nothing behind: its configuration and font cache go into a temporary folder."""
    if "matplotlib" in sys.modules or "MPLCONFIGDIR" in os.environ:
        return
    with tempfile.TemporaryDirectory(prefix="qualcode-") as folder:
        os.environ["MPLCONFIGDIR"] = folder
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # that it looks for fonts is no news
        try:
            import matplotlib.font_manager  # noqa: F401
        finally:
            del os.environ["MPLCONFIGDIR"]
