"""All memos of a project, each with what it hangs on. Plain SQL, so that a screen may ask at any time."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from qualcode.project.store import Store

_COLUMNS = "memo.target_kind AS kind, memo.target_id, memo.text, memo.clock, memo.id, coder.name AS coder"
_MEMOS = f"""
    SELECT {_COLUMNS}, transcript_id, turn.number AS turn, speaker.name AS speaker, '' AS code, start_char, end_char,
           TRUE AS stands
      FROM memo JOIN coder ON coder.id = memo.coder_id
      JOIN turn ON turn.id = target_id JOIN speaker ON speaker.id = speaker_id
     WHERE target_kind = 'turn' AND NOT memo.deleted
     UNION ALL
    SELECT {_COLUMNS}, coding.transcript_id, turn.number, speaker.name, code.key, coding.start_char, coding.end_char,
           EXISTS (SELECT 1 FROM coding AS live
                    WHERE live.transcript_id = coding.transcript_id AND live.start_char = coding.start_char
                      AND coalesce(live.replaces, live.id) = coding.id AND NOT live.deleted)
      FROM memo JOIN coder ON coder.id = memo.coder_id
      JOIN coding ON coding.id = target_id JOIN code ON code.id = code_id
      JOIN turn ON turn.transcript_id = coding.transcript_id AND turn.start_char =
           (SELECT max(start_char) FROM turn AS place
             WHERE place.transcript_id = coding.transcript_id AND place.start_char <= coding.start_char)
      JOIN speaker ON speaker.id = turn.speaker_id
     WHERE target_kind = 'coding' AND NOT memo.deleted
     UNION ALL
    SELECT {_COLUMNS}, transcript.id, NULL, '', coalesce(code.key, ''), 0, 0, TRUE
      FROM memo JOIN coder ON coder.id = memo.coder_id
      LEFT JOIN transcript ON target_kind = 'transcript' AND transcript.id = target_id
      LEFT JOIN code ON target_kind = 'code' AND code.id = target_id
     WHERE target_kind IN ('code', 'transcript', 'project') AND NOT memo.deleted
     ORDER BY 4 DESC, 5 DESC
"""
_AS_THEY_ARE = ("kind", "target_id", "coder", "text", "turn", "speaker", "code", "start_char", "end_char")


@dataclass(frozen=True, slots=True)
class MemoInfo:
    """A memo and what it hangs on: a turn, coding, code, transcript or the project (`kind`, `target_id`).

    What does not apply is "" (None for the turn). `turn` and `speaker` of a coding are those it starts in; `words` is what
    was said there, `[start_char, end_char)` of the transcript. `at` is UTC, ISO 8601. A coding that was taken off keeps its
    memo, but does not stand.
    """

    kind: str
    target_id: str
    coder: str
    at: str
    text: str
    transcript: str
    turn: int | None
    speaker: str
    code: str
    words: str
    start_char: int
    end_char: int
    stands: bool


def list_memos(
    store: Store,
    *,
    coders: Collection[str] = (),
    codes: Collection[str] = (),
    transcripts: Collection[str] = (),
    text: str = "",
) -> list[MemoInfo]:
    """The memos, newest first: of these coders, on these codes or on codings with them, on or in these transcripts, with this
    text in them in any case. Nothing named means all; names are as the project has them."""
    with store.reader.snapshot():
        return [
            memo
            for memo in _newest(store)
            if (not coders or memo.coder in coders)
            and (not codes or memo.code in codes)
            and (not transcripts or memo.transcript in transcripts)
            and text.casefold() in memo.text.casefold()
        ]


def _newest(store: Store) -> Iterator[MemoInfo]:
    """The newest memo of each coder on each target: after a merge there may be older ones."""
    names = {row["id"]: row["name"] for row in store.reader.rows("SELECT id, name FROM transcript")}
    text_of = cache(lambda id: store.reader.value("SELECT text FROM transcript WHERE id = :id", id=id))
    seen = set()
    for row in store.reader.rows(_MEMOS):
        target = (row["coder"], row["kind"], row["target_id"])
        if target not in seen:
            seen.add(target)
            # Sliced here: SQLite would count through the text from its start for every memo.
            words = text_of(row["transcript_id"])[row["start_char"] : row["end_char"]] if row["end_char"] else ""
            yield MemoInfo(
                **{name: row[name] for name in _AS_THEY_ARE},
                at=_time(row["clock"]),
                transcript=names.get(row["transcript_id"], ""),
                words=words,
                stands=bool(row["stands"]),
            )


def _time(clock: int) -> str:
    return datetime.fromtimestamp(clock // 1_000_000_000, UTC).isoformat()
