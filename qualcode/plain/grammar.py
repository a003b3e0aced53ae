"""Which command or codes a typed line means.

One letter or digit is always a code's key. Beyond that, a command's word goes before a code of the same name (`code …` names
the code), a whole name goes before beginnings, and a beginning of at least two letters must mean one thing only.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from qualcode.codebook.model import Code, Codebook
from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line

CODE = "code"  # the command of a line that only names codes


def parse(line: str, commands: Sequence[str], signs: dict[str, str], codebook: Codebook) -> tuple[str, str]:
    """(command, the rest of the line)."""
    if line[0] in signs:
        return signs[line[0]], line[1:].strip()
    word, _, rest = line.partition(" ")
    if word.lower() in commands:
        return word.lower(), rest.strip()
    begun = [name for name in commands if len(word) > 1 and name.startswith(word.lower())]
    meant = _meant(word, codebook)
    if not begun or any(_called(code, word) for code in meant):
        codes_in(line, codebook, commands)  # what is no code may be a misspelt command
        return CODE, line
    if len(begun) == 1 and not meant:
        return begun[0], rest.strip()
    raise QualcodeError(f'"{one_line(word)}" could be {listed([*begun, *(code.key for code in meant)], "or")}. Type more of it.')


def codes_in(text: str, codebook: Codebook, commands: Sequence[str] = ()) -> list[Code]:
    """The codes that `text` names, by blanks or commas; QualcodeError where any of it is no code, with the nearest."""
    found: list[Code] = []
    for piece in filter(None, map(str.strip, re.split("[,;]", text))):
        whole = [code for code in codebook if _called(code, piece)]
        found += whole[:1] or [_code(word, codebook, commands) for word in piece.split()]
    if not found:
        raise QualcodeError("Name a code: its key, its name, or the beginning of one. Type `codes` for all of them.")
    return list(dict.fromkeys(found))


def _code(word: str, codebook: Codebook, commands: Sequence[str]) -> Code:
    meant = _meant(word, codebook)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise QualcodeError(f'"{one_line(word)}" could be {listed([code.key for code in meant], "or")}. Nothing was changed.')
    known = [*commands, *(name for code in codebook for name in (code.key, code.name.casefold()))]
    near = listed([one_line(name) for name in get_close_matches(word.casefold(), dict.fromkeys(known), n=3)], "or")
    what = "command or code" if commands else "code"
    nearest = f"Nearest: {near}." if near else "Type `codes` for the codes, `help` for the commands."
    raise QualcodeError(f'There is no {what} "{one_line(word)}". {nearest} Nothing was changed.')


def _meant(word: str, codebook: Codebook) -> list[Code]:
    whole = [code for code in codebook if _called(code, word)]
    if whole or len(word) == 1:
        return whole[:1]
    folded = word.casefold()
    return [code for code in codebook if code.key.casefold().startswith(folded) or code.name.casefold().startswith(folded)]


def _called(code: Code, name: str) -> bool:
    return name == code.hotkey or name.casefold() in {code.key.casefold(), code.name.casefold()}
