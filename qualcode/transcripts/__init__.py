"""Any transcript file → speaker turns in one canonical text. Knows no database and no screen.

>>> from qualcode.transcripts import read
>>> transcript = read("interview-3.txt")               # doctest: +SKIP
"""

from pathlib import Path

from qualcode.transcripts.model import LeftOut, Role, Transcript, Turn

__all__ = ["LeftOut", "Role", "Transcript", "Turn", "formats", "read"]


def read(path: Path | str, format: str | None = None) -> Transcript:
    """Read one transcript file, in the named format or the one it shows by itself.

    Raises QualcodeError where the file cannot be read, is no transcript, or gives no turns.
    """
    # Local: the screens need the model alone, and compiling the readers' patterns costs them 20 ms.
    from qualcode.transcripts.registry import read_file

    return read_file(Path(path), format)


def formats() -> list[tuple[str, str]]:
    """(name, description) of every format that can be read, in the order in which they are tried."""
    from qualcode.transcripts.registry import FORMATS

    return [(each.name, each.description) for each in FORMATS]
