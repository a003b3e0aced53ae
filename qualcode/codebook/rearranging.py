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
