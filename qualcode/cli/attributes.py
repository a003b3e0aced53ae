"""`qualcode attributes`: what is known of speakers and transcripts beside their words."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import choose_project, open_chosen, with_project
from qualcode.cli.output import Output, say, with_output
from qualcode.text import count, listed, one_line

if TYPE_CHECKING:
    from qualcode.api import Project
    from qualcode.project.attribute_kinds import Owner

_KINDS = ("text", "number", "date", "yes/no", "choice")
_OWNERS: tuple["Owner", ...] = ("speaker", "transcript")


@click.group(invoke_without_command=True)
@with_output
@choose_project
@click.pass_context
def attributes(ctx: click.Context, output: Output) -> None:
    """List the attributes of speakers and transcripts; import, export and set them."""
    if ctx.invoked_subcommand is None:
        with open_chosen() as project:
            _list(project, output)
    elif output != Output():
        ctx.fail(f"Formats go with the list, not with '{ctx.invoked_subcommand}'.")


def _list(project: "Project", output: Output) -> None:
    from qualcode.writeup.attributes_report import attributes_document

    output.write(attributes_document([project.attributes(owner) for owner in _OWNERS]))


@attributes.command("import", short_help="Import attributes from a CSV file.")
@click.argument("file", type=click.Path(path_type=Path))
@with_project
def import_file(project: "Project", file: Path) -> None:
    """Import attributes from FILE.csv: all of them, or none where a line is wrong.

    The first column, called speaker or transcript, names whose attributes follow; every other column is an attribute. An
    empty cell leaves what is there.
    """
    from qualcode.project.attribute_sheet import import_attributes  # SQLModel, 0.5 s: the list does without

    read = import_attributes(project.store, file)
    for note in read.notes:
        say(note)
    for attribute in read.new:
        say(f"{one_line(attribute.key)} is new: {attribute.kind}.")
    say(f"{count(read.changed, 'value')} of {read.owner}s set.")


@attributes.command("export", short_help="Write them as a table that can be imported again.")
@click.option("--of", "owner", type=click.Choice(_OWNERS), default="speaker", show_default=True, help="Whose attributes.")
@with_output
@with_project
def export(project: "Project", owner: "Owner", output: Output) -> None:
    """Write the attributes of all speakers, or of all transcripts, as CSV: to be filled in, and imported again."""
    from qualcode.writeup.attributes_report import attributes_document

    table = project.attributes(owner)
    (output if output.format or output.path else replace(output, format="csv")).write(attributes_document([table]))
    say(f"{count(len(table.values), owner)}, {count(len(table.attributes), 'attribute')}.")


@attributes.command("set", short_help="Set one attribute of a speaker or transcript.")
@click.argument("name")
@click.argument("key")
@click.argument("value")
@with_project
def set_value(project: "Project", name: str, key: str, value: str) -> None:
    """Set the attribute KEY of the speaker NAME, or with a KEY like transcript.site of a transcript; "" takes it away."""
    from qualcode.project.attributes import set_attribute  # SQLModel, 0.5 s

    attribute, is_new = set_attribute(project.store, name, key, value)
    if is_new:
        say(f"{one_line(attribute.key)} is new: {attribute.kind}.")
    say(f"{one_line(attribute.key)} of {one_line(name)} is {f'now {one_line(value)}' if value.strip() else 'taken away'}.")


@attributes.command(short_help="Say of which kind an attribute is.")
@click.argument("key")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("choices", nargs=-1)
@with_project
def declare(project: "Project", key: str, kind: str, choices: tuple[str, ...]) -> None:
    """Say of which KIND the attribute KEY is; a choice names its values: role choice nurse doctor.

    Without it the kind follows from the values. It stands in project.yaml.
    """
    from qualcode.project.attributes import declare

    declared = declare(project.store, key, kind, choices)
    is_choice = f"a choice of {listed([one_line(each) for each in declared.choices])}" if choices else declared.told
    say(f"{one_line(declared.key)} is {is_choice}.")
