"""What an attribute is: its name, its kind, and which values it can have. Knows no project."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from unicodedata import category

from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line

Value = str | int | float | bool
Owner = Literal["speaker", "transcript"]
KINDS: Final = ("text", "number", "date", "yes/no", "choice")
OPERATORS: Final = ("!=", "<=", ">=", "=", "<", ">", "~")

_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)  # not 007, which is a name
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_OTHERS = {"speaker", "transcript"}  # columns of a spreadsheet of attributes
_OF_TRANSCRIPTS = "transcript."
_LONGEST_NAME, _LONGEST_VALUE = 60, 2000


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of speakers or of transcripts. `choices` are the values of the kind "choice"."""

    owner: Owner
    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What it is called where both kinds of owners meet: `age`, `transcript.site`."""
        return self.name if self.owner == "speaker" else _OF_TRANSCRIPTS + self.name

    def value(self, text: str) -> Value:
        """The value that `text` says: a date as ISO text. QualcodeError, without a full stop, where it is none."""
        text = " ".join(text.split())
        read = {"number": _number, "date": _date, "yes/no": _yes_or_no}.get(self.kind)
        found = read(text) if read else self._choice(text) if self.kind == "choice" else _text(text)
        if found is None:
            raise QualcodeError(f'{one_line(self.key)} is {self.told}, and "{one_line(text[:60])}" is not')
        return found

    @property
    def told(self) -> str:
        """The kind in a sentence: "a number", "one of nurse and doctor"."""
        of = f"one of {listed([one_line(choice) for choice in self.choices])}"
        return {
            "number": "a number (like 41 or 3.5)", "date": "a date (like 2024-03-01)", "yes/no": "yes or no", "choice": of,
        }.get(self.kind, f"a text of up to {_LONGEST_VALUE:,} characters")  # fmt: skip

    def _choice(self, text: str) -> str | None:
        return {choice.casefold(): choice for choice in self.choices}.get(text.casefold())


def said(value: Value | None) -> str:
    """A value as a person writes it; "" where there is none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def inferred(values: Iterable[Value]) -> str:
    """The kind of an attribute that nobody declared: the narrowest that all its values (at least one) are of."""
    texts = [said(value) for value in values]
    if all(text.casefold() in {"yes", "no", "true", "false"} for text in texts):
        return "yes/no"
    if all(_PLAIN_NUMBER.fullmatch(text) and _number(text) is not None for text in texts):
        return "number"
    return "date" if all(_date(text) for text in texts) else "text"


def named(key: str) -> tuple[Owner, str]:
    """Whose attribute `key` is, and its name: `transcript.site` is the transcripts' `site`.

    QualcodeError for what does not do as a name.
    """
    key = " ".join(key.split())
    owner: Owner = "transcript" if key.startswith(_OF_TRANSCRIPTS) else "speaker"
    name = key.removeprefix(_OF_TRANSCRIPTS).removeprefix("speaker.")
    signs = {sign for operator in OPERATORS for sign in operator} | {"|", ",", ";", "'", '"'}
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable() or signs & set(name) or name.casefold() in _OTHERS:
        raise QualcodeError(
            f'"{one_line(key[:_LONGEST_NAME])}" does not do as the name of an attribute: use up to {_LONGEST_NAME} letters, '
            "digits and blanks, but not the word speaker or transcript alone."
        )
    return owner, name


def _text(text: str) -> str | None:
    # Signs that direct or join their neighbours (Cf) belong to people's languages; whatever shows them makes them harmless.
    return None if len(text) > _LONGEST_VALUE or any(category(sign) in {"Cc", "Cs"} for sign in text) else text


def _number(text: str) -> int | float | None:
    if not _NUMBER.fullmatch(text) or len(text) > 60:
        return None
    number = float(text)
    if not math.isfinite(number):
        return None
    return int(text) if text.lstrip("+-").isdigit() else number


def _date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _yes_or_no(text: str) -> bool | None:
    folded = text.casefold()
    return True if folded in _YES else False if folded in _NO else None
