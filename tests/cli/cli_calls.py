"""The types of the two ways in which these tests call the program."""

import subprocess
from collections.abc import Callable

from click.testing import Result

Cli = Callable[..., Result]
Shell = Callable[..., "subprocess.CompletedProcess[str]"]
