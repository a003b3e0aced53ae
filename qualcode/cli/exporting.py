"""`qualcode export`: the project for other programs."""

from pathlib import Path
from typing import Any

import click

from qualcode.cli.blind import tell_left_out
from qualcode.cli.disguising import Disguise, with_disguise
from qualcode.cli.options import choose_project, filters, given_filters, open_chosen
from qualcode.cli.output import put, refuse, say
from qualcode.errors import QualcodeError
from qualcode.text import count, one_line


@click.group()
def export() -> None:
    """Write the project for other programs."""


@export.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--raw", is_flag=True, help="Texts as they are, without the ' that keeps a spreadsheet from running them.")
@click.option("--force", is_flag=True, help="Overwrite files of these names.")
@with_disguise
@given_filters
@choose_project
def tables(folder: Path, raw: bool, force: bool, disguise: Disguise | None, given: dict[str, Any]) -> None:
    """Write tidy tables for R, pandas and the like into DIR: codings, turns, codes, coders, and the matrix of turns by codes.

    README.csv says what every column means. `qualcode codings import DIR/codings.csv` reads the codings back.
    """
    from qualcode.writeup.tidy_files import tidy_files  # numpy, 0.14 s

    with open_chosen() as project:
        chosen = filters(project, given)
        found = project.tables(**chosen)
        tell_left_out(project, chosen.get("rounds", ()))
    if folder.exists() and not folder.is_dir():
        raise QualcodeError(f"{one_line(str(folder))} is a file. Give the name of a folder.")
    replacer = disguise.replacer() if disguise else None
    files = tidy_files(found, replacer.replaced if replacer else None, raw=raw)
    folder.mkdir(exist_ok=True)
    for name in files:
        refuse(folder / name, force)
    for name, text in files.items():
        put(folder / name, text.encode())
    if disguise and replacer:
        disguise.log(replacer, folder)
    rows = {table.name: len(table.rows) for table in found}
    say(f"{count(rows['turns'], 'turn')}, {count(rows['codings'], 'coding')}, {count(rows['matrix'], 'row')} in the matrix.")
