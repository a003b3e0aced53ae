"""All commands by name. A command's module is imported when the command is called, so that each starts fast."""

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import click

from qualcode import __version__
from qualcode.cli.options import choose_project
from qualcode.errors import QualcodeError
from qualcode.text import one_line


class Entry(NamedTuple):
    """Where a command lives ("module:attribute" in this package) and what `qualcode --help` says of it."""

    name: str
    place: str
    help: str


FAMILIES: dict[str, tuple[Entry, ...]] = {
    "Begin": (
        Entry("demo", "demo:demo", "Build the example project and try the coding screen."),
        Entry("new", "projects:new", "Make a project folder."),
        Entry("import", "importing:import_files", "Read transcript files into the project."),
    ),
    "Material": (
        Entry("transcripts", "listings:transcripts", "List the transcripts."),
        Entry("turns", "listings:turns", "List the turns of a transcript."),
        Entry("speakers", "speakers:speakers", "List the speakers; rename them, say who interviews."),
        Entry("attributes", "attributes:attributes", "List, import, export and set what is known of speakers and transcripts."),
        Entry("codebook", "codebook:codebook", "Check, show or renew the codebook."),
    ),
    "Coding": (
        Entry("code", "coding:code", "Open the coding screen."),
        Entry("keys", "keys:keys", "List the keys of the coding screen."),
        Entry("serve", "serving:serve", "Show the coding screen in a web browser, on this machine only."),
        Entry("codings", "codings:codings", "List the codings, or import them from a spreadsheet."),
        Entry("done", "codings:done", "Declare turns done without the screen."),
        Entry("rounds", "rounds:rounds", "List the rounds; open and close them, say who codes what."),
        Entry("status", "projects:status", "Show how far each coder has come."),
    ),
    "Together": (
        Entry("share", "sharing:share", "Write a coder's work into a file, for others to take in."),
        Entry("merge", "sharing:merge", "Take the work of others in."),
    ),
    "Results": (
        Entry("agreement", "agreement:agreement", "Report how far the coders agree, code by code."),
        Entry("plan", "plan:plan", "Say how much to code twice."),
        Entry("compare", "comparing:compare", "Compare coders side by side, and decide where they differ."),
        Entry("disagreements", "results:disagreements", "List the turns where coders differ."),
        Entry("excerpts", "excerpts:excerpts", "Quote what was coded."),
        Entry("report", "reports:report", "Report on the study: codebook, frequencies, matrices, figures, methods."),
        Entry("memos", "results:memos", "List the memos, with what they hang on."),
        Entry("export", "exporting:export", "Write tables for R, pandas and the like."),
        Entry("pseudonyms", "pseudonyms:pseudonyms", "List and find names for pseudonyms; check files for names."),
    ),
    "Keeping": (
        Entry("log", "log:log", "List who did what, when and why."),
        Entry("check", "keeping:check", "Look for damage in the project."),
        Entry("backup", "keeping:backup", "Write a verified backup of the project."),
        Entry("db", "db:db", "Work on a PostgreSQL server: begin there, move there and back."),
        Entry("restore", "keeping:restore", "Put a backup in the project's place."),
    ),
}
ENTRIES = {entry.name: entry for entries in FAMILIES.values() for entry in entries}


class PlainError(click.ClickException):
    """A `QualcodeError` as the command line says it."""

    def show(self, file: object = None) -> None:
        """One or two sentences on stderr."""
        click.echo(f"qualcode: {self.message}", err=True)


class Commands(click.Group):
    """The group of all commands, told from `FAMILIES` without importing any of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order of `--help`."""
        return list(ENTRIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, imported now."""
        if cmd_name not in ENTRIES:
            return None
        module, attribute = ENTRIES[cmd_name].place.split(":")
        command: click.Command = getattr(import_module(f"qualcode.cli.{module}"), attribute)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest names for one that is unknown."""
        if args[0] not in ENTRIES and not args[0].startswith("-"):
            ctx.fail(f"There is no command '{one_line(args[0])}'.{_nearest(args[0], list(ENTRIES))}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line each, by family."""
        for family, entries in FAMILIES.items():
            with formatter.section(family):
                formatter.write_dl([(entry.name, entry.help) for entry in entries])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what a person can put right is said plainly."""
        try:
            return super().invoke(ctx)
        except QualcodeError as error:
            raise PlainError(str(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            raise PlainError(_said_by_system(error)) from error


def _nearest(word: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches  # 3 ms, wanted only after a slip

    near = get_close_matches(word, names, n=2)
    return f" Did you mean {' or '.join(near)}?" if near else ""


def _said_by_system(error: OSError) -> str:
    reason = error.strerror or str(error)
    return one_line(f"{error.filename}: {reason}." if error.filename else f"{reason}.")


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="qualcode %(version)s")
@choose_project
def app() -> None:
    """Code interview transcripts turn by turn, compare coders, and quote what was said.

    Every command takes --project PATH; without it the project is the folder you stand in, or the nearest one above it.
    """
