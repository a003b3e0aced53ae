"""`qualcode speakers`: who speaks, under which name, in which role."""

from typing import TYPE_CHECKING

import click

from qualcode.cli.importing import ASSIGNABLE
from qualcode.cli.options import as_json, choose_project, with_project
from qualcode.cli.output import say, show
from qualcode.text import listed, one_line
from qualcode.writeup.document import Table

if TYPE_CHECKING:
    from qualcode.api import Project


@click.group(invoke_without_command=True)
@as_json
@choose_project
@click.pass_context
def speakers(ctx: click.Context, as_json: bool) -> None:
    """List the speakers with their roles and turns; rename them, or say who is the interviewer."""
    if ctx.invoked_subcommand is None:
        _list(as_json=as_json)
    elif as_json:
        ctx.fail(f"--json goes with the list, not with '{ctx.invoked_subcommand}'.")


@with_project
def _list(project: "Project", as_json: bool) -> None:
    everyone = project.speakers()
    table = Table(
        columns=("speaker", "role", "turns"),
        rows=tuple((each.name, each.role, f"{each.turns:,}") for each in everyone),
        numeric=frozenset({"turns"}),
    )
    data = {"speakers": [{"name": each.name, "role": each.role, "turns": each.turns} for each in everyone]}
    show([table] if everyone else [], data, as_json)
    if not everyone:
        say("Nobody speaks yet: qualcode import FILE reads a transcript.")


@speakers.command()
@click.argument("old")
@click.argument("new")
@click.option("--transcript", metavar="NAME", help="Only in this transcript (R is somebody else in every interview).")
@with_project
def rename(project: "Project", old: str, new: str, transcript: str | None) -> None:
    """Call the speaker OLD by the name NEW. If NEW speaks already, the two become one."""
    from qualcode.project.speakers import rename_speaker  # SQLModel, 0.5 s: the list does without

    rename_speaker(project.store, old, new, transcript)
    where = f" in {one_line(project.transcript(transcript).name)}" if transcript else ""
    say(f"{one_line(old)} is now {one_line(new)}{where}.")


@speakers.command()
@click.argument("name")
@click.argument("role", type=click.Choice(ASSIGNABLE, case_sensitive=False))
@with_project
def role(project: "Project", name: str, role: str) -> None:
    """Say what the speaker NAME is in the talk."""
    from qualcode.project.speakers import set_role
    from qualcode.transcripts.model import Role

    set_role(project.store, name, Role(role))
    say(f"{one_line(name)} is now {role}.")


@speakers.command("no-coding")
@click.argument("roles", nargs=-1, required=False, type=click.Choice(ASSIGNABLE, case_sensitive=False))
@click.option("--none", "nobody", is_flag=True, help="Every turn needs coding again.")
@with_project
def no_coding(project: "Project", roles: tuple[str, ...], nobody: bool) -> None:
    """Say whose turns need no coding: interviewers', say. They can be coded all the same."""
    if bool(roles) == nobody:
        raise click.UsageError("Name the roles whose turns need no coding, or give --none.")
    project.store.set_no_coding(roles)
    if nobody:
        say("Every turn needs coding.")
    else:
        say(f"Turns of the role {listed(sorted(roles), 'or')} need no coding. They are not done by that: see qualcode agreement.")
