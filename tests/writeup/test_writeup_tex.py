import re
import shutil
import subprocess
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from writeup_pages import HOSTILE, anything, bare, page, wide

from qualcode.writeup.charts.model import ForestPlot, ForestRow, HeatMap
from qualcode.writeup.document import Bullets, Document, Figure, Heading, Paragraph, Quote, Table
from qualcode.writeup.latex_text import declared, escaped
from qualcode.writeup.printable import printable
from qualcode.writeup.writers import write

MEANS = {
    r"\textbackslash{}": "\\", r"\{": "{", r"\}": "}", r"\$": "$", r"\&": "&", r"\#": "#", r"\_": "_", r"\%": "%",
    r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", r"\textless{}": "<", r"\textgreater{}": ">", r"\textbar{}": "|",
    r"\textquotedbl{}": '"', r"\textasciigrave{}": "`", "{[}": "[", "{]}": "]", "{*}": "*", r"\allowbreak{}": "", "{}": "",
}  # fmt: skip
TOKEN = re.compile("|".join(sorted(map(re.escape, MEANS), key=len, reverse=True)) + r"|[\\{}$&#_%~^<>|\"`]")


def meant(source: str) -> str:
    """What LaTeX prints for escaped text; KeyError on a sign that it would obey."""
    return TOKEN.sub(lambda token: MEANS[token[0]], source)


def balanced(source: str) -> bool:
    depth = 0
    for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", source.replace(r"\{", "").replace(r"\}", "")):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


@given(anything)
def test_escaped_text_prints_exactly_what_was_written(text: str) -> None:
    expected = normalize("NFC", printable(text)).replace("\t", " ").replace("\ufffd", "[?]")
    assert meant(escaped(text)) == expected
    assert not re.search("--|''|,,|``", escaped(text))


@given(anything)
def test_no_text_upsets_the_structure_of_a_document(text: str) -> None:
    source = write(page(text), "tex")
    assert balanced(source[source.index(r"\begin{document}") :])
    assert source.count(r"\end{document}") == 1
    begun = re.findall(r"(?<!\\)\\begin\{(\w+)\}", source)
    assert sorted(begun) == sorted(re.findall(r"(?<!\\)\\end\{(\w+)\}", source))


@given(anything)
def test_every_sign_beyond_the_fonts_is_declared(text: str) -> None:
    source = escaped(text)
    known = {int(line[6 : line.index("}")], 16) for line in declared(source)}
    assert {ord(sign) for sign in source if ord(sign) > 0x17E and not 0x2013 <= ord(sign) <= 0x2122} <= known
    assert all(sign > 0x7E for sign in known)


def test_signs_print_as_formulas_letters_nothing_or_their_number() -> None:
    assert declared("α ≥ ﬁ Ａ \u200d 漢 é") == [
        r"\sign{03B1}{\ensuremath{\alpha}}", r"\sign{200D}{}", r"\sign{2265}{\ensuremath{\geq}}",
        r"\sign{6F22}{\texttt{\footnotesize {[}U+6F22{]}}\allowbreak{}}", r"\sign{FB01}{fi}", r"\sign{FF21}{A}",
    ]  # fmt: skip


def test_long_words_may_break_and_long_cells_go_on_in_the_next_row() -> None:
    assert r"\allowbreak{}" in escaped("x" * 30)
    words = " ".join(f"word{number}" for number in range(400))
    source = write(bare(Table(("a", "b"), (("key", words),))), "tex")
    rows = [row.split(" & ") for row in source[source.index(r"\endhead") : source.index(r"\bottomrule")].split(r" \\")[:-1]]
    assert len(rows) > 2
    assert "".join(row[1] for row in rows) == words
    assert rows[1][0].strip() == ""


def test_wide_tables_lie_on_their_side_with_their_heading() -> None:
    source = write(bare(Heading("narrow"), wide(8), Heading("wide"), wide(20)), "tex")
    assert source.index("narrow") < source.index(r"\begin{landscape}") < source.index("*{wide}")
    assert source.count(r"\begin{longtable}") == 3


def test_figures_are_told_in_words_for_who_cannot_see_them() -> None:
    source = write(bare(Figure(ForestPlot((ForestRow("Ärger", 0.5, 0.2, 0.7),), "α"), "caption")), "tex")
    [told] = re.findall(r"Alt=([0-9A-F]+)\}", source)
    assert bytes.fromhex(told).decode("utf-16-be") == "Forest plot, α: Ärger .50 [.20, .70]."


def everything() -> Document:
    rows = (ForestRow(HOSTILE, 0.5, 0.2, 0.7), ForestRow("never used", None), ForestRow("関係 & co", -0.1))
    names = tuple(f"code {number} & more" for number in range(40))
    values = tuple(tuple(None if row == column else row * column for column in range(40)) for row in range(40))
    odd = ["\n\n", " \n x", "\u200b\nx", "x\n\u200b\ny", "[", "*", "\\", "x" * 3000, "".join(map(chr, range(0x80, 0x3000, 3)))]
    return bare(
        *page(HOSTILE).blocks,
        *(block for text in odd for block in (Paragraph(text), Quote(text, text, text), Table((text,), ((text,), ("[y]",))))),
        Bullets(()),
        Table(("a",), ()),
        wide(20),
        Figure(ForestPlot(rows, HOSTILE, (0.667, 0.8)), HOSTILE),
        Figure(HeatMap(names, names, values, "turns"), "Forty"),
        Figure(HeatMap(("a",), ("b",), ((0.5,),), "α"), "One"),
        Figure(ForestPlot((), "α"), "None"),
        Figure(HeatMap((), (), (), "α"), "None"),
    )


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pdflatex", "xelatex", "lualatex"])
def test_it_compiles_whatever_it_holds(engine: str, tmp_path: Path) -> None:
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed")
    (tmp_path / "out.tex").write_text(write(everything(), "tex"), encoding="utf-8")
    done = subprocess.run(
        [engine, "-interaction=nonstopmode", "-halt-on-error", "out.tex"],
        cwd=tmp_path,
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
