"""The log of replacements, beside the key: which export had which pseudonym how often. It names no original, so it may travel."""

import csv
import io
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from qualcode.pseudonyms.names import Entry
from qualcode.text import cell

_COLUMNS = ("time", "export", "pseudonym", "kind", "replacements")


def log_path(key: Path) -> Path:
    """`pseudonyms-log.csv` for `pseudonyms.csv`."""
    return key.with_name(f"{key.stem}-log.csv")


def log_replacements(key: Path, export: str, counts: Mapping[Entry, int]) -> None:
    """Add a row a pseudonym; originals that share one are counted together. An export without any name is a row, too."""
    sums: dict[tuple[str, str], int] = {}
    for entry, number in counts.items():
        sums[entry.pseudonym, entry.kind] = sums.get((entry.pseudonym, entry.kind), 0) + number
    time = datetime.now(UTC).isoformat(timespec="seconds")
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    descriptor = os.open(log_path(key), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if not os.fstat(descriptor).st_size:
            writer.writerow(_COLUMNS)
        for (pseudonym, kind), number in sorted(sums.items()) or [(("", ""), 0)]:
            writer.writerow([time, cell(export), cell(pseudonym), cell(kind), number])
        file.write(lines.getvalue().encode())
