"""The console script: `qualcode …` and `python -m qualcode …`."""

import os
import sys

from qualcode import __version__


def main() -> int:
    """Run one command line; gives the exit code."""
    if sys.argv[1:] == ["--version"]:
        # Answered here: click would add as much again to what Python itself takes to start.
        print(f"qualcode {__version__}")
        return 0
    # numpy's threads wait for each other by spinning: agreement's small products cost twice the time with them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from qualcode.cli.running import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
