"""The decision trail: who did what, when, to what and why, from the events that every write of the project leaves."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Row
from typing import Any

from qualcode.analysis.selection import Selection
from qualcode.project.rounds import hidden_rounds
from qualcode.project.store import Store
from qualcode.text import count, listed, one_line

_EVENTS = """
    SELECT event.clock, event.gesture, event.verb, event.target_kind, event.target_id, event.before, event.after,
           coalesce(coder.name, '') AS coder
      FROM event LEFT JOIN coder ON coder.id = event.coder_id
     WHERE (:since IS NULL OR event.clock >= :since) AND (:until IS NULL OR event.clock < :until)
     ORDER BY event.clock, event.id
"""
_NAMES = """
    SELECT id, key FROM code UNION ALL SELECT id, key FROM code_group UNION ALL SELECT id, name FROM transcript
     UNION ALL SELECT id, name FROM round UNION ALL SELECT id, name FROM speaker UNION ALL SELECT id, name FROM coder
"""
_WHY = ("reason", "note", "opened_early", "why")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. `at` is UTC, ISO 8601; `who` "" for what concerns nobody's coding, and the person where several decide
    for the consensus; the same `gesture` means one go.

    `round`, `transcript`, `turns` (first and last) and `code` are what it was about, where it was; `why` is the reason given,
    a codebook revision's note, or the words of a memo.
    """

    at: str
    who: str
    verb: str
    what: str
    why: str
    round: str
    transcript: str
    turns: tuple[int, int] | None
    code: str
    gesture: str


def log(
    store: Store,
    selection: Selection,
    *,
    verbs: tuple[str, ...] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Entry]:
    """The entries of a selection (its coders, codes, transcripts, rounds; `text` in what or why), oldest first.

    `since` and `until` are UTC where they name no zone. What was done in a blind round is left
    out. Raises QualcodeError on a name the project does not have.
    """
    with store.reader.snapshot():
        chosen = selection.checked(store)
        names = {row[0]: str(row[1]) for row in store.reader.rows(_NAMES)}
        blind = {round_.id for round_ in hidden_rounds(store)}
        rows = store.reader.rows(_EVENTS, since=_clock(since), until=_clock(until))
    return [entry for entry in _entries(rows, names, blind) if _wanted(entry, chosen, verbs)]


def _clock(moment: datetime | None) -> int | None:
    """Nanoseconds, as events count."""
    if moment is None:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1e9)


def _entries(rows: list[Row], names: Mapping[str, str], blind: set[str]) -> Iterator[Entry]:
    for row in rows:
        before, after = _value(row["before"]), _value(row["after"])
        about = {**before, **after}
        if about.get("round_id") in blind:
            continue
        turns = about.get("turns")
        yield Entry(
            at=datetime.fromtimestamp(row["clock"] / 1e9, UTC).isoformat(timespec="seconds"),
            who=about.get("by") or row["coder"],
            verb=row["verb"],
            what=_what(row, before, after, names),
            why=_why(row, about),
            round=names.get(about.get("round_id", ""), ""),
            transcript=names.get(about.get("transcript_id", ""), ""),
            turns=(turns[0], turns[1]) if isinstance(turns, list) else None,
            code=names.get(about.get("code_id", ""), ""),
            gesture=row["gesture"],
        )


def _value(text: str | None) -> dict[str, Any]:
    return (json.loads(text) if text else None) or {}


def _what(row: Row, before: dict[str, Any], after: dict[str, Any], names: Mapping[str, str]) -> str:
    about = {**before, **after}
    place, verb = _place(about, names), row["verb"]
    match row["target_kind"]:
        case "coding" if verb in {"apply", "remove"}:
            sign, preposition = ("+", "on") if verb == "apply" else ("−", "from")
            what = f"{sign} {_code(about, names)} {preposition} {'' if about.get('whole') else 'part of '}{place}"
        case kind if verb == "memo":
            what = f"memo {'on' if after.get('text') else 'taken off'} {place or f'the {kind}'}"
        case "turn":
            what = f"{place} {verb}"
        case "decision":
            said = "decided" if verb == "decide" else "open again"
            what = f"{said}: {_code(about, names)} on {place}: {one_line(about['outcome'])}"
        case "gesture":
            what = f"{verb} of an earlier change"
        case "round" if verb == "assign":
            given = [one_line(names.get(id, "a transcript")) for id in after.get("transcripts", [])]
            what = f"{count(len(given), 'transcript')} assigned: {listed(given)}" if given else "nothing assigned any more"
        case kind:
            what = f"{verb} {kind} {_named(row, about, names)}{_changes(before, after)}".strip()
    return what


def _code(about: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return one_line(names.get(about["code_id"], "a code"))


def _place(about: Mapping[str, Any], names: Mapping[str, str]) -> str:
    transcript = one_line(names.get(about.get("transcript_id", ""), ""))
    turns = about.get("turns")
    if not isinstance(turns, list):
        return transcript
    first, last = turns
    return f"turn {first} of {transcript}" if first == last else f"turns {first}–{last} of {transcript}"


def _named(row: Row, about: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return one_line(str(about.get("name") or names.get(row["target_id"]) or about.get("key") or about.get("number") or ""))


def _changes(before: dict[str, Any], after: dict[str, Any]) -> str:
    """ " (role: other → interviewer)" of what was there before and is different now."""
    changed = [f"{name}: {one_line(str(value))} → {one_line(str(after[name]))}" for name, value in before.items()
               if name in after and after[name] != value and name not in _WHY]  # fmt: skip
    return f" ({', '.join(changed)})" if changed else ""


def _why(row: Row, about: Mapping[str, Any]) -> str:
    if row["verb"] == "memo":
        return str(about.get("text", ""))
    return ": ".join(str(about[name]) for name in _WHY if about.get(name))


def _wanted(entry: Entry, chosen: Selection, verbs: tuple[str, ...]) -> bool:
    asked = ((chosen.coders, entry.who), (chosen.codes, entry.code), (chosen.transcripts, entry.transcript),
             (chosen.rounds, entry.round), (verbs, entry.verb))  # fmt: skip
    return all(value in names for names, value in asked if names) and (chosen.says(entry.what) or chosen.says(entry.why))
