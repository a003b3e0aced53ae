"""The formats that can be read, one line each, and how a file finds its reader."""

import hashlib
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.text import one_line
from qualcode.transcripts import decode, front
from qualcode.transcripts.compose import Draft
from qualcode.transcripts.document import Document
from qualcode.transcripts.model import Transcript
from qualcode.transcripts.readers import brackets, f4, labels, markdown, names, otter, srt, stamps, table, webvtt, whisper


class Format(NamedTuple):
    """A format: `sniff` counts the lines in a file's head that bear its mark, `read` makes a draft of the whole file."""

    name: str
    description: str
    sniff: Callable[[Document], int]
    read: Callable[[Document], Draft]


# The format with most marks reads the file; where two have as many, the one that stands first here.
FORMATS = (
    Format("webvtt", "WebVTT captions (Teams, Zoom, YouTube): voice tags or Name: text", webvtt.sniff, webvtt.read),
    Format("srt", "SubRip captions, with or without Name: text", srt.sniff, srt.read),
    Format("table", "CSV or TSV with a speaker and a text column, or a survey's free text", table.sniff, table.read),
    Format("whisper", "Whisper's text output: [00:00.000 --> 00:05.000] text", whisper.sniff, whisper.read),
    Format("f4", "f4 and MAXQDA: Name: text #00:01:02-0#", f4.sniff, f4.read),
    Format("otter", "Otter: Name  0:21 on its own line, the text below", otter.sniff, otter.read),
    Format("markdown", "Markdown: **Name:** text", markdown.sniff, markdown.read),
    Format("headings", "Markdown headings: ### Name, the text below", names.sniff_markdown, names.read_markdown),
    Format("brackets", "[id] text, or [mm:ss] [id] text", brackets.sniff, brackets.read),
    Format("labels", "Name: text, or [hh:mm:ss] Name: text", labels.sniff, labels.read),
    Format("stamps", "hh:mm:ss text, without names", stamps.sniff, stamps.read),
    Format("names", "the name alone on its line, the text in the paragraphs below", names.sniff, names.read),
)


# Their `key: value` lines look like speakers' labels.
_SETTINGS = {".yaml", ".yml"}


def read_file(path: Path, format: str | None = None) -> Transcript:
    """Read one file. Raises QualcodeError: unreadable, no text, too large, unknown format, or no turns in it."""
    data = decode.load(path)
    decoded = decode.decode(data, path.name)
    chosen, draft = _read(Document(decoded.text, path.suffix.lower()), path.name, format)
    before = "\n\n".join(draft.text[part.start_char : part.end_char] for part in draft.left_out if part.kind == "front")
    day, doubt = front.find_date(before)
    return Transcript(
        title=front.find_title(before) or path.stem,
        date=day,
        text=draft.text,
        turns=draft.turns,
        left_out=draft.left_out,
        notes=tuple(filter(None, (decoded.note, *draft.notes, doubt))),
        format=chosen.name,
        encoding=decoded.encoding,
        source_name=path.name,
        source=data,
        source_sha256=hashlib.sha256(data).hexdigest(),
        roles=draft.roles,
    )


def _read(document: Document, name: str, format: str | None) -> tuple[Format, Draft]:
    if format is None and document.suffix in _SETTINGS:
        raise QualcodeError(
            f"{one_line(name)} is a file of settings, not a transcript. If people speak in it, say so with --format."
        )
    chosen = _named(format) if format else _told_by(document)
    try:
        draft = chosen.read(document) if chosen else None
    except QualcodeError as error:
        raise QualcodeError(f"{one_line(name)}: {error}") from None
    if chosen is None or draft is None or not draft.turns:
        raise _no_turns(name, chosen)
    return chosen, draft


def _named(format: str) -> Format:
    found = next((each for each in FORMATS if each.name == format), None)
    if found is None:
        known = [each.name for each in FORMATS]
        close = get_close_matches(format, known, n=1)
        meant = f' Did you mean "{close[0]}"?' if close else ""
        raise QualcodeError(f'There is no format "{one_line(format)}".{meant} Known formats: {", ".join(known)}.')
    return found


def _told_by(document: Document) -> Format | None:
    best = max(FORMATS, key=lambda each: each.sniff(document.head))
    return best if best.sniff(document.head) else None


def _no_turns(name: str, tried: Format | None) -> QualcodeError:
    why = f"was read as {tried.name}, but nobody says anything in it" if tried else "shows no speakers, times or captions"
    known = ", ".join(each.name for each in FORMATS)
    return QualcodeError(
        f"{one_line(name)} {why}, so it has no turns. Put each speaker's name before what they say (`Anna: …`); "
        f"where that is so already, say with --format which of these it is: {known}."
    )
