"""`qualcode new` and `status`: the project as a whole."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import allow_synced, choose_project, with_project
from qualcode.cli.output import Output, say, with_output
from qualcode.text import count, one_line

if TYPE_CHECKING:
    from qualcode.api import Project


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--codebook", default="integrated-care", show_default=True, metavar="NAME|FILE", help="A shipped one, or your own.")
@click.option("--title", metavar="TEXT", help="What the study is called (default: the folder's name).")
@choose_project
def new(path: Path, codebook: str, title: str | None) -> None:
    """Make a project folder at PATH, with a copy of a codebook that you can edit."""
    from qualcode.api import create_project  # SQLModel, 0.5 s

    with create_project(path, codebook=codebook, title=title, allow_synced=allow_synced()) as project:
        codes = list(project.codebook())
        say(f"Made the project {one_line(project.title)} in {one_line(str(project.folder))}, with {count(len(codes), 'code')}.")
    say(f"Next: qualcode import FILE --project {shlex.quote(one_line(str(path)))}")


@click.command()
@with_output
@with_project
def status(project: "Project", output: Output) -> None:
    """Show, for each coder and transcript, the turns done, the codings and the last change."""
    from qualcode.writeup.listings import status_document

    output.write(status_document(project.status()))
