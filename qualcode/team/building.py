"""A project built from plain files: a folder with project.yaml, codebook.yaml, transcripts/ and layers/.

The folder of any project is one, so a team may keep these files under version control and each build their own database.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qualcode.codebook.loader import find, read_yaml
from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.project.new_store import create_store
from qualcode.project.project_file import read_attributes, read_no_coding, read_roles, read_title, write_attributes
from qualcode.project.transcripts import add_transcripts
from qualcode.team.layer_file import ENDING
from qualcode.team.merging import merge
from qualcode.text import one_line
from qualcode.transcripts import read


def build(source: Path, folder: Path, *, title: str | None = None, allow_synced: bool = False) -> None:
    """Make a project in `folder`, which is new or empty, from the plain files in `source`. All or nothing.

    `roles` in project.yaml says who interviews. QualcodeError where a file is missing or cannot be read, and where a layer
    does not fit the transcripts.
    """
    title = title or read_title(source)
    yaml = read_yaml(find(source / layout.CODEBOOK_FILE))
    with workshop(folder) as made:
        with create_store(made, title=title, codebook_yaml=yaml, allow_synced=allow_synced) as store:
            if files := _files(source / layout.TRANSCRIPTS):
                add_transcripts(store, [read(file) for file in files], read_roles(source))
            merge(store, [file for file in _files(source / layout.LAYERS) if file.suffix == ENDING], backup=False)
            store.set_no_coding(read_no_coding(source))
        write_attributes(made, read_attributes(source))


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """Where a project is made before it is moved to `folder`: one that was left half made must never be taken for one."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise QualcodeError(f"{one_line(str(folder))} is there already and not empty. Name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".qualcode-") as beside:
        made = Path(beside) / folder.name
        yield made
        os.replace(made, folder)


def _files(folder: Path) -> list[Path]:
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.is_file() and not path.name.startswith("."))
