"""Pseudonyms in the place of names, in one text; everything else stays as it is."""

from collections import Counter
from collections.abc import Iterable

from qualcode.pseudonyms.names import Entry, Names


class Replacer:
    """Replaces by one key. `counts` says how often each entry was, over all texts so far."""

    def __init__(self, entries: Iterable[Entry], *, brackets: bool = False) -> None:
        self.counts: Counter[Entry] = Counter()
        self._names = Names(entries)
        self._brackets = brackets
        self._done: dict[str, tuple[str, Counter[Entry]]] = {}

    def replaced(self, text: str) -> str:
        """`text` with a pseudonym for every original: in capitals where the name is, in [brackets] where asked for."""
        # Names of speakers, codes and transcripts come again with every quote.
        if text not in self._done:
            self._done[text] = self._replaced(text)
        new, counts = self._done[text]
        self.counts.update(counts)
        return new

    def _replaced(self, text: str) -> tuple[str, Counter[Entry]]:
        parts, last, counts = [], 0, Counter[Entry]()
        for place in self._names.found(text):
            parts += [text[last : place.start], self._instead(place.entry, text[place.start : place.end])]
            last = place.end
            counts[place.entry] += 1
        return "".join([*parts, text[last:]]), counts

    def _instead(self, entry: Entry, said: str) -> str:
        loud = len(said) > 1 and said.isupper() and not entry.original.isupper()
        pseudonym = entry.pseudonym.upper() if loud else entry.pseudonym
        return f"[{pseudonym}]" if self._brackets else pseudonym
