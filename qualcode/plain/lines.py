"""The conversation itself: lines in, lines out, until `quit` or the end of the input."""

import sys
from collections.abc import Iterator

from qualcode.errors import QualcodeError
from qualcode.plain.commands import answer
from qualcode.plain.talk import Talk
from qualcode.project.people import coder_name
from qualcode.text import one_line, safe


def converse(talk: Talk) -> None:
    """Tell the first turn, then answer line by line; each answer comes when what it tells is saved."""
    title = one_line(talk.store.title)
    _say(f'{title}, {one_line(talk.transcript.name)}, coded by {one_line(talk.coder)}. Type "help" for the commands.')
    last = _answer(talk, "")
    for line in _lines(talk):
        if last := _answer(talk, line):
            break
    if not last:
        _say(talk.parting())


def ask_name() -> str | None:
    """Who codes; None where nobody answers."""
    while True:
        _say("What is your name? Your codings are kept under it.")
        if not (line := _read()):
            return None
        try:
            return coder_name(line)
        except QualcodeError as error:
            _say(str(error))


def _answer(talk: Talk, line: str) -> bool:
    said, last = answer(talk, line)
    _say(said)
    return last


def _lines(talk: Talk) -> Iterator[str]:
    while line := _read(f"{talk.number}: "):
        yield line.strip()


def _read(prompt: str = "") -> str:
    """The next line, with its end; "" after the last."""
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    # Not `input`: with readline it writes escape sequences.
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        _say("")
    return line


def _say(text: str) -> None:
    sys.stdout.write(safe(text, lines=True) + "\n")
    sys.stdout.flush()
