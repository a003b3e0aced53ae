"""A file's bytes → its text: byte order mark, else strict UTF-8, else Windows-1252, and what is no text is refused."""

import codecs
import re
import stat
from pathlib import Path
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.text import one_line

LARGEST = 50_000_000  # bytes; a file of this size or more is refused before it is read

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_BINARY_KINDS = (
    (b"PK\x03\x04", "a Word, LibreOffice, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF document"),
)
_TEXT_KINDS = (
    (re.compile(r'\s*(?:\{\s*["}]|\[\s*[\{"\]])'), "JSON data"),
    (re.compile(r"\s*<(?:\?xml|!doctype|html|tei)\b", re.IGNORECASE), "a web page or XML file"),
    (re.compile(r"@(?:UTF8|Begin|Font)\b"), "a CHAT transcript"),
    (re.compile(r'\s*File type\s*=\s*"ooTextFile'), "a Praat TextGrid"),
)
_SAVE_AS_TEXT = "Save it as plain text (.txt, UTF-8), or as .vtt, .srt or .csv, and import that."


class Decoded(NamedTuple):
    """Text without its byte order mark, line feeds only; `note` where the encoding was not plain UTF-8."""

    text: str
    encoding: str
    note: str | None


def load(path: Path) -> bytes:
    """The bytes of a transcript file; whatever stands in the way is said as a QualcodeError."""
    name = one_line(path.name)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise QualcodeError(f"{name} is a folder, not a transcript. Name the files in it, for example {name}/*.txt.")
        if not stat.S_ISREG(status.st_mode):
            raise QualcodeError(f"{name} is not an ordinary file. Name a transcript file.")
        if status.st_size >= LARGEST:
            raise QualcodeError(
                f"{name} is {status.st_size / 1e6:,.0f} MB; transcripts must be smaller than 50 MB. "
                "Split it, or check that it is the transcript and not the recording."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise QualcodeError(f"{one_line(str(path))} does not exist. Check the name and the folder.") from None
    except PermissionError:
        raise QualcodeError(f"{name} may not be read: you have no permission. Change the file's permissions.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise QualcodeError(f"{one_line(str(path))} cannot be read: {one_line(reason)}.") from None


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file named `name` (for messages)."""
    shown = one_line(name)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise QualcodeError(f"{shown} is empty. Nothing was read.")
    _refuse_kinds(data, shown)
    decoded = _by_mark(data, shown) or _by_trial(data, shown)
    for pattern, kind in _TEXT_KINDS:
        if pattern.match(decoded.text):
            raise QualcodeError(f"{shown} is {kind}, which this version cannot read. {_SAVE_AS_TEXT}")
    return decoded._replace(text=decoded.text.replace("\r\n", "\n").replace("\r", "\n"))


def _refuse_kinds(data: bytes, shown: str) -> None:
    for magic, kind in _BINARY_KINDS:
        if data.startswith(magic):
            raise QualcodeError(f"{shown} is {kind}, which this version cannot read. {_SAVE_AS_TEXT}")


def _by_mark(data: bytes, shown: str) -> Decoded | None:
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(codec)
            except UnicodeDecodeError:
                raise QualcodeError(f"{shown} begins as {label} text but is damaged. Save it again as UTF-8.") from None
            note = None if label == "UTF-8" else f"Read as {label}, which the mark at its beginning tells."
            return Decoded(text, codec, note)
    return None


def _by_trial(data: bytes, shown: str) -> Decoded:
    if b"\0" in data:
        raise QualcodeError(f"{shown} is a binary file, not text. {_SAVE_AS_TEXT}")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", None)
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise QualcodeError(f"{shown} is neither UTF-8 nor Windows-1252 text. Save it again as plain text in UTF-8.") from None
    note = "Read as Windows-1252 (cp1252), because it is not valid UTF-8: check accented letters and quotation marks."
    return Decoded(text, "cp1252", note)
