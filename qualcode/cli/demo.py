"""`qualcode demo`: the example project, built from its plain text in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.coding import has_terminal, open_screen
from qualcode.cli.output import say, show
from qualcode.errors import QualcodeError
from qualcode.shipped import shipped
from qualcode.text import one_line
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
        from qualcode.team.building import build  # SQLModel, 0.5 s: a demo that is there does without

        build(_example(), folder)
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
        return bool(read_title(folder) == read_title(_example()))
    except QualcodeError:
        return False


def _example() -> Path:
    return shipped("projects") / "example"


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
