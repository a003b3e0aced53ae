"""What can be said of a text without knowing what it is about: display-safe forms, words, sentences, cells.

All offsets are code points. Every function that maps text for display keeps its length, so offsets stay right.
"""

import re
from functools import cache
from unicodedata import category

# People's text may carry escape sequences, direction marks and separators that a terminal would obey. Each such
# character becomes one visible character: C0 controls their Unicode pictures, the rest the replacement character.
_PICTURES = {code: 0x2400 + code for code in range(0x20)}
_REPLACED = [0x7F, *range(0x80, 0xA0), 0x061C, 0x180E, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F)]
_REPLACED += [*range(0x2066, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xD800, 0xE000)]
_SAFE = _PICTURES | dict.fromkeys(_REPLACED, 0xFFFD)
_SAFE_LINES = _SAFE | {0x09: 0x20, 0x0A: 0x0A}
_HARMLESS = re.compile(r"[\x20-\x7e\xa0-\u02ff]*")

# Scripts that put no blanks between words, as a set for regular expressions: Thai, Lao, Burmese, Khmer, kana and Han. Only a
# dictionary would find words there.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
UNSPACED += "\U00020000-\U0003ffff"
_MARK = "\u02b0"  # stands for any combining mark
# Letters and digits, held together by an inner apostrophe or hyphen, or by the point or comma of a number. A mark alone, as
# those inside an emoji, is none.
_SPACED = rf"[^\W{UNSPACED}]+"
_WORD = rf"[{UNSPACED}]{_MARK}*|(?!{_MARK}){_SPACED}(?:(?:['\u2019\u2010\u2011-]|(?<=\d)[.,:](?=\d)){_SPACED})*"
_END = ".!?\u2026\u061f\u06d4\u0964"
_CLOSE = "\"'\u2019\u201d\u201c\u00bb)\\]\u300d\u300f\uff09"
# Possessive, and a run of dots is tried at its start only: the work stays in proportion to the text, whatever it holds.
_SENTENCE_END = (
    r"(?P<inside>\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|cf|e\.g|i\.e)\.|(?:(?<!\.)\.{3,}+|\u2026)(?=\s++[a-z\xdf-\xff]))"  # goes on
    rf"|(?<![{_END}])[{_END}]++[{_CLOSE}]*+(?=\s|$)"  # scripts with blanks between sentences
    rf"|[\u3002\uff01\uff1f]+[{_CLOSE}]*"  # scripts without
    r"|\n\s*\n"  # a paragraph's end; a single line break may be nothing but wrapping
)
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe(text: str, *, lines: bool = False) -> str:
    """`text` with every character a terminal might obey replaced one to one; with `lines`, newlines stay and tabs are blanks."""
    if _HARMLESS.fullmatch(text):
        return text
    return text.translate(_SAFE_LINES if lines else _SAFE)


def one_line(text: str) -> str:
    """`text` display-safe on one line: runs of white space become one blank."""
    return safe(" ".join(text.split()))


def words(text: str) -> list[tuple[int, int]]:
    """(start, end) of every word. An inner apostrophe or hyphen and the point in a number belong to their word.

    In scripts without blanks (Chinese, Japanese, Thai, …) every letter counts as a word.
    """
    return [match.span() for match in _compiled(_WORD).finditer(_with_plain_marks(text))]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """When it is first needed: the sets of letters take milliseconds, which every start would pay."""
    return re.compile(pattern)


def _with_plain_marks(text: str) -> str:
    """`text` with a letter for every combining mark, which regular expressions take for the end of a word."""
    if not text or max(text) < _MARK:
        return text
    plain = {ord(sign): _MARK for sign in set(text) if category(sign)[0] == "M" or sign in "\u200c\u200d"}
    if _MARK in text:
        plain[ord(_MARK)] = "h"
    return text.translate(plain) if plain else text


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence, without the white space around it.

    A sentence ends at . ! ? … with their closing quotes or brackets before white space, or with its paragraph. The dots
    of a title ("Dr.") and of a hesitation that goes on in lower case ("I… we") end none.
    """
    spans, start = [], 0
    ends = [match.end() for match in _compiled(_SENTENCE_END).finditer(text) if not match["inside"]]
    for end in [*ends, len(text)]:
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = end
    return spans


def cell(text: str) -> str:
    """`text` for a spreadsheet cell: a leading `'` stops what would be run as a formula (CWE-1236).

    A text that looks so already gets another `'`, so that taking one away always gives the text back.
    """
    return f"'{text}" if text.lstrip(" '").startswith(_FORMULA_START) else text


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 turn", "2 turns", "1,204 turns"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(names: list[str], joint: str = "and") -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}" if names else ""
