"""`qualcode code`: the coding screen, or line by line. It starts with the least: what results need is not imported here."""

import os
import sys
from typing import TYPE_CHECKING

import click

from qualcode.browser import DRIVER
from qualcode.cli.options import choose_project, open_chosen
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.api import Project


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
        from qualcode.cli.output import say

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
