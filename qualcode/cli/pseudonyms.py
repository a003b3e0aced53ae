"""`qualcode pseudonyms`: the key, what it may lack, and whether a file that goes out still names anybody."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.disguising import key_option, key_path
from qualcode.cli.options import as_json, choose_project, with_project
from qualcode.cli.output import say, show
from qualcode.text import count, one_line
from qualcode.writeup.document import Table

if TYPE_CHECKING:
    from qualcode.api import Project

_file = click.Path(path_type=Path)


@click.group(invoke_without_command=True)
@key_option
@click.option("--show", "originals", is_flag=True, help="Show the originals, too.")
@as_json
@choose_project
@click.pass_context
def pseudonyms(ctx: click.Context, key: Path | None, originals: bool, as_json: bool) -> None:
    """List the pseudonyms of the key; propose names for it; look for names in files that are to go out."""
    if ctx.invoked_subcommand is not None:
        if key or originals or as_json:
            ctx.fail(f"Give options after '{ctx.invoked_subcommand}'.")
        return
    from qualcode.pseudonyms import read_key

    entries = read_key(key_path(key)).entries
    columns = (*(("original",) if originals else ()), "pseudonym", "kind", "case")
    rows = tuple(tuple(str(getattr(entry, name)) for name in columns) for entry in entries)
    data = [dict(zip(columns, row, strict=True)) for row in rows]
    show([Table(columns, rows)], {"pseudonyms": data}, as_json)
    say(f"{count(len(entries), 'name')}.{'' if originals else ' --show shows the originals.'}")


@pseudonyms.command()
@key_option
@click.option("-o", "--output", "path", type=_file, metavar="FILE", help="Add what is proposed to this key, or begin it.")
@as_json
@with_project
def suggest(project: "Project", key: Path | None, path: Path | None, as_json: bool) -> None:
    """Propose names for the key: speakers, what is written like a name, e-mail, phone, postcode, dates, links, long numbers.

    What the key holds already is left out. Nothing is taken for sure: read the list, strike out and correct.
    """
    from qualcode.pseudonyms.key import add_rows

    found = project.suggest_pseudonyms(path or key_path(key))
    entries = [(each.entry, each.count, each.place) for each in found]
    columns = ("original", "pseudonym", "kind", "count", "example")
    rows = tuple((entry.original, entry.pseudonym, entry.kind, f"{many:,}", place) for entry, many, place in entries)
    data = [
        {"original": entry.original, "pseudonym": entry.pseudonym, "kind": entry.kind, "count": many, "example": place}
        for entry, many, place in entries
    ]
    if path is None or as_json:
        show([Table(columns, rows, frozenset({"count"}))] if rows else [], {"candidates": data}, as_json)
    if path is not None and found:
        add_rows(path, [each.entry for each in found])
        say(f"Added {count(len(found), 'name')} to {one_line(str(path))}. Read it, and keep it apart from what you give away.")
    else:
        say(f"{count(len(found), 'candidate')}.{' -o pseudonyms.csv makes a key of them.' if found else ''}")


@pseudonyms.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=_file)
@key_option
@as_json
@choose_project
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], key: Path | None, as_json: bool) -> None:
    """Look for originals of the key in any FILE that is to go out, its properties included. Exits with 1 where there are any."""
    from qualcode.pseudonyms import read_key
    from qualcode.pseudonyms.traces import traces

    looked = traces(files, read_key(key_path(key)).entries)
    rows = tuple((each.file, each.original, f"{each.count:,}", "; ".join(each.places)) for each in looked.traces)
    table = Table(("file", "original", "count", "where"), rows, frozenset({"count"}))
    data = {
        "found": [
            {"file": each.file, "original": each.original, "count": each.count, "places": list(each.places)}
            for each in looked.traces
        ],
        "not_read": list(looked.unreadable),
    }
    show([table] if rows else [], data, as_json)
    for part in looked.unreadable:
        say(f"Not looked into, as it is no text: {one_line(part)}.")
    left = f"{count(len(rows), 'original')} still there" if rows else "no original of the key found"
    say(f"{count(len(files), 'file')}: {left}.")
    ctx.exit(1 if rows else 0)
