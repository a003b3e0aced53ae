"""How often words are said, and where a word is said."""

from dataclasses import asdict

from qualcode.analysis.concordance import Concordance, Line
from qualcode.analysis.word_counts import WordCounts
from qualcode.text import count, one_line
from qualcode.writeup.chosen import which, whose
from qualcode.writeup.document import Block, Document, Paragraph, Records, Table
from qualcode.writeup.numbers import percent

_FIELDS = ("word", "count", "share", "transcripts", "speakers")
_LINE = ("transcript", "turn", "speaker", "before", "keyword", "after", "start_char", "end_char")


def words_document(found: WordCounts, most: int = 50) -> Document:
    """The `most` frequent words; all of them in the records and in the data."""
    shown, left = found.words[:most], found.words[most:]
    where = "coded with these codes" if found.coded_only else "of these turns"
    told = f"{count(found.total, 'word')} {where}, {count(len(found.words), 'different one')} counted."
    told += f" Stop words, left out: {found.stopped:,}; shares are of all words." if found.stopped else ""
    rows = tuple(
        (each.word, f"{each.count:,}", percent(each.share), f"{each.transcripts:,}", f"{each.speakers:,}") for each in shown
    )
    blocks: list[Block] = [whose(found.about) if found.coded_only else which(found.about), Paragraph(told)]
    blocks += [Table(_FIELDS, rows, frozenset(_FIELDS[1:]))] if rows else []
    blocks += [Paragraph(f"And {count(len(left), 'more word')}, each at most as often.")] if left else []
    records = Records(_FIELDS, tuple(tuple(getattr(each, name) for name in _FIELDS) for each in found.words))
    data = {
        "about": found.about.as_dict(), "coded_only": found.coded_only, "total": found.total, "stopped": found.stopped,
        "words": [asdict(each) for each in found.words],
    }  # fmt: skip
    return Document(tuple(blocks), records, data, title="Words")


def concordance_document(found: Concordance) -> Document:
    """One row a place, the keyword in the middle."""
    rows = tuple((each.before, each.keyword, each.after, _place(each)) for each in found.lines)
    told = f"{count(len(found.lines), 'place')}{' coded with these codes' if found.coded_only else ''}."
    blocks: list[Block] = [whose(found.about) if found.coded_only else which(found.about), Paragraph(told)]
    blocks += [Table(("before", "keyword", "after", "where"), rows, frozenset({"before"}))] if rows else []
    records = Records(_LINE, tuple(tuple(getattr(each, name) for name in _LINE) for each in found.lines))
    data = {
        "about": found.about.as_dict(), "wanted": found.wanted, "coded_only": found.coded_only,
        "lines": [asdict(each) for each in found.lines],
    }  # fmt: skip
    return Document(tuple(blocks), records, data, title=f"“{one_line(found.wanted)}” in context")


def _place(line: Line) -> str:
    return f"({one_line(line.speaker)}, {one_line(line.transcript)}, turn {line.turn})"
