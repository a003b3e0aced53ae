from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook.hotkeys import with_hotkeys
from qualcode.codebook.model import Code, Codebook

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


def codebook(codes):
    return Codebook("T", tuple(Code(key=f"k{number}", name=name, hotkey=hotkey) for number, (name, hotkey) in enumerate(codes)))


def letters(codes):
    return [code.hotkey for code in with_hotkeys(codebook(codes))]


def test_letters_come_from_the_name():
    assert letters([("Trust", None), ("Turf wars", None), ("Time", None), ("Ärger", None), ("言葉", None)]) == [
        "t",
        "w",
        "i",
        "a",
        "b",
    ]


def test_a_written_letter_wins_wherever_it_stands():
    assert letters([("Trust", None), ("Zeal", "t")]) == ["r", "t"]


def test_nested_codes_have_letters_too():
    nested = Codebook("T", (Code("a", "Aim", codes=(Code("b", "Aim of all"),)), Code("c", "Care")))
    assert [(code.key, code.hotkey) for code in with_hotkeys(nested)] == [("a", "a"), ("b", "o"), ("c", "c")]


@given(st.lists(names, max_size=45))
def test_each_letter_is_given_once_and_no_more_than_there_are(given_names):
    given_letters = letters([(name, None) for name in given_names])
    keyed = [letter for letter in given_letters if letter]
    assert len(keyed) == len(set(keyed)) == min(36, len(given_names))
    assert given_letters[36:] == [None] * len(given_letters[36:])


@given(st.lists(names, max_size=45), st.lists(names, min_size=1, max_size=5))
def test_codes_added_at_the_end_change_no_letter_before_them(before, added):
    assert letters([(name, None) for name in before + added])[: len(before)] == letters([(name, None) for name in before])


@given(st.lists(names, max_size=45))
def test_letters_once_given_stay_when_written_down(given_names):
    first = with_hotkeys(codebook([(name, None) for name in given_names]))
    assert with_hotkeys(first) == first
