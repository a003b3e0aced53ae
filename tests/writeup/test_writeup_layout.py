import pytest
from hypothesis import given
from hypothesis import strategies as st
from writeup_pages import bare, wide

from qualcode.writeup.document import Heading, Paragraph, Table
from qualcode.writeup.layout import parts, sections, shares
from qualcode.writeup.printable import pieces

cells = st.text("ab ", max_size=40)
tables = st.integers(1, 30).flatmap(
    lambda columns: st.lists(st.tuples(*[cells] * columns), min_size=1, max_size=3).map(
        lambda rows: Table(tuple(f"c{number}" for number in range(columns)), tuple(rows))
    )
)


@given(tables)
def test_the_parts_of_a_table_hold_all_of_it_each_beside_the_first_column(table: Table) -> None:
    found = parts(table)
    assert tuple(name for part in found for name in part.columns[1:]) == table.columns[1:]
    for place, row in enumerate(table.rows):
        assert tuple(cell for part in found for cell in part.rows[place][1:]) == row[1:]
        assert {part.rows[place][0] for part in found} == {row[0]}


@given(tables)
def test_the_shares_of_the_columns_are_the_whole_width(table: Table) -> None:
    assert sum(shares(table)) == pytest.approx(1)
    assert min(shares(table)) > 0


def test_short_columns_keep_their_words_beside_a_long_text() -> None:
    speaker, turn, text = shares(Table(("speaker", "turn", "text"), (("Marguerite Odaya", "12", "word " * 200),)))
    assert speaker * 104 >= len("Marguerite Odaya")
    assert turn * 104 >= len("turn")
    assert text > 0.6


def test_sections_go_from_heading_to_heading_and_turn_for_a_wide_table() -> None:
    document = bare(Paragraph("a"), Heading("b"), Heading("c", 2), wide(12), Paragraph("d"), Heading("e"), wide(12), Heading("f"))
    found = list(sections(document))
    assert [section.on_its_side for section in found] == [False, True, False]
    assert [len(section.blocks) for section in found] == [1, 6, 1]
    assert tuple(block for section in found for block in section.blocks) == document.blocks


@given(st.text("ab \n"), st.integers(1, 10))
def test_pieces_are_the_text(text: str, most: int) -> None:
    found = pieces(text, most)
    assert "".join(found) == text
    assert all(len(piece) <= most for piece in found)
