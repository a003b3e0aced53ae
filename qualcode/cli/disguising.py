"""`--pseudonyms` on everything that is written out: one way for all commands."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import project_path

if TYPE_CHECKING:
    from qualcode.pseudonyms import Replacer
    from qualcode.writeup.document import Document


@dataclass(frozen=True)
class Disguise:
    """What `--pseudonyms`, `--key` and `--brackets` say; `apart` where lines are parted into words, and names with them."""

    key: Path | None
    brackets: bool
    apart: bool = False

    def replacer(self) -> "Replacer":
        """The key, ready to replace. Raises QualcodeError where there is none that can be used."""
        from qualcode.pseudonyms import Replacer, parted, read_key  # nothing else reads keys

        entries = read_key(key_path(self.key)).entries
        return Replacer(parted(entries) if self.apart else entries, brackets=self.brackets)

    @contextmanager
    def put_on(self, document: "Document", file: Path | None) -> Iterator["Document"]:
        """The document with pseudonyms, to be written to `file` or stdout; what was replaced is logged once that is done."""
        from qualcode.writeup.disguise import disguised

        replacer = self.replacer()
        yield disguised(document, replacer.replaced)
        self.log(replacer, file)

    def log(self, replacer: "Replacer", file: Path | None) -> None:
        """Note beside the key, and on stderr, what was replaced in `file` or in what went to stdout."""
        from qualcode.pseudonyms.log import log_replacements

        counts = replacer.counts.copy()  # the name of the file is not in it
        if file is not None or not sys.stdout.isatty():
            log_replacements(key_path(self.key), replacer.replaced(file.name) if file else "standard output", counts)
        total = counts.total()
        click.echo(f"{total:,} {'name' if total == 1 else 'names'} replaced by pseudonyms.", err=True)


def with_disguise(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--pseudonyms`, `--brackets` and `--key`; the command gets one `disguise`, None where pseudonyms are not asked for."""

    @click.option("--pseudonyms", is_flag=True, help="Write the pseudonyms of pseudonyms.csv in the place of names.")
    @click.option("--brackets", is_flag=True, help="With pseudonyms, each marked in [brackets].")
    @key_option
    @wraps(command)
    def run(*args: Any, pseudonyms: bool, brackets: bool, key: Path | None, **options: Any) -> Any:
        # Who names a key and gets the names themselves has published them.
        asked = pseudonyms or brackets or key is not None
        return command(*args, disguise=Disguise(key, brackets) if asked else None, **options)

    return run


def key_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--key FILE`."""
    of_file = click.Path(path_type=Path)
    return click.option("--key", type=of_file, metavar="FILE", help="The key (default: pseudonyms.csv in the project).")(command)


def key_path(named: Path | None) -> Path:
    """Where the key is: as named, or in the project's folder."""
    from qualcode.project.layout import find_folder
    from qualcode.pseudonyms.key import FILE

    return named or find_folder(project_path()) / FILE
