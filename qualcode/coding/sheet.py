"""Codings and done turns from outside the screen: from a spreadsheet or by their numbers. All or nothing, in one transaction."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.coding.codes import Codes
from qualcode.coding.marks import MarkRow, Marks
from qualcode.coding.open_gesture import OpenGesture
from qualcode.coding.sheet_check import Entry, SheetCheck
from qualcode.coding.sheet_lines import read_sheet
from qualcode.errors import QualcodeError
from qualcode.project.people import find_or_add_coder, list_coders
from qualcode.project.rounds import find_round
from qualcode.project.sheets import refuse
from qualcode.project.store import Store
from qualcode.project.transcripts import TranscriptInfo, find_transcript, list_transcripts
from qualcode.text import count, listed, one_line

_RANGE = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What an import did: codings added, there already, and taken off because an added one of their group replaced them."""

    added: int
    already: int
    replaced: int
    coders: tuple[str, ...]  # everyone named in the sheet
    notes: tuple[str, ...]


def import_codings(store: Store, path: Path) -> SheetResult:
    """Put the codings of a CSV file into the project: columns coder, transcript, turn, code, optionally start, end (code
    points within the turn), end_turn (of which `end` then counts), unsure, memo, round. One gesture a layer, so one undo takes
    a coder's part back.

    A coder who is new is made. What is there already is not put twice; a code of an exclusive group replaces its rivals.
    QualcodeError that lists every bad line, and nothing imported, where any line is wrong.
    """
    sheet = read_sheet(path)
    codes = Codes(store)
    check = SheetCheck(store, codes)
    entries = [entry for line in sheet.lines if (entry := check.entry(line))]
    refuse(path, [*sheet.problems, *check.problems])
    layers: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        layers[entry.coder, entry.round_id].append(entry)
    known = {coder.name.casefold() for coder in list_coders(store)}
    coders = tuple(dict.fromkeys(coder for coder, _ in layers))
    tally = _Tally()
    declared: dict[str, int] = {}
    with store.writer.transaction(declared) as session:
        ids = {coder: find_or_add_coder(store, session, coder) for coder in coders}
        for (coder, round_), theirs in layers.items():
            now = OpenGesture(session, declared, codes, ids[coder], round_)
            _put_all(now, theirs, tally)
            now.finish()
    new = [one_line(coder) for coder in coders if coder.casefold() not in known]
    notes = [*sheet.notes, *([f"New in the project: {listed(new)}."] if new else [])]
    if tally.superseded:
        notes.append(f"{count(tally.superseded, 'line')} left aside: a later one puts another code of the same group there.")
    return SheetResult(tally.added, tally.already, tally.replaced, coders, tuple(notes))


def mark_done(store: Store, coder: str, transcripts: Sequence[str] = (), turns: str = "") -> int:
    """Declare turns done in the newest open round; gives how many were not before. A new coder is made.

    `transcripts` are names (none: all), `turns` is like "7", "1-40" or "1-12,20" ("": all). QualcodeError, and nothing
    changed, for a name or number that is not there.
    """
    infos = [find_transcript(store, name) for name in transcripts] if transcripts else list_transcripts(store)
    numbers = parse_turns(turns)
    ids = [id for info in infos for id in _turn_ids(store, info, numbers)]
    round_ = find_round(store).id
    declared: dict[str, int] = {}
    with store.writer.transaction(declared) as session:
        now = OpenGesture(session, declared, Codes(store), find_or_add_coder(store, session, coder), round_)
        now.set_done(ids, done=True)
        now.finish()
        return len(now.steps)


def parse_turns(turns: str) -> list[range]:
    """The turn numbers that "1-40,45" means; nothing for "". QualcodeError for what is not like that."""
    ranges = []
    for part in filter(None, (part.strip() for part in turns.split(","))):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last:
            raise QualcodeError(f'"{one_line(part)}" names no turns. Write them like 7, 1-40 or 1-12,20, counted from 1.')
        ranges.append(range(first, last + 1))
    return ranges


@dataclass(slots=True)
class _Tally:
    added: int = 0
    already: int = 0
    replaced: int = 0
    superseded: int = 0  # lines that a later one of the same sheet replaces


def _put_all(now: OpenGesture, entries: Sequence[Entry], tally: _Tally) -> None:
    ends: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        ends[entry.transcript_id] += entry.mark[1:]
    marks = {transcript_id: now.read(transcript_id, min(places), max(places)) for transcript_id, places in ends.items()}
    entries = _without_superseded(now, entries, marks, tally)
    for entry in entries:
        if marks[entry.transcript_id].live(entry.mark):
            tally.already += 1
            continue
        steps = len(now.steps)
        now.apply(entry.transcript_id, entry.mark, unsure=entry.unsure)
        tally.added += 1
        tally.replaced += len(now.steps) - steps - 1
    memos: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        first_id = marks[entry.transcript_id].first_id(entry.mark)
        if entry.memo and first_id and entry.memo not in memos[first_id]:
            memos[first_id].append(entry.memo)
    now.save_codings()
    now.set_memos("coding", {first_id: "\n".join(texts) for first_id, texts in memos.items()})


def _without_superseded(now: OpenGesture, entries: Sequence[Entry], marks: Mapping[str, Marks], tally: _Tally) -> Sequence[Entry]:
    """The entries that stand in the end. To put the others on and take them off again would be repeated by every import."""
    later = {transcript_id: Marks(there.turns, ()) for transcript_id, there in marks.items()}
    standing = []
    for entry in reversed(entries):
        rivals = now.codes.rivals(entry.mark.code_id)
        if not later[entry.transcript_id].rivals(entry.mark, rivals):
            standing.append(entry)
        if rivals:
            later[entry.transcript_id].put(MarkRow("", entry.mark, unsure=False, deleted=False, first_id=""))
    tally.superseded += len(entries) - len(standing)
    return standing[::-1]


def _turn_ids(store: Store, info: TranscriptInfo, ranges: Iterable[range]) -> list[str]:
    ids: list[str] = [
        row["id"] for row in store.reader.rows("SELECT id FROM turn WHERE transcript_id = :id ORDER BY number", id=info.id)
    ]
    ranges = list(ranges) or [range(1, len(ids) + 1)]
    if beyond := [numbers[-1] for numbers in ranges if len(numbers) and numbers[-1] > len(ids)]:
        raise QualcodeError(f"{one_line(info.name)} has no turn {max(beyond)}: it has {len(ids)}. Nothing was changed.")
    return [ids[number - 1] for number in sorted({number for numbers in ranges for number in numbers})]
