"""A new project: its folder, its files, and a database with the first codebook and the first round."""

import os
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from qualcode.codebook.reading import parse
from qualcode.errors import QualcodeError
from qualcode.project import layout, schema
from qualcode.project.clock import now
from qualcode.project.codes import sync_codebook
from qualcode.project.folders import check_place
from qualcode.project.ids import new_id
from qualcode.project.project_file import project_yaml
from qualcode.project.rounds import open_round
from qualcode.project.sqlite_errors import plain_errors
from qualcode.project.sqlite_file import connect
from qualcode.project.store import Store, open_store
from qualcode.text import one_line


def _first_content(store: Store, codebook_yaml: str) -> None:
    store.note_schema("create", project=new_id())
    sync_codebook(store, codebook_yaml, note="first revision")
    open_round(store, "main")


def create_store(
    folder: Path,
    *,
    title: str,
    codebook_yaml: str,
    allow_synced: bool = False,
    fill: Callable[[Store, str], None] = _first_content,
) -> Store:
    """Make a project in `folder` and open it: project.yaml, codebook.yaml, transcripts/, project.db with the round "main".

    `fill` is given the store and the codebook's text, and may put other first content into it. Other files in the folder are
    left alone. QualcodeError, and nothing made, where a project or a different codebook.yaml stands there already, where the
    codebook has problems or the place is not safe.
    """
    folder = folder.absolute()
    content = project_yaml(title)
    parse(codebook_yaml, layout.CODEBOOK_FILE)
    check_place(folder, allow_synced)
    _refuse_leftovers(folder, codebook_yaml)
    with ExitStack() as undo, layout.plain_file_errors(folder):
        _lay_out(folder, {layout.PROJECT_FILE: content, layout.CODEBOOK_FILE: codebook_yaml}, undo)
        store = open_store(folder, allow_synced=allow_synced)
        undo.callback(store.close)
        store.backed_up_on = now()[:10]  # there is nothing to back up yet
        fill(store, codebook_yaml)
        undo.pop_all()
    return store


def _refuse_leftovers(folder: Path, codebook_yaml: str) -> None:
    shown = one_line(str(folder))
    if folder.exists() and not folder.is_dir():
        raise QualcodeError(f"{shown} is a file. Name a new folder for the project.")
    for name in (layout.PROJECT_FILE, layout.DATABASE):
        if os.path.lexists(folder / name):
            raise QualcodeError(f"{shown} is a project already: it holds {name}. Open it, or name another folder.")
    if layout.list_backups(folder):
        raise QualcodeError(f"{shown} holds the backups of a project. {layout.way_back(folder)}")
    codebook = folder / layout.CODEBOOK_FILE
    if os.path.lexists(codebook) and codebook.read_bytes() != codebook_yaml.encode():
        raise QualcodeError(f"{shown} holds another {layout.CODEBOOK_FILE}. Use that one, or name another folder.")


def _lay_out(folder: Path, files: dict[str, str], undo: ExitStack) -> None:
    """Make folder, files and an empty database of our schema; `undo` takes each away again."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        layout.make_private_folder(folder)
        undo.callback(folder.rmdir)
    if not (folder / layout.TRANSCRIPTS).exists():
        layout.make_private_folder(folder / layout.TRANSCRIPTS)
        undo.callback((folder / layout.TRANSCRIPTS).rmdir)
    for name, content in files.items():
        if not (folder / name).exists():
            layout.write_private(folder / name, content.encode())
            undo.callback((folder / name).unlink)
    path = folder / layout.DATABASE
    layout.write_private(path, b"")
    undo.callback(path.unlink)
    undo.callback((folder / layout.LOCK).unlink, missing_ok=True)  # which opening it may make
    with plain_errors(path), closing(connect(path)) as connection:
        schema.create_schema(connection)
    layout.sync_folder(folder)
