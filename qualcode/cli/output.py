"""Where results go: stdout is data, stderr is narration, and a file is never overwritten unasked."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from qualcode.cli.disguising import Disguise, with_disguise
from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line, safe
from qualcode.writeup.document import Block, Document, Figure, Records
from qualcode.writeup.writers import FILE_FORMATS, FORMATS, file_content, write, written_part

T = TypeVar("T")

PICTURES: dict[str, Literal["svg", "png", "pdf"]] = {".svg": "svg", ".png": "png", ".pdf": "pdf"}
_ENDINGS = {".txt": "text", ".htm": "html"} | {f".{format}": format for format in FILE_FORMATS}


@dataclass(frozen=True)
class Output:
    """What `-f`, `-o`, `--force` and `--pseudonyms` say."""

    format: str | None = None
    path: Path | None = None
    force: bool = False
    disguise: Disguise | None = None

    def check(self) -> None:
        """Raises QualcodeError where the file cannot or must not be written; for asking before long work."""
        if self.path is not None:
            refuse(self.path, self.force)
        elif self.chosen not in FORMATS:
            raise QualcodeError(f"{self.chosen} is no text for a terminal. Write it to a file: -o FILE.{self.chosen}.")

    @property
    def chosen(self) -> str:
        """The format: what `-f` says, or else the file's ending."""
        return self.format or _ENDINGS.get(self.path.suffix.lower() if self.path else "", "text")

    def write(self, document: Document) -> None:
        """The document to stdout, or to the file; without `-f` the file's ending says the format."""
        self.check()
        with self._disguised(written_part(document, self.chosen)) as told:
            self._write(told)

    @contextmanager
    def _disguised(self, document: Document) -> Iterator[Document]:
        if self.disguise is None:
            yield document
        else:
            with self.disguise.put_on(document, self.path) as told:
                yield told

    def _write(self, document: Document) -> None:
        if self.path is None:
            written = write(document, self.chosen, width=terminal_width())
            # Files keep people's text exactly, direction marks and all; a terminal would obey these.
            click.echo(safe(written, lines=True) if sys.stdout.isatty() else written, nl=False)
        else:
            put(self.path, file_content(document, self.chosen))

    def write_figure(self, document: Document) -> None:
        """Its only figure: as a picture in the file, whose ending says which kind, or in characters to stdout.

        Raises QualcodeError where there is none, there are several, or the file's ending is another.
        """
        figure = Document((_only_figure(document),), Records((), ()), {})
        if self.path is None:
            self.write(figure)
            return
        if (ending := self.path.suffix.lower()) not in PICTURES:
            raise QualcodeError(
                f"{one_line(self.path.name)} is no name for a figure. End it with {listed(list(PICTURES), 'or')}."
            )
        self.check()
        from qualcode.writeup.charts.drawing import drawn  # matplotlib, 1 to 2 s

        with self._disguised(figure) as told:
            put(self.path, drawn(_only_figure(told).chart, PICTURES[ending]))

    def write_text(self, text: str) -> None:
        """A text that has one format only."""
        if self.disguise is not None:
            raise QualcodeError(
                "These tables hold no words of a transcript and take no pseudonyms; they name the coders as they are."
            )
        if self.path is None:
            click.echo(text, nl=False)
        else:
            put(self.path, text.encode())


def _only_figure(document: Document) -> Figure:
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    if len(figures) == 1:
        return figures[0]
    raise QualcodeError(
        "There are several figures in this report. Choose one transcript with --transcript."
        if figures
        else "There is no figure in this report. Leave --figure out, and end the name of the file otherwise."
    )


def with_output(command: Callable[..., Any]) -> Callable[..., Any]:
    """`-f`, `--json`, `-o` and `--force`, and `--pseudonyms` with what goes with it; the command gets one `output`."""

    @wraps(command)
    def run(*args: Any, output: Output, disguise: Disguise | None, **options: Any) -> Any:
        return command(*args, output=replace(output, disguise=disguise), **options)

    return with_disguise(with_plain_output(run))


def with_plain_output(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for what names nobody."""

    @click.option("-f", "--format", "format", type=click.Choice(list(FILE_FORMATS)), help="How to write it (default: text).")
    @click.option("--json", "as_json", is_flag=True, help="The same as -f json.")
    @click.option("-o", "--output", "path", metavar="FILE", type=click.Path(path_type=Path), help="Write to a file.")
    @click.option("--force", is_flag=True, help="Overwrite the file.")
    @wraps(command)
    def run(*args: Any, format: str | None, as_json: bool, path: Path | None, force: bool, **options: Any) -> Any:
        if as_json and format not in (None, "json"):
            raise click.UsageError(f"--json and -f {format} ask for different things.")
        return command(*args, output=Output("json" if as_json else format, path, force), **options)

    return run


def show(blocks: Iterable[Block], data: Mapping[str, object], as_json: bool) -> None:
    """A listing on stdout: its blocks for people (nothing where there are none), or its data as JSON."""
    document = Document(blocks=tuple(blocks), records=Records((), ()), data=data)
    if document.blocks or as_json:
        click.echo(write(document, "json" if as_json else "text", width=terminal_width()), nl=False)


def say(text: str) -> None:
    """Narration, on stderr."""
    click.echo(text, err=True)


def terminal_width() -> int | None:
    """Columns of the terminal; None where stdout goes elsewhere: wrapped lines would only hinder `grep`."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def progress(items: Sequence[T], label: str) -> Iterator[T]:
    """The items, with a progress bar on stderr while it is a terminal."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


def refuse(path: Path, force: bool) -> None:
    """Raises QualcodeError where `path` cannot or must not be written."""
    shown = one_line(str(path))
    if path.is_dir():
        raise QualcodeError(f"{shown} is a folder. Give the name of a file after -o.")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise QualcodeError(f"{shown} is a link or a device. Give the name of a plain file after -o.")
    if not path.parent.is_dir():
        raise QualcodeError(f"There is no folder {one_line(str(path.parent))}. Make it first, or write somewhere else.")
    if path.exists() and not force:
        raise QualcodeError(f"{shown} is there already. Give another name, or --force to overwrite it.")


def put(path: Path, content: bytes) -> None:
    """Write all of it or nothing: into a file beside, which then takes the place of the old one."""
    import tempfile  # 20 ms that a command without a file need not wait for

    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, 0o666 & ~_umask())
        os.replace(beside, path)
        say(f"Wrote {one_line(str(path))}.")
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _umask() -> int:
    # The only way to ask for it is to set it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
