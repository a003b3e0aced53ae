"""HTML: one file without any remote part, for the screen in light and dark and for print.

The page is built as a tree and serialised, so that everything people wrote is escaped by construction; a content security
policy keeps a browser from running or loading anything even so.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from xml.etree.ElementTree import Element, SubElement, tostring

from qualcode.text import one_line
from qualcode.writeup.document import Bullets, Document, Figure, Heading, Paragraph, Quote, Table
from qualcode.writeup.layout import parts, sections
from qualcode.writeup.printable import printable

_STYLE = """
:root { color-scheme: light dark; --line: #767676; --faint: #595959; --ground: #ffffff; --ink: #1a1a1a; }
@media (prefers-color-scheme: dark) { :root { --line: #8c8c8c; --faint: #b3b3b3; --ground: #16181c; --ink: #e6e6e6; } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3 { line-height: 1.25; margin: 2rem 0 .5rem; }
h1 { margin-top: 0; }
p, li, td, th, blockquote, figcaption { white-space: pre-line; overflow-wrap: anywhere; }
nav p { margin: 0; }
nav .level2 { padding-left: 1.5rem; font-size: .9rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin: 1rem 0; }
thead th { border-top: 2px solid; border-bottom: 1px solid var(--line); vertical-align: bottom; }
tbody { border-bottom: 2px solid; }
th, td { padding: .25rem .6rem; text-align: start; vertical-align: top; overflow-wrap: break-word; }
tbody th { font-weight: inherit; }
.number { text-align: right; white-space: nowrap; }
figure { margin: 1.25rem 0; }
blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid var(--line); }
blockquote p { margin: .25rem 0; }
.context, figcaption { color: var(--faint); font-size: .9rem; }
.quote figcaption, .quote .context { padding-left: 1rem; margin: .25rem 0; }
svg { display: block; max-width: 100%; height: auto; background: #ffffff; }
svg * { stroke-linejoin: round; stroke-linecap: butt; }
@page { margin: 2cm; }
@page broad { size: landscape; }
@media print {
  :root { color-scheme: light; --ground: #ffffff; --ink: #000000; --faint: #444444; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  .broad { page: broad; }
  .broad table { font-size: 8pt; }
  .broad th, .broad td { padding: .15rem .2rem; white-space: normal; }
  h1, h2, h3 { break-after: avoid; }
  thead { display: table-header-group; }
  tr, .chart { break-inside: avoid; }
}
"""
_LONG = re.compile(r"\S{29}\w(?=\w)")  # a break may stand here: between letters, never within one that has marks


def write(document: Document) -> str:
    """The document as one page; headings from h1 (the title) on."""
    html = Element("html", {"lang": "en"})
    html.append(_head(document.title))
    main = SubElement(SubElement(html, "body"), "main")
    if document.title:
        _add(main, "h1", one_line(document.title), dir="auto")
    if document.contents:
        main.append(_contents(document))
    numbers = count(1)
    for section in sections(document):
        part = SubElement(main, "section", {"class": "broad"} if section.on_its_side else {})
        for block in section.blocks:
            part.extend(_heading(block, next(numbers)) if isinstance(block, Heading) else _block(block))
    return "<!DOCTYPE html>\n" + tostring(html, encoding="unicode", method="html") + "\n"


def _head(title: str) -> Element:
    allowed = b64encode(sha256(_STYLE.encode()).digest()).decode()
    head = Element("head")
    SubElement(head, "meta", {"charset": "utf-8"})
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    _add(head, "title", one_line(title) or "qualcode")
    _add(head, "style", _STYLE)
    return head


def _contents(document: Document) -> Element:
    """Links to all headings."""
    nav = Element("nav", {"aria-label": "Contents"})
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    for number, heading in enumerate(headings, 1):
        line = SubElement(nav, "p", {"class": f"level{heading.level}"})
        _add(line, "a", heading.text, href=f"#part{number}", dir="auto")
    return nav


def _heading(heading: Heading, number: int) -> Iterator[Element]:
    yield _element(f"h{heading.level + 1}", heading.text, id=f"part{number}", dir="auto")


def _block(block: Paragraph | Bullets | Table | Quote | Figure) -> Iterator[Element]:
    match block:
        case Paragraph(text):
            yield _element("p", text, dir="auto")
        case Bullets(items):
            bullets = Element("ul")
            for item in items:
                _add(bullets, "li", item, dir="auto")
            yield bullets
        case Table():
            yield from map(_table, parts(block))
        case Quote():
            yield _quote(block)
        case Figure():
            yield _figure(block)


def _table(table: Table) -> Element:
    """Scrolls by itself where it is wider than the page, by keyboard too."""
    wide = Element("div", {"class": "wide", "tabindex": "0", "role": "region", "aria-label": "Table"})
    body = SubElement(wide, "table")
    head = SubElement(SubElement(body, "thead"), "tr")
    kinds = [{"class": "number"} if name in table.numeric else {} for name in table.columns]
    for name, kind in zip(table.columns, kinds, strict=True):
        _add(head, "th", name, scope="col", dir="auto", **kind)
    rows = SubElement(body, "tbody")
    for row in table.rows:
        line = SubElement(rows, "tr")
        for place, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
            if place:
                _parted(_add(line, "td", cell, dir="auto", **kind))
            else:
                _parted(_add(line, "th", cell, scope="row", dir="auto", **kind))
    return wide


def _parted(cell: Element) -> None:
    """Places to break within words that no column has room for; what is copied from the page stays as it was."""
    first, *rest = _LONG.sub("\\g<0>\0", cell.text or "").split("\0")
    cell.text = first
    for part in rest:
        SubElement(cell, "wbr").tail = part


def _quote(quote: Quote) -> Element:
    figure = Element("figure", {"class": "quote"})
    if quote.before:
        _add(figure, "p", quote.before, dir="auto", **{"class": "context"})
    _add(SubElement(figure, "blockquote"), "p", quote.words, dir="auto")
    if quote.after:
        _add(figure, "p", quote.after, dir="auto", **{"class": "context"})
    if quote.source or quote.notes:
        caption = _add(figure, "figcaption", quote.source, dir="auto")
        for note in quote.notes:
            _add(caption, "p", note, dir="auto")
    return figure


def _figure(figure: Figure) -> Element:
    # matplotlib, 1 to 2 s: most pages have no figure
    from qualcode.writeup.charts.inline import inline

    chart = Element("figure", {"class": "chart"})
    chart.append(inline(figure.chart))
    _add(chart, "figcaption", figure.caption, dir="auto")
    return chart


def _add(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    child = _element(tag, text, **attributes)
    parent.append(child)
    return child


def _element(tag: str, text: str, **attributes: str) -> Element:
    element = Element(tag, attributes)
    element.text = printable(text)
    return element
