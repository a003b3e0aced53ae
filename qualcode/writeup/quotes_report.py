"""Whose words are quoted, beside how much they said."""

from dataclasses import asdict

from qualcode.analysis.quoted import Quoted, SpeakerQuotes
from qualcode.text import listed, one_line
from qualcode.writeup.chosen import whose
from qualcode.writeup.document import Document, Paragraph, Records, Table
from qualcode.writeup.numbers import NOTHING, percent

_MORE, _LESS = 1.5, 1 / 1.5  # times one's share of the words
_FIELDS = ("speaker", "role", "turns", "turns_share", "words", "words_share", "quotes", "quotes_share")


def quotes_document(found: Quoted) -> Document:
    """One row a speaker, the most quoted for their words first."""
    columns = (
        "speaker",
        "role",
        "turns",
        "share of turns",
        "words",
        "share of words",
        "quotes",
        "share of quotes",
        "quotes : words",
    )
    rows = tuple(_row(each) for each in found.speakers)
    how = Paragraph(
        "A quote is a coded passage, once whatever its codes and whoever coded it, and of the speaker in whose turn it starts. "
        f"Quotes : words is the share of the quotes over the share of the words. {_told(found)}"
    )
    records = Records(
        (*_FIELDS, "quotes_to_words"),
        tuple((*(getattr(each, name) for name in _FIELDS), each.times) for each in found.speakers),
    )
    speakers = [asdict(each) | {"quotes_to_words": each.times} for each in found.speakers]
    data = {"about": found.about.as_dict(), "quotes": found.quotes, "words": found.words, "speakers": speakers}
    table = Table(columns, rows, frozenset(columns[2:]))
    return Document((whose(found.about), how, table), records, data, title="Quotes per participant")


def _row(each: SpeakerQuotes) -> tuple[str, ...]:
    return (
        each.speaker, each.role, f"{each.turns:,}", percent(each.turns_share), f"{each.words:,}", percent(each.words_share),
        f"{each.quotes:,}", percent(each.quotes_share), NOTHING if each.times is None else f"{each.times:.2f}",
    )  # fmt: skip


def _told(found: Quoted) -> str:
    """Who stands out; interviewers are hardly ever quoted, and nobody wonders."""
    people = [each for each in found.speakers if each.role == "participant" and each.times is not None]
    more = [one_line(each.speaker) for each in people if (each.times or 0) >= _MORE]
    less = [one_line(each.speaker) for each in people if (each.times or 0) <= _LESS]
    said = [f"Quoted {_MORE} times as much as their words or more: {listed(more)}."] if more else []
    said += [f"Quoted two thirds as much or less: {listed(less)}."] if less else []
    return " ".join(said) or "No participant is quoted 1.5 times as much as their words, or two thirds as much."
