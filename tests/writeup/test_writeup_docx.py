from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from writeup_pages import HOSTILE, anything, bare, page, wide

from qualcode.writeup.charts.model import ForestPlot, ForestRow
from qualcode.writeup.document import Bullets, Document, Figure, Heading, Paragraph, Quote, Records, Table
from qualcode.writeup.printable import printable
from qualcode.writeup.writers import file_content


def opened(document: Document) -> WordDocument:
    return docx.Document(BytesIO(file_content(document, "docx")))


def said(word: WordDocument) -> list[tuple[str, str]]:
    return [(paragraph.style.name or "", paragraph.text) for paragraph in word.paragraphs if paragraph.style is not None]


@given(st.lists(anything, min_size=1, max_size=30))
def test_every_text_is_read_back_as_it_was_written(texts: list[str]) -> None:
    table = Table(("text", "n"), tuple((text, "1") for text in texts), frozenset({"n"}))
    word = opened(bare(*map(Paragraph, texts), table))
    assert [paragraph.text for paragraph in word.paragraphs][: len(texts)] == [printable(text) for text in texts]
    assert [cell.text for cell in word.tables[0].columns[0].cells][1:] == [printable(text) for text in texts]


def test_the_contents_are_a_field_that_leads_to_the_headings() -> None:
    blocks = (Heading("one"), Paragraph("p"), Heading("two\x01", 2))
    word = opened(Document(blocks, Records((), ()), {}, title="T", contents=True))
    assert said(word)[:4] == [("Title", "T"), ("toc 1", "one"), ("toc 2", "two�"), ("Heading 1", "one")]
    body = word.element.body
    kinds = [sign.get(qn("w:fldCharType")) for sign in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert [text.text for text in body.iter(qn("w:instrText"))] == [r' TOC \o "1-2" \h \z \u ']
    leads = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marked = {start.get(qn("w:name")): start.getparent() for start in body.iter(qn("w:bookmarkStart"))}
    assert ["".join(text.text for text in marked[lead].iter(qn("w:t"))) for lead in leads] == ["one", "two�"]


def test_a_quotation_run_in_with_its_source_is_one_paragraph() -> None:
    word = opened(bare(Quote("q.", "(A)", run_in=True), Quote("r.", "(B)", run_in=True)))
    assert said(word) == [("Quote", "q. (A)"), ("Quote", "r. (B)")]
    assert [paragraph.paragraph_format.keep_with_next for paragraph in word.paragraphs] == [False, False]


def test_word_s_own_styles_are_used() -> None:
    blocks = (Heading("one"), Heading("two", 2), Paragraph("p"), Bullets(("b",)), Quote("q", "(A)", "before", "after", ("memo",)))
    word = opened(Document(blocks, Records((), ()), {}, title="T"))
    assert said(word) == [
        ("Title", "T"), ("Heading 1", "one"), ("Heading 2", "two"), ("Normal", "p"), ("List Bullet", "b"),
        ("Quote Source", "before"), ("Quote", "q"), ("Quote Source", "after"), ("Quote Source", "— (A)"),
        ("Quote Source", "memo"),
    ]  # fmt: skip


def test_hostile_text_stays_text_in_every_block_and_in_the_properties() -> None:
    content = file_content(page(HOSTILE), "docx")
    word = docx.Document(BytesIO(content))
    assert ("Heading 1", printable(HOSTILE)) in said(word)
    assert ("Quote", printable(HOSTILE)) in said(word)
    source = ZipFile(BytesIO(content)).read("word/document.xml").decode()
    assert "w:instrText" not in source
    assert "w:fldSimple" not in source
    assert "w:hyperlink" not in source


def test_a_long_title_fits_the_properties_and_stands_whole_in_the_text() -> None:
    title = "long " * 100
    word = opened(Document((), Records((), ()), {}, title=title))
    assert len(word.core_properties.title) == 255
    assert word.paragraphs[0].text == title
    assert word.core_properties.author == ""
    assert word.core_properties.comments == ""


def test_tables_repeat_their_header_and_have_a_style() -> None:
    [table] = opened(bare(wide(3))).tables
    assert table.style is not None
    assert table.style.name == "Report Table"
    properties = [row._tr.trPr for row in table.rows]
    assert [found is not None and bool(found.xpath("w:tblHeader")) for found in properties] == [True, False, False]
    assert table.rows[0]._tr.index(properties[0]) == 0  # Word takes a file for damaged that has it elsewhere
    assert [cell.paragraphs[0].alignment is not None for cell in table.rows[1].cells] == [False, True, True]


def test_wide_tables_lie_on_their_side_with_their_heading_and_wider_ones_are_parted() -> None:
    word = opened(bare(Heading("narrow"), wide(8), Heading("wide"), wide(20), Heading("text"), Paragraph("p")))
    turned = [section.orientation for section in word.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert all((section.page_width or 0) > (section.page_height or 0) for section in word.sections[1:2])  # type: ignore[operator]
    assert [len(table.columns) for table in word.tables] == [8, 14, 7]
    for table in word.tables:
        assert table.rows[0].cells[0].text == "column 0"
    assert {cell.text for table in word.tables[1:] for cell in table.rows[1].cells} == {f"column {n}" for n in range(20)}
    for table, section in zip(word.tables, (word.sections[0], word.sections[1], word.sections[1]), strict=True):
        room = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
        assert sum(column.width or 0 for column in table.columns) == pytest.approx(room, rel=0.01)


def test_figures_carry_a_description_a_caption_and_fit_the_page() -> None:
    rows = tuple(ForestRow(f"code {number}\nwith <b>", 0.5, 0.25, 0.75) for number in range(60))
    word = opened(bare(Figure(ForestPlot(rows, "α", (0.8,)), "What it shows\x00")))
    [shape] = word.inline_shapes
    assert "code 59 with <b> .50 [.25, .75]" in shape._inline.docPr.get("descr")
    section = word.sections[0]
    assert shape.height < section.page_height - section.top_margin - section.bottom_margin  # type: ignore[operator]
    assert shape.width <= section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    assert said(word)[-1] == ("Caption", "What it shows\ufffd")
