"""Which words before a colon, in brackets or on a line of their own can be the name of someone who speaks."""

import re
from collections import Counter
from functools import lru_cache

LONGEST = 63
"""Characters of a name at most, as MAXQDA has it."""

UNNAMED = "Speaker"
"""Who speaks where the file names nobody."""

# Labels and brackets that name what is heard, not who speaks.
_NO_PERSON = re.compile(
    r"(?:(?:short |ad |commercial |coffee )?breaks?|pauses?|silence|(?:intro |outro )?music|jingle|adverts?|advertisement|"
    r"applause|laughter|laugh(?:s|ing)?|crosstalk|cross talk|inaudible|unintelligible|unclear|noise|sighs?|cough(?:s|ing)?|"
    r"recording (?:starts?|stops?|ends?)|end of (?:the )?(?:recording|interview|transcript))[\W\d]*",
    re.IGNORECASE,
)
_FIELD_WORDS = (
    "title date time place location venue duration length recording recorded audio video file filename source session "
    "project study interview interviewed transcript transcription transcriber transcribed participants present subject "
    "topic language kind url link note notes id code consent setting conducted anonymised anonymized version "
)
_FIELDS = frozenset(_FIELD_WORDS.split())
_PARTICLE_WORDS = (
    "de da do dos del della di du der den des van von vom zu zur ter ten la le el al bin ibn y e und and of the & ' "
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
# How people begin to answer: alone on a line, or before a colon, these are words, not names.
_ANSWER_WORDS = (
    "yes yeah yep no nope right ok okay sure exactly absolutely definitely indeed thanks cheers hello hi hey bye goodbye "
    "welcome mm mmm mhm hmm uh um oh ah wow well so and but maybe perhaps true agreed correct great good fine cool nice "
    "brilliant lovely please sorry pardon thank what why how really "
)
_ANSWERS = frozenset(_ANSWER_WORDS.split())


@lru_cache(maxsize=4096)
def tidy(name: str) -> str:
    """A name on one line, single blanks, nothing else changed."""
    return " ".join(name.split())


@lru_cache(maxsize=4096)
def is_person(label: str) -> bool:
    """False for what stands like a name but is none: `Break`, `Music`, `[laughs]`, or no letter at all."""
    return any(map(str.isalpha, label)) and not _NO_PERSON.fullmatch(label)


def is_field(label: str) -> bool:
    """True for what heads a line of a header sheet: `Date`, `Interview length`, `Place`."""
    return not _FIELDS.isdisjoint(label.casefold().split())


def is_answer(label: str) -> bool:
    """True for words with which people begin to speak: `Yeah`, `So`, `Thank you`."""
    return label.casefold().split()[0].strip(",") in _ANSWERS


def looks_like_name(label: str) -> bool:
    """Up to five capitalised words (numbers and particles too) without inner punctuation; scripts without case pass."""
    words = label.split()
    return 0 < len(words) <= 5 and not re.search(r"[,;?!\"“”]", label) and all(map(_capitalised, words))


def _capitalised(word: str) -> bool:
    return word in _PARTICLES or not word.lstrip("(‘'’")[:1].islower()


def accepted(labels: list[str]) -> set[str]:
    """Which labels are names: those that look like one, and others of one word that come back, or of six that come back often.

    A label that stands once and heads a field (`Date`) or begins an answer (`So`) is none.
    """
    counts = Counter(labels)

    def accept(label: str, count: int) -> bool:
        words = label.split()
        if looks_like_name(label.replace(",", "") if count > 1 else label):
            return count > 1 or not (is_field(label) or is_answer(label))
        return count > 1 and (len(words) == 1 or (len(words) <= 6 and count > 2 and 10 * count >= len(labels)))

    return {label for label, count in counts.items() if any(map(str.isalpha, label)) and accept(label, count)}


def aliases(names: set[str]) -> dict[str, str]:
    """`Interviewer (I)` declares what `I` stands for, where both are used: both forms → `Interviewer`."""
    found = {}
    for name in names:
        declared = re.fullmatch(r"(.+?)\s*\((.+)\)", name)
        if declared and declared[2].strip() in names:
            found[name] = found[declared[2].strip()] = declared[1]
    return found
