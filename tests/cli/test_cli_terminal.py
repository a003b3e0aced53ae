"""In a real terminal (pty): what is shown there and nowhere else."""

from pathlib import Path

from real_terminal import terminal

from qualcode.api import create_project
from qualcode.coding.sheet import import_codings


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


def test_direction_marks_reach_a_file_but_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("Ann: one \u202etwo\n\nBob: three\n\nAnn: four\n", encoding="utf-8")
    (tmp_path / "codings.csv").write_text("coder,transcript,turn,code\nana,talk,1,vision\n", encoding="utf-8")
    with create_project(tmp_path / "study") as project:
        project.import_transcript(tmp_path / "talk.txt")
        import_codings(project.store, tmp_path / "codings.csv")
    for format in ("csv", "html", "tex"):
        with terminal("excerpts", "-f", format, "--project", tmp_path / "study") as session:
            assert session.end() == 0
        assert "two" in session.seen.decode()
        assert "\u202e" not in session.seen.decode()
    with terminal("excerpts", "-o", tmp_path / "out.csv", "--project", tmp_path / "study") as session:
        assert session.end() == 0
    assert "\u202etwo" in (tmp_path / "out.csv").read_text(encoding="utf-8")
