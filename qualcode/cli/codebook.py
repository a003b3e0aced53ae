"""`qualcode codebook`: check it, show it, take an edited one over."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_json, choose_project, open_chosen, project_path, with_project
from qualcode.cli.output import say, show
from qualcode.text import count, one_line
from qualcode.writeup.document import Block, Heading, Paragraph

if TYPE_CHECKING:
    from qualcode.api import Project
    from qualcode.codebook.model import Code, Codebook, Group


@click.group()
@choose_project
def codebook() -> None:
    """Check a codebook, show it, or take the project's edited codebook.yaml over."""


@codebook.command(short_help="List every problem, with its line and what to do.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@as_json
@choose_project
@click.pass_context
def check(ctx: click.Context, file: Path | None, as_json: bool) -> None:
    """List every problem in FILE, or in the project's codebook.yaml, with its line and what to do."""
    from qualcode.codebook.loader import read_yaml
    from qualcode.codebook.reading import check
    from qualcode.project.layout import find_folder

    path = file or _own_file(find_folder(project_path()))
    problems = check(read_yaml(path), str(path))
    data = [{"file": p.file, "line": p.line, "message": p.message, "remedy": p.remedy, "severity": p.severity} for p in problems]
    show([Paragraph(str(problem)) for problem in problems], {"problems": data}, as_json)
    errors = sum(problem.severity == "error" for problem in problems)
    say(f"{one_line(str(path))}: {count(len(problems), 'problem') if problems else 'no problems'}.")
    ctx.exit(1 if errors else 0)


@codebook.command("show", short_help="Show it.")
@click.argument("file", required=False, metavar="[FILE|NAME]")
@as_json
@choose_project
def show_codebook(file: str | None, as_json: bool) -> None:
    """Show the project's codebook, or the one in a file, or a shipped one (integrated-care)."""
    book = _read(file) if file else _current()
    show(_blocks(book), book.as_dict(), as_json)


@codebook.command(short_help="Take the edited codebook.yaml over.")
@click.option("--note", default="", metavar="TEXT", help="Why the codebook was changed.")
@click.option("--coder", metavar="NAME", help="Who changed it.")
@with_project
def sync(project: "Project", note: str, coder: str | None) -> None:
    """Take the project's edited codebook.yaml over as the next revision. Codes that are gone from it are retired, not deleted."""
    from qualcode.project.revisions import take_over  # SQLModel, 0.5 s: showing and checking do without

    before = project.store.revision()
    result = take_over(project.store, note, coder)
    if result.revision == before:
        say(f"codebook.yaml is as it was: revision {before}.")
        return
    changes = {"new": result.added, "retired": result.retired, "back in use": result.brought_back}
    told = [f"{what}: {', '.join(one_line(key) for key in keys)}" for what, keys in changes.items() if keys]
    say(f"The codebook is now revision {result.revision}. {'; '.join(told) or 'The codes are the same'}.")


def _own_file(folder: Path) -> Path:
    from qualcode.project.layout import CODEBOOK_FILE

    return folder / CODEBOOK_FILE


def _read(file: str) -> "Codebook":
    from qualcode.codebook.hotkeys import with_hotkeys
    from qualcode.codebook.loader import find, load

    return with_hotkeys(load(find(file)))


def _current() -> "Codebook":
    with open_chosen() as project:
        return project.codebook()


def _blocks(book: "Codebook") -> Iterator[Block]:
    yield Heading(book.title)
    if book.description:
        yield Paragraph(book.description)
    for group in book.groups:
        yield Paragraph(_group_line(book, group))
    for code in book:
        yield Paragraph("\n".join(_code_lines(book, code)))


def _group_line(book: "Codebook", group: "Group") -> str:
    names = [one_line(code.name) for code in book if code.group == group.key]
    rule = " · only one of them on a place" if group.exclusive else ""
    return f"Group {one_line(group.name)}: {' → '.join(names) if group.ordered else ', '.join(names)}{rule}"


def _code_lines(book: "Codebook", code: "Code") -> Iterator[str]:
    hotkey = f"[{code.hotkey}] " if code.hotkey else ""
    yield f"{hotkey}{' › '.join(one_line(name) for name in book.paths[code.key])} ({one_line(code.key)})"
    yield from _said("", code.definition)
    yield from _said("Use when: ", code.use_when)
    yield from _said("Not when: ", code.avoid_when)
    for example in code.examples:
        yield from _said("Example: ", example)
    for example in code.counter_examples:
        yield from _said("Not this: ", example)


def _said(label: str, text: str) -> Sequence[str]:
    return [f"{label}{one_line(text)}"] if text else []
