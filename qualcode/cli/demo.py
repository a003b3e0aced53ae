"""`qualcode demo`: the example project, built from its plain text in a folder of its own."""

import csv
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.coding import has_terminal, open_screen
from qualcode.cli.output import say, show
from qualcode.errors import QualcodeError
from qualcode.shipped import shipped
from qualcode.text import one_line
from qualcode.transcripts.model import Role
from qualcode.writeup.document import Block, Heading

if TYPE_CHECKING:
    from qualcode.analysis.excerpts import Excerpt
    from qualcode.api import Project

_FOLDER = "qualcode-demo"
_EXCERPTS = 3


@click.command()
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help=f"Folder to build it in (default: {_FOLDER}).")
def demo(into: Path | None) -> None:
    """Build the example project, show what it holds, and open the coding screen where there is a terminal."""
    from qualcode.api import open_project

    folder = into or _free_folder()
    if not _is_demo(folder):
        _build(folder)
    say(f"The example project is in {one_line(str(folder.resolve()))}.\n")
    with open_project(folder) as project:
        show(_tour(project), {}, as_json=False)
        if has_terminal():
            open_screen(project)
    say(f"\nGo on with: qualcode code --project {one_line(str(folder))}")


def _free_folder() -> Path:
    """The demo of before, or a name that is free."""
    names = (Path(f"{_FOLDER}-{number}" if number > 1 else _FOLDER) for number in range(1, 1000))
    return next(path for path in names if not path.exists() or _is_demo(path))


def _is_demo(folder: Path) -> bool:
    from qualcode.project.project_file import read_title

    try:
        return bool(read_title(folder) == _recipe()["title"])
    except QualcodeError:
        return False


def _recipe() -> dict[str, Any]:
    """What the shipped project.yaml says: title, codebook, roles."""
    import yaml

    recipe: dict[str, Any] = yaml.safe_load((_example() / "project.yaml").read_text(encoding="utf-8"))
    return recipe


def _example() -> Path:
    return shipped("projects") / "example"


def _build(folder: Path) -> None:
    """Build beside `folder` and move there: what was left half built must never be taken for the demo."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise QualcodeError(f"{one_line(str(folder))} is there already and not empty. Name a new folder with --into.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{_FOLDER}-") as workshop:
        built = Path(workshop) / folder.name
        _fill(built)
        os.replace(built, folder)


def _fill(folder: Path) -> None:
    from qualcode.api import create_project
    from qualcode.coding.sheet import import_codings, mark_done
    from qualcode.project.transcripts import add_transcripts
    from qualcode.transcripts import read

    recipe, example = _recipe(), _example()
    with create_project(folder, codebook=recipe["codebook"], title=recipe["title"]) as project:
        roles = {name: Role(role) for name, role in recipe["roles"].items()}
        add_transcripts(project.store, [read(file) for file in sorted((example / "transcripts").iterdir())], roles)
        for sheet in sorted((example / "layers").glob("*.csv")):
            if sheet.name != "done.csv":
                import_codings(project.store, sheet)
        with (example / "layers" / "done.csv").open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines):
                mark_done(project.store, line["coder"], [line["transcript"]], line["turns"])


def _tour(project: "Project") -> Iterator[Block]:
    # numpy, 0.14 s: `--help` does without
    from qualcode.writeup.excerpts_report import excerpts_document
    from qualcode.writeup.figures import code_figures
    from qualcode.writeup.listings import status_document

    agreement = project.agreement(with_disagreements=False)
    yield Heading(f"{project.title}: how far the coders are")
    yield from status_document(project.status()).blocks
    yield Heading("How far they agree")
    yield code_figures(agreement.codes, agreement.about.coders)
    yield from excerpts_document(_shared(project.excerpts())).blocks


def _shared(excerpts: "list[Excerpt]") -> "list[Excerpt]":
    """The first quote that more than one coder gave a code, for some codes."""
    first = {excerpt.code: excerpt for excerpt in reversed(excerpts) if len(excerpt.coders) > 1}
    return sorted(first.values(), key=lambda excerpt: (excerpt.transcript, excerpt.turn))[:_EXCERPTS]
