"""Codebook files: found by path or by the name of a shipped one, read as text, and parsed."""

from pathlib import Path

from qualcode.codebook.model import Codebook
from qualcode.codebook.problems import shown
from qualcode.codebook.reading import parse
from qualcode.codebook.tree import MAX_BYTES
from qualcode.errors import QualcodeError
from qualcode.shipped import shipped
from qualcode.text import listed


def find(name_or_path: str | Path) -> Path:
    """The file of a shipped codebook's name, or the path itself. Raises QualcodeError where there is neither."""
    names = shipped_names()
    if str(name_or_path) in names:
        return shipped("codebooks") / f"{name_or_path}.yaml"
    path = Path(name_or_path)
    if path.is_file():
        return path
    what = "is a folder" if path.is_dir() else "is neither a file nor a shipped codebook"
    raise QualcodeError(f"{shown(str(path))} {what}. Give the path of a YAML file, or one of {listed(names, 'or')}.")


def shipped_names() -> list[str]:
    """Names of the codebooks that come with the program."""
    return sorted(path.stem for path in shipped("codebooks").glob("*.yaml"))


def read_yaml(path: Path) -> str:
    """The text of a codebook file. Raises QualcodeError where it cannot be read or is no text."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise QualcodeError(f"The codebook {shown(str(path))} cannot be read: {error.strerror}.") from error
    if len(data) > MAX_BYTES:
        raise QualcodeError(f"The codebook {shown(str(path))} has more than {MAX_BYTES / 1e6:.0f} MB. Is it the right file?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise QualcodeError(f"The codebook {shown(str(path))} is not UTF-8 text (line {line}). Save it as UTF-8.") from error


def load(path: str | Path) -> Codebook:
    """The codebook in a file. Raises QualcodeError with every error in it."""
    return parse(read_yaml(Path(path)), str(path))
