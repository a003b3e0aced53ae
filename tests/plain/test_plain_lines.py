"""Coding line by line: what a line means, what it leaves in the project, and that nothing but text comes out."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from real_terminal import terminal

from qualcode.cli.main import app
from qualcode.codebook.model import Code, Codebook
from qualcode.errors import QualcodeError
from qualcode.plain.commands import COMMANDS
from qualcode.plain.grammar import codes_in, parse
from qualcode.plain.quoting import span
from qualcode.project.store import Store
from qualcode.project.transcripts import add_transcripts
from qualcode.transcripts.model import Transcript

DOCS = Path(__file__).parents[2] / "docs" / "coding.md"
Say = Callable[..., list[str]]

_CODINGS = """
    SELECT turn.number, code.key, substr(text, coding.start_char + 1, coding.end_char - coding.start_char), unsure FROM coding
      JOIN code ON code.id = code_id JOIN transcript ON transcript.id = coding.transcript_id
      JOIN turn ON turn.transcript_id = transcript.id AND turn.start_char <= coding.start_char
       AND turn.end_char >= coding.end_char
     WHERE NOT coding.deleted ORDER BY turn.number, code.position, coding.start_char
"""


@pytest.fixture
def say(store: Store) -> Say:
    """Type lines about the transcript 01_wende as ana; what is answered."""

    def run(*lines: str, transcript: str = "wende") -> list[str]:
        command = ["code", transcript, "--plain", "--coder=ana", f"--project={store.folder}"]
        result = CliRunner().invoke(app, command, input="\n".join(lines))
        assert (result.exit_code, result.stderr) == (0, ""), result.exception
        return result.stdout.splitlines()

    return run


def _codings(store: Store) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.reader.rows(_CODINGS)]


def test_a_turn_is_told_and_a_line_answered_when_it_is_saved(say: Say, store: Store) -> None:
    assert say("s, neigh", "done", "quit") == [
        'Allotments, 01_wende, coded by ana. Type "help" for the commands.',
        "Turn 1 of 4, Ada (interviewer):",
        "When did you take the plot over?",
        "No codes. Not done.",
        "Saved: put 2 codings.",
        "Codes: Soil, Neighbours. Done.",
        "Turn 2 of 4, Wende (participant):",
        "In March. It was clay and nettles, and a shed with no roof.",
        "No codes. Not done.",
        "Everything is saved. 01_wende: 1 of 4 turns done.",
    ]
    whole = "When did you take the plot over?"
    assert _codings(store) == [(1, "soil", whole, 0), (1, "neighbours", whole, 0)]


def test_codes_come_and_go_and_several_of_one_line_are_one_step_back(say: Say, store: Store) -> None:
    said = say("soil people", "soil settled", "starting", "undo", "undo", "redo")
    assert "Saved: took soil from turn 1." in said
    assert "Saved: starting instead of settled on turn 1." in said
    assert [row[1] for row in _codings(store)] == ["people", "settled"]
    assert say("undo", "undo", "undo", "undo")[-2:] == [
        "There is nothing left to undo or redo.",
        "Everything is saved. 01_wende: 0 of 4 turns done.",
    ]
    assert _codings(store) == []


def test_quoted_words_are_coded_where_they_stand_once(say: Say, store: Store) -> None:
    said = say("go 4", 'on "A FORK" soil', 'on "they still ... by now" people', 'on "e" soil', 'on "spade" soil', "on fork soil",
               'on "fork" spade', "unsure soil")  # fmt: skip
    assert _codings(store) == [(4, "soil", "a fork", 1), (4, "people", "They still do, though I own three by now", 0)]
    assert any(line.startswith('"e" stands in this turn ') for line in said)
    assert '"spade" does not stand in this turn.' in said
    assert sum("Nearest" in line or "Quote the words" in line for line in said) == 1
    assert said[-2] == 'Codes: Soil on "a fork" unsure, People on "They still do, though I own three by now". Done.'


@pytest.mark.parametrize(
    ("said", "quote", "meant"),
    [
        ("a list, I listen", "list", "list"),
        ("a listing", "ist", "ist"),
        ("one  pot\nof ours", "ONE POT of", "one  pot\nof"),
        ("his “own” café", '"own" cafe', "“own” café"),
        ("cafe\u0301 here", "cafe", "cafe\u0301"),
        ("a 👩\u200d🌾 b", "👩", "👩\u200d🌾"),
        ("我们的名单", "名单", "名单"),
        ("to be or not to be, he said", "or … he", "or not to be, he"),
        ("so it … went", "it … went", "it … went"),
        ("so " + "very " * 60 + "long", "so ... long", "so " + "very " * 60 + "long"),
    ],
)
def test_a_quote_means_what_stands_there(said: str, quote: str, meant: str) -> None:
    start, end = span(said, quote)
    assert said[start:end] == meant


@pytest.mark.parametrize("quote", ["to be", "spade", "or ... spade", "be ... said", "he ... or", "x" * 101])
def test_a_quote_that_means_no_one_place_is_refused(quote: str) -> None:
    with pytest.raises(QualcodeError):
        span("to be or not to be, he said", quote)


def test_memo_flag_and_done_are_kept(say: Say, store: Store) -> None:
    said = say("' first", "memo + second", "memo", "flag", "do", "memo gone", "memo -", "flag", "*", "done")
    assert "Memo: first second" in said
    assert store.reader.value("SELECT text FROM memo WHERE NOT deleted") == "first\nsecond"
    assert store.reader.value("SELECT count(*) FROM flag WHERE NOT deleted") == 1
    assert store.reader.value("SELECT count(*) FROM done WHERE NOT deleted") == 2
    assert said[-5:-1] == ["Saved: turn 2 done.", "Turn 3 of 4, Ada (interviewer):", "Did anyone help?", "No codes. Not done."]


def test_moving_searching_and_reading_change_nothing_not_even_the_coders(say: Say, store: Store) -> None:
    looking = "next,back,back,go 3,go 0,todo,find COUCH,find THE,find,open orlo,find couch,codes,define settled,transcripts,read"
    said = say(*looking.split(","), "help", "", "open nowhere", "memo", "on", "open", "go", "x", "undone")
    assert "There is no turn 0: 01_wende has the turns 1 to 4." in said
    assert '"COUCH" stands in no turn of 01_wende.' in said
    assert said.count("In 2 turns: 1 and 4.") == 2
    assert "In 1 turn: 2." in said
    assert "n: Neighbours (under People), 0 codings" in said
    assert "Takes the place of starting." in said
    assert store.reader.value("SELECT count(*) FROM coder") == 0


def test_a_word_means_one_thing_or_none(say: Say, store: Store) -> None:
    said = say("s", "se", "un", "st", "spil", "soil nonsense", "Code SETTLED", "1")
    assert '"un" could be unsure or undo. Type more of it.' in said
    assert any(line.startswith('There is no command or code "spil". Nearest: soil') for line in said)
    assert any(line.startswith('There is no command or code "nonsense".') for line in said)
    assert [row[1] for row in _codings(store)] == ["soil", "settled"]


def test_a_code_called_like_a_command_is_named_after_code() -> None:
    codebook = Codebook(
        "", (Code("help", "Help", "h"), Code("goal", "Goal"), Code("done-deal", "Done deal"), Code("do", "Doing"))
    )

    def meant(line: str) -> tuple[str, list[str]]:
        command, rest = parse(line, [command.name for command in COMMANDS], {"'": "memo"}, codebook)
        return command, [code.key for code in codes_in(rest.removeprefix("code "), codebook)] if command == "code" else [rest]

    assert meant("help") == ("help", [""])
    assert meant("code help") == ("code", ["help"])
    assert meant("h goa") == ("code", ["help", "goal"])
    assert meant("do") == ("code", ["do"])
    assert meant("done-deal") == ("code", ["done-deal"])
    assert meant("Code Done Deal, goal") == ("code", ["done-deal", "goal"])
    assert meant("tra") == ("transcripts", [""])
    assert meant("'help") == ("memo", ["help"])
    with pytest.raises(QualcodeError, match='"don" could be done or done-deal'):
        meant("don")


def test_the_end_of_one_transcript_names_the_next(say: Say, store: Store) -> None:
    said = say("done", "done", "done", "done", "open orlo", "done", "done", "done", "done", "done")
    assert "Every turn of 01_wende is done. Go on with: open 02_orlo" in said
    assert "Every turn of 02_orlo is done. So is every other transcript." in said
    assert store.reader.value("SELECT count(*) FROM done") == 9


def test_hostile_words_come_out_as_text_only(make_transcript: Callable[..., Transcript], store: Store) -> None:
    evil = "\x1b[2J\x1b]0;owned\x07 \x9b31m \u202eright [bold]to[/] left\r\x08 \x85 end"
    add_transcripts(store, [make_transcript(f"evil{evil.replace('/', '')}.txt", [(f"Eve{evil}", evil), ("Ada", "Yes.")])])
    lines = (
        f'memo {evil}\ns\non "right" soil\nfind {evil}\nopen {evil}\n{evil}\ndefine {evil}\ntranscripts\nopen evil\nundo\nhelp\n'
    )
    process = subprocess.run(
        [sys.executable, "-m", "qualcode", "code", "evil", "--plain", "--coder=ana", f"--project={store.folder}"],
        input=lines.encode(), capture_output=True, check=True, env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert process.stderr == b""
    told = process.stdout.decode()
    assert not [sign for sign in told if (ord(sign) < 32 and sign != "\n") or 127 <= ord(sign) < 160 or sign in "\u202e\u2028"]
    assert "[bold]to[/]" in told
    assert store.reader.value("SELECT count(*) FROM memo WHERE NOT deleted") == 1


def test_in_a_terminal_it_asks_for_the_name_and_prompts(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with terminal("code", "--plain", "wende", "--project", store.folder) as session:
        session.wait_for(b"What is your name?")
        session.type("\n")
        session.wait_for(b"does not do as a coder's name")
        session.type("bea\n")
        session.wait_for(b"\n1: ")
        session.type("s\n")
        session.wait_for(b"Saved: put soil on turn 1.")
        assert store.reader.value("SELECT name FROM coding JOIN coder ON coder.id = coder_id") == "bea"
        session.type("\x04")
        assert session.end() == 0
        assert b"Everything is saved." in session.seen
        assert b"\x1b" not in session.seen


def test_a_dumb_terminal_goes_line_by_line_and_says_so(store: Store) -> None:
    with terminal("code", "wende", "--coder=ana", "--project", store.folder, term="dumb") as session:
        session.wait_for(b"TERM=dumb")
        session.wait_for(b"\n1: ")
        session.type("quit\n")
        assert session.end() == 0
        assert b"\x1b" not in session.seen


def test_a_script_must_say_who_codes(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    result = CliRunner().invoke(app, ["code", "--plain", f"--project={store.folder}"], input="s\n")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "qualcode: Say who codes: --coder NAME.\n")


def test_every_command_is_in_the_documentation() -> None:
    page = DOCS.read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"| `{f'{command.name} {command.rest}'.strip()}`" in page
        assert command.does[1:] in page
