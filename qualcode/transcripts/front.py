"""Title and date, from what stands before the first turn."""

import re
from datetime import date

from qualcode.transcripts import speakers

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero",
            "february feb februar février febrero",
            "march mar märz mars marzo",
            "april apr avril abril",
            "may mai mayo",
            "june jun juni juin junio",
            "july jul juli juillet julio",
            "august aug août agosto",
            "september sep sept septembre septiembre",
            "october oct oktober octobre octubre",
            "november nov novembre noviembre",
            "december dec dezember décembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DATES = (
    re.compile(r"\b(?P<year>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<day>\d{1,2})\b"),
    re.compile(rf"(?i)\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er)?\s+(?:of\s+|de\s+)?{_MONTH},?\s+(?:de\s+)?(?P<year>\d{{4}})\b"),
    re.compile(rf"(?i)\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b"),
    re.compile(r"\b(?P<day>\d{1,2})(?P<sign>[./-])\s?(?P<m>\d{1,2})(?P=sign)\s?(?P<year>\d{4})\b"),
)
_LONGEST_TITLE = 150
_MARKUP = "#>*_ \t"
_TITLE_FIELD = re.compile(r"(?:title|titel|titre):\s*(.+)", re.IGNORECASE)
_LABELLED = re.compile(r"([^:]{1,40}):\s*(.*)")


def find_date(front: str) -> tuple[str | None, str]:
    """(ISO 8601 date, what to tell). A line that begins `Date` goes first. 03/04/2024 may be March or April: not guessed."""
    lines = front.split("\n")
    dated = [line for line in lines if re.match(r"[\W_]*(?:date|datum|fecha|recorded)\b", line, re.IGNORECASE)]
    doubtful = ""
    for text in [*dated, front]:
        matches = [match for pattern in _DATES for match in pattern.finditer(text)]
        for match in sorted(matches, key=re.Match.start):
            found = _iso(match)
            if found:
                return found, ""
            doubtful = doubtful or (match[0] if _iso(match, swapped=True) else "")
    return None, f"The date {doubtful} can be read as day or month first, so it was not taken." if doubtful else ""


def _iso(match: re.Match[str], swapped: bool = False) -> str | None:
    group = match.groupdict()
    month = _MONTHS[group["month"].casefold()] if group.get("month") else int(group["m"])
    day = int(group["day"])
    if group.get("sign") in {"/", "-"}:
        if not swapped and day != month and day <= 12 and month <= 12:
            return None
        day, month = (month, day) if month > 12 else (day, month)
    try:
        return date(int(group["year"]), month, day).isoformat()
    except ValueError:
        return None


def find_title(front: str) -> str | None:
    """What a line `Title: …` says, else the first line that stands as a title does.

    That is: on top of a block, three words or more, no full stop, no field of a header sheet, no date.
    """
    lines = [line.strip(_MARKUP) for line in front.split("\n")]
    told = next((match[1] for line in lines if (match := _TITLE_FIELD.match(line))), None)
    tops = (line for line, above in zip(lines, ["", *lines], strict=False) if line and not above)
    return told or next((line for line in tops if len(line.split()) >= 3 and _may_be_title(line)), None)


def _may_be_title(line: str) -> bool:
    labelled = _LABELLED.match(line)
    # `Interview transcript: the clinic` and `Interview with Ann: a nurse` are titles, `Interview length: 40 min` is a field.
    label = labelled[1].casefold().removeprefix("interview").strip() if labelled else ""
    field = label != "transcript" and speakers.is_field(label)
    return len(line) <= _LONGEST_TITLE and not line.endswith((".", ",", ";", ":")) and not field and find_date(line)[0] is None
