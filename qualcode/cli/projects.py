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
@click.option("--codebook", metavar="NAME|FILE", help="A shipped one, or your own (default: integrated-care).")
@click.option("--from", "source", metavar="KIT|FOLDER", type=click.Path(path_type=Path), help="Start from a kit or plain files.")
@click.option("--title", metavar="TEXT", help="What the study is called (default: the folder's name).")
@choose_project
def new(path: Path, codebook: str | None, source: Path | None, title: str | None) -> None:
    """Make a project folder at PATH, with a copy of a codebook that you can edit.

    With --from it starts from a kit (`qualcode share --kit`), or from a folder of plain files: project.yaml, codebook.yaml,
    transcripts/ and layers/.
    """
    from qualcode.api import create_project, start_project  # SQLModel, 0.5 s

    if source is not None:
        if codebook is not None:
            raise click.UsageError("A kit and a folder bring their codebook: --from goes without --codebook.")
        with start_project(path, source, title=title, allow_synced=allow_synced()) as project:
            what = f"{count(len(project.transcripts()), 'transcript')} and {count(len(list(project.codebook())), 'code')}"
            say(f"Made the project {one_line(project.title)} in {one_line(str(project.folder))}, with {what}.")
        say(f"Next: qualcode code --project {shlex.quote(one_line(str(path)))}")
        return
    with create_project(path, codebook=codebook or "integrated-care", title=title, allow_synced=allow_synced()) as project:
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
