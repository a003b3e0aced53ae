"""Lines of a text: offsets hold, nothing is lost, graphemes stay whole, no line is too wide."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import iter_graphemes

from qualcode.tui.widgets.wrap import cells, clip, shorten, wrap

NARROW = st.text(alphabet="ab-é \n", max_size=60)
PIECES = ["a", "b", " ", "\n", "中", "文", "e\u0301", "👨\u200d👩\u200d👧", "👍🏽", "🇩🇪", "ש", "한", "\u0301", "\u200d", "."]
ANY = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


def test_words_stay_whole_and_blanks_at_the_break_go() -> None:
    assert lines("the ward was full", 8) == ["the ward", "was full"]


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert lines("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"]


def test_paragraphs_within_a_turn_keep_their_empty_line() -> None:
    assert lines("one\n\ntwo", 10) == ["one", "", "two"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrap("", 10) == ((0, 0),)


def test_chinese_breaks_between_characters() -> None:
    assert lines("我們在走廊等", 6) == ["我們在", "走廊等"]


def test_a_wide_character_after_a_leading_blank_fits() -> None:
    assert lines(" a中", 2) == ["", "a", "中"]


def test_a_family_is_not_torn_apart() -> None:
    family = "👨\u200d👩\u200d👧"
    assert lines(family * 3, 4) == [family * 2, family]


def test_an_accent_stays_on_its_letter() -> None:
    assert lines("cafe\u0301 e\u0301te\u0301", 5) == ["cafe\u0301", "e\u0301te\u0301"]


@given(st.one_of(NARROW, ANY), st.integers(2, 30))
def test_nothing_but_white_space_is_lost_and_nothing_is_doubled(text: str, width: int) -> None:
    assert "".join("".join(lines(text, width)).split()) == "".join(text.split())


@given(st.one_of(NARROW, ANY), st.integers(2, 30))
def test_lines_stand_in_order_and_fit(text: str, width: int) -> None:
    found = wrap(text, width)
    assert all(start <= end for start, end in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    assert all(cell_len(text[start:end]) <= width for start, end in found)


@given(ANY, st.integers(2, 30))
def test_no_line_ends_inside_a_grapheme(text: str, width: int) -> None:
    borders, place = {0}, 0
    for paragraph in text.split("\n"):
        for grapheme in iter_graphemes(paragraph):
            place += len(grapheme)
            borders.add(place)
        place += 1
        borders.add(place)
    assert all(start in borders and end in borders for start, end in wrap(text, width))


@given(st.text(alphabet="ab é", max_size=60), st.integers(2, 30))
def test_the_fast_way_and_the_careful_way_agree_on_narrow_text(text: str, width: int) -> None:
    from qualcode.tui.widgets.wrap import _fill_graphemes, _fill_narrow

    def said(fill: object) -> list[str]:
        return [text[start:end] for start, end in fill(text, 0, len(text), width) if start < end]  # type: ignore[operator]

    assert said(_fill_narrow) == said(_fill_graphemes)


def test_names_are_shortened_in_the_middle_so_that_they_still_differ() -> None:
    assert shorten("Participant 12", 9) != shorten("Participant 13", 9)
    assert shorten("Anna", 9) == "Anna"


@given(st.one_of(NARROW, ANY), st.integers(0, 20))
def test_shortened_and_clipped_texts_fit(text: str, width: int) -> None:
    assert cells(shorten(text, width)) <= width
    assert cells(clip(text, width)) <= width
