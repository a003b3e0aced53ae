"""Exit codes, streams and starts: what a script that calls qualcode relies on."""

import subprocess
import sys
from pathlib import Path

import pytest
from cli_calls import Cli, Shell

import qualcode
from qualcode.cli.main import ENTRIES, FAMILIES, Commands, app


def test_version_imports_neither_click_nor_sqlite() -> None:
    code = (
        "import sys; sys.argv = ['qualcode', '--version']; from qualcode.__main__ import main; code = main();"
        "print(code, sorted({'click', 'sqlite3', 'yaml', 'numpy', 'textual', 'sqlmodel'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == f"qualcode {qualcode.__version__}\n0 []\n"


@pytest.mark.parametrize(
    "command", [["turns", "mill"], ["transcripts"], ["codings"], ["speakers"], ["--help"], ["codebook", "show"]]
)
def test_reading_imports_no_heavy_package(study: Path, command: list[str]) -> None:
    code = (
        "import sys; from qualcode.cli.main import app\n"
        f"app.main(['--project', {str(study)!r}, *{command!r}], prog_name='qualcode', standalone_mode=False)\n"
        "print('HEAVY', sorted({'sqlmodel', 'sqlalchemy', 'numpy', 'textual', 'aiohttp'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.endswith("HEAVY []\n")


def test_help_imports_no_room() -> None:
    code = (
        "import sys; from qualcode.cli.main import app\n"
        "app.main(['--help'], prog_name='qualcode', standalone_mode=False)\n"
        "rooms = ('qualcode.project', 'qualcode.analysis', 'sqlite3', 'yaml')\n"
        "print('ROOMS', [name for name in sys.modules if name.startswith(rooms)])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.endswith("ROOMS []\n")


def test_help_has_one_line_for_each_command_and_every_command_is_there(cli: Cli) -> None:
    lines = cli("--help", terminal_width=120).stdout.splitlines()
    for entry in ENTRIES.values():
        assert [line for line in lines if line.split()[:1] == [entry.name]] == [
            f"  {entry.name:<{_width(entry.name)}}  {entry.help}"
        ]
        assert app.get_command(None, entry.name) is not None  # type: ignore[arg-type]


def _width(name: str) -> int:
    return next(max(len(entry.name) for entry in entries) for entries in FAMILIES.values() if name in {e.name for e in entries})


@pytest.mark.parametrize("name", list(ENTRIES))
def test_every_command_explains_itself(cli: Cli, name: str) -> None:
    result = cli(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: qualcode {name}")
    assert isinstance(app, Commands)


def test_a_misspelt_command_is_answered_with_the_nearest(shell: Shell) -> None:
    result = shell("agrement")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "There is no command 'agrement'. Did you mean agreement" in result.stderr


def test_wrong_usage_exits_with_two(shell: Shell) -> None:
    result = shell("turns")
    assert (result.returncode, result.stdout) == (2, "")
    assert "TRANSCRIPT" in result.stderr


def test_without_a_project_one_plain_sentence(shell: Shell) -> None:
    result = shell("status")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("qualcode: There is no project in ")
    assert "Traceback" not in result.stderr


def test_the_project_is_found_before_the_command_after_it_and_in_the_environment(
    study: Path, tmp_path: Path, shell: Shell
) -> None:
    for result in (
        shell("--project", study, "transcripts"),
        shell("transcripts", "--project", study),
        shell("transcripts", env={"QUALCODE_PROJECT": str(study)}),
        shell("transcripts", cwd=study / "transcripts"),
        shell("--project", tmp_path / "nowhere", "transcripts", "--project", study),
    ):
        assert result.returncode == 0, result.stderr
        assert "mill-lane" in result.stdout


def test_output_is_utf8_whatever_the_locale(study: Path, shell: Shell) -> None:
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    result = shell("turns", "harbour", "--project", study, env=plain)
    assert result.returncode == 0, result.stderr
    assert "Çelik Öz" in result.stdout


def test_an_unforeseen_error_shows_no_traceback_and_says_where_it_is_kept(tmp_path: Path) -> None:
    code = (
        "import sys, qualcode.cli.listings as listings\n"
        "sys.argv = ['qualcode', 'transcripts']\n"
        "def broken(*_, **__): raise ZeroDivisionError('by \\x1b[2Jzero')\n"
        "listings.transcripts.callback = broken\n"
        "from qualcode.__main__ import main; sys.exit(main())"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"TMPDIR": str(tmp_path)}, check=False
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stderr
    [kept] = tmp_path.glob("qualcode-crash-*.txt")
    assert str(kept) in result.stderr
    assert "ZeroDivisionError" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0


def test_interrupted_is_130_and_quiet() -> None:
    code = (
        "import sys, qualcode.cli.listings as listings\n"
        "sys.argv = ['qualcode', 'transcripts']\n"
        "def stopped(*_, **__): raise KeyboardInterrupt\n"
        "listings.transcripts.callback = stopped\n"
        "from qualcode.__main__ import main; sys.exit(main())"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr.strip()) == (130, "", "")


def test_a_closed_pipe_is_no_error(study: Path) -> None:
    command = f"{sys.executable} -m qualcode turns mill --json --project '{study}' | true"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert "Traceback" not in result.stderr
    assert "Broken" not in result.stderr
    assert "wrong" not in result.stderr
