"""A codebook with one thing changed: what an edit of its text must come to."""

from collections.abc import Callable
from dataclasses import replace

from qualcode.codebook.model import Code, Codebook

Codes = tuple[Code, ...]


def with_code(book: Codebook, code: Code) -> Codebook:
    """`book` with `code` in place of the one that has its key."""
    return replace(book, codes=_each(book.codes, lambda codes: tuple(code if c.key == code.key else c for c in codes)))


def without(book: Codebook, key: str) -> Codebook:
    """`book` without a code and those inside it."""
    return replace(book, codes=_each(book.codes, lambda codes: tuple(code for code in codes if code.key != key)))


def placed(book: Codebook, code: Code, parent: str | None, position: int) -> Codebook:
    """`book` with `code` as number `position`, from 0, of the codes in `parent`, or of those in none."""
    if parent is None:
        return replace(book, codes=_inserted(book.codes, code, position))
    above = book.by_key[parent]
    return with_code(book, replace(above, codes=_inserted(above.codes, code, position)))


def siblings(book: Codebook, key: str) -> tuple[str | None, Codes]:
    """The key of the code that a code is in, None for none, and all the codes in there."""
    parent = next(iter(book.parents[key]), None)
    return parent, book.codes if parent is None else book.by_key[parent].codes


def _inserted(codes: Codes, code: Code, position: int) -> Codes:
    return (*codes[:position], code, *codes[position:])


def _each(codes: Codes, change: Callable[[Codes], Codes]) -> Codes:
    return tuple(replace(code, codes=_each(code.codes, change)) for code in change(codes))


Target = tuple[str | None, int]  # the key of the code to be in, None for none, and the number among those in there


def place_of(book: Codebook, key: str) -> Target:
    """Where a code stands."""
    parent, codes = siblings(book, key)
    return parent, [code.key for code in codes].index(key)


def step(book: Codebook, key: str, way: str) -> Target | None:
    """Where a code comes to that goes one step "up", "down", "in" (to the code above it) or "out"; None at the edge.

    At the end of its list, up and down lead out of the code it is in. Counted without the code itself.
    """
    parent, codes = siblings(book, key)
    place = [code.key for code in codes].index(key)
    if way == "in":
        return (codes[place - 1].key, len(codes[place - 1].codes)) if place else None
    if way == "up" and place:
        return parent, place - 1
    if way == "down" and place + 1 < len(codes):
        return parent, place + 1
    if parent is None:
        return None
    above, number = place_of(book, parent)
    return above, number + (way != "up")
