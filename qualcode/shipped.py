"""Where the shipped codebooks and example projects are: inside the wheel, or beside the package in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(kind: str) -> Path:
    """Folder of everything shipped of `kind` ("codebooks" or "projects"). Read only: nothing is ever written there."""
    inside_wheel = _PACKAGE / "_shipped" / kind
    return inside_wheel if inside_wheel.is_dir() else _PACKAGE.parent / kind
