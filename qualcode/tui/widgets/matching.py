"""How well a code fits what was typed to find it: by its name, then by where it stands, last by what it means."""

from dataclasses import dataclass
from unicodedata import combining, normalize

from qualcode.codebook.model import Code, Codebook

Rank = tuple[int, int]  # how it fits (0 best), and where or how far apart the letters stand

_WHOLE, _START, _WORD, _INSIDE, _LETTERS, _PATH, _MEANING = range(7)


@dataclass(frozen=True, slots=True)
class Entry:
    """A code as it is compared: without case and accents."""

    key: str
    names: tuple[str, ...]  # its name and key
    path: str  # names of its group and of the codes above it
    meaning: str


def entries(codebook: Codebook) -> tuple[Entry, ...]:
    """Every code, in the order of the codebook."""
    groups = {group.key: group.name for group in codebook.groups}
    return tuple(_entry(code, codebook.paths[code.key][:-1], groups.get(code.group or "", "")) for code in codebook)


def find(found_in: tuple[Entry, ...], query: str) -> list[str]:
    """Keys of the codes that every word of the query fits, best first; of equals, in the order of the codebook."""
    wanted = plain(query).split()
    ranks = {entry.key: rank for entry in found_in if (rank := _rank(entry, wanted)) is not None}
    return sorted(ranks, key=ranks.__getitem__)


def plain(text: str) -> str:
    """`text` without case and accents."""
    text = text.casefold()
    return text if text.isascii() else "".join(sign for sign in normalize("NFKD", text) if not combining(sign))


def _entry(code: Code, above: tuple[str, ...], group: str) -> Entry:
    meaning = " ".join((code.definition, code.use_when, code.avoid_when))
    return Entry(code.key, (plain(code.name), plain(code.key)), plain(" ".join((*above, group))), plain(meaning))


def _rank(entry: Entry, wanted: list[str]) -> Rank | None:
    """The whole query as it stands, or its words, of which the one that fits worst counts."""
    if (together := _by_name(entry, " ".join(wanted))) and together[0] < _LETTERS:
        return together
    ranks = []
    for word in wanted:
        rank = _by_name(entry, word) or _by_words(entry, word)
        if rank is None:
            return None
        ranks.append(rank)
    return max(ranks, default=None)


def _by_name(entry: Entry, word: str) -> Rank | None:
    return min((rank for name in entry.names if (rank := _fits(name, word)) is not None), default=None)


def _by_words(entry: Entry, word: str) -> Rank | None:
    """A word of the path or of the definition that begins so."""
    for tier, text in ((_PATH, entry.path), (_MEANING, entry.meaning)):
        if _word_start(text, word) >= 0:
            return tier, 0
    return None


def _fits(name: str, word: str) -> Rank | None:
    place = name.find(word)
    if place == 0:
        return (_WHOLE if name == word else _START), 0
    if place > 0:
        start = _word_start(name, word)
        return (_INSIDE, 0) if start < 0 else (_WORD, start)
    spread = _spread(name, word)
    return None if spread is None else (_LETTERS, spread)


def _word_start(text: str, word: str) -> int:
    """Where the first word stands that begins so, or -1."""
    place = text.find(word)
    while place > 0 and text[place - 1].isalnum():
        place = text.find(word, place + 1)
    return place


def _spread(name: str, word: str) -> int | None:
    """Over how many characters the letters of `word` are strewn in `name`, the first of them as early as can be."""
    start = place = name.find(word[:1])
    for letter in word[1:]:
        if place < 0:
            return None
        place = name.find(letter, place + 1)
    return None if place < 0 else place - start + 1
