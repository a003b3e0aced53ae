import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from writeup_pages import HOSTILE, anything, bare, page

from qualcode.writeup import workbook
from qualcode.writeup.document import Document, Paragraph, Records
from qualcode.writeup.printable import printable
from qualcode.writeup.writers import file_content

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def records(*texts: str) -> Document:
    return Document((), Records(("text",), tuple((text,) for text in texts)), {})


def parts(content: bytes) -> dict[str, ElementTree.Element]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}


def strings(content: bytes) -> list[str]:
    shared = parts(content)["xl/sharedStrings.xml"]
    texts = ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in shared.iter(f"{MAIN}si")]
    return [re.sub(r"_x005F(?=_x[0-9a-fA-F]{4}_)", "", text) for text in texts]


@given(st.lists(anything.filter(bool), min_size=1, max_size=10, unique_by=printable))
def test_every_text_is_a_text_cell_with_exactly_what_was_written(texts: list[str]) -> None:
    content = file_content(records(*texts), "xlsx")
    assert set(strings(content)) == {"text", *map(printable, texts)}
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert not list(sheet.iter(f"{MAIN}f"))
    assert not list(sheet.iter(f"{MAIN}hyperlink"))
    assert {cell.get("t") for cell in sheet.iter(f"{MAIN}c")} == {"s"}


def test_hostile_text_becomes_no_formula_anywhere_in_a_report() -> None:
    book = openpyxl.load_workbook(BytesIO(file_content(page(HOSTILE), "xlsx")))
    assert book.sheetnames == ["data", "report"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert [cell.value for cell in cells].count(printable(HOSTILE)) >= 9


def test_numbers_are_numbers_in_full_precision() -> None:
    row = (2 / 3, -3, None, True, "007", "1e5", "=1+1")
    document = Document((), Records(tuple("abcdefg"), (row,)), {})
    sheet = openpyxl.load_workbook(BytesIO(file_content(document, "xlsx")))["data"]
    assert tuple(cell.value for cell in sheet[2]) == row
    assert [cell.data_type for cell in sheet[2]] == ["n", "n", "n", "b", "s", "s", "s"]


def test_the_header_stays_in_sight_and_columns_are_as_wide_as_they_need() -> None:
    sheet = openpyxl.load_workbook(BytesIO(file_content(records("x" * 30, "y" * 500), "xlsx")))["data"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:A3"
    assert 59 < sheet.column_dimensions["A"].width < 62
    assert sheet["A1"].font.bold


def test_trap_11_a_text_longer_than_a_cell_goes_on_beside_it() -> None:
    words = " ".join(f"word{number}" for number in range(6000))
    letters = "🌱" * 20_000  # 40,000 units of UTF-16
    most = "x" * 32_767
    document = Document((), Records(("id", "text", "end"), ((1, words, "a"), (2, letters, "b"), (3, most, "c"))), {})
    head, *rows = openpyxl.load_workbook(BytesIO(file_content(document, "xlsx")))["data"].iter_rows(values_only=True)
    assert head == ("id", "text", "text (2)", "text (3)", "text (4)", "end")
    assert ["".join(str(part) for part in row[1:-1] if part) for row in rows] == [words, letters, most]
    assert [row[-1] for row in rows] == ["a", "b", "c"]
    assert rows[2][2:5] == (None, None, None)
    for row in rows:
        assert all(len(str(part).encode("utf-16-le")) // 2 <= 32_767 for part in row)


def test_trap_11_a_long_paragraph_of_a_report_goes_on_below() -> None:
    long = "x" * 40_000
    document = Document((Paragraph(long), Paragraph("next")), Records((), ()), {}, title="T")
    sheet = openpyxl.load_workbook(BytesIO(file_content(document, "xlsx")))["report"]
    cells = [row[0] for row in sheet.iter_rows(values_only=True) if row[0]]
    assert cells[0] == "T"
    assert "".join(map(str, cells[1:-1])) == long
    assert cells[-1] == "next"


def test_more_rows_than_a_sheet_holds_go_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_ROWS", 2)
    book = openpyxl.load_workbook(BytesIO(file_content(records("a", "b", "c"), "xlsx")))
    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [["text", "a", "b"], ["text", "c"]]


def test_a_document_without_records_is_its_report() -> None:
    assert openpyxl.load_workbook(BytesIO(file_content(bare(Paragraph("x")), "xlsx"))).sheetnames == ["report"]
