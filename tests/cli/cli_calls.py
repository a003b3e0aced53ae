"""The two ways in which these tests call the program: in this process, and as a person's shell does."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Cli = Callable[..., Result]
Shell = Callable[..., "subprocess.CompletedProcess[str]"]


def run_in_shell(*args: object, cwd: Path, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """A process of its own, without a terminal."""
    clean = {name: value for name, value in os.environ.items() if name != "QUALCODE_PROJECT"}
    return subprocess.run(
        [sys.executable, "-m", "qualcode", *map(str, args)],
        check=False,
        env=clean | (env or {}),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
