"""The registry of formats: one module each, imported when it is asked for."""

from dataclasses import replace
from importlib import import_module
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line
from qualcode.writeup.document import Document, Records

FORMATS = {"text": "text", "md": "markdown", "csv": "spreadsheet", "json": "data", "html": "webpage", "tex": "latex"}
FILE_FORMATS = FORMATS | {"docx": "word", "xlsx": "workbook"}
_NO_RECORDS = Records((), ())


def written_part(document: Document, format: str) -> Document:
    """Only what `format` writes of the document: a table of data has no paragraphs, a page no data."""
    if format == "json":
        return Document((), _NO_RECORDS, document.data)
    if format == "csv" or (format == "xlsx" and document.records.columns and not document.title):
        return replace(document, blocks=(), data={})
    return replace(document, data={}) if format == "xlsx" else replace(document, records=_NO_RECORDS, data={})


def write(document: Document, format: str = "text", *, width: int | None = None) -> str:
    """`document` in one of `FORMATS`, which are text. `width` wraps running text of the format "text", for a terminal.

    Raises QualcodeError on a format that is not known, and on one that is no text: `file_content` writes those.
    """
    if format in FILE_FORMATS and format not in FORMATS:
        raise QualcodeError(f"{format} is no text and can only be written to a file. Texts are {listed(list(FORMATS))}.")
    writer = _writer(format, FORMATS)
    written: str = writer.write(document, width) if format == "text" else writer.write(document)
    return written


def file_content(document: Document, format: str) -> bytes:
    """`document` in one of `FILE_FORMATS` as the bytes of a file; texts are UTF-8 with line feeds.

    Raises QualcodeError on a format that is not known.
    """
    written: str | bytes = _writer(format, FILE_FORMATS).write(document)
    return written.encode() if isinstance(written, str) else written


def _writer(format: str, formats: dict[str, str]) -> Any:
    if format not in formats:
        raise QualcodeError(f"There is no format {one_line(format)!r}. Known formats are {listed(list(formats))}.")
    return import_module(f"qualcode.writeup.{formats[format]}")
