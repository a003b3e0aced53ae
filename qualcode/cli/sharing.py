"""`qualcode share` and `merge`: working apart, each on a computer of their own, and putting it together."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_json, with_project
from qualcode.cli.output import refuse, say, show
from qualcode.errors import QualcodeError
from qualcode.text import count, one_line
from qualcode.writeup.document import Bullets

if TYPE_CHECKING:
    from qualcode.api import Project
    from qualcode.team.merging import Merged


@click.command()
@click.option("--coder", metavar="NAME", help="Whose work; with --kit, who it is for.")
@click.option("--round", "round_name", metavar="NAME", help="Only the work in this round (default: one file for each).")
@click.option("--kit", is_flag=True, help="Write what a new coder needs instead, without anybody's work.")
@click.option("-o", "--output", "path", metavar="FILE", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--force", is_flag=True, help="Overwrite the file, whatever it holds.")
@with_project
def share(project: "Project", *, coder: str | None, round_name: str | None, kit: bool, path: Path | None, force: bool) -> None:
    """Write a coder's work into a layer file, to be sent or kept in a shared folder and taken in with `qualcode merge`.

    Without -o into the folder layers/ of the project, one file for each round. A file there is replaced only if the project
    has everything it holds.

    With --kit one file with codebook, transcripts and rounds, from which `qualcode new --from` starts; with --coder only the
    transcripts assigned to them.
    """
    if kit and round_name:
        raise click.UsageError("A kit has all rounds: --kit goes without --round.")
    if kit and path is None:
        path = Path("kit.zip")
    if path is not None:
        refuse(path, force)
    if kit and path is not None:
        project.share_kit(path, coder=coder)
        say(f"Wrote {one_line(str(path))}. Start from it with: qualcode new FOLDER --from {one_line(path.name)}")
        return
    if coder is None:
        raise QualcodeError("Say whose work is to be shared: --coder NAME.")
    for written in project.share(coder, round=round_name, path=path, force=force):
        say(f"Wrote {one_line(str(written))}.")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--as", "coder", metavar="NAME", help="Whose work it is, if it is not to go by the name in the files.")
@as_json
@with_project
def merge(project: "Project", files: tuple[Path, ...], dry_run: bool, coder: str | None, as_json: bool) -> None:
    """Take layer files into the project: all of them, or none if one does not fit. Taking one in again changes nothing.

    A backup is made before. Only the work of the coder whose file it is can change.
    """
    from dataclasses import asdict

    merged = project.merge(*files, dry_run=dry_run, coder=coder)
    conflicts = [conflict for each in merged for conflict in each.conflicts]
    show([Bullets(tuple(conflicts))] if conflicts else [], {"dry_run": dry_run, "merged": [asdict(m) for m in merged]}, as_json)
    for each in merged:
        say(f"{one_line(each.coder)}, round {one_line(each.round)}: {_told(each)}.")
        if each.foreign:
            say(f"{count(each.foreign, 'row')} of {one_line(each.file)} belong to somebody else here and were left out.")
    if dry_run:
        say("Nothing was changed.")


def _told(merged: "Merged") -> str:
    if not merged.changed:
        return "everything is here already"
    if merged.codings is None:
        return "taken in; what it holds is not told while the round is blind"
    parts = [
        (merged.codings, "new coding", ""), (merged.taken_off, "coding taken off", "codings taken off"),
        (merged.done, "turn done", "turns done"), (merged.flags, "flag", ""), (merged.memos, "memo", ""),
        (merged.decisions, "decision", ""),
    ]  # fmt: skip
    return ", ".join(count(number, noun, plural) for number, noun, plural in parts if number) or "only the log grew"
