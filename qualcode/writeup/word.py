"""DOCX: a Word document on A4 with Word's own styles, so that one change of a style changes the whole document."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import count

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Emu, Inches, Mm, Pt

from qualcode.text import one_line
from qualcode.writeup.charts.words import described
from qualcode.writeup.document import Block, Bullets, Document, Figure, Heading, Paragraph, Quote, Table
from qualcode.writeup.layout import Section, parts, sections
from qualcode.writeup.printable import printable
from qualcode.writeup.word_contents import contents, contents_styles, marked
from qualcode.writeup.word_xml import paragraph, table_of

_SHORT, _LONG, _MARGIN = Mm(210), Mm(297), Mm(25)
_TALLEST = Mm(225)  # of a figure, so that its caption stands on the same page
_LONGEST_TITLE = 255  # of a document's properties
_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
  <w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr>
    <w:tblBorders><w:top w:val="single" w:sz="12" w:space="0"/><w:bottom w:val="single" w:sz="12" w:space="0"/></w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="25" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
      <w:bottom w:w="25" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0"/></w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>"""


def write(document: Document) -> bytes:
    """The document's bytes."""
    word = docx.Document()
    _properties(word, document.title)
    _styles(word)
    end = word.element.body.sectPr
    if document.title:
        end.addprevious(paragraph(document.title, "Title"))
    headings = [block for block in document.blocks if isinstance(block, Heading)] if document.contents else []
    for element in contents(headings):
        end.addprevious(element)
    marks = count(1)
    for number, section in enumerate(sections(document)):
        _page(word, section, first=number == 0)
        for block in section.blocks:
            if isinstance(block, Heading) and headings:
                end.addprevious(marked(paragraph(block.text, f"Heading{block.level}"), next(marks)))
            elif isinstance(block, Figure):
                _figure(word, block)
            else:
                for element in _elements(block, _text_width(section)):
                    end.addprevious(element)
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _properties(word: WordDocument, title: str) -> None:
    """The template's own author, date and remark would say what is not so."""
    properties = word.core_properties
    properties.title = printable(one_line(title))[:_LONGEST_TITLE]
    properties.author = properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)


def _styles(word: WordDocument) -> None:
    """Word's styles as they come, but for quotes (APA 7: a block, half an inch in), and two of our own."""
    word.styles.element.append(parse_xml(_TABLE_STYLE))
    quote = word.styles["Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent = Inches(0.5)
    quote.paragraph_format.keep_with_next = True
    for name, base, size in (("Table Text", "Normal", 8.5), ("Quote Source", "Quote", 9.5)):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles[base]
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(0 if base == "Normal" else 8)
        style.paragraph_format.keep_with_next = False
    for style in contents_styles():
        word.styles.element.append(style)


def _page(word: WordDocument, section: Section, *, first: bool) -> None:
    page = word.sections[0] if first else word.add_section(WD_SECTION.NEW_PAGE)
    page.orientation = WD_ORIENT.LANDSCAPE if section.on_its_side else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (_LONG, _SHORT) if section.on_its_side else (_SHORT, _LONG)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN


def _text_width(section: Section) -> int:
    """In twentieths of a point, in which Word measures tables."""
    return int(Emu((_LONG if section.on_its_side else _SHORT) - 2 * _MARGIN).twips)


def _elements(block: Block, width: int) -> Iterator[object]:
    match block:
        case Heading(text, level):
            yield paragraph(text, f"Heading{level}")
        case Paragraph(text):
            yield paragraph(text)
        case Bullets(items):
            yield from (paragraph(item, "ListBullet") for item in items)
        case Table():
            for part in parts(block):
                yield table_of(part, width)
                yield paragraph("", "TableText")  # Word makes one table of two that touch
        case Quote(before=before, after=after, notes=notes):
            for said, style in ((before, "QuoteSource"), (block.words, "Quote"), (after, "QuoteSource")):
                if said:
                    yield paragraph(said, style, loose=block.run_in)
            yield from (paragraph(said, "QuoteSource") for said in (block.source, *notes) if said)


def _figure(word: WordDocument, figure: Figure) -> None:
    from qualcode.writeup.charts.drawing import drawn  # matplotlib, 1 to 2 s: most documents have no figure

    holder = word.add_paragraph()
    holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
    holder.paragraph_format.keep_with_next = True
    picture = holder.add_run().add_picture(BytesIO(drawn(figure.chart, "png")))
    if picture.height > _TALLEST:
        picture.width, picture.height = Emu(picture.width * _TALLEST // picture.height), _TALLEST
    picture._inline.docPr.set("descr", printable(described(figure.chart)))  # python-docx has no name for it
    word.element.body.sectPr.addprevious(paragraph(figure.caption, "Caption"))
