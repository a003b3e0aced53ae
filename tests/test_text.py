import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode import text

# Any code point, lone surrogates too, with more than a fair share of the nasty ones.
NASTY = st.sampled_from("\x00\t\n\r\x1b\x7f\x85\x9b\u061c\u180e\u200e\u2028\u202e\u2066\u206f\ufeff\ufff9\ud800'\"=-.…!?।。 ")
texts = st.text(st.one_of(NASTY, st.characters(), st.sampled_from("abc e\u0301")))


def commands(shown: str) -> list[str]:
    """Signs that a terminal could obey or that change the direction of what stands around them."""
    return [
        sign
        for sign in shown
        if unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"}
        or unicodedata.bidirectional(sign) in {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
        or sign in "\u200e\u200f\u061c"
    ]


@given(texts)
def test_safe_keeps_the_length_and_lets_no_command_through(people_said):
    shown = text.safe(people_said)
    assert len(shown) == len(people_said)
    assert commands(shown) == []


@given(texts)
def test_safe_with_lines_keeps_newlines_and_nothing_else(people_said):
    shown = text.safe(people_said, lines=True)
    assert len(shown) == len(people_said)
    assert [n for n, sign in enumerate(people_said) if sign == "\n"] == [n for n, sign in enumerate(shown) if sign == "\n"]
    assert commands(shown.replace("\n", "")) == []


@given(texts)
def test_safe_leaves_what_is_safe_already(people_said):
    assert text.safe(text.safe(people_said)) == text.safe(people_said)


def test_every_character_of_unicode_comes_out_safe():
    everything = "".join(map(chr, range(0x110000)))
    assert commands(text.safe(everything)) == []
    assert text.safe("naïve 👩‍👩‍👧 שלום हिन्दी — “so”") == "naïve 👩‍👩‍👧 שלום हिन्दी — “so”"


@given(texts)
def test_one_line_is_one_safe_line(people_said):
    line = text.one_line(people_said)
    assert commands(line) == []
    assert line == line.strip()
    assert "  " not in line


@given(texts)
def test_words_are_in_order_apart_and_whole(people_said):
    spans = text.words(people_said)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {n for start, end in spans for n in range(start, end)}
    assert covered >= {n for n, sign in enumerate(people_said) if sign.isalnum()}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("I don't know, it’s well-being – or so", ["I", "don't", "know", "it’s", "well-being", "or", "so"]),
        ("'quoted' -dashed-", ["quoted", "dashed"]),
        ("3.5 per cent at 10:30, 1,200 people.", ["3.5", "per", "cent", "at", "10:30", "1,200", "people"]),
        ("two 👩\u200d👩\u200d👧 and a ❤\ufe0f, 👍🏽", ["two", "and", "a"]),
        ("ʰa, ʰ", ["ʰa", "ʰ"]),
        ("cafe\u0301 हिन्दी भाषा می\u200cخواهم", ["cafe\u0301", "हिन्दी", "भाषा", "می\u200cخواهم"]),
        ("", []),
        (" … ", []),
    ],
)
def test_words(said, found):
    assert [said[start:end] for start, end in text.words(said)] == found


@given(texts)
def test_sentences_cover_everything_but_white_space(people_said):
    spans = text.sentences(people_said)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    pieces = [people_said[start:end] for start, end in spans]
    assert all(piece and piece == piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(people_said.split())


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("So. Is it? Yes! Fine", ["So.", "Is it?", "Yes!", "Fine"]),
        ("He said: “Go!” (And we went.) Then", ["He said: “Go!”", "(And we went.)", "Then"]),
        ("I was... you know, tired… so. Then…", ["I was... you know, tired… so.", "Then…"]),
        ("Wait...? No... Never", ["Wait...?", "No...", "Never"]),
        ("Dr. Aske met Mrs. Brack, e.g. on Monday. Good.", ["Dr. Aske met Mrs. Brack, e.g. on Monday.", "Good."]),
        ("It was 3.5 per cent.", ["It was 3.5 per cent."]),
        ("a wrapped\nline. Two\n\nno full stop\n\nlast", ["a wrapped\nline.", "Two", "no full stop", "last"]),
        ("これは。本当？はい", ["これは。", "本当？", "はい"]),
        ("यह ठीक है। चलो।", ["यह ठीक है।", "चलो।"]),
        (" \n ", []),
    ],
)
def test_sentences(said, found):
    assert [said[start:end] for start, end in text.sentences(said)] == found


@pytest.mark.parametrize("piece", ["." * 20 + "x", "...  ", "\n ", ".)", "… ", "a'"])
def test_no_text_takes_more_than_its_share_of_time(piece):
    def seconds(times):
        start = time.perf_counter()
        text.sentences(piece * times)
        text.words(piece * times)
        return time.perf_counter() - start

    assert seconds(20_000) < 2


@given(texts)
def test_no_cell_begins_as_a_formula_does(people_said):
    cell = text.cell(people_said)
    assert cell in (people_said, "'" + people_said)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(texts)
def test_a_cell_gives_the_text_back(people_said):
    cell = text.cell(people_said)
    looks_guarded = cell.startswith("'") and text.cell(cell[1:]) == cell
    assert (cell[1:] if looks_guarded else cell) == people_said


def test_a_number_with_its_noun():
    assert text.count(1, "turn") == "1 turn"
    assert text.count(1204, "turn") == "1,204 turns"
    assert text.count(2, "memory", "memories") == "2 memories"


def test_names_in_a_sentence():
    assert text.listed([]) == ""
    assert text.listed(["a"]) == "a"
    assert text.listed(["a", "b", "c"], "or") == "a, b or c"
