"""`qualcode log`: who did what, when and why."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from qualcode.cli.blind import with_left_out
from qualcode.cli.options import with_project, with_some_filters
from qualcode.cli.output import Output, say, with_output
from qualcode.text import count

if TYPE_CHECKING:
    from qualcode.analysis.selection import Filters
    from qualcode.api import Project

_MOMENT = click.DateTime(("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"))


@click.command()
@click.option("--verb", "--verbs", "verbs", metavar="VERB", multiple=True, help="Only apply, remove, memo, undo, open, revise, …")
@click.option("--since", type=_MOMENT, metavar="DATE", help="From this day or time on (UTC).")
@click.option("--until", type=_MOMENT, metavar="DATE", help="Before this day or time (UTC).")
@click.option("--text", metavar="WORDS", default="", help="Only where these words stand, in any case.")
@with_output
@with_project
@with_some_filters("coders", "codes", "transcripts", "rounds")
def log(
    project: "Project",
    filters: "Filters",
    output: Output,
    *,
    verbs: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    text: str,
) -> None:
    """List who did what, when and why: the decision trail of the study, oldest first."""
    from qualcode.writeup.log_report import log_document

    filters["text"] = text
    wanted = tuple(name.strip() for value in verbs for name in value.split(","))
    found = project.log(verbs=wanted, since=since, until=until, **filters)
    output.write(with_left_out(project, filters["rounds"], log_document(found)))
    say(f"{count(len(found), 'change')}.")
