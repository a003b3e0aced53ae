"""Paragraphs and tables of WordprocessingML (ECMA-376, part 1, 17.3 and 17.4), built directly.

python-docx looks through the whole table for each of its cells, which takes minutes where a listing has thousands.
"""

import re
from typing import Any

from docx.oxml.ns import qn
from lxml.etree import Element, SubElement

from qualcode.writeup.document import Table
from qualcode.writeup.layout import shares
from qualcode.writeup.printable import printable

_VALUE, _WIDTH, _TYPE = qn("w:val"), qn("w:w"), qn("w:type")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS = re.compile(r"([\n\t])")
_BREAKS = {"\n": qn("w:br"), "\t": qn("w:tab")}


def paragraph(text: str, style: str = "", side: str = "", *, loose: bool = False) -> Any:
    """`<w:p>` with the text as it stands; `style` is the style's id, `side` where its lines are flush.

    A `loose` one need not stand on the page of the next, whatever its style says.
    """
    element = Element(qn("w:p"))
    if style or side:
        properties = SubElement(element, qn("w:pPr"))
        if style:
            SubElement(properties, qn("w:pStyle"), {_VALUE: style})
        if loose:
            SubElement(properties, qn("w:keepNext"), {_VALUE: "0"})
        if side:
            SubElement(properties, qn("w:jc"), {_VALUE: side})
    if text:
        _run(element, printable(text))
    return element


def _run(element: Any, text: str) -> None:
    run = SubElement(element, qn("w:r"))
    for part in _PARTS.split(text):
        if part in _BREAKS:
            SubElement(run, _BREAKS[part])
        elif part:
            SubElement(run, qn("w:t"), {_SPACE: "preserve"}).text = part


def table_of(table: Table, width: int) -> Any:
    """`<w:tbl>`, `width` twentieths of a point wide, whose header is repeated on every page."""
    element = Element(qn("w:tbl"))
    properties = SubElement(element, qn("w:tblPr"))
    SubElement(properties, qn("w:tblStyle"), {_VALUE: "ReportTable"})
    SubElement(properties, qn("w:tblW"), {_WIDTH: str(width), _TYPE: "dxa"})
    SubElement(properties, qn("w:tblLayout"), {_TYPE: "fixed"})
    SubElement(properties, qn("w:tblLook"), {_VALUE: "0020", qn("w:firstRow"): "1"})
    widths = [str(round(share * width)) for share in shares(table)]
    grid = SubElement(element, qn("w:tblGrid"))
    for size in widths:
        SubElement(grid, qn("w:gridCol"), {_WIDTH: size})
    sides = ["right" if name in table.numeric else "" for name in table.columns]
    head = _row(element, table.columns, widths, sides)
    head.insert(0, Element(qn("w:trPr")))
    SubElement(head[0], qn("w:tblHeader"))
    for row in table.rows:
        _row(element, row, widths, sides)
    return element


def _row(table: Any, cells: tuple[str, ...], widths: list[str], sides: list[str]) -> Any:
    row = SubElement(table, qn("w:tr"))
    for text, width, side in zip(cells, widths, sides, strict=True):
        cell = SubElement(row, qn("w:tc"))
        SubElement(SubElement(cell, qn("w:tcPr")), qn("w:tcW"), {_WIDTH: width, _TYPE: "dxa"})
        cell.append(paragraph(text, "TableText", side))
    return row
