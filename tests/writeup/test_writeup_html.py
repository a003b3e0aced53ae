import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from writeup_pages import HOSTILE, anything, bare, page, wide

from qualcode.writeup.charts.model import ForestPlot, ForestRow, HeatMap
from qualcode.writeup.document import Document, Figure, Heading, Paragraph, Quote, Records, Table
from qualcode.writeup.printable import printable
from qualcode.writeup.writers import write

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "h3", "p", "ul", "li", "div", "table",
    "thead", "tbody", "tr", "th", "td", "figure", "blockquote", "figcaption", "wbr",
}  # fmt: skip


class Page(HTMLParser):
    """Every element as (tag, attributes, texts); the texts of an element are those that stand directly in it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[tuple[str, list[str]]] = []
        self.feed(source)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        texts: list[str] = []
        self.elements.append((tag, dict(attrs), texts))
        if tag not in ("meta", "wbr"):
            self.open.append((tag, texts))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1][1].append(data)

    def texts(self, *tags: str) -> list[str]:
        return ["".join(text) for tag, _, text in self.elements if tag in tags]

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _, _ in self.elements}


@given(anything)
def test_every_text_stands_on_the_page_as_it_was_written_and_starts_no_element(text: str) -> None:
    shown = Page(write(page(text), "html"))
    assert shown.tags <= ALLOWED
    assert shown.texts("h2", "h3", "li") == [printable(text)] * 3
    assert shown.texts("th", "td") == ["column", printable(text), printable(text), "1"]
    assert shown.texts("p") == [printable(text)] * (5 if text else 3)  # a context without words is left out
    assert shown.texts("figcaption") == [f"— {printable(text)}"]


def test_hostile_text_cannot_run_or_load_anything() -> None:
    source = write(page(HOSTILE), "html")
    shown = Page(source)
    [policy] = [attrs["content"] for tag, attrs, _ in shown.elements if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    names = {name for _, attrs, _ in shown.elements for name in attrs}
    assert not [name for name in names if name.startswith("on") or name in ("style", "src", "href")]


def test_words_no_column_has_room_for_may_break_between_letters() -> None:
    source = write(bare(Table(("code",), (("Ü" * 80,), ("e\u0301" * 80,), ("short words stay whole",)))), "html")
    assert f"{'Ü' * 30}<wbr>{'Ü' * 30}<wbr>{'Ü' * 20}<" in source
    assert "<wbr>\u0301" not in source
    assert source.count("<wbr>") == 2


def test_the_policy_allows_the_style_that_the_page_has() -> None:
    source = write(page("x"), "html")
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    assert style is not None
    assert b64encode(sha256(style[1].encode()).digest()).decode() in source.replace(style[0], "")


def test_tables_have_scopes_and_numbers_flush_right() -> None:
    cells = [(tag, attrs) for tag, attrs, _ in Page(write(bare(wide(3)), "html")).elements if tag in ("th", "td")]
    assert [attrs.get("scope") for _, attrs in cells[:4]] == ["col", "col", "col", "row"]
    assert [attrs.get("class") for _, attrs in cells[:3]] == [None, "number", "number"]


def test_a_wide_table_is_printed_on_a_page_on_its_side_and_a_wider_one_in_parts() -> None:
    shown = Page(write(bare(Heading("narrow"), wide(8), Heading("wide"), wide(20)), "html"))
    assert [attrs.get("class") for tag, attrs, _ in shown.elements if tag == "section"] == [None, "broad"]
    assert [tag for tag, _, _ in shown.elements].count("table") == 3
    assert shown.texts("th").count("column 0") == 3 + 2 * 3


def test_quotes_are_quotations_with_their_source() -> None:
    shown = write(bare(Quote("one\n\ntwo", "(A)", before="B: x")), "html")
    assert '<blockquote><p dir="auto">one\n\ntwo</p></blockquote><figcaption dir="auto">— (A)</figcaption>' in shown


@pytest.mark.parametrize(
    "chart",
    [
        ForestPlot((ForestRow(HOSTILE, 0.5, 0.2, 0.7), ForestRow("$a$ <b>", None)), HOSTILE, (0.667, 0.8)),
        HeatMap((HOSTILE, "b"), (HOSTILE, "b"), ((None, 0.5), (0.25, None)), HOSTILE),
        HeatMap((), (), (), "nothing"),
    ],
)
def test_figures_stand_in_the_page_named_and_harmless(chart: ForestPlot | HeatMap) -> None:
    source = write(bare(Figure(chart, HOSTILE)), "html")
    shown = Page(source)
    [svg] = [attrs for tag, attrs, _ in shown.elements if tag == "svg"]
    assert svg["role"] == "img"
    assert svg["aria-label"]
    assert not shown.tags & {"script", "image", "img", "foreignobject", "a", "iframe"}
    assert [tag for tag, _, _ in shown.elements].count("style") == 1
    links = [attrs["href"] for _, attrs, _ in shown.elements if "href" in attrs]
    assert all(link is not None and link.startswith("#") for link in links)
    assert not [name for _, attrs, _ in shown.elements for name in attrs if name.startswith("on") or name == "style"]


def test_labels_in_figures_are_letters_that_can_be_read_and_searched() -> None:
    rows = (ForestRow("関係 $5 & more", 0.5, 0.25, 0.75),)
    shown = Page(write(bare(Figure(ForestPlot(rows, "α"), "c")), "html"))
    assert "関係 $5 & more" in shown.texts("text")
    assert ".50 [.25, .75]" in shown.texts("text")


def test_the_contents_lead_to_the_headings() -> None:
    blocks = (Heading("one"), Paragraph("p"), Heading("<i>two", 2))
    elements = Page(write(Document(blocks, Records((), ()), {}, title="T", contents=True), "html")).elements
    links = {about["href"]: texts for tag, about, texts in elements if tag == "a"}
    headings = {f"#{about['id']}": texts for tag, about, texts in elements if tag in {"h2", "h3"}}
    assert links == headings == {"#part1": ["one"], "#part2": ["<i>two"]}


def test_a_page_without_a_title_has_one_for_its_tab() -> None:
    assert Page(write(bare(Paragraph("x")), "html")).texts("title") == ["qualcode"]
