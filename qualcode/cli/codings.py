"""`qualcode codings` and `done`: what can be done without the coding screen."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.blind import with_left_out
from qualcode.cli.options import choose_project, filters, given_filters, open_chosen, with_project
from qualcode.cli.output import Output, say, with_output
from qualcode.text import count, one_line

if TYPE_CHECKING:
    from qualcode.api import Project
    from qualcode.coding.sheet import SheetResult


@click.group(invoke_without_command=True)
@with_output
@given_filters
@choose_project
@click.pass_context
def codings(ctx: click.Context, given: dict[str, Any], output: Output) -> None:
    """List the codings, or import them from a spreadsheet."""
    if ctx.invoked_subcommand is None:
        with open_chosen() as project:
            _list(project, given, output)
    elif any(given.values()) or output != Output():
        ctx.fail(f"Filters and formats go with the list, not with '{ctx.invoked_subcommand}'.")


def _list(project: "Project", given: dict[str, Any], output: Output) -> None:
    from qualcode.writeup.listings import codings_document

    chosen = filters(project, given)
    found = project.codings(**chosen)
    output.write(with_left_out(project, chosen["rounds"], codings_document(found)))
    say(f"{count(len(found), 'coding')}.")


@codings.command("import", short_help="Import codings from a CSV file.")
@click.argument("file", type=click.Path(path_type=Path))
@with_project
def import_file(project: "Project", file: Path) -> None:
    """Import codings from FILE.csv: all of them, or none where a line is wrong.

    Columns: coder, transcript, turn, code; optionally start, end (characters within the turn), end_turn, unsure, memo, round.
    """
    from qualcode.coding.sheet import import_codings  # SQLModel, 0.5 s: the list does without

    result = import_codings(project.store, file)
    for note in result.notes:
        say(note)
    say(f"{count(result.added, 'coding')} imported.{_besides(result)}")


def _besides(result: "SheetResult") -> str:
    """What happened to codings that are not new."""
    already = f" {result.already:,} there already." if result.already else ""
    return already + (f" {result.replaced:,} of the same group replaced." if result.replaced else "")


def _numbers(_: click.Context, __: click.Parameter, turns: str | None) -> str:
    # An empty variable in somebody's script must not declare everything done.
    if turns is not None and not any(character.isdigit() for character in turns):
        raise click.BadParameter("name turns like 7, 1-40 or 1-12,20.")
    return turns or ""


@click.command()
@click.argument("transcripts", metavar="[TRANSCRIPT]…", nargs=-1)
@click.option("--coder", required=True, metavar="NAME", help="Whose turns.")
@click.option("--turns", metavar="1-40", callback=_numbers, help="Which turns: 7, 1-40 or 1-12,20 (default: all).")
@with_project
def done(project: "Project", transcripts: tuple[str, ...], coder: str, turns: str) -> None:
    """Declare turns done: where a coder then has no code, it counts as absent. Without TRANSCRIPT: in all of them."""
    from qualcode.coding.sheet import mark_done  # SQLModel, 0.5 s

    marked = mark_done(project.store, coder, transcripts, turns)
    say(f"{count(marked, 'turn')} declared done by {one_line(coder)}.")
