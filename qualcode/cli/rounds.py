"""`qualcode rounds`: passes over the material, who owes what in them, and when a blind one may be looked into."""

import sys
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import choose_project, open_chosen, with_project
from qualcode.cli.output import Output, say, with_output
from qualcode.errors import QualcodeError
from qualcode.text import count, one_line

if TYPE_CHECKING:
    from qualcode.api import Project

_KINDS = ("training", "reliability", "main", "recode")
_UNITS = ("turn", "sentence", "character")


@click.group(invoke_without_command=True)
@with_output
@choose_project
@click.pass_context
def rounds(ctx: click.Context, output: Output) -> None:
    """List the rounds; open and close them, draw their sample, say who codes what."""
    if ctx.invoked_subcommand is None:
        with open_chosen() as project:
            _list(project, output)
    elif output != Output():
        ctx.fail(f"Formats go with the list, not with '{ctx.invoked_subcommand}'.")


def _list(project: "Project", output: Output) -> None:
    from qualcode.project.rounds import hidden_rounds, owed
    from qualcode.writeup.rounds_report import rounds_document

    found = project.rounds()
    hidden = [round_.id for round_ in hidden_rounds(project.store)]
    output.write(rounds_document(found, {round_.id: owed(project.store, round_) for round_ in found}, hidden))


@rounds.command("open", short_help="Open a new round, blind unless told otherwise.")
@click.argument("name")
@click.option("--kind", type=click.Choice(_KINDS), default="main", show_default=True, help="What the round is for.")
@click.option("--unit", type=click.Choice(_UNITS), default="turn", show_default=True, help="What is compared in it.")
@click.option("--not-blind", is_flag=True, help="What others do in it may be seen at once.")
@click.option("--coder", "--coders", "coders", metavar="NAME", multiple=True, help="Who codes in it: ana,ben.")
@click.option("--transcript", "transcripts", metavar="NAME", multiple=True, help="Only these, in this order (default: all).")
@click.option("--sample", metavar="N|N%", callback=lambda _, __, value: _size(value), help="Draw so many at random.")
@click.option("--for-code", metavar="CODE", help="Draw as many turns as the interval of this code's α still needs.")
@click.option(
    "--width",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.1,
    show_default=True,
    metavar="W",
    help="With --for-code: the interval is to be ± W.",
)
@click.option("--by", type=click.Choice(("turn", "transcript")), default="turn", show_default=True, help="What is drawn.")
@click.option("--seed", type=click.IntRange(0), default=20240101, show_default=True, metavar="N", help="Start of the draw.")
@with_project
def open_round(
    project: "Project",
    name: str,
    *,
    kind: str,
    unit: str,
    not_blind: bool,
    coders: tuple[str, ...],
    transcripts: tuple[str, ...],
    sample: tuple[float, bool] | None,
    for_code: str | None,
    width: float,
    by: str,
    seed: int,
) -> None:
    """Open the round NAME. Nobody sees what others do in it until all its coders are done, or it is closed.

    A sample of turns is drawn from every transcript and speaker in proportion, the same for the same seed. How large it
    should be says `qualcode plan precision`, which --for-code asks itself.
    """
    from qualcode.project.rounds import owed
    from qualcode.team.opening import Sample, open_for, turns_for  # SQLModel, 0.5 s: the list does without

    if for_code and (sample or by != "turn"):
        raise click.UsageError("--for-code says itself how many turns are drawn; leave --sample and --by out.")
    drawn = Sample(*sample, by, seed) if sample else None
    if for_code:
        drawn = Sample(turns_for(project.store, for_code, width), percent=False, of="turn", seed=seed)
    names = [name for value in coders for name in value.split(",") if name.strip()]
    opened = open_for(project.store, name, names, transcripts, drawn, kind=kind, unit=unit, blind=not not_blind)
    say(f"Round {one_line(opened.name)} is open{', and blind' if opened.blind else ''}.")
    for each in owed(project.store, opened):
        say(f"{one_line(each.coder)} owes {count(each.turns, 'turn')} of {one_line(each.transcript)}.")


def _size(value: str | None) -> tuple[float, bool] | None:
    """(number, whether it is a percentage)."""
    if value is None:
        return None
    number = value.strip().removesuffix("%")
    try:
        size = float(number)
    except ValueError:
        size = 0.0
    percent = value.strip().endswith("%")
    if size <= 0 or (percent and size > 100) or not (percent or size.is_integer()):
        raise click.BadParameter("give a number like 60, or a share like 20%.")
    return size, percent


@rounds.command()
@click.argument("coder")
@click.argument("transcripts", nargs=-1, required=True)
@click.option("--round", "round_name", metavar="NAME", help="In which round (default: the newest).")
@with_project
def assign(project: "Project", coder: str, transcripts: tuple[str, ...], round_name: str | None) -> None:
    """Give CODER these transcripts to do, in this order, instead of what they owed so far."""
    from qualcode.project.rounds import assign, find_round  # SQLModel, 0.5 s

    round_ = find_round(project.store, round_name)
    assign(project.store, round_, coder, [project.transcript(name).id for name in transcripts])
    say(f"{one_line(coder)} owes {count(len(set(transcripts)), 'transcript')} in round {one_line(round_.name)}.")


@rounds.command()
@click.argument("name")
@with_project
def close(project: "Project", name: str) -> None:
    """Close the round NAME: nothing in it can be changed any more, and everything in it may be seen."""
    from qualcode.project.rounds import close_round  # SQLModel, 0.5 s

    say(f"Round {one_line(close_round(project.store, name).name)} is closed.")


@rounds.command("open-early", short_help="Look into a blind round before everybody is done.")
@click.argument("name")
@click.option("--why", metavar="TEXT", help="The reason; it stands in the log and in the report.")
@with_project
def open_early(project: "Project", name: str, why: str | None) -> None:
    """Let the blind round NAME be looked into although not everybody is done, and say why."""
    from qualcode.project.rounds import open_early  # SQLModel, 0.5 s

    if why is None:
        if not sys.stdin.isatty():
            raise QualcodeError("Say why the round is opened early, with --why TEXT: it stands in the log and in the report.")
        why = click.prompt("Why is it opened before everybody is done", err=True)
    say(f"Round {one_line(open_early(project.store, name, why).name)} may be looked into from now on.")
