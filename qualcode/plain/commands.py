"""Every command of the conversation: help and documentation are made from this list."""

from collections.abc import Callable
from typing import NamedTuple

from qualcode.errors import QualcodeError
from qualcode.plain.grammar import CODE, parse
from qualcode.plain.talk import Talk


class Command(NamedTuple):
    """A word, or a sign at the beginning of a line, what comes after it, and what it does."""

    name: str
    sign: str
    rest: str
    does: str
    do: Callable[[Talk, str], str]


def _help(_: Talk, __: str) -> str:
    told = [f"{command.name}{f' {command.rest}' if command.rest else ''}: {command.does}." for command in COMMANDS]
    return "\n".join(["CODE: puts a code on the turn or takes it off; several with blanks or commas between.", *told, *_RULES])


_RULES = (
    "A code is its key, its name, or the beginning of one. One letter is always the key of a code.",
    "Commands may be shortened while they are clear. An empty line reads the turn again.",
    "Short: ' memo, * flag, / find, ? help.",
)
COMMANDS = (
    Command("done", "", "", "this turn is done; on to the next that needs you", Talk.done),
    Command(CODE, "", "CODE", "the same as CODE, also where a code is called like a command", Talk.code),
    Command(
        "on", "", '"WORDS" CODE', 'puts a code on these words of the turn or takes it off; "FIRST ... LAST" for more', Talk.on
    ),
    Command("unsure", "", "[CODE]", "you are unsure of this code here, or sure again", Talk.unsure),
    Command("memo", "'", "[TEXT]", "reads the memo, or writes it; memo + TEXT adds to it, memo - takes it off", Talk.memo),
    Command("flag", "*", "", "flags the turn for discussion, or takes the flag off", Talk.flag),
    Command("undo", "", "", "takes the last change back, also one of an earlier day", Talk.undo),
    Command("redo", "", "", "does again what was taken back", Talk.redo),
    Command("next", "", "", "the next turn", Talk.next),
    Command("back", "", "", "the turn before", Talk.back),
    Command("go", "", "NUMBER", "that turn", Talk.go),
    Command("todo", "", "", "the next turn that is not done", Talk.todo),
    Command("find", "/", "[WORDS]", "the next turn with these words; without WORDS, with the same again", Talk.find),
    Command("codes", "", "", "all codes", Talk.codes),
    Command("define", "", "CODE", "what a code means and when to use it", Talk.define),
    Command("transcripts", "", "", "all transcripts", Talk.transcripts),
    Command("open", "", "NAME", "another transcript", Talk.open),
    Command("read", "", "", "reads the turn again", Talk.read),
    Command("help", "?", "", "this list", _help),
    Command("quit", "", "", "ends; everything is saved", lambda talk, _: talk.parting()),
)
_BY_NAME = {command.name: command for command in COMMANDS}
_SIGNS = {command.sign: command.name for command in COMMANDS if command.sign}


def answer(talk: Talk, line: str) -> tuple[str, bool]:
    """What to say to a line, and whether it was the last."""
    try:
        name, rest = parse(line, list(_BY_NAME), _SIGNS, talk.codebook) if line else ("read", "")
        return _BY_NAME[name].do(talk, rest), name == "quit"
    except QualcodeError as error:
        return str(error), False
