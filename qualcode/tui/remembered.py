"""Who last coded in a project on this computer, so that the name is asked for once. Kept apart from the project: it is
the person's, and the project may travel.
"""

import json
import os
from pathlib import Path


def remembered_coder(project: Path) -> str | None:
    """The name given last for the project in this folder, or None."""
    name = _read().get(str(project.resolve()))
    return name if isinstance(name, str) else None


def remember_coder(project: Path, name: str) -> None:
    """Keep `name` for the project in this folder. Where that cannot be written it is asked for again, that is all."""
    try:
        _path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _path().write_text(json.dumps(_read() | {str(project.resolve()): name}), encoding="utf-8")
    except OSError:
        return


def _read() -> dict[str, object]:
    try:
        found = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _path() -> Path:
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "qualcode" / "coders.json"
