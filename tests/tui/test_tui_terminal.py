"""The program as a person starts it: a real terminal, real bytes in and out."""

import re
from pathlib import Path

from real_terminal import terminal

from qualcode.project.store import Store


def test_keys_typed_in_a_terminal_are_in_the_project(store: Store, tmp_path: Path) -> None:
    with terminal("code", "--project", tmp_path / "study", "--coder", "ana", "P07 Amina") as session:
        session.wait_for(b"turn 1/120")
        session.type("b at1 ;trus\r 'a memo of a b\x1b")
        session.wait_for(b"memo on turn")
        assert session.leave() == 0
        assert b"Traceback" not in session.seen
    sql = """SELECT turn.number, code.key FROM coding JOIN code ON code.id = code_id JOIN turn USING (transcript_id, start_char)
             WHERE NOT coding.deleted ORDER BY 1, 2"""
    found = [tuple(row) for row in store.reader.rows(sql)]
    assert found == [(1, "barrier"), (2, "access"), (2, "early"), (2, "trust"), (3, "trust")]
    assert store.reader.value("SELECT text FROM memo") == "a memo of a b"


def test_the_terminal_is_given_back_as_it_was(tmp_path: Path, store: Store) -> None:
    with terminal("code", "--project", store.folder, "--coder", "ana", "P08") as session:
        session.wait_for(b"turn 1/3")
        assert b"\x1b[?1049h" in session.seen
        assert session.leave() == 0
        assert b"\x1b[?1049l" in session.seen
        assert not re.search(rb"Traceback|Exception", session.seen)
