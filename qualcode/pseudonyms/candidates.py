"""What a key may have to hold: names of speakers, what is written like a name, and what points at a person by its form.

Nothing is known of any language but how English writes dates and titles; the list is a start for a person who reads it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from qualcode.pseudonyms.key import Originals
from qualcode.pseudonyms.names import Entry
from qualcode.text import sentences, words

_MONTHS = "january february march april may june july august september october november december"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
# In this order: what one of them finds, the next does not see.
FORMS = {
    "e-mail": re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"),
    "link": re.compile(r"(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)]"),
    "date": re.compile(
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{4}}\b|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b|"
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b"
    ),
    "phone": re.compile(r"(?<![\w.])(?:\+|\(?0)\d(?:[ ()/-]{0,2}\d){7,13}(?!\w)"),
    "postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
    "number": re.compile(r"(?<![\w.,£$€])\d(?:[ -]?\d){5,}(?![\w%]|[.,]\d)"),
}
_LABELS = {"person": "P", "place": "Place ", "organisation": "Organisation ", "name": "Name ", "e-mail": "E-mail "}
_PLACES = "street road lane avenue park town city bridge village island square close drive county"
_BODIES = (
    "hospital clinic surgery school college university trust council charity church centre center ltd inc group service services "
    "department ward team foundation association society company institute board committee nhs"
)
_TITLES = "mr mrs ms miss dr prof professor sir dame lord lady cllr sister nurse"
_OTHERS = "i i'm i\u2019m i've i\u2019ve i'd i\u2019d i'll i\u2019ll ok okay yes no mm mhm hmm um uh oh"
_BETWEEN = "of de da do dos van von der den del la le el al bin ibn ap"
_KINDS = {"organisation": frozenset(_BODIES.split()), "place": frozenset(_PLACES.split())}
_NO_NAMES = frozenset(f"{_MONTHS} {_DAYS} {_OTHERS}".split())
_COURTESY, _JOINTS = frozenset(_TITLES.split()), frozenset(_BETWEEN.split())
_A_LABEL = re.compile(r"[a-z]|[a-z]{1,2}\d+|(?:interviewer|speaker|participant|moderator|respondent|unknown)\b.*", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019]s?$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row for the key, how often it is said or written, and a place where it is."""

    entry: Entry
    count: int
    place: str


@dataclass
class _Found:
    """Counts and first places by (original, kind)."""

    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def add(self, original: str, kind: str, place: str, count: int = 1) -> None:
        self.counts[original] += count
        self.places.setdefault(original, place)
        if self.kinds.setdefault(original, kind) == "name":
            self.kinds[original] = kind


@dataclass
class _Runs:
    """Words written like names, and how words are written elsewhere."""

    inner: Counter[str] = field(default_factory=Counter)  # within a sentence, with a capital
    small: Counter[str] = field(default_factory=Counter)
    runs: list[tuple[tuple[str, ...], bool, str]] = field(default_factory=list)  # words, at a sentence's start, place


def candidates(texts: Iterable[tuple[str, str]], speakers: Sequence[tuple[str, int]], known: Sequence[Entry]) -> list[Candidate]:
    """What `known` lacks, the most frequent first. `texts` are (place, text), `speakers` (name, turns)."""
    found, runs = _Found(), _Runs()
    for name, turns in speakers:
        if not _A_LABEL.fullmatch(name):
            found.add(name, "person", "speaker", turns)
            runs.inner.update(word.casefold() for word in name.split())
    for place, text in texts:
        _read(_without_forms(text, place, found), place, runs)
    for run, kind, place in _names(runs):
        found.add(run, kind, place)
    have = {entry.original.casefold() for entry in known}
    new = [original for original, _ in found.counts.most_common() if original.casefold() not in have]
    entries = _entries(new, found, runs, known)
    return [Candidate(entry, found.counts[entry.original], found.places[entry.original]) for entry in entries]


def _without_forms(text: str, place: str, found: _Found) -> str:
    """`text` with a full stop in the place of each e-mail address, date, …, which are noted."""
    for kind, form in FORMS.items():
        for match in form.finditer(text):
            found.add(" ".join(match[0].split()), kind, place)
        text = form.sub(".", text)
    return text


def _read(text: str, place: str, runs: _Runs) -> None:
    for start, end in sentences(text):
        sentence = text[start:end]
        run: list[str] = []
        first, last = True, 0
        for begin, stop in words(sentence):
            word = sentence[begin:stop]
            joined = not sentence[last:begin].strip()
            if run and (not joined or _POSSESSIVE.search(run[-1])):
                _close(run, first, place, runs)
                run, first = [], False
            if (word[0].isupper() and word.casefold() not in _NO_NAMES) or (run and word in _JOINTS):
                run.append(word)
            else:
                runs.small[word] += 1
                if run:
                    _close(run, first, place, runs)
                    run = []
                first = False
            last = stop
        if run:
            _close(run, first, place, runs)


def _close(run: list[str], first: bool, place: str, runs: _Runs) -> None:
    while run[-1] in _JOINTS:
        run.pop()
    kept = tuple(_POSSESSIVE.sub("", word) for word in run)
    runs.inner.update(word.casefold() for word in kept[1 if first else 0 :])
    runs.runs.append((kept, first, place))


def _names(runs: _Runs) -> Iterator[tuple[str, str, str]]:
    """(name, kind, place). A word at a sentence's start is one where it is written so elsewhere, too."""
    for words_, first, place in runs.runs:
        run = words_
        titled = run[0].casefold() in _COURTESY
        if titled or (first and not _is_name(run[0], runs) and not set(run[1:2]) & _JOINTS):
            run = run[1:]
        while run and run[0] in _JOINTS:
            run = run[1:]
        if run and any(_is_name(word, runs) for word in run):
            yield " ".join(run), "person" if titled else _kind(run), place


def _is_name(word: str, runs: _Runs) -> bool:
    said = word.casefold()
    return len(word) > 1 and runs.inner[said] > runs.small[said]


def _kind(run: tuple[str, ...]) -> str:
    said = {word.casefold() for word in run}
    return next((kind for kind, words_ in _KINDS.items() if said & words_), "name")


def _entries(new: Sequence[str], found: _Found, runs: _Runs, known: Sequence[Entry]) -> list[Entry]:
    """Pseudonyms for what is new; a part of one person's name gets that person's."""
    people = {entry.original: entry.pseudonym for entry in known if entry.kind == "person"}
    taken = {entry.pseudonym.casefold() for entry in known}
    numbers: Counter[str] = Counter()
    originals = Originals([*known, *(Entry(each, "") for each in new)])
    entries: list[Entry] = []
    for original in sorted(new, key=lambda name: " " not in name or found.kinds[name] != "person"):
        kind = found.kinds[original]
        theirs = {pseudonym for name, pseudonym in people.items() if original in name.split()}
        if len(theirs) == 1 or original in people:
            kind, pseudonym = "person", people.get(original) or theirs.pop()
        else:
            pseudonym = _next(kind, originals, numbers, taken)
        if kind == "person":
            people[original] = pseudonym
        small = " " not in original and runs.small[original.casefold()] > 0
        entries.append(Entry(original, pseudonym, kind, "exact" if small else ""))
    order = {original: place for place, original in enumerate(new)}
    return sorted(entries, key=lambda entry: order[entry.original])


def _next(kind: str, originals: Originals, numbers: Counter[str], taken: set[str]) -> str:
    """`P1`, `Place 2`, …: the next one that nobody has and that is no name."""
    label = _LABELS.get(kind, f"{kind.capitalize()} ")
    if originals.clash(f"{label}0"):
        label = f"Withheld-{kind}-"
    while True:
        numbers[label] += 1
        pseudonym = f"{label}{numbers[label]}"
        if pseudonym.casefold() not in taken and not originals.clash(pseudonym):
            taken.add(pseudonym.casefold())
            return pseudonym
