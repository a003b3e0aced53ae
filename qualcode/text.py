"""What can be said of a text without knowing what it is about: display-safe forms, words, sentences, cells.

All offsets are code points. Every function that maps text for display keeps its length, so offsets stay right.
"""

import re

# People's text may carry escape sequences, direction marks and separators that a terminal would obey. Each such
# character becomes one visible character: C0 controls their Unicode pictures, the rest the replacement character.
_PICTURES = {code: 0x2400 + code for code in range(0x20)}
_REPLACED = [0x7F, *range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F)]
_REPLACED += [*range(0x2066, 0x206A), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xD800, 0xE000)]
_SAFE = _PICTURES | dict.fromkeys(_REPLACED, 0xFFFD)
_SAFE_LINES = _SAFE | {0x09: 0x20, 0x0A: 0x0A}
_HARMLESS = re.compile(r"[\x20-\x7e\xa0-\u02ff]*\Z")

_WORD = re.compile(r"\w+(?:['\u2019\-]\w+)*")
# A sentence ends at . ! ? … (and their closing quotes or brackets) before white space, or at a line's end.
_SENTENCE_END = re.compile(r"""[.!?\u2026\u3002\uff01\uff1f]+["'\u2019\u201d)\]]*(?=\s|$)|\n+""")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe(text: str, *, lines: bool = False) -> str:
    """`text` with every character a terminal might obey replaced one to one; with `lines`, newlines stay and tabs are blanks."""
    if _HARMLESS.match(text):
        return text
    return text.translate(_SAFE_LINES if lines else _SAFE)


def one_line(text: str) -> str:
    """`text` display-safe on one line: runs of white space become one blank."""
    return safe(" ".join(text.split()))


def words(text: str) -> list[tuple[int, int]]:
    """(start, end) of every word; an inner apostrophe or hyphen belongs to its word."""
    return [match.span() for match in _WORD.finditer(text)]


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence, without the white space around it."""
    spans, start = [], 0
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    for end in [*ends, len(text)]:
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = end
    return spans


def cell(text: str) -> str:
    """`text` for a spreadsheet cell: a leading `'` stops what would be run as a formula (CWE-1236)."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_START) else text


def count(number: int, noun: str, plural: str = "") -> str:
    """"1 turn", "2 turns", "1,204 turns"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(names: list[str], joint: str = "and") -> str:
    """"a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}" if names else ""
