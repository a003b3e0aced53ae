"""From a command line to an exit code: 0 done, 1 something a person can act on, 2 wrong usage, 130 stopped by ctrl+c."""

import io
import os
import sys

import click

from qualcode.cli.main import app
from qualcode.text import one_line


def run() -> int:
    """Run `sys.argv`. Nobody ever sees a traceback: an unforeseen error names the file that holds it."""
    _speak_utf8()
    try:
        code = app.main(prog_name="qualcode", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:
        _say_crash(error)
        return 1
    return code if isinstance(code, int) else 0


def _speak_utf8() -> None:
    """UTF-8 whatever the locale says: people's words must come out whole under LANG=C too."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _say_crash(error: Exception) -> None:
    import traceback

    kept = _keep("".join(traceback.format_exception(error)))
    reason = one_line(f"{type(error).__name__}: {error}")
    click.echo(f"qualcode: something went wrong that should not have ({reason}). {kept}", err=True)


def _keep(details: str) -> str:
    import tempfile  # 20 ms that no command should wait for

    try:
        handle, name = tempfile.mkstemp(prefix="qualcode-crash-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(details)
    except OSError:
        return "The details could not be written down."
    return f"The details are in {one_line(name)}: please send them to whoever looks after qualcode."
