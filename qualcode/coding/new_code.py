"""A code that is found while coding: made, and put where it was found."""

from dataclasses import replace

from qualcode.codebook.editing import add_code, new_key
from qualcode.codebook.model import Code, Codebook
from qualcode.codebook.reading import parse
from qualcode.coding.gesture import Gesture
from qualcode.coding.session import CodingSession
from qualcode.errors import QualcodeError
from qualcode.project.people import list_coders
from qualcode.project.revisions import edit_codebook

_IN_VIVO = "in vivo"
_LONGEST = 60  # characters of a name made of somebody's words


def put_new_code(session: CodingSession, name: str, transcript_id: str, start_char: int, end_char: int) -> Gesture | None:
    """Make a code of this name, at the end of the codebook, and put it on `[start_char, end_char)`.

    The one is a revision of the codebook, the other a gesture: undo takes the code off, and it stays in the codebook. A
    code that has the name already is taken as it is.
    """
    return _put(session, Code("", " ".join(name.split())), transcript_id, start_char, end_char)


def put_in_vivo(session: CodingSession, words: str, transcript_id: str, start_char: int, end_char: int) -> Gesture | None:
    """The same with the speaker's own words for a name, shortened at the end of a word, and as an example.

    It goes into the code or the group "In vivo", where there is one.
    """
    said = " ".join(words.split())
    return _put(session, Code("", shortened(said), examples=(said,)), transcript_id, start_char, end_char, in_vivo=True)


def shortened(said: str) -> str:
    """The first words, as many as stand in some 60 characters."""
    if len(said) <= _LONGEST:
        return said
    head, _, _ = said[:_LONGEST].rpartition(" ")
    return (head or said[: _LONGEST - 1]).rstrip(" ,;:.–-") + "…"


def _put(
    session: CodingSession, code: Code, transcript_id: str, start_char: int, end_char: int, *, in_vivo: bool = False
) -> Gesture | None:
    if not code.name:
        raise QualcodeError("A new code needs a name. Type one first.")
    keys: list[str] = []

    def add(yaml: str) -> str:
        book = parse(yaml, "codebook.yaml")
        known = next((each for each in book if each.name.casefold() == code.name.casefold()), None)
        keys.append(known.key if known else new_key(code.name, set(book.by_key)))
        if known:
            return yaml
        parent, group = _in_vivo(book) if in_vivo else (None, None)
        position = len(book.by_key[parent].codes if parent else book.codes)
        return add_code(yaml, replace(code, key=keys[-1], group=group), parent, position)

    coder = next(each.name for each in list_coders(session.store) if each.id == session.coder_id)
    edit_codebook(session.store, add, coder=coder)
    return session.apply(transcript_id, keys[-1], start_char, end_char)


def _in_vivo(book: Codebook) -> tuple[str | None, str | None]:
    """(key of the code, key of the group) called "In vivo"; at most one of them."""
    parent = next((code.key for code in book if code.name.casefold() == _IN_VIVO), None)
    group = next((group.key for group in book.groups if group.name.casefold() == _IN_VIVO), None)
    return (parent, None) if parent else (None, group)
