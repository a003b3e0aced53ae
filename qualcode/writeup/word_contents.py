"""A table of contents of WordprocessingML (ECMA-376, part 1, 17.16.5.68): a field that Word fills when it is told to.

The headings stand in it already. What it lacks until then are the pages, which only Word knows.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml.etree import Element, SubElement

from qualcode.writeup.document import Heading
from qualcode.writeup.printable import printable
from qualcode.writeup.word_xml import paragraph

_INDENT = 284  # twentieths of a point a level
_STYLE = """
<w:style {names} w:type="paragraph" w:styleId="TOC{level}">
  <w:name w:val="toc {level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="39"/>
  <w:pPr><w:spacing w:before="0" w:after="40"/><w:ind w:left="{indent}"/></w:pPr>
</w:style>"""


def contents_styles() -> Iterator[Any]:
    """The styles of its lines, which Word knows by these names."""
    for level in (1, 2):
        yield parse_xml(_STYLE.format(names=nsdecls("w"), level=level, indent=_INDENT * (level - 1)))


def marked(heading: Any, number: int) -> Any:
    """A heading's `<w:p>` with the bookmark that its line in the contents leads to."""
    first = 1 if heading[0].tag == qn("w:pPr") else 0
    heading.insert(first, Element(qn("w:bookmarkStart"), {qn("w:id"): str(number), qn("w:name"): _mark(number)}))
    SubElement(heading, qn("w:bookmarkEnd"), {qn("w:id"): str(number)})
    return heading


def contents(headings: Sequence[Heading]) -> Iterator[Any]:
    """The field as paragraphs, a line a heading; nothing without headings."""
    for number, heading in enumerate(headings, 1):
        line = paragraph("", f"TOC{heading.level}")
        if number == 1:
            line.extend(_begin(r'TOC \o "1-2" \h \z \u'))
        link = SubElement(line, qn("w:hyperlink"), {qn("w:anchor"): _mark(number), qn("w:history"): "1"})
        link.append(_run(qn("w:t"), printable(" ".join(heading.text.split()))))
        if number == len(headings):
            line.append(_sign("end"))
        yield line


def _begin(instruction: str) -> Iterator[Any]:
    yield _sign("begin")
    yield _run(qn("w:instrText"), f" {instruction} ")
    yield _sign("separate")


def _sign(kind: str) -> Any:
    run = Element(qn("w:r"))
    # Dirty: Word offers at the first opening to fill it.
    SubElement(run, qn("w:fldChar"), {qn("w:fldCharType"): kind} | ({qn("w:dirty"): "true"} if kind == "begin" else {}))
    return run


def _run(tag: str, text: str) -> Any:
    run = Element(qn("w:r"))
    SubElement(run, tag, {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = text
    return run


def _mark(number: int) -> str:
    return f"_Toc{number:09}"
