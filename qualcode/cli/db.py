"""`qualcode db`: a project on a PostgreSQL server."""

import click

from qualcode.cli.options import allow_synced, choose_project, project_path
from qualcode.cli.output import say
from qualcode.text import count


@click.group()
def db() -> None:
    """Keep the project on a PostgreSQL server, where several coders work on it at once.

    project.yaml names the server: `database: postgresql+psycopg://user@host/name`. A password never stands there, nor on a
    command line: it belongs in ~/.pgpass, or in the environment as PGPASSWORD or PGSERVICE.
    """


@db.command()
@choose_project
def init() -> None:
    """Begin a new project in the empty database that project.yaml names."""
    from qualcode.project.layout import find_folder  # the room around it: not needed for `--help`
    from qualcode.project.server.moving import begin_project

    server = begin_project(find_folder(project_path()))
    say(f'A new project is in {server.address}, with codebook.yaml and the round "main".')


@db.command()
@choose_project
def upgrade() -> None:
    """Bring the tables on the server up to this version of qualcode. Everybody then needs it."""
    from qualcode.project.layout import find_folder  # as above
    from qualcode.project.server.moving import upgrade_project

    before, after = upgrade_project(find_folder(project_path()))
    say("Nothing to do." if before == after else f"Brought from schema {before} to {after}.")


@db.command()
@click.option(
    "--to", required=True, metavar="URL|sqlite", help="An empty database on a server, or a file in the project's folder."
)
@choose_project
def copy(to: str) -> None:
    """Move the project onto a server, or back into a file: every row, counted and compared.

    project.yaml is changed last. What the project was in is kept.
    """
    from qualcode.project.layout import find_folder  # as above
    from qualcode.project.server.moving import FILE, move_project

    moved = move_project(find_folder(project_path()), to, allow_synced=allow_synced())
    rows = count(sum(moved.rows.values()), "row")
    say(f"The project is in {moved.target} from now on: {rows}, all as they were. What it was in is kept: {moved.source}.")
    if to == FILE:
        say(f"Whoever's project.yaml still names {moved.source} goes on working there: tell them.")
