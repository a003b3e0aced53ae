"""Excerpts for a write-up: one for each quote and code, whoever coded it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from sqlite3 import Row

from qualcode.analysis.listings import CODINGS, memos
from qualcode.analysis.pages import Page
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.store import Store
from qualcode.project.transcripts import list_turns


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with its place, its code and who gave it. `start_char` and `end_char` are those of the words quoted."""

    transcript: str
    turn: int
    speaker: str
    code: str
    code_path: tuple[str, ...]  # names from the top code down
    coders: tuple[str, ...]
    start_char: int
    end_char: int
    text: str
    before: str
    after: str
    memo: str


def excerpts(store: Store, selection: Selection, context: int = 0) -> list[Excerpt]:
    """The excerpts of a selection, by transcript and place, with `context` turns before and after.

    Codings of one code that several coders, or one in several rounds, put on the same words are one excerpt. A coding that
    starts or ends inside a word quotes the whole word. Blind rounds are left out. Raises QualcodeError on a name the project
    does not have.
    """
    if context < 0:
        raise QualcodeError(f"A context of {context} turns makes no sense. Give 0 or more.")
    with store.reader.snapshot():
        return list(_found(store, selection.shown(store), context))


def _found(store: Store, chosen: Selection, context: int) -> Iterator[Excerpt]:
    page = cache(lambda transcript_id: Page(list_turns(store, transcript_id)))
    quotes: dict[tuple[str, int, int, str], list[Row]] = {}
    for row in store.reader.rows(CODINGS.format(condition=chosen.codings()), **chosen.params()):
        place = page(row["transcript_id"]).whole(row["start_char"], row["end_char"])
        quotes.setdefault((row["transcript_id"], *place, row["code"]), []).append(row)
    paths, memo = store.codebook().paths, _memos_of(store)
    found = (
        Excerpt(
            transcript=rows[0]["transcript"],
            turn=rows[0]["turn"],
            speaker=rows[0]["speaker"],
            code=code,
            code_path=paths.get(code, (rows[0]["code_name"],)),
            coders=tuple(sorted({row["coder"] for row in rows})),
            start_char=start,
            end_char=end,
            text=page(transcript_id).quote(start, end),
            before=page(transcript_id).before(start, context),
            after=page(transcript_id).after(end, context),
            memo=memo(rows),
        )
        for (transcript_id, start, end, code), rows in quotes.items()
    )
    yield from (excerpt for excerpt in found if chosen.says(excerpt.text))


def _memos_of(store: Store) -> Callable[[list[Row]], str]:
    """What the coders of an excerpt noted on their coding or on its turn."""
    on_codings, on_turns = memos(store, "coding"), memos(store, "turn")

    def written(rows: list[Row]) -> str:
        coders = {row["coder"] for row in rows}
        noted = [memo for row in rows for memo in on_codings.get(row["first_row"], [])]
        for turn_id in dict.fromkeys(row["turn_id"] for row in rows):
            noted += [memo for memo in on_turns.get(turn_id, []) if memo[0] in coders]
        return _together(noted, named=len(coders) > 1)

    return written


def _together(noted: Iterable[tuple[str, str]], *, named: bool) -> str:
    """Several coders' memos carry their names."""
    return "\n".join(f"{coder}: {memo}" if named else memo for coder, memo in noted)
