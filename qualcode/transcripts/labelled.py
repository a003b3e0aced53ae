"""Lines with labels → pieces: what all plain-text layouts share once they have found who starts to speak where."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from qualcode.text import listed, one_line
from qualcode.transcripts import speakers
from qualcode.transcripts.clock import milliseconds
from qualcode.transcripts.compose import Draft, Piece, compose

_FOOTER = re.compile(
    r"(?:transcribed by|transcript(?:ion)? (?:is )?provided by|\W*end of (?:the )?(?:transcript|recording|interview))\b.*",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"\s*\(([^()\d][^()]*)\)")
_RULE_SIGNS = frozenset("-–—_=*~#")
_RULE = re.compile(r"[-–—_=*~#\s]{3,}")
_SENTENCE_END = (".", "?", "!", "…", "。", "？", "！", '."', '?"', '!"', ".”", "?”", "!”", ".’", "?’", "!’", ".)")
_HEADER_LINES = 40  # a header sheet is shorter than this


class Label(NamedTuple):
    """A line on which someone starts to speak, from column `end` on. With `speaker` None the line is matter, not speech."""

    line: int
    end: int
    speaker: str | None
    start_ms: int | None = None
    end_ms: int | None = None


def candidates(lines: Sequence[str], pattern: re.Pattern[str]) -> list[Label]:
    """Every line that `pattern` (groups `name`, and `time` or `time_after`) matches at its beginning."""
    groups = ("name", *(group for group in pattern.groupindex if group != "name"))
    match = pattern.match
    found = []
    for number, line in enumerate(lines):
        if line and (matched := match(line)):
            name, *times = matched.group(*groups)
            time = times[0] or times[-1]
            found.append(Label(number, matched.end(), speakers.tidy(name), milliseconds(time) if time else None))
    return found


def named(labels: list[Label], names: set[str]) -> list[Label]:
    """The labels whose names were accepted, aliases resolved; what is no person (a break) becomes matter."""
    alias = speakers.aliases(names)
    known = [label for label in labels if label.speaker in names]
    changed = {name: alias.get(name) for name in names if name in alias or not speakers.is_person(name)}
    if not changed:
        return known
    return [label._replace(speaker=changed[label.speaker]) if label.speaker in changed else label for label in known]


def read(lines: Sequence[str], labels: Sequence[Label], body_end: int | None = None) -> Draft:
    """A draft of labelled lines; before the first label is front matter, from line `body_end` (or a known footer) back matter."""
    if not labels:
        return Draft("\n".join(lines), ())
    end = _footer(lines) if body_end is None else body_end
    return compose(_pieces(lines, sorted([*labels, *_rules(lines, labels[0].line, end)]), end))


def _pieces(lines: Sequence[str], labels: Sequence[Label], body_end: int) -> Iterator[Piece]:
    yield Piece(_joined(lines[: labels[0].line]))
    speaker = None
    for label, after in pairwise([*labels, Label(body_end, 0, None)]):
        head = lines[label.line]
        below = lines[label.line + 1 : after.line]
        if label.speaker is None:
            yield Piece(f"{head}\n")
            yield Piece(_joined(below), speaker if any(below) else None)
        else:
            speaker = label.speaker
            yield Piece(_joined([head[label.end :], *below]), speaker, head[: label.end], label.start_ms, label.end_ms)
    yield Piece(_joined(lines[body_end:]))


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n" if lines else ""


def _rules(lines: Sequence[str], start: int, end: int) -> list[Label]:
    """Lines drawn across the page between `start` and `end`: a break, nothing anybody says."""
    drawn = [n for n in range(start, end) if lines[n][:1] in _RULE_SIGNS and _RULE.fullmatch(lines[n])]
    return [Label(n, len(lines[n]), None) for n in drawn]


def _footer(lines: Sequence[str]) -> int:
    """Line where the footer that a service or typist adds begins; the end where there is none."""
    last = next((n for n in range(len(lines) - 1, -1, -1) if lines[n]), -1)
    return last if last > 0 and _FOOTER.fullmatch(lines[last]) else len(lines)


def without_header(lines: Sequence[str], labels: list[Label], names: set[str]) -> list[Label]:
    """Without what only looks like a label: fields of a header sheet (`Date: …`) and titles (`Cllr X: a title`)."""
    counts = Counter(label.speaker for label in labels)
    end = _header_end(lines, labels, counts)
    labels = [label for label in labels if label.line >= end]
    repeated = next((label.line for label in labels if counts[label.speaker] > 1 and label.speaker in names), end)

    def speaks(label: Label) -> bool:
        line = lines[label.line]
        return label.line >= repeated or label.end == len(line) or ends_sentence(line)

    return [label for label in labels if speaks(label)]


def ends_sentence(line: str) -> bool:
    """True where the last character, a closing quotation mark or bracket aside, ends a sentence."""
    return line.endswith(_SENTENCE_END)


def _header_end(lines: Sequence[str], labels: list[Label], counts: Counter[str | None]) -> int:
    """Line after the header sheet: after its last field, and after the short lines that follow up to a blank line."""
    end = 0
    for label in labels:
        if label.line >= _HEADER_LINES:
            break
        if counts[label.speaker] == 1 and speakers.is_field(label.speaker or ""):
            end = label.line + 1
        elif ends_sentence(lines[label.line]):
            break
    block_end = next((n for n in range(end, min(end + 10, len(lines))) if not lines[n]), end)
    return end if not end or any(map(ends_sentence, lines[end:block_end])) else block_end


def read_telling(lines: Sequence[str], labels: Sequence[Label]) -> Draft:
    """As `read`, telling which names were taken as aliases and which stand only once."""
    return read(lines, labels).noting(_note_on_aliases(lines, labels), _note_on_single_names(labels))


def _note_on_aliases(lines: Sequence[str], labels: Sequence[Label]) -> str:
    """`Interviewer (I)` where the speaker has become `Interviewer`: the file declared a short form."""
    declared = {}
    for label in labels:
        _, name, after = lines[label.line][: label.end].partition(label.speaker or "(")
        if "(" in after and (match := _SHORT_FORM.match(after)):
            declared[match[1].strip()] = name
    told = [f'"{one_line(short)}" is {one_line(name)}' for short, name in declared.items()]
    return f"As the file declares, {listed(told)}." if told else ""


def _note_on_single_names(labels: Sequence[Label]) -> str:
    """What to tell of names that stand only once in a longer transcript: they may be no names."""
    counts = Counter(label.speaker for label in labels if label.speaker)
    single = [name for name, times in counts.items() if times == 1]
    if not single or len(labels) < 8:
        return ""
    return f"{few(single)} stand{'s' if len(single) == 1 else ''} only once as a speaker: check that this is a person."


def few(names: Sequence[str]) -> str:
    """The first five names in quotation marks, and how many more there are."""
    more = [f"{len(names) - 5} more"] if len(names) > 5 else []
    return listed([f'"{one_line(name)}"' for name in names[:5]] + more)
