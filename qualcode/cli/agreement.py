"""`qualcode agreement`: of the project's coders, or on anyone's table of ratings."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import choose_project, filters, given_filters, open_chosen
from qualcode.cli.output import Output, with_output
from qualcode.errors import QualcodeError
from qualcode.text import one_line

if TYPE_CHECKING:
    from qualcode.agreement import Level
    from qualcode.writeup.document import Document

# Named here, as asking the rooms below would cost `--help` an import of numpy (0.14 s).
_INTERVALS = ("bootstrap", "analytic", "none")
_LEVELS = ("nominal", "ordinal", "interval", "ratio")


@click.command()
@click.option("--unit", type=click.Choice(["turn"]), default="turn", show_default=True, help="What is compared.")
@click.option("--ci", type=click.Choice(_INTERVALS), default="bootstrap", show_default=True, help="How intervals are made.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Start of the random draws, for the same intervals again.")
@click.option(
    "--ratings", type=click.Path(path_type=Path), metavar="FILE.csv", help="Any table: one row a unit, one column a coder."
)
@click.option("--level", type=click.Choice(_LEVELS), help="Of the values in --ratings (default: nominal).")
@click.option("--sets", metavar="SEP", help="A cell of --ratings holds several codes, parted by SEP; - is none of them.")
@with_output
@given_filters
@choose_project
def agreement(
    *, given: dict[str, Any], output: Output, unit: str, ratings: Path | None, level: "Level | None", sets: str | None, **how: Any
) -> None:
    """Report how far the coders agree, code by code and over all: on the project, or on any table with --ratings.

    A turn counts where at least two coders have done it; what a coder has not done is missing, never absent.
    """
    _check_usage(given, ratings, level, sets)
    output.check()
    document = _of_project(given, unit, how) if ratings is None else _of_table(ratings, level or "nominal", sets, how)
    output.write(document)


def _check_usage(given: dict[str, Any], ratings: Path | None, level: str | None, sets: str | None) -> None:
    if ratings is None and (level or sets is not None):
        raise click.UsageError("--level and --sets go with --ratings FILE.")
    if ratings is not None and any(given.values()):
        raise click.UsageError("Filters choose from a project; they do not go with --ratings.")
    if sets is not None and level not in (None, "nominal"):
        raise click.UsageError(f"Sets of codes are nominal; --sets does not go with --level {level}.")


def _of_project(given: dict[str, Any], unit: str, how: dict[str, Any]) -> "Document":
    from qualcode.writeup.agreement_report import agreement_document  # numpy, 0.14 s: `--help` does without

    with open_chosen() as project:
        return agreement_document(project.agreement(unit=unit, **how, **filters(project, given)))


def _of_table(file: Path, level: "Level", sets: str | None, how: dict[str, Any]) -> "Document":
    from qualcode.analysis.agreement import DEFAULT_SEED, intervals_of
    from qualcode.api import agreement_of_ratings
    from qualcode.writeup.ratings_report import ratings_document

    if file.is_dir():
        raise QualcodeError(f"{one_line(str(file))} is a folder. Give the CSV file itself.")
    found = agreement_of_ratings(file, level=level, sets=sets, **how)
    seed = DEFAULT_SEED if how["seed"] is None else how["seed"]
    return ratings_document(found, intervals_of(how["ci"], seed))
