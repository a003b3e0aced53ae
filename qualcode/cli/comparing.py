"""`qualcode compare`: layers side by side, in a screen where one decides, or as a list."""

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.blind import with_left_out
from qualcode.cli.coding import has_terminal
from qualcode.cli.options import with_filters, with_project
from qualcode.cli.output import Output, say, with_output
from qualcode.errors import QualcodeError
from qualcode.text import count

if TYPE_CHECKING:
    from qualcode.analysis.selection import Filters
    from qualcode.api import Project
    from qualcode.team.comparing import Comparison, Wanted

_KINDS = ("one", "boundary", "other", "equal")


@click.command()
@click.argument("names", metavar="[CODER]…", nargs=-1)
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, help="Only such differences.")
@click.option("--undecided", is_flag=True, help="Only what nobody has decided on.")
@click.option("--as", "by", metavar="NAME", help="Who decides (default: who coded here last).")
@click.option("--read-only", is_flag=True, help="Only look.")
@click.option("--list", "as_list", is_flag=True, help="A list instead of the screen.")
@click.option("--summary", is_flag=True, help="Count the decisions by code and reason: which definitions to mend.")
@with_output
@with_project
@with_filters
def compare(
    project: "Project",
    names: tuple[str, ...],
    *,
    filters: "Filters",
    output: Output,
    kinds: tuple[str, ...],
    undecided: bool,
    by: str | None,
    read_only: bool,
    as_list: bool,
    summary: bool,
) -> None:
    """Compare CODERs side by side (default: all of the newest round), and decide what is right where they differ.

    The decisions make the consensus, a layer of its own; what the coders coded stays as it is. One coder is compared with
    herself over two rounds, to look at: --coder ana --round main,recode. Without a terminal, with --list or a format this is
    a list.
    """
    from qualcode.team.comparing import Wanted
    from qualcode.team.differing import KINDS

    chosen: Any = filters | {"coders": [*names, *filters.get("coders", ())]}
    comparison = project.comparison(**chosen)
    wanted = Wanted(kinds or KINDS[:-1], comparison.selection.codes, decided=False if undecided else None)
    if summary:
        _summary(project, comparison, wanted, chosen["rounds"], output)
    elif as_list or output != Output() or not has_terminal():
        _list(project, comparison, wanted, chosen["rounds"], output)
    else:
        _screen(comparison, wanted, None if read_only or not comparison.decidable else by or _last_coder(project))


def _list(project: "Project", comparison: "Comparison", wanted: "Wanted", rounds: list[str], output: Output) -> None:
    from qualcode.team.listing import listing
    from qualcode.writeup.compare_report import compare_document

    output.check()
    found = list(listing(comparison, wanted))
    output.write(with_left_out(project, rounds, compare_document(comparison.names, found)))
    decided = sum(bool(each.outcome) for each in found)
    say(f"{count(len(found), 'difference')}, {decided:,} decided.")


def _summary(project: "Project", comparison: "Comparison", wanted: "Wanted", rounds: list[str], output: Output) -> None:
    from qualcode.team.listing import summary
    from qualcode.writeup.compare_report import decisions_document

    output.check()
    found = summary(comparison, wanted)
    output.write(with_left_out(project, rounds, decisions_document(found)))
    say(f"{sum(each.decided for each in found):,} of {count(sum(each.differences for each in found), 'difference')} decided.")


def _screen(comparison: "Comparison", wanted: "Wanted", by: str | None) -> None:
    from qualcode.tui.running import run_comparison  # textual, 0.3 s

    run_comparison(comparison, wanted, by)


def _last_coder(project: "Project") -> str:
    from qualcode.tui.remembered import remembered_coder

    if name := remembered_coder(project.folder):
        return name
    raise QualcodeError("Say who decides, with --as NAME; with --read-only nobody does.")
