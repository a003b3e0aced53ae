"""`qualcode code`, `codings` and `done`: the coding screen, and what can be done without it."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.browser import DRIVER
from qualcode.cli.blind import with_left_out
from qualcode.cli.options import choose_project, filters, given_filters, open_chosen, with_project
from qualcode.cli.output import Output, say, with_output
from qualcode.errors import QualcodeError
from qualcode.text import count, one_line

if TYPE_CHECKING:
    from qualcode.api import Project
    from qualcode.coding.sheet import SheetResult


@click.command()
@click.argument("transcript", required=False)
@click.option("--coder", metavar="NAME", help="Who codes (asked for the first time).")
@click.option("--round", "round_name", metavar="NAME", help="In which round (default: the newest).")
@click.option("--theme", metavar="NAME", help="dark, light, high-contrast, colour-blind or ansi; kept for the next time.")
@click.option("--plain", is_flag=True, help="Line by line, without a screen: for screen readers, dumb terminals and scripts.")
@choose_project
def code(transcript: str | None, coder: str | None, round_name: str | None, theme: str | None, plain: bool) -> None:
    """Open the coding screen."""
    with open_chosen() as project:
        if plain:
            open_lines(project, transcript, coder, round_name)
        else:
            open_screen(project, transcript, coder, round_name, theme)


def open_screen(
    project: "Project",
    transcript: str | None = None,
    coder: str | None = None,
    round_name: str | None = None,
    theme: str | None = None,
) -> None:
    """The coding screen; raises QualcodeError where there is no terminal."""
    if not has_terminal():
        raise QualcodeError(
            "The coding screen needs a terminal. Without one, use `qualcode code --plain`, or `qualcode codings import` and "
            "`qualcode done`."
        )
    if os.environ.get("TERM") == "dumb":
        say("This terminal shows no screens (TERM=dumb), so it goes line by line, as with --plain.")
        open_lines(project, transcript, coder, round_name)
        return
    from qualcode.tui.running import run  # textual, 0.3 s

    run(project.store, coder=coder, transcript=transcript, round=round_name, theme=theme)


def open_lines(project: "Project", transcript: str | None, coder: str | None, round_name: str | None) -> None:
    """Code line by line, from a terminal or a script; raises QualcodeError where a script does not say who codes."""
    from qualcode.plain.lines import ask_name, converse
    from qualcode.plain.talk import Talk
    from qualcode.tui.remembered import remember_coder, remembered_coder

    name = coder or remembered_coder(project.store.folder)
    if name is None:
        if not sys.stdin.isatty():
            raise QualcodeError("Say who codes: --coder NAME.")
        if (name := ask_name()) is None:
            return
        remember_coder(project.store.folder, name)
    converse(Talk(project.store, name, transcript, round_name))


def has_terminal() -> bool:
    """Whether a screen can be shown and keys can be pressed: in a terminal, or in a page of `qualcode serve`."""
    return (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TEXTUAL_DRIVER") == DRIVER


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
