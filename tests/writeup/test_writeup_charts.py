import os
import struct
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth
from writeup_pages import HOSTILE, bare

from qualcode.text import safe
from qualcode.writeup.charts import characters, drawing, picture
from qualcode.writeup.charts.model import Chart, ForestPlot, ForestRow, HeatMap
from qualcode.writeup.charts.words import described, label_lines
from qualcode.writeup.document import Figure
from qualcode.writeup.writers import write

ROWS = (ForestRow("money", 0.71, 0.52, 0.84), ForestRow("trust", None), ForestRow("time", 0.5))
FOREST = ForestPlot(ROWS, "Krippendorff's α", (0.667, 0.8))
PAIRS = HeatMap(("ana", "ben"), ("ana", "ben"), ((None, 0.25), (1.0, None)), "α")
FORTY = tuple(f"code number {number}" for number in range(40))
GRID = HeatMap(FORTY, FORTY, tuple(tuple(row * column for column in range(40)) for row in range(40)), "turns with both")

shares = st.floats(-1, 1, allow_nan=False)
forests = st.builds(
    ForestPlot,
    st.lists(st.builds(ForestRow, st.text(), st.none() | shares, shares, shares), max_size=5).map(
        lambda rows: tuple(ForestRow(row.label, row.value, *sorted((row.low or 0, row.high or 0))) for row in rows)
    ),
    st.text(),
    st.lists(shares, max_size=3).map(tuple),
)


def test_a_forest_plot_in_characters() -> None:
    assert characters.drawn(FOREST, 60).splitlines() == [
        "                             .667  .80",
        "money                     ├──────●───┤        .71 [.52, .84]",
        "trust                          ┊    ┊         not defined",
        "time                     ●     ┊    ┊         .50",
        "       ┴──────┴──────┴───────┴──────┴──────┴",
        "       0     .2     .4      .6     .8      1",
        "       Krippendorff's α",
    ]


def test_marks_stand_where_their_numbers_are() -> None:
    axis, *_ = [line for line in characters.drawn(FOREST, 70).splitlines() if "┴" in line]
    money = characters.drawn(FOREST, 70).splitlines()[1]
    start, end = axis.index("┴"), axis.rindex("┴")
    for sign, value in (("├", 0.52), ("●", 0.71), ("┤", 0.84)):
        assert (money.index(sign) - start) / (end - start) == pytest.approx(value, abs=0.02)
    assert money.endswith(".71 [.52, .84]")


@given(forests, st.integers(40, 120))
def test_characters_stay_within_the_width_and_obey_nothing(plot: ForestPlot, width: int) -> None:
    drawn = characters.drawn(plot, width)
    assert safe(drawn, lines=True) == drawn
    *lines, _ = drawn.split("\n")  # the last says what is measured, in as many words as that takes
    assert max(map(wcswidth, lines)) <= max(width, 26 + 20 + len("-1.00 [-1.00, -1.00]") + 4)


def test_a_heat_map_in_characters_has_its_numbers_where_there_is_room() -> None:
    assert characters.drawn(PAIRS).splitlines() == [
        "           1      2",
        "1 ana      –   .25░",
        "2 ben  1.00█      –",
        "α: · 0 to █ 1, – no number",
    ]
    crowded = characters.drawn(GRID)
    assert len(crowded.splitlines()) == 2 + 40 + 1
    assert max(map(len, crowded.splitlines())) <= 80


def test_the_description_has_every_figure() -> None:
    assert described(FOREST) == (
        "Forest plot, Krippendorff's α: money .71 [.52, .84]; trust not defined; time .50. Lines at .667, .80."
    )
    assert described(PAIRS) == "Heat map, α: ana, ben, each by each. Numbers: from .25 to 1.00."
    long = "long " * 100
    assert long.strip() in described(ForestPlot((ForestRow(long, 0.5),), "α"))


def test_a_label_too_long_for_a_chart_is_marked_as_such() -> None:
    lines = label_lines("word " * 50)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert label_lines("short") == ["short"]


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.9), (-0.4, 0.2), (0, 0), (-1, 1), (0, 37)])
def test_the_axis_holds_everything_in_even_steps(low: float, high: float) -> None:
    marks = ForestPlot((ForestRow("a", low, low, high),), "α").axis()
    assert marks[0] <= min(0, low)
    assert marks[-1] >= max(1, high)
    assert len({round(after - before, 9) for before, after in pairwise(marks)}) == 1
    assert 4 <= len(marks) <= 12


@pytest.mark.parametrize("chart", [FOREST, PAIRS, GRID])
def test_pictures_fit_a_page(chart: Chart) -> None:
    png = drawing.drawn(chart, "png")
    width, height = struct.unpack(">II", png[16:24])
    assert width <= 6.31 * 200
    assert height <= 9.3 * 200


@pytest.mark.parametrize("format", ["svg", "png"])
def test_a_chart_is_the_same_file_every_time(format: Literal["svg", "png"]) -> None:
    assert drawing.drawn(PAIRS, format) == drawing.drawn(PAIRS, format)


def test_forty_rows_fit_one_page() -> None:
    rows = tuple(ForestRow(f"a rather long name of a code, number {number}", 0.5, 0.2, 0.8) for number in range(40))
    _, height = struct.unpack(">II", drawing.drawn(ForestPlot(rows, "α"), "png")[16:24])
    assert height <= 9.3 * 200


@pytest.mark.parametrize("chart", [ForestPlot((), ""), HeatMap((), (), (), ""), HeatMap(("a",), ("b",), ((None,),), "")])
def test_charts_of_nothing_are_drawn_all_the_same(chart: Chart) -> None:
    assert drawing.drawn(chart, "png").startswith(b"\x89PNG")
    assert characters.drawn(chart)
    assert r"\begin{picture}" in picture.picture(chart)


def test_hostile_names_are_drawn_as_they_stand() -> None:
    plot = ForestPlot((ForestRow(HOSTILE, 0.5), ForestRow("$\\frac$ 5 $", 0.5), ForestRow("\ud800\U000e0fff", 0.1)), HOSTILE)
    assert "$\\frac$ 5 $" in drawing.drawn(plot, "svg").decode()
    assert safe(characters.drawn(plot), lines=True) == characters.drawn(plot)


def test_markdown_keeps_a_chart_in_a_block_of_code() -> None:
    written = write(bare(Figure(ForestPlot((ForestRow("```\n# x", 0.5),), "α"), "*c*")), "md")
    chart, caption = written.rstrip().rsplit("\n\n", 1)
    assert all(line.startswith("    ") for line in chart.splitlines())
    assert caption == "\\*c\\*"


def test_drawing_leaves_nothing_behind_and_is_not_imported_without_need(tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    script = """
import sys
from qualcode.writeup.charts.drawing import drawn
from qualcode.writeup.charts.model import ForestPlot, ForestRow
from qualcode.writeup.document import Document, Paragraph, Records
from qualcode.writeup.writers import FILE_FORMATS, file_content
for format in FILE_FORMATS:
    file_content(Document((Paragraph("x"),), Records((), ()), {}), format)
assert "matplotlib" not in sys.modules
drawn(ForestPlot((ForestRow("a", .5),), "b"), "png")
assert "matplotlib.pyplot" not in sys.modules
"""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MPL", "XDG", "PYTHONPYCACHE"))}
    environment |= {"HOME": str(home), "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=tmp_path, env=environment, check=True)
    assert not list(home.rglob("*"))
    assert not list(temporary.rglob("*"))
