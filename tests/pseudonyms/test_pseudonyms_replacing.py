"""Names in texts: found as whole words in every form, and nothing else touched."""

from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qualcode.pseudonyms import Entry, Names, Replacer
from qualcode.pseudonyms.key import Originals
from qualcode.writeup.charts.model import HeatMap
from qualcode.writeup.disguise import disguised
from qualcode.writeup.document import Document, Figure, Quote, Records, Table

KEY = [
    Entry("Amina", "Grace"), Entry("Ben Ruiz", "P1"), Entry("Ben", "P1"), Entry("Ann", "X"), Entry("Will", "W"),
    Entry("Zoë", "Z"), Entry("O'Brien", "OB"), Entry("Ann-Sophie", "AS"), Entry("王芳", "F"), Entry("NHS Leeds", "the trust"),
    Entry("+44 7700 900123", "Phone 1"), Entry("Can", "C", case="exact"), Entry("Weiß", "B"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("AMINA, Amina's, Aminas\u2019 and amina", "GRACE, Grace's, Graces\u2019 and Grace"),
        ("Ben\n Ruiz met Ben.", "P1 met P1."),
        ("Hannah, Annual, Anna, Ann.", "Hannah, Annual, Anna, X."),
        ("Ann-Marie, Mary-Ann, O'Ann; pre-Ann, Ann-led, d'Ann, Ann-Ben", "Ann-Marie, Mary-Ann, O'Ann; pre-X, X-led, d'X, X-P1"),
        ("Ann-Sophie and Ann\u2010Sophie", "AS and AS"),
        ("Will will, can Can?", "W will, can C?"),
        ("I am WILL", "I am W"),
        (f"Zoë, {normalize('NFD', 'Zoë')}, Zoe", "Z, Z, Zoe"),
        ("O\u2019Brien's Brien", "OB's Brien"),
        ("我是王芳的朋友", "我是F的朋友"),
        ("我是Ann的朋友", "我是X的朋友"),
        ("01_ben_ruiz.txt, Ann_2, Ann2", "01_P1.txt, X_2, Ann2"),
        ("Ami\u00adna's 'Amina' “Amina”", "Grace's 'Grace' “Grace”"),
        ("call +44 7700 900123!", "call Phone 1!"),
        ("nhs leeds, WEISS, weiß", "the trust, B, B"),
    ],
)
def test_a_name_is_found_in_every_form_and_never_inside_another_word(said: str, written: str) -> None:
    assert Replacer(KEY).replaced(said) == written


def test_brackets_and_counts() -> None:
    replacer = Replacer(KEY, brackets=True)
    assert replacer.replaced("Amina's; Ben Ruiz") == replacer.replaced("Amina's; Ben Ruiz") == "[Grace]'s; [P1]"
    assert {entry.original: number for entry, number in replacer.counts.items()} == {"Amina": 2, "Ben Ruiz": 2}


word = st.text(st.sampled_from("abcdeAé"), min_size=1, max_size=3)
names = st.lists(st.lists(word, min_size=1, max_size=2).map(" ".join), min_size=1, max_size=4, unique_by=str.casefold)


@given(names, st.text(st.sampled_from("abcdeAé\u0301 \n,.'-’_")))
def test_nothing_is_left_nothing_else_changes_and_twice_is_once(originals: list[str], text: str) -> None:
    key = [Entry(original, f"Q{number}", case="any") for number, original in enumerate(originals)]
    assume(not any(Originals(key).clash(entry.pseudonym) for entry in key))
    replaced = Replacer(key).replaced(text)
    assert list(Names(key).found(replaced)) == []
    assert Replacer(key).replaced(replaced) == replaced
    places = list(Names(key).found(text))
    edges = [0, *(edge for place in places for edge in (place.start, place.end)), len(text)]
    kept = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    rest = replaced
    for piece, place in zip(kept, [*places, None], strict=True):
        assert rest.startswith(piece)
        rest = rest.removeprefix(piece)
        rest = rest.removeprefix(place.entry.pseudonym) if place else rest
    assert rest == ""


def test_a_document_keeps_its_shape() -> None:
    heat = HeatMap(("Ben", "other"), ("Amina",), ((1,), (None,)), "codes of Ben")
    document = Document(
        (Table(("Ben", "n"), (("Amina", "1"),), frozenset({"Ben"})), Quote("Amina", "(Ben, a, turn 1)"), Figure(heat, "Ben")),
        Records(("name", "start_char", "sha256"), (("Ben", 7, "ab12"), (None, 1.5, "ff"))),
        {"coders": ["Ben", "Ben Ruiz"], "not_done": {"Ben": 1, "Ben Ruiz": 2}, "sha256": "ab12", "ok": True, "n": None},
        title="Ben",
    )
    new = disguised(document, Replacer(KEY).replaced)
    table, quote, figure = new.blocks
    assert table == Table(("P1", "n"), (("Grace", "1"),), frozenset({"P1"}))
    assert quote == Quote("Grace", "(P1, a, turn 1)")
    assert figure == Figure(HeatMap(("P1", "other"), ("Grace",), ((1,), (None,)), "codes of P1"), "P1")
    # A checksum of the original would tell whether a guessed name is right.
    assert new.records == Records(document.records.columns, (("P1", 7, None), (None, 1.5, None)))
    assert new.data == {"coders": ["P1", "P1"], "not_done": {"P1": 1, "P1 (2)": 2}, "sha256": None, "ok": True, "n": None}
    assert new.title == "P1"
