"""`qualcode disagreements` and `memos`: where coders differ, and what they thought."""

from typing import TYPE_CHECKING

import click

from qualcode.cli.blind import with_left_out
from qualcode.cli.options import with_filters, with_project, with_some_filters
from qualcode.cli.output import Output, say, with_output
from qualcode.text import count

if TYPE_CHECKING:
    from qualcode.analysis.selection import Filters
    from qualcode.api import Project


@click.command()
@with_output
@with_project
@with_filters
def disagreements(project: "Project", filters: "Filters", output: Output) -> None:
    """List the turns where one coder gave a code and another, who has done the turn too, did not."""
    from qualcode.writeup.listings import disagreements_document

    found = project.disagreements(**filters)
    output.write(with_left_out(project, filters.get("rounds", ()), disagreements_document(found)))
    say(f"{count(len(found), 'disagreement')}.")


@click.command()
@click.option("--text", metavar="WORDS", default="", help="Only memos with these words in them, in any case.")
@with_output
@with_project
@with_some_filters("coders", "codes", "transcripts")
def memos(project: "Project", filters: "Filters", text: str, output: Output) -> None:
    """List the memos, newest first, each with what it hangs on."""
    from qualcode.writeup.listings import memos_document

    filters["text"] = text
    found = project.memos(**filters)
    output.write(with_left_out(project, (), memos_document(found)))
    say(f"{count(len(found), 'memo')}.")
