"""The options that many commands share, each defined once: the project, the filters of every listing, and where output goes."""

import csv
import os
from collections.abc import Callable, Iterable
from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.analysis.selection import Filters
    from qualcode.api import Project

Command = Callable[..., Any]

_CHOSEN = "qualcode.project"
_SYNCED = "qualcode.allow_synced"


def _remember(key: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def remember(ctx: click.Context, _: click.Parameter, value: Any) -> None:
        if value:
            ctx.meta[key] = value

    return remember


def choose_project(command: Command) -> Command:
    """`--project` and `--allow-synced`, before the command or after it: the later one holds."""
    path = click.option(
        "--project", metavar="PATH", type=click.Path(path_type=Path), expose_value=False, callback=_remember(_CHOSEN),
        help="Folder of the project (else QUALCODE_PROJECT, else the folder you stand in or the nearest above it).",
    )  # fmt: skip
    synced = click.option(
        "--allow-synced", is_flag=True, expose_value=False, callback=_remember(_SYNCED),
        help="Open it even in a synced or network folder, for one program at a time.",
    )  # fmt: skip
    return path(synced(command))


as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")

_FILTERS = {
    "coders": click.option("--coder", "--coders", "coders", metavar="NAME", multiple=True, help="Only these coders."),
    "codes": click.option("--code", "--codes", "codes", metavar="KEY", multiple=True, help="Only these codes."),
    "groups": click.option("--group", "groups", metavar="KEY", multiple=True, help="Only the codes of these groups."),
    "transcripts": click.option("--transcript", "transcripts", metavar="NAME", multiple=True, help="Only these transcripts."),
    "speakers": click.option("--speaker", "speakers", metavar="NAME", multiple=True, help="Only what these speakers say."),
    "roles": click.option("--role", "roles", metavar="ROLE", multiple=True, help="Only speakers of these roles."),
    "without_roles": click.option("--no-role", "without_roles", metavar="ROLE", multiple=True, help="Leave these roles out."),
    "rounds": click.option("--round", "rounds", metavar="NAME", multiple=True, help="Only these rounds."),
    "where": click.option(
        "--where",
        "where",
        metavar="CONDITION",
        multiple=True,
        help="Only where attributes are so: age>40, transcript.site=north.",
    ),
    "text": click.option("--text", metavar="WORDS", default="", help="Only where these words are said, in any case."),
}
_AS_TYPED = ("where", "text")  # in which a comma is a comma


def project_path() -> Path | None:
    """What `--project` or QUALCODE_PROJECT says, or None: the folder one stands in."""
    said: Path | None = click.get_current_context().meta.get(_CHOSEN)
    named = os.environ.get("QUALCODE_PROJECT")
    return said or (Path(named) if named else None)


def allow_synced() -> bool:
    """What `--allow-synced` says."""
    return bool(click.get_current_context().meta.get(_SYNCED))


def open_chosen() -> "Project":
    """The project this command is about. Raises QualcodeError where there is none."""
    from qualcode.api import open_project  # sqlite3 and the rooms below: not needed for `--help`

    return open_project(project_path(), allow_synced=allow_synced())


def with_project(command: Command) -> Command:
    """Open the project, give it to the command as its first argument, and close it afterwards."""

    @choose_project
    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        with open_chosen() as project:
            return command(project, *args, **options)

    return run


def given_filters(command: Command) -> Command:
    """The options that filter every listing; they reach the command as `given`, field by field as they were typed."""
    return _given(*_FILTERS)(command)


def _given(*names: str) -> Callable[[Command], Command]:
    def with_options(command: Command) -> Command:
        @wraps(command)
        def run(*args: Any, **options: Any) -> Any:
            given = {field: options.pop(field) for field in names}
            return command(*args, given=given, **options)

        return reduce(lambda wrapped, option: option(wrapped), (_FILTERS[name] for name in reversed(names)), run)

    return with_options


def with_filters(command: Command) -> Command:
    """The same for a command on a project: they reach it as `filters`, with every list taken apart."""
    return with_some_filters(*_FILTERS)(command)


def with_some_filters(*names: str) -> Callable[[Command], Command]:
    """The same with only these of the options."""

    def with_options(command: Command) -> Command:
        @wraps(command)
        def run(project: "Project", given: dict[str, Any], **options: Any) -> Any:
            return command(project, filters=filters(project, given), **options)

        return _given(*names)(run)

    return with_options


def filters(project: "Project", given: dict[str, Any]) -> "Filters":
    """What was typed, with `ana,ben` as two names."""
    named = {field: _names(project, field, values) for field, values in given.items() if field not in _AS_TYPED}
    return {**{field: given[field] for field in _AS_TYPED if field in given}, **named}  # type: ignore[typeddict-item]


def _names(project: "Project", field: str, values: Iterable[str]) -> list[str]:
    return [name for value in values for name in _split(project, field, value)]


def _split(project: "Project", field: str, value: str) -> list[str]:
    """`ana,ben` is two names, unless somebody is called that (`Okafor, Ada`)."""
    from qualcode.analysis.selection import Selection

    if "," not in value:
        return [value]
    try:
        Selection(**{field: (value,)}).checked(project.store)  # type: ignore[arg-type]
    except QualcodeError:
        return [name for name in next(csv.reader([value], skipinitialspace=True)) if name]
    return [value]
