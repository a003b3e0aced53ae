"""What a project folder holds, and how its files are made: for their owner only, never through a link, never over another."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

from qualcode.errors import QualcodeError
from qualcode.text import one_line

PROJECT_FILE = "project.yaml"
DATABASE = "project.db"
CODEBOOK_FILE = "codebook.yaml"
TRANSCRIPTS = "transcripts"
BACKUPS = "backups"
LAYERS = "layers"
LOCK = "project.lock"


def find_folder(start: Path | None = None) -> Path:
    """The project folder `start` itself, or, without it, the nearest one from where you stand upwards."""
    if start is not None:
        with plain_file_errors(start):
            return _explicit(start)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / PROJECT_FILE).exists():
            return folder
    raise QualcodeError(
        f"There is no project in {one_line(str(here))} or above it. "
        "Go into one, name it with --project, or make one with `qualcode new`."
    )


def _explicit(start: Path) -> Path:
    folder = start.parent if start.name in {PROJECT_FILE, DATABASE} else start
    folder = folder.resolve()
    shown = one_line(str(start))
    if not folder.is_dir():
        raise QualcodeError(f"{shown} is not a folder. Name a project folder, or make one with `qualcode new`.")
    if (folder / PROJECT_FILE).exists():
        return folder
    if (folder / DATABASE).exists():
        raise QualcodeError(f"{shown} holds {DATABASE} but no {PROJECT_FILE}. Put it back: one line, `title: …`, is enough.")
    raise QualcodeError(f"{shown} is not a project: it holds no {PROJECT_FILE}. Make one with `qualcode new {shown}`.")


def refuse_link(path: Path) -> None:
    """QualcodeError where `path` is a link: what is written there would land elsewhere."""
    if path.is_symlink():
        raise QualcodeError(
            f"{one_line(str(path))} is a link, and nothing is written through links. Put the real one in its place."
        )


def make_private_folder(folder: Path) -> None:
    """Make `folder` for its owner only; one that is there already is left as it is, but a link is refused."""
    refuse_link(folder)
    folder.mkdir(mode=0o700, exist_ok=True)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file for its owner only and see it to the disk. FileExistsError where anything stands there already."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_anew(path: Path, content: bytes) -> None:
    """Write a file anew in one piece, with the permissions it had."""
    new = path.with_name(f".{path.name}.making")
    new.unlink(missing_ok=True)
    write_private(new, content)
    if path.exists():
        new.chmod(path.stat().st_mode & 0o777)
    new.replace(path)
    sync_folder(path.parent)


def identity(path: Path) -> tuple[int, int] | None:
    """(device, inode) of the file that has this name now, None where there is none."""
    # By name only: opening a database ourselves and closing it would drop SQLite's locks on it.
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def sync_folder(folder: Path) -> None:
    """See to the disk that a file made or renamed in `folder` stays there after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def plain_file_errors(path: Path) -> Iterator[None]:
    """Turn what the system raises about files at `path` into a plain sentence."""
    try:
        yield
    except OSError as error:
        raise QualcodeError(f"{one_line(str(error.filename or path))} cannot be read or written: {error.strerror}.") from error


def list_backups(folder: Path) -> list[Path]:
    """The project's backups, oldest first: their names are the UTC times they were made at."""
    return sorted((folder / BACKUPS).glob("[0-9]*Z.db"))


def way_back(folder: Path) -> str:
    """The sentence that names the newest backup and how to return to it; without one, what lies there besides."""
    backups = list_backups(folder)
    if not backups:
        return "There is no backup in this project's folder." + _plain_files(folder)
    newest = f"{BACKUPS}/{backups[-1].name}"
    return f"The newest backup is {newest}: bring it back with `qualcode restore {newest}`."


def _plain_files(folder: Path) -> str:
    if not (folder / TRANSCRIPTS).is_dir():
        return ""
    name = one_line(folder.name)
    new = f"qualcode new {quote(name + '-2')} --from {quote(name)}"
    return f" Beside it, `{new}` makes another of what lies there in plain files: codebook, transcripts and shared layers."
