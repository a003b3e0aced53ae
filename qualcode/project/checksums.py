"""Checksums of rows: SQLite's own check overlooks most single flipped bits in text that no index holds."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from qualcode.project.events import canonical

# `deleted` stays out: it is the one thing in a coding that ever changes.
CODING_FIELDS = (
    "id", "coder_id", "round_id", "transcript_id", "code_id", "start_char", "end_char", "created_at", "revision",
    "unsure", "replaces",
)  # fmt: skip


def coding_checksum(coding: Mapping[str, Any]) -> str:
    """Checksum (16 hexadecimal digits) of a coding given by the names of its columns."""
    values = [coding[name] for name in CODING_FIELDS]
    values[9] = bool(values[9])  # SQLite gives back 0 and 1
    return hashlib.blake2b(canonical(values).encode(), digest_size=8).hexdigest()


def text_sha256(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def turns_sha256(places: Iterable[tuple[int, int, int, int | None, int | None]]) -> str:
    """SHA-256 of a transcript's turns in order: number, start_char, end_char, start_ms, end_ms. Speakers may be renamed."""
    return hashlib.sha256(canonical([list(place) for place in places]).encode()).hexdigest()
