"""`qualcode report NAME`: what a whole study looks like: counts, matrices, timelines, words, methods; as tables and figures."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.blind import with_left_out
from qualcode.cli.options import with_filters, with_project
from qualcode.cli.output import PICTURES, Output, with_output

if TYPE_CHECKING:
    from qualcode.analysis.selection import Filters
    from qualcode.api import Project
    from qualcode.writeup.document import Document

# Named here, as asking the rooms below would cost `--help` an import of numpy (0.14 s).
_WAYS = ("same-turn", "overlapping", "following")
_INTERVALS = ("bootstrap", "analytic", "none")
_OF_WORDS = ("words", "concordance")  # which take lines apart, and names of several words with them
_stop = click.Path(path_type=Path, exists=True, dir_okay=False)


class Reports(click.Group):
    """A group whose commands stand in the order in which a write-up needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """As they were added."""
        return list(self.commands)


@click.group(cls=Reports, invoke_without_command=True)
@click.pass_context
def report(ctx: click.Context) -> None:
    """Report on the whole study: tables and figures for the write-up, each with every filter and in every format.

    Codings are told for each coder apart; a turn has a code where any of the chosen coders put it there, and counts once.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _report(made: Callable[..., "Document"]) -> Any:
    """A report as a command: it has the options of every listing, and writes the document that `made` gives."""

    @report.command(made.__name__)
    @click.option("--figure", is_flag=True, help="Only its figure: in characters, or as FILE.svg, .png or .pdf.")
    @with_output
    @with_project
    @with_filters
    @wraps(made)
    def run(project: "Project", filters: "Filters", output: Output, figure: bool, **options: Any) -> None:
        picture = output.path is not None and output.path.suffix.lower() in PICTURES
        if (figure or picture) and output.format is not None:
            raise click.UsageError("A figure has no format but what FILE ends with; leave -f and --json out.")
        if output.disguise and made.__name__ in _OF_WORDS:
            output = replace(output, disguise=replace(output.disguise, apart=True))
        output.check()
        document = with_left_out(project, filters.get("rounds", ()), made(project, filters, **options))
        if figure or picture:
            output.write_figure(document)
        else:
            output.write(document)

    return run


@_report
@click.option("--examples", type=click.IntRange(0), default=2, show_default=True, metavar="N", help="Quotes for each code.")
def codebook(project: "Project", filters: "Filters", examples: int) -> "Document":
    """What each code means, how often it was used, examples.

    For an appendix: definition, criteria, counts, and quotes from the data.
    """
    from qualcode.writeup.appendix_report import appendix_document

    return appendix_document(project.reports.codebook(examples=examples, **filters))


@_report
def frequencies(project: "Project", filters: "Filters") -> "Document":
    """How often each code was used.

    Codings of each coder; turns, transcripts, speakers and words that have the code.
    """
    from qualcode.writeup.frequencies_report import frequencies_document

    return frequencies_document(project.reports.frequencies(**filters))


@_report
@click.option("--by", default="transcript", show_default=True, metavar="WHAT", help="transcript, speaker, role or an attribute.")
@click.option("--share", is_flag=True, help="Shares of the turns done instead of counts.")
def matrix(project: "Project", filters: "Filters", by: str, share: bool) -> "Document":
    """Codes by transcripts, speakers, roles or an attribute."""
    from qualcode.writeup.matrix_report import matrix_document

    return matrix_document(project.reports.matrix(by, **filters), shares=share)


@_report
@click.option("--where-they", type=click.Choice(_WAYS), default="same-turn", show_default=True, help="How two codes meet.")
def cooccurrence(project: "Project", filters: "Filters", where_they: str) -> "Document":
    """Which codes occur together.

    On one turn, on the same words, or on the turn behind; with counts and Jaccard's coefficient.
    """
    from qualcode.writeup.cooccurrence_report import cooccurrence_document

    return cooccurrence_document(project.reports.cooccurrence(where_they, **filters))


@_report
def quotes(project: "Project", filters: "Filters") -> "Document":
    """Who is quoted how often, beside how much they said."""
    from qualcode.writeup.quotes_report import quotes_document

    return quotes_document(project.reports.quotes(**filters))


@_report
def timeline(project: "Project", filters: "Filters") -> "Document":
    """The codes along each transcript."""
    from qualcode.writeup.timeline_report import timeline_document

    return timeline_document(project.reports.timeline(**filters))


@_report
def saturation(project: "Project", filters: "Filters") -> "Document":
    """New codes per transcript.

    In the order in which --transcript names them; without it, in the order of import.
    """
    from qualcode.writeup.saturation_report import saturation_document

    return saturation_document(project.reports.saturation(**filters))


@_report
@click.option("--stop", type=_stop, metavar="FILE", help="Words to leave out, parted by blanks or lines.")
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="Words to show; data has all.")
def words(project: "Project", filters: "Filters", stop: Path | None, most: int) -> "Document":
    """How often each word was said.

    With --code or --group only words that are coded so.
    """
    from qualcode.transcripts.decode import decode, load
    from qualcode.writeup.words_report import words_document

    stopped = decode(load(stop), stop.name).text.split() if stop else []
    return words_document(project.reports.words(stop=stopped, **filters), most)


@_report
@click.argument("word")
@click.option("--around", type=click.IntRange(0), default=8, show_default=True, metavar="N", help="Words before and after.")
def concordance(project: "Project", filters: "Filters", word: str, around: int) -> "Document":
    """Where a word is said, with the words around it.

    WORD is a word, "several words", or a beginning like "pay*". With --code or --group only where it is coded so.
    """
    from qualcode.writeup.words_report import concordance_document

    return concordance_document(project.reports.concordance(word, around=around, **filters))


@_report
@click.option("--ci", type=click.Choice(_INTERVALS), default="bootstrap", show_default=True, help="How intervals are made.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Start of the random draws, for the same intervals again.")
def methods(project: "Project", filters: "Filters", ci: str, seed: int | None) -> "Document":
    """A methods paragraph, COREQ and SRQR.

    With facts and figures, as far as the project knows them.
    """
    from qualcode.writeup.methods_report import methods_document

    return methods_document(project.reports.methods(ci=ci, seed=seed, **filters))
