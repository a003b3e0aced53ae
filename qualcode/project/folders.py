"""Where a project must not live: folders that a program copies elsewhere, and disks of other machines.

SQLite's locks do not reach through either; a copy taken in mid-write is a damaged project.
"""

import os
import re
from contextlib import ExitStack
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.project.layout import LOCK
from qualcode.text import one_line

_SYNCED_NAMES = {
    "Dropbox": r"Dropbox( \(.+\))?",
    "OneDrive": r"OneDrive( - .+|-.+)?",
    "iCloud": r"Mobile Documents|CloudDocs|com~apple~CloudDocs|iCloud ?Drive",
    "Google Drive": r"Google ?Drive.*|My Drive|GoogleDrive-.+",
    "Nextcloud": r"Nextcloud\d*|ownCloud",
    "pCloud": r"pCloud( ?Drive)?",
    "Box": r"Box( Sync)?|Box-Box",
    "cloud": r"CloudStorage",
}
_SYNCED_MARKS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "Nextcloud",
    ".nextcloudsync.log": "Nextcloud",
}
_NETWORK = re.compile(r"nfs\d?|cifs|smb\w*|9p|afs|ceph|glusterfs|fuse(\..+)?", re.IGNORECASE)


def unsafe_place(folder: Path, mounts: str | None = None) -> str | None:
    """What makes `folder` no place for a project ("inside a Dropbox folder", "on a network disk (nfs)"), or None.

    `mounts` is the text of /proc/self/mountinfo; without it the running system's is read, where there is one.
    """
    folder = folder.resolve()
    for place in (folder, *folder.parents):
        if service := _service(place):
            return f"inside a {service} folder"
    kind = mount_kind(folder, _mounts() if mounts is None else mounts)
    return f"on a network disk ({kind})" if _NETWORK.fullmatch(kind) else None


def check_place(folder: Path, allow_synced: bool) -> None:
    """QualcodeError where `folder` is no place for a project, unless it is to be used all the same."""
    place = unsafe_place(folder)
    if place and not allow_synced:
        raise QualcodeError(
            f"{one_line(str(folder))} is {place}, where a project can be damaged. Keep it in a folder of this machine alone "
            "and pass work on as layer files, or say --allow-synced to open it for one program at a time."
        )


def claim(folder: Path, undo: ExitStack) -> int | None:
    """Keep other programs out of a project in an unsafe place, until the descriptor is closed; None where that is not needed.

    `undo` closes it. QualcodeError where another program is in there.
    """
    if not unsafe_place(folder):
        return None
    # Local: not on every system, and only unsafe places need it.
    import fcntl

    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    undo.callback(os.close, descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise QualcodeError(
            f"{one_line(str(folder))} is open in another program, and in a synced or network folder only one may have it open. "
            "Close it there first."
        ) from error
    return descriptor


def mount_kind(folder: Path, mounts: str) -> str:
    """The file system type `folder` lies on ("ext4", "nfs4", …), "" where it cannot be told."""
    best, kind = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = re.sub(r"\\(\d{3})", lambda match: chr(int(match[1], 8)), fields[4])
        # A later mount at the same point covers the earlier.
        if len(point) >= len(best) and folder.is_relative_to(point):
            best, kind = point, after.split(" ")[0]
    return kind


def _service(place: Path) -> str | None:
    for service, pattern in _SYNCED_NAMES.items():
        if re.fullmatch(pattern, place.name):
            return service
    return next((service for mark, service in _SYNCED_MARKS.items() if (place / mark).exists()), None)


def _mounts() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
