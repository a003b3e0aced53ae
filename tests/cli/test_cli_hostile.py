"""People's words as an attack on whoever opens an export: every listing, report and table, in every format.

The fast form looks into the files; with -m slow they are opened by Chromium, pdfLaTeX and LibreOffice.
"""

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from cli_calls import Cli, in_formats
from click.testing import CliRunner

from qualcode import open_project
from qualcode.cli.main import app
from qualcode.coding.session import PROJECT_ID
from qualcode.project.new_store import create_store
from qualcode.project.transcripts import add_transcripts
from qualcode.text import safe
from qualcode.transcripts.model import Transcript

RUN = "document.body.setAttribute('data-ran',1)"
MARKUP = f"<script>{RUN}</script><img src=x onerror={RUN}></p></style><svg onload={RUN}>"
NAME = f"=cmd|'/c calc'!A1 {MARKUP}"
SAID = (
    f"+1-1 {MARKUP} \\end{{document}}\\input{{/etc/hostname}} ${{}}^_#%~& \u202eevil\u202c \x1b]0;t\x07 \ufffe é 漢字 🌱 @SUM(1) "
)
LONG = "@long " + "word " * 9000 + "the very end"  # 45,000 letters, where a cell of Excel holds 32,767
CODEBOOK = f"""\
title: "=book"
codes:
  - {{key: bait, name: '{NAME.replace("'", "''")}', definition: '-def {MARKUP.replace("'", "''")}'}}
  - {{key: other, name: '@other', definition: '%x'}}
"""
LISTINGS = ("excerpts --context 1", "codings", "disagreements", "memos", "status", "transcripts", "turns talk", "attributes")
REPORTS = (
    "report codebook", "report frequencies", "report matrix", "report cooccurrence", "report quotes", "report timeline",
    "report saturation", "report words", "report concordance evil", "report methods", "agreement --ci none",
)  # fmt: skip
PAGES = LISTINGS + REPORTS
KEY = "original,pseudonym\ntalk,'=1+1 <script>x</script>\n"


@pytest.fixture
def hostile(_made: Path, tmp_path: Path) -> Path:
    """Two coders, one interview; each name, text, memo and attribute is an attack."""
    return Path(shutil.copytree(_made, tmp_path / "hostile"))


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory, make_transcript: Callable[..., Transcript]) -> Path:
    folder = tmp_path_factory.mktemp("made") / "hostile"
    said = [(NAME, SAID), ("@Ann", LONG), (NAME, "\t=2+3 " + SAID), ("@Ann", "-4")]
    with create_store(folder, title="=title <script>", codebook_yaml=CODEBOOK) as store:
        add_transcripts(store, [make_transcript("talk=1 <b>.txt", said)])
    with open_project(folder) as project:
        name, turns = project.transcripts()[0].id, project.turns("talk")
        for coder, code in (("=ana <script>", "bait"), ("+ben", "other")):
            session = project.session(coder)
            for turn in turns:
                session.apply(name, code, turn.start_char, turn.end_char)
            session.memo("project", PROJECT_ID, SAID)
            session.memo("turn", turns[0].id, LONG)
    (folder / "pseudonyms.csv").write_text(KEY, encoding="utf-8")
    (folder / "a.csv").write_text(f'speaker,site,note\n@Ann,"{MARKUP}",@SUM(1)\n', encoding="utf-8")
    known = CliRunner().invoke(app, ["attributes", "import", str(folder / "a.csv"), "--project", str(folder)])
    assert known.exit_code == 0, known.stderr
    return folder


def _written(cli: Cli, project: Path, command: str, format: str) -> Path:
    out = project / f"{command.replace(' ', '_')}.{format}"
    result = cli(*command.split(), "-f", format, "-o", out, "--project", project)
    assert result.exit_code == 0, f"{command} -f {format}: {result.output}{result.exception!r}"
    return out


def _looks_harmless(file: Path) -> None:
    """Raises AssertionError where the file, by its format, holds what would be run, obeyed or lost."""
    if file.suffix == ".docx":
        words = docx.Document(str(file))
        assert words.element.body is not None
    elif file.suffix == ".xlsx":
        book = openpyxl.load_workbook(file)
        cells = [cell for sheet in book for row in sheet for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
        assert max(len(str(cell.value or "")) for cell in cells) <= 32_767
    else:
        _text_looks_harmless(file.suffix, file.read_text(encoding="utf-8"))


def _text_looks_harmless(kind: str, text: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", text)
    if kind == ".csv":
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if re.match(r"\s*[=+@\t\r]|\s*-(?![\d.]+$)", cell)]
    elif kind == ".html":
        _Tags(text)
    elif kind == ".json":
        json.loads(text)
        assert safe(text, lines=True) == text
    elif kind == ".tex":
        assert text.count("\\end{document}") == 1
        assert "\\input{/etc" not in text
    else:
        assert safe(text, lines=True) == text


class _Tags(HTMLParser):
    """Knows every tag of a page, and that none can run anything."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "img", "iframe", "object", "embed", "form")
        assert all(str(value).startswith("#") for name, value in attrs if name in ("href", "src")), attrs
        assert not [name for name, _ in attrs if name.startswith("on")]


@pytest.mark.parametrize(("command", "formats"), in_formats(LISTINGS))
def test_no_listing_runs_obeys_or_loses_anything(hostile: Path, cli: Cli, command: str, formats: list[str]) -> None:
    for format in formats:
        _looks_harmless(_written(cli, hostile, command, format))
        _looks_harmless(_written(cli, hostile, f"{command} --pseudonyms", format))


def test_a_text_longer_than_a_cell_is_there_to_the_last_word(hostile: Path, cli: Cli) -> None:
    assert "the very end" in " ".join(_everything(_written(cli, hostile, "turns talk", "xlsx")))


def _everything(file: Path) -> list[str]:
    return [str(cell.value) for sheet in openpyxl.load_workbook(file) for row in sheet for cell in row if cell.value]


def test_no_table_runs_anything(hostile: Path, cli: Cli) -> None:
    for options in ((), ("--pseudonyms",)):
        assert cli("export", "tables", hostile / "out", "--force", *options, "--project", hostile).exit_code == 0
        for file in (hostile / "out").iterdir():
            _looks_harmless(file)
    assert "the very end" in (hostile / "out" / "turns.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "formats"), in_formats(REPORTS))
def test_no_report_runs_obeys_or_loses_anything(hostile: Path, cli: Cli, command: str, formats: list[str]) -> None:
    for format in formats:
        _looks_harmless(_written(cli, hostile, command, format))


def _program(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"{names[0]} is not installed here")
    return found


def _dom(program: str, page: Path) -> str:
    """The page's elements after its scripts, if any could, have run."""
    run = [program, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", f"--user-data-dir={page.parent / 'profile'}"]
    return subprocess.run([*run, page.as_uri()], check=True, capture_output=True, encoding="utf-8", timeout=90).stdout


@pytest.mark.slow
def test_no_script_runs_in_a_browser(hostile: Path, cli: Cli) -> None:
    program = _program("chromium", "chromium-browser", "google-chrome")
    bare = hostile / "bare.html"
    bare.write_text(f"<body>{MARKUP}", encoding="utf-8")
    assert re.search(r"<body[^>]*data-ran", _dom(program, bare))  # what follows can fail
    for command in PAGES:
        seen = _dom(program, _written(cli, hostile, command, "html"))
        assert "<main>" in seen
        assert not re.search(r"<body[^>]*data-ran", seen), command


@pytest.mark.slow
def test_every_page_is_typeset(hostile: Path, cli: Cli) -> None:
    program = _program("pdflatex")
    for command in PAGES:
        source = _written(cli, hostile, command, "tex")
        run = [program, "-interaction=nonstopmode", "-halt-on-error", f"-output-directory={hostile}", source]
        done = subprocess.run(run, check=False, capture_output=True, timeout=120)
        assert done.returncode == 0, f"{command}: {done.stdout[-2000:].decode('utf-8', 'replace')}"


@pytest.mark.slow
def test_every_word_document_and_workbook_opens(hostile: Path, cli: Cli) -> None:
    program = _program("soffice", "libreoffice")
    files = [_written(cli, hostile, command, format) for command in PAGES for format in ("docx", "xlsx")]
    run = [program, f"-env:UserInstallation={(hostile / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*run, "--outdir", hostile / "pdf", *files], check=True, capture_output=True, timeout=600)
    assert {file.stem for file in (hostile / "pdf").iterdir()} == {file.stem for file in files}
