"""`qualcode serve`: the coding screen in a web browser, on this machine only."""

import sys
from pathlib import Path

import click

from qualcode.cli.options import allow_synced, choose_project, open_chosen
from qualcode.cli.output import say

_PORT = 8017


@click.command()
@click.argument("transcript", required=False)
@click.option("--coder", metavar="NAME", help="Who codes (asked for the first time).")
@click.option("--round", "round_name", metavar="NAME", help="In which round (default: the newest).")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="Where to listen; 0: any free port."
)
@click.option("--open", "open_it", is_flag=True, help="Open the page in the browser.")
@choose_project
def serve(transcript: str | None, coder: str | None, round_name: str | None, port: int, open_it: bool) -> None:
    """Show the coding screen in a web browser, on this machine only, until ctrl+c.

    Prints the address. It is a secret: whoever has it, on this machine, can code in your name.
    """
    names = _checked(transcript, coder, round_name)
    from qualcode.browser.server import PageServer  # aiohttp, 0.3 s

    def tell(server: PageServer) -> None:
        click.echo(server.address)
        say("Open this address in a browser on this machine. Each tab codes on its own; ctrl+c ends them all, saved.")
        if open_it:
            server.open_browser()

    PageServer(names, port, tell).serve()


def _checked(transcript: str | None, coder: str | None, round_name: str | None) -> list[str]:
    """The command line of a tab; raises QualcodeError here for names that every tab would stumble over."""
    from qualcode.project.people import coder_name
    from qualcode.project.rounds import find_round
    from qualcode.project.transcripts import find_transcript

    with open_chosen() as project:
        folder = project.store.folder.resolve()
        options = {
            "--coder": coder and coder_name(coder),
            "--round": round_name and find_round(project.store, round_name).name,
        }
        place = [find_transcript(project.store, transcript).name] if transcript else []
    return _command(folder, options, place)


def _command(folder: Path, options: dict[str, str | None], place: list[str]) -> list[str]:
    synced = ["--allow-synced"] if allow_synced() else []
    given = [f"{option}={value}" for option, value in options.items() if value]
    return [sys.executable, "-m", "qualcode", "code", f"--project={folder}", *synced, *given, "--", *place]
