"""Free letters for codes without a hotkey.

Codes are served in the order of the file, so that a code added at its end never changes the letter of an earlier one.
A letter a person wrote always wins.
"""

from collections.abc import Iterator
from dataclasses import replace
from string import ascii_lowercase, digits
from unicodedata import normalize

from qualcode.codebook.model import Code, Codebook

_KEYS = ascii_lowercase + digits


def with_hotkeys(codebook: Codebook) -> Codebook:
    """`codebook` with a letter or digit for every code while there are any; beyond 36, codes have none."""
    taken = {code.hotkey for code in codebook}
    given: dict[str, str | None] = {}
    for code in codebook:
        given[code.key] = code.hotkey or next((sign for sign in _wishes(code.name) if sign not in taken), None)
        taken.add(given[code.key])
    return replace(codebook, codes=tuple(_given(code, given) for code in codebook.codes))


def free_hotkey(codebook: Codebook, name: str) -> str | None:
    """The letter or digit that a new code of this name would best have, of those that no code has; None if all are gone."""
    taken = {code.hotkey for code in with_hotkeys(codebook)}
    return next((sign for sign in _wishes(name) if sign not in taken), None)


def without_hotkeys(codebook: Codebook, reserved: frozenset[str]) -> Codebook:
    """`codebook` where no code has one of the keys `reserved` for something else; its code gets none instead."""
    given = {code.key: None if code.hotkey in reserved else code.hotkey for code in codebook}
    return replace(codebook, codes=tuple(_given(code, given) for code in codebook.codes))


def _wishes(name: str) -> Iterator[str]:
    """Every key, best first: the words' first letters, the name's other letters, then the rest of the keyboard."""
    plain = normalize("NFKD", name.casefold())
    yield from (word[0] for word in plain.split() if word[0] in _KEYS)
    yield from (sign for sign in plain if sign in _KEYS)
    yield from _KEYS


def _given(code: Code, given: dict[str, str | None]) -> Code:
    return replace(code, hotkey=given[code.key], codes=tuple(_given(child, given) for child in code.codes))
