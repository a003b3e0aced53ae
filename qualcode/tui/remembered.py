"""What is kept on this computer, apart from the projects: it is the person's, and a project may travel.

Who last coded in a project, so that the name is asked for once; and how the screen was left (theme, compact).
"""

import json
import os
from pathlib import Path

_CODERS, _SCREEN, _QUIET = "coders.json", "screen.json", "quiet.json"


def remembered_coder(project: Path) -> str | None:
    """The name given last for the project in this folder, or None."""
    name = _read(_CODERS).get(str(project.resolve()))
    return name if isinstance(name, str) else None


def remember_coder(project: Path, name: str) -> None:
    """Keep `name` for the project in this folder. Where that cannot be written it is asked for again, that is all."""
    _keep(_CODERS, str(project.resolve()), name)


def remembered_quiet(project: Path) -> bool:
    """Whether progress and pace are hidden in the project in this folder."""
    return _read(_QUIET).get(str(project.resolve())) is True


def remember_quiet(project: Path, *, quiet: bool) -> None:
    """Keep whether they are."""
    _keep(_QUIET, str(project.resolve()), quiet)


def remembered(what: str) -> object:
    """How this was left last time ("theme": its name, "compact": true or false), or None."""
    return _read(_SCREEN).get(what)


def remember(what: str, value: str | bool) -> None:
    """Keep it for the next time."""
    _keep(_SCREEN, what, value)


def _keep(file: str, key: str, value: str | bool) -> None:
    try:
        _path(file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _path(file).write_text(json.dumps(_read(file) | {key: value}), encoding="utf-8")
    except OSError:
        return


def _read(file: str) -> dict[str, object]:
    try:
        found = json.loads(_path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _path(file: str) -> Path:
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "qualcode" / file
