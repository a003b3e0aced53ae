"""The registry of formats: one module each, imported when it is asked for."""

from importlib import import_module

from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line
from qualcode.writeup.document import Document

FORMATS = {"text": "text", "md": "markdown", "csv": "spreadsheet", "json": "data", "html": "webpage"}


def write(document: Document, format: str = "text", *, width: int | None = None) -> str:
    """`document` in one of `FORMATS`. `width` wraps running text of the format "text", for a terminal.

    Raises QualcodeError on a format that is not known.
    """
    if format not in FORMATS:
        raise QualcodeError(f"There is no format {one_line(format)!r}. Known formats are {listed(list(FORMATS))}.")
    writer = import_module(f"qualcode.writeup.{FORMATS[format]}")
    written: str = writer.write(document, width) if format == "text" else writer.write(document)
    return written
