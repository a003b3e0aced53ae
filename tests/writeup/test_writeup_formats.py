import csv
import json
import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from qualcode.errors import QualcodeError
from qualcode.text import safe
from qualcode.writeup.document import Bullets, Document, Heading, Paragraph, Quote, Records, Table
from qualcode.writeup.writers import FORMATS, file_content, write

HOSTILE = (
    "\x1b]0;title\x07 =cmd|'/c calc' <script>alert(1)</script> *bold* _x_ | cell "
    "\u202eevil\u202c [a](http://x) \x9b31m `x`\r\n# head"
)


def listing(*rows: tuple[str, ...]) -> Document:
    columns = ("name", "n", "text")
    return Document((Table(columns, rows, frozenset({"n"})),), Records(columns, rows), {"rows": [list(row) for row in rows]})


def page(*blocks: object) -> Document:
    return Document(blocks, Records((), ()), {}, title="A title")  # type: ignore[arg-type]


def test_an_unknown_format_is_told_with_the_known_ones() -> None:
    with pytest.raises(QualcodeError, match="text, md, csv, json, html and tex"):
        write(listing(), "pdf")


def test_what_is_no_text_is_only_written_as_a_file() -> None:
    with pytest.raises(QualcodeError, match="docx is no text"):
        write(listing(), "docx")
    with pytest.raises(QualcodeError, match="tex, docx and xlsx"):
        file_content(listing(), "pdf")
    for format in FORMATS:
        assert file_content(listing(("é", "1", "x")), format) == write(listing(("é", "1", "x")), format).encode()


def test_tables_are_aligned_by_display_width() -> None:
    lines = write(listing(("漢字", "1", "x"), ("ab", "1,000", "y"))).splitlines()
    assert lines == ["name      n  text", "漢字      1  x", "ab    1,000  y"]
    assert len({wcswidth(line) for line in lines[1:]}) == 1


def test_trap_11_nothing_is_cut_in_any_format() -> None:
    long = " ".join(f"word{number}" for number in range(500))
    document = Document((Quote(long, "(A, b, turn 1)"),), Records(("text",), ((long,),)), {"text": long})
    for format in FORMATS:
        assert long in write(document, format)
    wrapped = write(document, "text", width=60)
    assert max(map(len, wrapped.splitlines())) <= 60
    assert long in " ".join(wrapped.split())


def test_a_long_last_cell_wraps_beside_its_row() -> None:
    text = "one two three four five six seven eight nine ten"
    lines = write(listing(("a", "1", text)), "text", width=40).splitlines()
    assert len(lines) == 3
    assert lines[2].startswith(" " * 9 + "seven")
    assert " ".join(line[9:] for line in lines[1:]) == text


@pytest.mark.parametrize("format", ["text", "md"])
def test_hostile_text_is_harmless_in_every_block(format: str) -> None:
    table = Table(("col" + HOSTILE,), ((HOSTILE,),))
    quote = Quote(HOSTILE, HOSTILE, HOSTILE, HOSTILE, (HOSTILE,))
    document = page(Heading(HOSTILE), Paragraph(HOSTILE), Bullets((HOSTILE,)), table, quote)
    written = write(document, format)
    assert safe(written, lines=True) == written


@given(st.text())
def test_no_text_becomes_control_characters_on_a_terminal(text: str) -> None:
    document = Document((Paragraph(text), Quote(text, text)), Records(("t",), ((text,),)), {"t": text}, title=text)
    for format in ("text", "md", "json"):
        written = write(document, format)
        assert safe(written, lines=True) == written
    controls = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
    assert not controls.search(write(document, "csv"))


@given(st.text())
def test_json_means_exactly_what_was_said(text: str) -> None:
    assert json.loads(write(Document((), Records((), ()), {"t": text}), "json")) == {"t": text}


def test_json_refuses_what_is_no_json() -> None:
    with pytest.raises(ValueError, match="JSON"):
        write(Document((), Records((), ()), {"value": float("nan")}), "json")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_csv_gives_back_every_text_and_runs_none(text: str) -> None:
    written = write(Document((), Records(("t",), ((text,),)), {}), "csv")
    [_, [cell]] = csv.reader(StringIO(written)) if text else [["t"], [""]]
    assert cell.removeprefix("'") == text.removeprefix("'")
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@"))


def test_csv_keeps_numbers_numbers() -> None:
    row = (-0.5, 3, None, True, "-0.5", 2 / 3)
    written = write(Document((), Records(("a",) * 6, (row,)), {}), "csv")
    assert written.splitlines()[1] == "-0.5,3,,yes,'-0.5,0.6666666666666666"


def test_markdown_shows_what_was_written() -> None:
    written = write(page(Paragraph("1. not a list\n# not a heading\n- no item"), Table(("a|b",), (("x|y",),))), "md")
    assert "1\\. not a list\\\n\\# not a heading\\\n\\- no item" in written
    assert "| a\\|b |" in written
    assert "| x\\|y |" in written
    assert write(page(Paragraph("<b>&amp;</b> *x*")), "md").endswith("\\<b\\>\\&amp;\\</b\\> \\*x\\*\n")


def test_markdown_quotes_stay_quotes_over_paragraphs() -> None:
    written = write(Document((Quote("one\n\ntwo", "(A)", before="B: x"),), Records((), ()), {}), "md")
    assert written == "> *B: x*\n>\n> one\n>\n> two\n>\n> — (A)\n"
