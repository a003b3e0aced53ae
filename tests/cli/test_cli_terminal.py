"""In a real terminal (pty): what is shown there and nowhere else."""

from pathlib import Path

from real_terminal import terminal


def test_the_demo_shows_its_figures_then_opens_the_coding_screen(tmp_path: Path) -> None:
    with terminal("demo", "--into", tmp_path / "try") as session:
        session.wait_for(b"your name")
        opened = session.seen
        assert session.leave() == 0
        assert opened.index(b"Krippendorff") < opened.index(b"\x1b[?1049h")
        assert b"\x1b[?1049l" in session.seen
        assert b"Go on with: qualcode code" in session.seen


def test_quotes_are_wrapped_to_the_terminal(study: Path) -> None:
    with terminal("turns", "mill", "--project", study) as session:
        assert session.end() == 0
        lines = session.seen.decode().replace("\r\n", "\n").splitlines()
    assert max(map(len, lines)) <= 120
    assert "one phone in the middle of the room." in " ".join(lines)
