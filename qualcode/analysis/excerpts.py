"""Excerpts for a write-up: one for each quote and code, whoever coded it."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from sqlite3 import Row
from typing import Final

from qualcode.analysis.attributes import known_of
from qualcode.analysis.company import Company, kept
from qualcode.analysis.listings import CODINGS, memos
from qualcode.analysis.pages import Page
from qualcode.analysis.selection import Selection
from qualcode.analysis.spread import spread
from qualcode.codebook.model import Codebook
from qualcode.errors import QualcodeError
from qualcode.project.attribute_kinds import Value
from qualcode.project.store import Store
from qualcode.project.transcripts import list_turns
from qualcode.text import listed, one_line

_SEED = 20240101
_Key = tuple[str, int, int, str]  # transcript, start, end and code
_Quotes = Mapping[_Key, Sequence[Row]]
_Quote = tuple[_Key, Sequence[Row]]
_Watch = Callable[[Sequence[_Quote]], Iterator[_Quote]]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with its place, its code and who gave it. `start_char` and `end_char` are those of the words quoted.

    Turn, speaker, their role and `start_ms` are those it starts in. `also` are the other codes that were asked for on the
    same words; `attributes` those of speaker and transcript, by key (`age`, `transcript.site`), None where they have no value.
    """

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
    speaker_role: str
    last_turn: int
    start_ms: int | None
    also: tuple[str, ...]
    attributes: dict[str, Value | None]


@dataclass(frozen=True)
class Quoting:
    """Which excerpts of a selection, and how they are quoted.

    `also` asks for words that carry these codes as well, `but_not` for codings none of whose words carry one of these, as one
    and the same coder sees it in one round. With `roll_up` a code stands for those below it, too. `sample` draws so many a
    code, spread over speakers, by `seed`. The context is `context` turns, or `sentences` sentences, before and after; a quote
    of more than `shorten` words is shortened in the middle.
    """

    also: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()
    roll_up: bool = False
    sample: int | None = None
    seed: int = _SEED
    context: int = 0
    sentences: int = 0
    shorten: int | None = None

    def check(self) -> None:
        """Raises QualcodeError for numbers that make no sense."""
        if min(self.context, self.sentences) < 0:
            raise QualcodeError(f"A context of {min(self.context, self.sentences)} makes no sense. Give 0 or more.")
        if self.context and self.sentences:
            raise QualcodeError("Context is a number of turns or of sentences. Give one of them.")
        if min(self.sample or 1, self.shorten or 1) < 1 or 0 in {self.sample, self.shorten}:
            raise QualcodeError("A sample has 1 excerpt or more, and a quote 1 word or more.")

    @property
    def told(self) -> str:
        """How the excerpts were chosen and changed, for who reads them; "" where there is nothing to say."""
        said = []
        if self.also:
            said.append(f"Only words that the same coder also coded {listed([one_line(code) for code in self.also])}.")
        if self.but_not:
            said.append(
                f"Without codings that the same coder also coded {listed([one_line(code) for code in self.but_not], 'or')}."
            )
        if self.sample:
            said.append(f"Drawn at random: up to {self.sample:,} a code, spread over the speakers (seed {self.seed}).")
        if self.shorten:
            said.append(f"Quotes of more than {self.shorten:,} words are shortened: [. . .].")
        return " ".join(said)


PLAIN: Final = Quoting()


def excerpts(store: Store, selection: Selection, quoting: Quoting = PLAIN, watch: _Watch = iter) -> list[Excerpt]:
    """The excerpts of a selection, by transcript and place.

    Codings of one code that several coders, or one in several rounds, put on the same words are one excerpt. A coding that
    starts or ends inside a word quotes the whole word. Blind rounds are left out. Raises QualcodeError on a name the project
    does not have, and on numbers that make no sense. `watch` goes through the quotes as they are made, for who waits.
    """
    quoting.check()
    with store.reader.snapshot():
        book = store.codebook()
        chosen = selection.shown(store)
        if quoting.roll_up:
            chosen = replace(chosen, codes=_with_those_below(book, chosen.codes))
        page = cache(lambda transcript_id: Page(list_turns(store, transcript_id)))
        quotes = _quotes(store, chosen, _company(store, chosen, quoting, book), page)
        if chosen.text:
            quotes = {place: rows for place, rows in quotes.items() if chosen.says(page(place[0]).quote(place[1], place[2]))}
        if quoting.sample:
            quotes = _sample(quotes, quoting.sample, quoting.seed)
        return list(_found(store, book, watch(list(quotes.items())), page, quoting))


def _with_those_below(book: Codebook, codes: tuple[str, ...]) -> tuple[str, ...]:
    """With the codes that stand below any of them in the codebook."""
    wanted = set(codes)
    return (*codes, *(key for key, above in book.parents.items() if wanted & set(above) and key not in wanted))


_Companies = tuple[Sequence[Company], Company | None]


def _company(store: Store, chosen: Selection, quoting: Quoting, book: Codebook) -> _Companies:
    def of(*codes: str) -> Company:
        named = Selection(codes=codes).checked(store).codes
        return Company(store, chosen, _with_those_below(book, named) if quoting.roll_up else named)

    return [of(code) for code in quoting.also], of(*quoting.but_not) if quoting.but_not else None


def _quotes(store: Store, chosen: Selection, company: _Companies, page: Callable[[str], Page]) -> _Quotes:
    quotes: dict[_Key, list[Row]] = {}
    for row in store.reader.rows(CODINGS.format(condition=chosen.codings()), **chosen.params()):
        for place in kept(row, *company):
            whole = page(row["transcript_id"]).whole(*place)
            quotes.setdefault((row["transcript_id"], *whole, row["code"]), []).append(row)
    return quotes


def _sample(quotes: _Quotes, size: int, seed: int) -> _Quotes:
    """Of each code so many; what is drawn of one does not depend on which others are asked for."""
    of_code: dict[str, list[_Key]] = {}
    for place in quotes:
        of_code.setdefault(place[3], []).append(place)
    drawn = {
        place
        for code, places in of_code.items()
        for place in spread(places, size, lambda place: quotes[place][0]["speaker"], random.Random(f"{seed} {code}"))
    }
    return {place: rows for place, rows in quotes.items() if place in drawn}


def _found(
    store: Store, book: Codebook, quotes: Iterable[_Quote], page: Callable[[str], Page], quoting: Quoting
) -> Iterator[Excerpt]:
    memo, known = _memos_of(store), known_of(store)
    for (transcript_id, start, end, code), rows in quotes:
        transcript, place = rows[0]["transcript"], page(transcript_id)
        turn = place.turn(start)
        before, after = _context(place, start, end, quoting)
        yield Excerpt(
            transcript=transcript,
            turn=turn.number,
            speaker=turn.speaker,
            code=code,
            code_path=book.paths.get(code, (rows[0]["code_name"],)),
            coders=tuple(sorted({row["coder"] for row in rows})),
            start_char=start,
            end_char=end,
            text=place.quote(start, end, quoting.shorten),
            before=before,
            after=after,
            memo=memo(rows),
            speaker_role=turn.role,
            last_turn=place.turn(end - 1).number,
            start_ms=turn.start_ms,
            also=quoting.also,
            attributes=known(turn.speaker, transcript),
        )


def _context(page: Page, start: int, end: int, quoting: Quoting) -> tuple[str, str]:
    if quoting.sentences:
        return page.sentences_before(start, quoting.sentences), page.sentences_after(end, quoting.sentences)
    if quoting.context:
        return page.before(start, quoting.context), page.after(end, quoting.context)
    return "", ""


def _memos_of(store: Store) -> Callable[[Sequence[Row]], str]:
    """What the coders of an excerpt noted on their coding or on its turn."""
    on_codings, on_turns = memos(store, "coding"), memos(store, "turn")

    def written(rows: Sequence[Row]) -> str:
        coders = {row["coder"] for row in rows}
        noted = [memo for row in rows for memo in on_codings.get(row["first_row"], [])]
        for turn_id in dict.fromkeys(row["turn_id"] for row in rows):
            noted += [memo for memo in on_turns.get(turn_id, []) if memo[0] in coders]
        return _together(noted, named=len(coders) > 1)

    return written


def _together(noted: Iterable[tuple[str, str]], *, named: bool) -> str:
    """Several coders' memos carry their names."""
    return "\n".join(f"{coder}: {memo}" if named else memo for coder, memo in noted)
