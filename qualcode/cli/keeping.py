"""`qualcode check`, `backup` and `restore`: is the project whole, and the way back. They work where it does not open any more."""

from pathlib import Path

import click

from qualcode.cli.options import allow_synced, as_json, choose_project, project_path
from qualcode.cli.output import say, show
from qualcode.text import count, one_line
from qualcode.writeup.document import Bullets


@click.command()
@as_json
@choose_project
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Look for damage in the project: in its file, its rows and the trail of changes. Exits with 1 where there is any."""
    from qualcode.project.checks import check as look_over

    folder = _folder()
    found = look_over(folder)
    data = {"findings": [{"message": finding.message, "damage": finding.damage} for finding in found]}
    show([Bullets(tuple(finding.message for finding in found))] if found else [], data, as_json)
    what = count(len(found), "thing") + " to see to" if found else "all is well"
    say(f"{one_line(str(folder))}: {what}.")
    ctx.exit(1 if found else 0)


@click.command()
@choose_project
def backup() -> None:
    """Write a verified backup of the project into its folder backups/, and print its name."""
    from qualcode.project.backups import back_up

    click.echo(one_line(str(back_up(_folder()))))


@click.command()
@click.argument("backup", type=click.Path(path_type=Path))
@choose_project
def restore(backup: Path) -> None:
    """Put BACKUP (a file, or its name in backups/) in the place of the project's database, which is kept."""
    from qualcode.project.restoring import restore as bring_back  # SQLModel, 0.5 s: a check does without

    folder = _folder()
    kept = bring_back(folder, backup, allow_synced=allow_synced())
    say(f"{one_line(str(folder))} is as it was in {one_line(backup.name)}.")
    if kept is not None:
        say(f"What stood there is kept as {one_line(str(kept))}.")


def _folder() -> Path:
    from qualcode.project.layout import find_folder  # sqlite3 and the room around it: not needed for `--help`

    return find_folder(project_path())
