"""`qualcode agreement`: of the project's coders, or on anyone's table of ratings, spans or published tables."""

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.blind import tell_left_out
from qualcode.cli.options import choose_project, filters, given_filters, open_chosen
from qualcode.cli.output import Output, with_output

if TYPE_CHECKING:
    from qualcode.analysis.report import AgreementReport
    from qualcode.writeup.document import Document

# Named here, as asking the rooms below would cost `--help` an import of numpy (0.14 s).
_UNITS = ("turn", "sentence", "character")
_INTERVALS = ("bootstrap", "analytic", "none")
_LEVELS = ("nominal", "ordinal", "interval", "ratio")
_PROGRAMS = ("nvivo", "maxqda", "atlas", "dedoose")
_FILES = ("ratings", "spans", "tables_in")
_OF_PROJECT = ("unit", "roll_up", "as_program", "tables")

_csv = click.Path(path_type=Path)
_OPTIONS = (
    click.option("--unit", type=click.Choice(_UNITS), help="What is compared (default: the round's, else turn)."),
    click.option("--roll-up", is_flag=True, help="A coding counts for the codes above its own, too."),
    click.option("--ci", type=click.Choice(_INTERVALS), default="bootstrap", show_default=True, help="How intervals are made."),
    click.option("--seed", type=click.IntRange(0), metavar="N", help="Start of the random draws, for the same intervals again."),
    click.option("--full", is_flag=True, help="As text, too: figures, pairs, confusions, disagreements, methods."),
    click.option("--no-texts", is_flag=True, help="Leave out the words of the transcripts."),
    click.option("--no-coefficients", is_flag=True, help="Counts and disagreements only."),
    click.option("--as", "as_program", type=click.Choice(_PROGRAMS), help="The figures that program would report."),
    click.option("--tables", is_flag=True, help="Write the counts behind every figure as CSV, without a word of a transcript."),
    click.option("--tables-in", type=_csv, metavar="FILE.csv", help="The report again from such counts."),
    click.option("--ratings", type=_csv, metavar="FILE.csv", help="Any table: one row a unit, one column a coder."),
    click.option("--level", type=click.Choice(_LEVELS), help="Of the values in --ratings (default: nominal)."),
    click.option("--sets", metavar="SEP", help="A cell of --ratings holds several codes, parted by SEP; - is none of them."),
    click.option("--spans", type=_csv, metavar="FILE.csv", help="Any spans: columns coder, code, start, end."),
    click.option("--length", type=click.IntRange(1), metavar="N", help="Characters of the text that --spans are on."),
)


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), command)


@click.command()
@_with_options
@with_output
@given_filters
@choose_project
def agreement(*, given: dict[str, Any], output: Output, **asked: Any) -> None:
    """Report how far the coders agree, code by code and over all: on the project, or on any table of one's own.

    A unit counts where at least two coders have done it; what a coder has not done is missing, never absent. One coder is
    compared with herself over two rounds: --coders ana --round main,recode. As text this is a summary; --full and every other
    format is the whole report.
    """
    _check_usage(given, asked)
    output.check()
    if asked["tables"]:
        output.write_text(_tables(_of_project(given, asked, full=False)))
    else:
        # What is left without coefficients is the talk about the disagreements.
        full = asked["full"] or asked["no_coefficients"] or output.chosen != "text"
        output.write(_document(given, asked, full=full))


def _check_usage(given: dict[str, Any], asked: dict[str, Any]) -> None:
    files = [_option(name) for name in _FILES if asked[name] is not None]
    if len(files) > 1:
        raise click.UsageError(f"{' and '.join(files)} are different sources; give one.")
    if files and (any(given.values()) or any(asked[name] for name in _OF_PROJECT)):
        options = ", ".join(_option(name) for name in _OF_PROJECT)
        raise click.UsageError(f"Filters and {options} choose from a project; they do not go with {files[0]}.")
    if asked["ratings"] is None and (asked["level"] or asked["sets"] is not None):
        raise click.UsageError("--level and --sets go with --ratings FILE.")
    if asked["sets"] is not None and asked["level"] not in (None, "nominal"):
        raise click.UsageError(f"Sets of codes are nominal; --sets does not go with --level {asked['level']}.")
    if (asked["spans"] is None) != (asked["length"] is None):
        raise click.UsageError("--spans FILE and --length N, the number of characters of the text, go together.")
    if asked["as_program"] and asked["unit"]:
        raise click.UsageError("--as computes with the unit of that program; leave --unit out.")
    if sum(bool(asked[name]) for name in ("as_program", "tables", "no_coefficients")) > 1:
        raise click.UsageError("--as, --tables and --no-coefficients ask for different things; give one.")


def _option(name: str) -> str:
    return "--as" if name == "as_program" else f"--{name.replace('_', '-')}"


def _document(given: dict[str, Any], asked: dict[str, Any], *, full: bool) -> "Document":
    # numpy, 0.14 s: `--help` does without
    if asked["ratings"] is not None:
        return _of_ratings(asked)
    if asked["spans"] is not None:
        return _of_spans(asked)
    if asked["as_program"]:
        return _as_program(given, asked)
    from qualcode.writeup.agreement_report import agreement_document

    report = _of_project(given, asked, full=full) if asked["tables_in"] is None else _of_tables(asked)
    if asked["no_coefficients"]:
        report = report.without_coefficients()
    return agreement_document(report, full=full, texts=not asked["no_texts"])


def _of_project(given: dict[str, Any], asked: dict[str, Any], *, full: bool) -> "AgreementReport":
    how = {"ci": asked["ci"], "seed": asked["seed"], "roll_up": asked["roll_up"]}
    with open_chosen() as project:
        chosen = filters(project, given)
        report = project.agreement(unit=asked["unit"], with_disagreements=full, **how, **chosen)
        tell_left_out(project, chosen["rounds"])
        return report


def _of_tables(asked: dict[str, Any]) -> "AgreementReport":
    from qualcode.api import agreement_of_tables

    return agreement_of_tables(asked["tables_in"], ci=asked["ci"], seed=asked["seed"])


def _tables(report: "AgreementReport") -> str:
    from qualcode.analysis.tables import tables_text

    return tables_text(report)


def _as_program(given: dict[str, Any], asked: dict[str, Any]) -> "Document":
    from qualcode.writeup.reconciled_report import reconciled_document

    with open_chosen() as project:
        found = project.reconciled(asked["as_program"], roll_up=asked["roll_up"], **filters(project, given))
    return reconciled_document(found)


def _of_ratings(asked: dict[str, Any]) -> "Document":
    from qualcode.analysis.report import intervals_of
    from qualcode.api import agreement_of_ratings
    from qualcode.writeup.ratings_report import ratings_document

    how = {"ci": asked["ci"], "seed": asked["seed"]}
    found = agreement_of_ratings(asked["ratings"], level=asked["level"] or "nominal", sets=asked["sets"], **how)
    return ratings_document(found, intervals_of(**how))


def _of_spans(asked: dict[str, Any]) -> "Document":
    from qualcode.api import agreement_of_spans
    from qualcode.writeup.spans_report import spans_document

    return spans_document(agreement_of_spans(asked["spans"], asked["length"]))
