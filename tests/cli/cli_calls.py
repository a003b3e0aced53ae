"""The two ways in which these tests call the program: in this process, and as a person's shell does; and in which formats."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from qualcode.writeup.writers import FILE_FORMATS

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


def in_formats(commands: Sequence[str]) -> list[Any]:
    """(command, formats): every command in two formats, by turns, so that every format is written; at length all in all."""
    formats = list(FILE_FORMATS) * 2
    few = [(2 * at) % len(FILE_FORMATS) for at in range(len(commands))]
    return [pytest.param(command, formats[at : at + 2], id=command) for command, at in zip(commands, few, strict=True)] + [
        pytest.param(command, list(FILE_FORMATS), id=f"{command}, every format", marks=pytest.mark.slow) for command in commands
    ]
