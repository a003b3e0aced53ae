"""JSON: the data of a document in full precision, readable, and as harmless on a terminal as in a program."""

import json

from qualcode.text import safe
from qualcode.writeup.document import Document


def write(document: Document) -> str:
    """One JSON document (RFC 8259). What a terminal would obey is written as an escape, which means the same."""
    written = json.dumps(document.data, ensure_ascii=False, indent=2, allow_nan=False)
    if safe(written, lines=True) != written:
        written = "".join(char if safe(char, lines=True) == char else f"\\u{ord(char):04x}" for char in written)
    return written + "\n"
