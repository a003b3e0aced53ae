"""Search: hits where they stand, whatever the case and the accents, and never outside of what was said."""

import time
from pathlib import Path
from unicodedata import combining, normalize

import pytest
from coding_projects import project, transcript
from hypothesis import given
from hypothesis import strategies as st

from qualcode.coding import searching
from qualcode.coding.searching import findings, hits_in, search

signs = st.text(alphabet="aAáÁe\u0301ßñ 🙂中'’-\n", max_size=12)


def folded(text: str) -> str:
    return "".join(sign for sign in normalize("NFD", text) if not combining(sign)).lower().replace("’", "'")


@given(before=signs, words=st.text(alphabet="aáAen 🙂中'", min_size=1, max_size=5).filter(str.strip), after=signs)
def test_what_stands_there_is_found_in_every_dress(before: str, words: str, after: str) -> None:
    for dressed in (words, words.upper(), normalize("NFD", words), normalize("NFC", words), words.replace("'", "’")):
        text = before + " " + dressed + " " + after
        hits = hits_in(text, words)
        assert any(start <= len(before) + 1 + len(dressed) and end >= len(before) + 1 for start, end in hits)
        for start, end in hits:
            assert " ".join(folded(text[start:end]).split()) == " ".join(folded(words).split())
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The Café, cafe\u0301 and CAFE", "café", ["Café", "cafe\u0301", "CAFE"]),
        ("a.b and a*b", "a.b", ["a.b"]),
        ("we don’t say “list”", 'don\'t say "list"', ["don’t say “list”"]),
        ("on the\n  list", "the list", ["the\n  list"]),
        ("ΑΘΗΝΑ, Αθήνα", "αθηνα", ["ΑΘΗΝΑ", "Αθήνα"]),
        ("他们说 名单", "名单", ["名单"]),
        ("list", "  ", []),
    ],
)
def test_plain_words(text: str, words: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in hits_in(text, words)] == found


@pytest.mark.parametrize("window", [7, 40, 200_000])
def test_hits_lie_in_turns_and_come_once_from_any_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: int) -> None:
    monkeypatch.setattr(searching, "_WINDOW", window)
    said = ("A list, a list.", "No", "list", "the end of it", "of it all: LIST")
    with project(tmp_path / "p", transcript("ward", said)) as store:
        id, text = store.reader.row("SELECT id, text FROM transcript") or ("", "")
        hits = [hit for hits in search(store.reader, id, "list") for hit in hits]
        assert [(hit.number, text[hit.start_char : hit.end_char]) for hit in hits] == [
            (1, "list"), (1, "list"), (3, "list"), (5, "LIST")
        ]  # fmt: skip
        later = [hit for hits in search(store.reader, id, "list", hits[2].start_char) for hit in hits]
        assert later == [*hits[2:], *hits[:2]]
        assert [hit for hits in search(store.reader, id, "it of") for hit in hits] == []
        [found] = [each for listed in findings(store.reader, id, "end") for each in listed]
        assert (found.number, found.speaker, found.words) == (4, "P07", "end")
        assert (found.before, found.after) == ("the ", " of it")


@pytest.mark.parametrize("words", ["a" * 99 + "b", "a " * 90, " a", "á'-" * 60])
def test_no_text_makes_a_search_slow(words: str) -> None:
    start = time.perf_counter()
    for text in ("a" * 100_000, " " * 100_000, "a\u0301" * 50_000, "a " * 50_000, "á'-" * 30_000):
        hits_in(text, words)
    assert time.perf_counter() - start < 5
