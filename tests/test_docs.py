"""What the documentation shows works: every `$ qualcode …` line in a console block runs, in the order of its page, on the demo.

A page's commands run in a fresh copy of the example project with these files beside: interview.txt, codings.csv, people.csv,
ratings.csv, sets.csv, spans.csv. LATEST-BACKUP stands for the newest backup.
"""

import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from qualcode.cli.main import ENTRIES, app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

FILES = {
    "interview.txt": "Ada Okafor: What has changed?\n\nBen Ruiz: One phone for both teams.\n\nAda Okafor: Who picks it up?\n",
    "codings.csv": "coder,transcript,turn,code,memo\ndora,place,2,vision,\ndora,place,4,finance,who pays\n",
    "people.csv": "speaker,age,profession\nDilys Pembry,61,nurse\nTomasz Wierny,38,manager\n",
    "ratings.csv": "ana,ben\n1,1\n2,3\n3,3\n,2\n1,2\n",
    "sets.csv": "ana,ben\nvision;data,data\n-,-\nfinance,\ndata,data\n",
    "spans.csv": "coder,code,start,end\nana,data,39,65\nben,data,36,64\nana,vision,87,147\nben,vision,87,145\n",
}


def _shown(page: Path) -> Iterator[str]:
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ qualcode "):
                yield line.removeprefix("$ qualcode ")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "demo"
    made = CliRunner().invoke(app, ["demo", "--into", str(folder)])
    assert made.exit_code == 0, made.output
    return folder


@pytest.mark.parametrize("page", [page for page in PAGES if any(_shown(page))], ids=lambda page: page.name)
def test_every_command_shown_works(page: Path, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Path(shutil.copytree(demo, tmp_path / "project"))
    for name, content in FILES.items():
        (project / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(project)
    monkeypatch.delenv("QUALCODE_PROJECT", raising=False)
    for command in _shown(page):
        _run(command, project)


def _run(command: str, project: Path) -> None:
    if "LATEST-BACKUP" in command:
        command = command.replace("LATEST-BACKUP", str(max((project / "backups").iterdir())))
    if command.split()[0] == "serve":
        _serve(command)
        return
    result = CliRunner().invoke(app, shlex.split(command))
    if command.split()[0] == "code" and "--plain" not in command:
        assert (result.exit_code, "needs a terminal" in result.stderr) == (1, True), result.output
    else:
        assert result.exit_code == 0, f"qualcode {command}\n{result.output}\n{result.exception!r}"


def test_the_page_on_python_prints_what_it_shows(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its blocks run one after the other, as the cells of a notebook do."""
    shutil.copytree(demo, tmp_path / "try-it")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    cells = re.findall(r"^```python\n(.*?)^```(?:\n\n^```\n(.*?)^```)?", page, re.MULTILINE | re.DOTALL)
    for cell, shown in cells:
        with redirect_stdout(StringIO()) as printed:
            exec(cell, names)
        assert printed.getvalue() == shown
    assert len(cells) > 9


def _serve(command: str) -> None:
    """It answers until ctrl+c, after it has printed its address."""
    program = [sys.executable, "-m", "qualcode", *shlex.split(command), "--port", "0"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"http://127.0.0.1:")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


@pytest.mark.parametrize("name", list(ENTRIES))
def test_every_command_is_documented_with_an_example(name: str) -> None:
    section = re.search(rf"^### {name}\n(.*?)(?=^##|\Z)", COMMANDS, re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no section on {name}"
    assert f"$ qualcode {name}" in section[1]


def test_every_subcommand_is_documented_with_an_example() -> None:
    for name in ENTRIES:
        command = app.get_command(None, name)  # type: ignore[arg-type]
        for subcommand in getattr(command, "commands", {}):
            assert f"$ qualcode {name} {subcommand}" in COMMANDS
