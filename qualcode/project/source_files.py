"""The copy of each imported file in transcripts/. The database keeps the bytes too; these are for people."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePath
from typing import Protocol

from qualcode.project import layout


class Source(Protocol):
    """A file that was taken in, by its name and bytes."""

    @property
    def source_name(self) -> str:
        """The name it had."""

    @property
    def source(self) -> bytes:
        """What is in it."""


@contextmanager
def copied_sources(folder: Path, transcripts: Sequence[Source]) -> Iterator[None]:
    """Copy the sources for as long as the block goes well: on an error inside, the copies made here are taken away.

    Nothing is ever written over: a file of the same bytes is left, beside another one comes "name-2.txt".
    """
    target = folder / layout.TRANSCRIPTS
    with ExitStack() as undo, layout.plain_file_errors(target):
        layout.make_private_folder(target)
        for transcript in transcripts:
            if made := _copy(target, transcript):
                undo.callback(made.unlink)
        layout.sync_folder(target)
        yield
        undo.pop_all()


def _copy(target: Path, transcript: Source) -> Path | None:
    name = PurePath(transcript.source_name)
    number, path = 1, target / name.name
    while os.path.lexists(path):
        if path.is_file() and path.read_bytes() == transcript.source:
            return None
        number += 1
        path = target / f"{name.stem}-{number}{name.suffix}"
    layout.write_private(path, transcript.source)
    return path
