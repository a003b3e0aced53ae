"""Where names stand in a text: as whole words, however they are cased, composed, possessed or broken over lines."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import category, normalize

from qualcode.text import UNSPACED

_APOSTROPHES = "'\u2019\u02bc\u2018"
_HYPHENS = "-\u2010\u2011"
_UNSEEN = "\u00ad\u200b\u200c\u200d"  # soft hyphens and joints without width: a name with one inside is that name
_MAYBE_UNSEEN = "[\u00ad\u200b-\u200d]*"  # of two ranges, which compile a hundred times faster than four
# Between the words of a name, and in names of files.
_GAP = rf"(?:[\s{_UNSEEN}]+|[-_.\u2010\u2011])"
_NO_WORD_BEFORE = rf"(?:(?<![^\W_{UNSPACED}])|(?=[\W{UNSPACED}]))"  # but before what begins with no letter, or in such a script
_UNSPACED = re.compile(f"[{UNSPACED}]")
# English names that are words, too: only "Will", "WILL", never "will", unless the key says otherwise.
_ENGLISH = (
    "april art august autumn bath bill bob brown chance chuck cliff dale dawn dean deal dick drew earl faith fern frank gene "
    "glen grace grant green guy harry heather holly hope hull hunter iris ivy jack jade jay jean jewel joy june king lance lily "
    "march mark may miles misty nice nick olive page pam park pat pearl peg penny pierce price rain ray read reading reed rich "
    "rob robin rod rose ruby rusty sale sandwich sandy sky skip stone stew street sue summer sunny tab tony victor violet wade "
    "ward warren wells west will willow wood young"
)
_WORDS = frozenset(_ENGLISH.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the key: `kind` is anybody's word for it (person, place, …), `case` is "exact", "any" or "".

    In any case, "amina" is Amina. Exactly, only "Will" and "WILL" are Will. Without a word about it names are found in any
    case, but for those that are words of English, too.
    """

    original: str
    pseudonym: str
    kind: str = ""
    case: str = ""

    @property
    def exact(self) -> bool:
        """Whether lower-case letters make it another word."""
        return self.case == "exact" or (not self.case and self.original.casefold() in _WORDS)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry's original at `[start, end)` of a text, in code points."""

    start: int
    end: int
    entry: Entry


class Names:
    """The originals of a key, ready to be looked for; of those that start at one place the longest counts."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        ordered = sorted(entries, key=lambda entry: len(entry.original), reverse=True)
        forms = [_forms(entry) for entry in ordered]
        self._any = re.compile(_any_of([form for each in forms for form in each]))
        self._forms: dict[str, list[tuple[re.Pattern[str], Entry]]] = {}
        for each, entry in zip(forms, ordered, strict=True):
            pattern = re.compile("|".join(head + rest for head, rest in each))
            self._forms.setdefault(_first(entry.original[0]), []).append((pattern, entry))
        self._known = {entry.original.casefold() for entry in ordered}

    def found(self, text: str) -> Iterator[Place]:
        """Every place, from left to right; none overlaps another."""
        at = 0
        while match := self._any.search(text, at):
            place = self._at(text, match.start())
            if place:
                yield place
            at = place.end if place else match.start() + 1

    def _at(self, text: str, start: int) -> Place | None:
        for pattern, entry in self._forms.get(_first(text[start]), ()):
            match = pattern.match(text, start)
            if match and self._begins(text, start) and self._ends(text, match.end()):
                return Place(start, match.end(), entry)
        return None

    def _begins(self, text: str, start: int) -> bool:
        """Whether no word goes on here: not in "Hannah", "O'Ann" and "Mary-Ann", but in "d'Ann" and "pre-Ann"."""
        before = text[max(0, start - 50) : start].rstrip(_UNSEEN)
        if _letter(before[-1:]):
            return not _letter(text[start])
        if before[-1:] in _APOSTROPHES and before:
            return not _letters(before[:-1], last=True)[:1].isupper()
        return not (before[-1:] in _HYPHENS and before and self._is_name(_letters(before[:-1], last=True)))

    def _ends(self, text: str, end: int) -> bool:
        """Whether a word ends here: in "Ann's", "Anns'" and "Ann-led", but not in "Anna" and "Ann-Marie"."""
        after = text[end : end + 50].lstrip(_UNSEEN)
        if after[:1] in {"s", "S"} and after[1:2] in set(_APOSTROPHES) and not _letter(after[2:3]):
            return True
        if _letter(after[:1]):
            return not _letter(text[end - 1])
        joint = after[:1] and after[0] in _APOSTROPHES + _HYPHENS
        return not (joint and self._is_name(_letters(after[1:])))

    def _is_name(self, neighbour: str) -> bool:
        """Whether what hangs on a name makes another name of it, like the Marie of Ann-Marie."""
        return neighbour[:1].isupper() and neighbour[1:2].islower() and neighbour.casefold() not in self._known


def _letter(sign: str) -> bool:
    """Whether it holds a word together: a letter, digit or mark of a script that puts blanks between words."""
    return bool(sign) and (sign.isalnum() or category(sign)[0] == "M") and not _UNSPACED.match(sign)


def _letters(text: str, *, last: bool = False) -> str:
    """The letters that `text` begins or ends with."""
    signs = text[::-1] if last else text
    size = next((place for place, sign in enumerate(signs) if not _letter(sign)), len(signs))
    return text[len(text) - size :] if last else text[:size]


def _first(sign: str) -> str:
    """What all forms of a name's first sign have in common."""
    return "'" if sign in _APOSTROPHES else "-" if sign in _HYPHENS else normalize("NFD", sign.casefold())[0]


def _forms(entry: Entry) -> list[tuple[str, str]]:
    """(pattern of the first sign, pattern of what follows) of every way to write a name."""
    original = normalize("NFC", entry.original)
    if entry.exact:
        return [_form(original, any_case=False), _form(original.upper(), any_case=False)]
    return [_form(original, any_case=True)]


def _form(name: str, *, any_case: bool) -> tuple[str, str]:
    first, *others = name.split()
    head, *rest = (_sign(sign, any_case) for sign in first)
    words = (_MAYBE_UNSEEN.join(_sign(sign, any_case) for sign in word) for word in others)
    return head, _GAP.join(["".join(_MAYBE_UNSEEN + sign for sign in rest), *words])


def _any_of(forms: Iterable[tuple[str, str]]) -> str:
    """Where one of them may begin: by their first signs, so that a long key takes no longer than a short one."""
    rests: dict[str, list[str]] = {}
    for head, rest in forms:
        rests.setdefault(head, []).append(rest.removeprefix(_MAYBE_UNSEEN))
    together = "|".join(f"{head}{_MAYBE_UNSEEN}(?:{'|'.join(each)})" for head, each in rests.items())
    return f"{_NO_WORD_BEFORE}(?:{together})" if together else r"(?!)"


def _sign(sign: str, any_case: bool) -> str:
    """A sign in all its forms: both cases, composed and decomposed."""
    for alike in (_APOSTROPHES, _HYPHENS):
        if sign in alike:
            return f"[{alike}]"
    forms = {sign, sign.lower(), sign.upper(), sign.casefold()} if any_case else {sign}
    forms |= {normalize(form, each) for each in forms for form in ("NFC", "NFD")}
    single = "".join(re.escape(form) for form in sorted(forms) if len(form) == 1)
    longer = [re.escape(form) for form in sorted(forms) if len(form) > 1]
    return f"(?:{'|'.join([*longer, f'[{single}]'])})" if longer else f"[{single}]"
