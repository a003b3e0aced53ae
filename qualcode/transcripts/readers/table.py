"""CSV and TSV: a speaker column and a text column, or a survey with a free-text column."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line
from qualcode.transcripts import speakers
from qualcode.transcripts.clock import TIME, milliseconds
from qualcode.transcripts.compose import Draft, Piece, compose
from qualcode.transcripts.document import SURE, Document

_SUFFIXES = (".csv", ".tsv", ".tab")
_SPEAKER = ("speaker", "speakername", "speakerid", "name", "who", "person", "talker", "voice", "author", "sprecher", "locuteur")
_TEXT = (
    "text",
    "utterance",
    "transcript",
    "transcription",
    "words",
    "sentence",
    "speech",
    "said",
    "content",
    "turn",
    "message",
    "quote",
    "caption",
    "texte",
    "freetext",
    "answer",
    "response",
    "comment",
)
_START = ("start", "starttime", "startms", "begin", "from", "time", "timestamp", "timecode", "in", "offset", "zeit")
_END = ("end", "endtime", "endms", "to", "stop", "out")
_ID = ("id", "case", "caseid", "participant", "participantid", "respondent", "respondentid", "interviewee", "subject", "pid")
_FREE_TEXT_WORDS = 4  # words in a cell, on average, from which a column is taken for free text


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what (None: there is none), and whether the first row names them."""

    header: list[str]
    texts: list[int]
    speaker: int | None
    start: int | None
    end: int | None
    survey: bool


def sniff(document: Document) -> int:
    """Sure by the file's ending; else where the first line names both a speaker and a text column."""
    first = next((line for line in document.lines if line), "")
    sign = _delimiter(first)
    keys = list(map(_key, next(csv.reader([first], delimiter=sign), [])))
    if document.suffix in _SUFFIXES and len(keys) > 1:
        return SURE
    named = _column(keys, _SPEAKER) is not None and _column(keys, _TEXT) is not None
    return sum(sign in line for line in document.lines) if named else 0


def read(document: Document) -> Draft:
    """One turn from each speaker to the next (an empty cell: as before); of a survey one turn an answer."""
    rows = _rows(document)
    columns = _columns(rows)
    body = rows[1:] if columns.header else rows
    if columns.survey:
        return compose(_answers(body, columns), joint=None).noting(_survey_note(columns))
    return compose(_turns(body, columns), joint=" " if columns.start is not None else "\n\n")


def _rows(document: Document) -> list[list[str]]:
    """Rows with anything in them, cells stripped line by line."""
    try:
        found = csv.reader(StringIO(document.raw, newline=""), delimiter=_delimiter(document.raw))
        return [row for cells in found if any(row := ["\n".join(map(str.strip, cell.strip().split("\n"))) for cell in cells])]
    except csv.Error as error:
        raise QualcodeError(f"The table cannot be read: {error}. Look for a quotation mark that is never closed.") from None


def _delimiter(raw: str) -> str:
    """The sign that parts most cells of the first line with text (outside of quotation marks)."""
    first = re.sub(r'"[^"]*"', "", next((line for line in raw.split("\n", 50) if line.strip()), ""))
    return max("\t;,|", key=first.count)


def _key(cell: str) -> str:
    return re.sub(r"[\W_]", "", cell.casefold())


def _column(keys: Sequence[str], names: Sequence[str]) -> int | None:
    """The column whose name comes first in `names`."""
    return next((keys.index(name) for name in names if name in keys), None)


def _columns(rows: list[list[str]]) -> Columns:
    keys = list(map(_key, rows[0])) if rows else []
    speaker, text = _column(keys, _SPEAKER), _column(keys, _TEXT)
    start, end = _column(keys, _START), _column(keys, _END)
    if speaker is not None and text is not None:
        return Columns(rows[0], [text], speaker, start, end, False)
    headed = text is not None or _column(keys, (*_ID, *_SPEAKER)) is not None or not _free_text(rows[:1], len(keys))
    body = rows[1:] if headed else rows
    texts = _free_text(body, len(keys)) or ([text] if text is not None else [])
    texts = [column for column in texts if column != speaker]
    if not texts:
        raise _no_text(rows[0] if rows else [])
    identity = speaker if speaker is not None else _identity(body, keys, texts)
    return Columns(rows[0] if headed else [], texts, identity, start, end, True)


def _free_text(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Columns whose filled cells hold a phrase or more on average."""
    found = []
    for column in range(width):
        lengths = [len(row[column].split()) for row in rows if column < len(row) and row[column]]
        if lengths and sum(lengths) >= _FREE_TEXT_WORDS * len(lengths):
            found.append(column)
    return found


def _identity(body: Sequence[Sequence[str]], keys: Sequence[str], texts: Sequence[int]) -> int | None:
    """The column that tells the respondents apart: by its name, else the first that is no running number of the rows."""
    named = _column(keys, _ID)
    if named is not None:
        return named
    first = next((column for column in range(len(keys)) if column not in texts), None)
    if first is None:
        return None
    cells = [row[first] for row in body if first < len(row)]
    running = all(cell.isdecimal() for cell in cells) and all(int(cell) - int(cells[0]) == n for n, cell in enumerate(cells))
    return None if running else first


def _turns(body: Sequence[Sequence[str]], columns: Columns) -> Iterator[Piece]:
    speaker = speakers.UNNAMED
    for row in body:
        speaker = speakers.tidy(_cell(row, columns.speaker)) or speaker
        words = _cell(row, columns.texts[0])
        if words:
            yield Piece(f"{words}\n\n", speaker, f"{speaker}\n", _time(_cell(row, columns.start)), _time(_cell(row, columns.end)))


def _answers(body: Sequence[Sequence[str]], columns: Columns) -> Iterator[Piece]:
    """One piece an answer. Where there are several questions, the column's name stands above the answer."""
    for row in body:
        who = speakers.tidy(_cell(row, columns.speaker)) or speakers.UNNAMED
        for column in columns.texts:
            question = f" · {columns.header[column]}" if len(columns.texts) > 1 and columns.header else ""
            label = f"{who}{question}\n" if columns.speaker is not None or question else ""
            words = _cell(row, column)
            if words:
                yield Piece(f"{words}\n\n", who, label, _time(_cell(row, columns.start)), _time(_cell(row, columns.end)))


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _time(cell: str) -> int | None:
    """`hh:mm:ss`, or seconds with a fraction as speech recognition writes them."""
    if re.fullmatch(TIME, cell):
        return milliseconds(cell)
    return round(float(cell) * 1000) if re.fullmatch(r"\d{1,6}(?:\.\d+)?", cell) else None


def _survey_note(columns: Columns) -> str:
    def name(column: int) -> str:
        return f'"{one_line(columns.header[column])}"' if columns.header else f"column {column + 1}"

    who = f'its speaker is "{speakers.UNNAMED}"' if columns.speaker is None else f"its speaker stands in {name(columns.speaker)}"
    return f"There is no speaker column: each row of {listed([name(n) for n in columns.texts])} is a turn; {who}."


def _no_text(first: Sequence[str]) -> QualcodeError:
    seen = listed([f'"{one_line(cell)[:40]}"' for cell in first[:12]]) or "none"
    return QualcodeError(f"The table has no column of text. Columns seen: {seen}; needed: one named text and one named speaker.")
